import Markup
import Storage

/// A word that a steward took into the catalogue.
struct MemberWord: Hashable, Sendable {
    /// What it is there.
    enum Role: Hashable, Sendable {
        /// Another word for an entry that there was.
        case synonym
        /// An entry of its own.
        case concept(NewConcept)
    }

    /// The proposed word's identifier, which is the entry's too.
    let id: ID<ProposedWord>
    let kind: ConceptKind
    /// The entry's.
    let slug: String
    /// As the member wrote it.
    let text: String
    let language: Language
    let role: Role
}

/// What a steward says of an entry that the catalogue did not have.
struct NewConcept: Hashable, Sendable {
    var name: LocalizedName
    /// A condition's wider condition or a treatment's family, by slug; empty for none.
    var parent = ""
    /// Only a treatment's.
    var treatmentKind: TreatmentKind?
}

extension CatalogueRows {
    /// The rows with the members' words. A word whose entry our files no longer have is left out.
    func adding(_ words: [MemberWord]) -> CatalogueRows {
        var rows = self
        for word in words {
            switch word.role {
            case .concept(let new): rows.add(new, of: word)
            case .synonym: break
            }
        }
        for word in words where word.role == .synonym { rows.add(synonym: word) }
        return rows
    }

    private mutating func add(_ new: NewConcept, of word: MemberWord) {
        let parents = word.kind == .treatment ? families.map(\.slug) : conditions.map(\.slug)
        let row = ConceptRow(
            place: "a member's word", slug: word.slug, name: new.name,
            synonyms: [Synonym(word.text, language: word.language)],
            parent: parents.contains(new.parent) ? new.parent : "", kind: new.treatmentKind?.rawValue ?? "",
            wordID: WordID(word.id))
        switch word.kind {
        case .condition: conditions.append(row)
        case .treatment: treatments.append(row)
        case .symptom: symptoms.append(row)
        }
    }

    private mutating func add(synonym word: MemberWord) {
        func add(to rows: inout [ConceptRow]) {
            guard let at = rows.firstIndex(where: { $0.slug == word.slug }) else { return }
            rows[at].synonyms.append(Synonym(word.text, language: word.language))
            rows[at].merged.append(WordID(word.id))
        }
        switch word.kind {
        case .condition: add(to: &conditions)
        case .treatment: add(to: &treatments)
        case .symptom: add(to: &symptoms)
        }
    }
}
