package import Markup
package import Storage

/// All conditions, treatments and symptoms, in memory and unchanging: a newer catalogue is another object. Every look-up
/// is a dictionary's or an array's; nothing here waits or fails.
package final class Catalogue: Sendable {
    /// By slug; `families[i].index == i`, as with the others.
    package let families: [Family]
    /// By slug, members' words behind.
    package let conditions: [Condition]
    /// By slug, members' words behind.
    package let treatments: [Treatment]
    /// By slug, members' words behind.
    package let symptoms: [Symptom]
    /// The languages of the names; the first one is the one that stands in for the others.
    package let languages: [Language]
    /// Words of a language that tell nothing by themselves.
    package let smallWords: SmallWords
    /// Words of caution beside each treatment; pages ask `notices(about:)`.
    let notices: [[Notice]]
    /// Changes whenever members' words change; goes into cache keys.
    package let version: Int

    private let conditionsByID: [ID<Condition>: Int]
    private let conditionsBySlug: [String: Int]
    private let treatmentsByID: [ID<Treatment>: Int]
    private let treatmentsBySlug: [String: Int]
    private let symptomsByID: [ID<Symptom>: Int]
    private let symptomsBySlug: [String: Int]
    private let familiesByID: [ID<Family>: Int]
    private let familiesBySlug: [String: Int]
    private let conditionChildren: [[Int]]
    private let familyChildren: [[Int]]
    private let familyTreatments: [[Int]]
    private let synonyms: [ConceptKind: [[Synonym]]]
    let index: SearchIndex
    let matcher: TextMatcher
    /// By the language of the text that is read.
    let mentionBooks: [Language: MentionBook]

    /// Ties the rows together.
    /// - Throws: every fault found: slugs twice, unknown parents, circles, kinds that do not exist.
    package init(_ rows: CatalogueRows, version: Int = 0) throws(CatalogueError) {
        let linked = try LinkedRows(rows)
        self.version = version
        (languages, smallWords) = (linked.languages, linked.smallWords)
        notices = linked.noticesByTreatment
        families = linked.families.values
        conditions = linked.conditions.values
        treatments = linked.treatments.values
        symptoms = linked.symptoms.values
        familiesByID = linked.families.byID
        familiesBySlug = linked.families.bySlug
        conditionsByID = linked.conditions.byID
        conditionsBySlug = linked.conditions.bySlug
        treatmentsByID = linked.treatments.byID
        treatmentsBySlug = linked.treatments.bySlug
        symptomsByID = linked.symptoms.byID
        symptomsBySlug = linked.symptoms.bySlug
        conditionChildren = Self.grouped(
            linked.conditions.values.map { $0.parent.flatMap { linked.conditions.byID[$0] } })
        familyChildren = Self.grouped(linked.families.values.map { $0.parent.flatMap { linked.families.byID[$0] } })
        familyTreatments = Self.grouped(
            linked.treatments.values.map { $0.family?.index }, into: linked.families.values.count)
        synonyms = [
            .condition: linked.conditions.synonyms, .treatment: linked.treatments.synonyms,
            .symptom: linked.symptoms.synonyms,
        ]
        index = SearchIndex(linked)
        matcher = TextMatcher(linked)
        mentionBooks = Dictionary(
            linked.languages.map { ($0, MentionBook(linked, $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func grouped(_ parents: [Int?], into count: Int? = nil) -> [[Int]] {
        var children: [[Int]] = Array(repeating: [], count: count ?? parents.count)
        for (child, parent) in parents.enumerated() {
            if let parent, children.indices.contains(parent) { children[parent].append(child) }
        }
        return children
    }
}

// MARK: - One by slug or identifier

extension Catalogue {
    /// The condition with this slug; nil when there is none.
    package func condition(slug: String) -> Condition? { conditionsBySlug[slug].map { conditions[$0] } }
    /// The condition with this identifier, which may be that of a member's word that means it.
    package func condition(_ id: ID<Condition>) -> Condition? { conditionsByID[id].map { conditions[$0] } }
    /// The treatment with this slug; nil when there is none.
    package func treatment(slug: String) -> Treatment? { treatmentsBySlug[slug].map { treatments[$0] } }
    /// The treatment with this identifier, which may be that of a member's word that means it.
    package func treatment(_ id: ID<Treatment>) -> Treatment? { treatmentsByID[id].map { treatments[$0] } }
    /// The symptom with this slug; nil when there is none.
    package func symptom(slug: String) -> Symptom? { symptomsBySlug[slug].map { symptoms[$0] } }
    /// The symptom with this identifier, which may be that of a member's word that means it.
    package func symptom(_ id: ID<Symptom>) -> Symptom? { symptomsByID[id].map { symptoms[$0] } }
    /// The family with this slug; nil when there is none.
    package func family(slug: String) -> Family? { familiesBySlug[slug].map { families[$0] } }
    /// The family with this identifier.
    package func family(_ id: ID<Family>) -> Family? { familiesByID[id].map { families[$0] } }

    /// The condition or symptom with these sixteen bytes.
    package func purpose(_ id: ID<Purpose>) -> Concept? {
        if let condition = condition(ID(high: id.high, low: id.low)) { return .condition(condition) }
        return symptom(ID<Symptom>(high: id.high, low: id.low)).map { .symptom($0) }
    }

    /// The condition with this slug, else the symptom: addresses of purposes do not say which. A symptom that has the
    /// slug of a condition has none of its own in addresses.
    package func purpose(slug: String) -> Concept? {
        condition(slug: slug).map { .condition($0) } ?? symptom(slug: slug).map { .symptom($0) }
    }

    /// The entry of any kind with this slug.
    package func concept(_ kind: ConceptKind, slug: String) -> Concept? {
        switch kind {
        case .condition: condition(slug: slug).map { .condition($0) }
        case .treatment: treatment(slug: slug).map { .treatment($0) }
        case .symptom: symptom(slug: slug).map { .symptom($0) }
        }
    }
}

// MARK: - For those who look for words in texts

extension Catalogue {
    /// Every name of every medicine: in each language, synonyms, on the box, and what is in it.
    package var namesOfMedicines: [String] {
        zip(treatments, synonyms[.treatment] ?? []).filter { $0.0.kind == .medicine }.flatMap { $0.1.map(\.text) }
    }
}

// MARK: - What belongs together

extension Catalogue {
    /// The wider condition that figures roll up to.
    package func parent(of condition: Condition) -> Condition? { condition.parent.flatMap { self.condition($0) } }
    /// The wider family.
    package func parent(of family: Family) -> Family? { family.parent.flatMap { self.family($0) } }

    /// The narrower conditions directly below, by slug.
    package func children(of condition: Condition) -> [Condition] {
        conditionChildren.indices.contains(condition.index)
            ? conditionChildren[condition.index].map { conditions[$0] } : []
    }

    /// The wider conditions, nearest first.
    package func ancestors(of condition: Condition) -> [Condition] {
        var chain: [Condition] = []
        var next = parent(of: condition)
        while let wider = next {
            chain.append(wider)
            next = parent(of: wider)
        }
        return chain
    }

    /// The treatments of a family and of the families below it, by slug.
    package func treatments(in family: Family) -> [Treatment] {
        guard familyChildren.indices.contains(family.index) else { return [] }
        var found: [Int] = []
        var open = [family.index]
        while let next = open.popLast() {
            found += familyTreatments[next]
            open += familyChildren[next]
        }
        return found.sorted().map { treatments[$0] }
    }

    /// The families directly below, by slug.
    package func children(of family: Family) -> [Family] {
        familyChildren.indices.contains(family.index) ? familyChildren[family.index].map { families[$0] } : []
    }

    /// What else people call it: synonyms of one language, brands, ingredients.
    package func synonyms(of concept: Concept) -> [Synonym] {
        let index =
            switch concept {
            case .condition(let condition): condition.index
            case .treatment(let treatment): treatment.index
            case .symptom(let symptom): symptom.index
            }
        guard let all = synonyms[concept.kind], all.indices.contains(index) else { return [] }
        return all[index]
    }
}
