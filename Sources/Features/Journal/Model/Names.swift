import Markup
import Storage
import Vocabulary

/// How records are named to their member: the catalogue's names, and for what it does not know the member's own words.
struct Names: Sendable {
    let catalogue: Catalogue
    let language: Language
    private let own: [ID<ProposedWord>: ProposedWord]

    init(catalogue: Catalogue, language: Language, own: [ProposedWord]) {
        self.catalogue = catalogue
        self.language = language
        self.own = Dictionary(own.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func treatment(_ id: ID<Treatment>) -> String {
        catalogue.treatment(id)?.name(language) ?? word(id.high, id.low)
    }

    func condition(_ id: ID<Condition>) -> String {
        catalogue.condition(id)?.name(language) ?? word(id.high, id.low)
    }

    func symptom(_ id: ID<Symptom>) -> String { catalogue.symptom(id)?.name(language) ?? word(id.high, id.low) }

    func purpose(_ purpose: Purpose) -> String {
        switch purpose {
        case .condition(let id): condition(id)
        case .symptom(let id): symptom(id)
        }
    }

    /// Inside a sentence; a member's own word stays as it was written.
    func treatmentInSentence(_ id: ID<Treatment>) -> String {
        catalogue.treatment(id)?.name.inSentence(language) ?? treatment(id)
    }

    /// Inside a sentence; a member's own word stays as it was written.
    func purposeInSentence(_ purpose: Purpose) -> String {
        catalogue.purpose(purpose.id)?.name.inSentence(language) ?? self.purpose(purpose)
    }

    /// A dash stands for a word that is no longer there.
    private func word(_ high: UInt64, _ low: UInt64) -> String { own[ID(high: high, low: low)]?.text ?? "–" }
}

// How forms and addresses refer to things: by slug, and by identifier where there is no slug.
extension Names {
    func reference(_ id: ID<Treatment>) -> String { catalogue.treatment(id)?.slug ?? id.description }

    func reference(_ purpose: Purpose) -> String { slug(of: purpose) ?? purpose.id.description }

    func treatment(reference: String) -> ID<Treatment>? {
        if let treatment = catalogue.treatment(slug: reference) { return treatment.id }
        return ID<ProposedWord>(reference).flatMap { own[$0]?.treatmentID }
    }

    func purpose(reference: String) -> Purpose? {
        if let concept = catalogue.purpose(slug: reference) { return concept.purpose }
        guard let id = ID<ProposedWord>(reference) else { return nil }
        return catalogue.purpose(ID<Purpose>(high: id.high, low: id.low))?.purpose ?? own[id]?.purpose
    }

    func condition(reference: String) -> ID<Condition>? {
        if let condition = catalogue.condition(slug: reference) { return condition.id }
        guard let id = ID<ProposedWord>(reference), own[id]?.kind == .condition else { return nil }
        return ID(high: id.high, low: id.low)
    }

    /// A condition's page; nil for a word that has none.
    func link(to condition: ID<Condition>) -> Link? {
        catalogue.condition(condition).map { "/conditions/\($0.slug)" }
    }

    /// Where somebody who has tried it can be asked; nil where one of them is not in the catalogue.
    func asking(_ treatment: ID<Treatment>, for purpose: Purpose) -> Link? {
        guard let treatment = catalogue.treatment(treatment), let slug = slug(of: purpose) else { return nil }
        return "/ask/\(treatment.slug)/\(slug)"
    }

    /// A treatment's page for a purpose; nil where one of them is not in the catalogue.
    func link(to treatment: ID<Treatment>, for purpose: Purpose) -> Link? {
        guard let treatment = catalogue.treatment(treatment), let slug = slug(of: purpose) else { return nil }
        return "/treatments/\(treatment.slug)/for/\(slug)"
    }

    /// The slug by which addresses reach a purpose. A symptom that shares a condition's slug has none.
    private func slug(of purpose: Purpose) -> String? {
        guard let concept = catalogue.purpose(purpose.id),
            catalogue.purpose(slug: concept.slug)?.purpose?.id == concept.purpose?.id
        else { return nil }
        return concept.slug
    }
}

/// How a form refers to what became of a proposed word.
struct WordReference: Hashable, Sendable {
    let text: String

    init(_ proposal: Proposal) {
        switch proposal {
        case .known(let concept): text = concept.slug
        case .proposed(let word): text = word.id.description
        }
    }
}
