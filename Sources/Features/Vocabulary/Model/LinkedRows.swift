import Markup
import Storage

/// The catalogue's rows, checked, sorted and numbered.
struct LinkedRows {
    /// One kind of entry with its look-ups.
    struct Numbered<Value> {
        var values: [Value] = []
        var byID: [ID<Value>: Int] = [:]
        var bySlug: [String: Int] = [:]
        /// Beside each value, what else it is called.
        var synonyms: [[Synonym]] = []

        /// Ingredients that say which entry is meant: those that are the only one, for a combination is not its parts, and
        /// that one entry has: "fluticasone" may be sprayed or inhaled, and nobody can tell which was meant.
        var tellingIngredients: [(place: Int, text: String)] {
            let alone = synonyms.enumerated().compactMap { place, synonyms in
                let ingredients = synonyms.filter { $0.source == .ingredient }
                return ingredients.count == 1 ? ingredients.first.map { (place: place, text: $0.text) } : nil
            }
            return Dictionary(grouping: alone, by: { Folding.words($0.text) }).values.filter { $0.count == 1 }.flatMap {
                $0
            }
        }
    }

    private(set) var families = Numbered<Family>()
    private(set) var conditions = Numbered<Condition>()
    private(set) var treatments = Numbered<Treatment>()
    private(set) var symptoms = Numbered<Symptom>()
    let rules: [ConceptKind: [MatchingRule]]
    let fillers: [String]
    let languages: [Language]
    let smallWords: SmallWords
    let everydayWords: EverydayWords
    let notices: Notices
    private var faults: [String]

    init(_ rows: CatalogueRows) throws(CatalogueError) {
        rules = rows.rules
        fillers = rows.fillers
        (languages, smallWords, notices) = (rows.languages, rows.smallWords, rows.notices)
        everydayWords = rows.everydayWords
        faults = rows.faults
        tieFamilies(rows.families)
        tieConditions(rows.conditions)
        tieTreatments(rows.treatments)
        tieSymptoms(rows.symptoms)
        checkRules()
        guard faults.isEmpty else { throw CatalogueError(faults: faults) }
    }

    /// What holds for each treatment, in their order.
    var noticesByTreatment: [[Notice]] {
        treatments.values.map { treatment in
            let nearest = sequence(first: treatment.family) { family in
                family?.parent.flatMap { families.byID[$0] }.map { families.values[$0] }
            }
            return notices.about(treatment.slug, in: nearest.prefix(8).compactMap { $0?.slug })
        }
    }

    private mutating func tieFamilies(_ rows: [CatalogueRows.FamilyRow]) {
        let slugs = Set(rows.map(\.slug))
        let parents = Dictionary(rows.map { ($0.slug, $0.parent) }, uniquingKeysWith: { first, _ in first })
        for row in rows.sorted(by: { $0.slug < $1.slug }) {
            guard check(row.slug, row.name, row.place, taken: families.bySlug[row.slug] != nil) else { continue }
            check(parent: row.parent, among: slugs, of: row.slug, parents, row.place)
            let id = Family.id(slug: row.slug)
            let parent = row.parent.isEmpty ? nil : Family.id(slug: row.parent)
            families.bySlug[row.slug] = families.values.count
            families.byID[id] = families.values.count
            families.values.append(
                Family(id: id, slug: row.slug, name: row.name, parent: parent, index: families.values.count))
        }
    }

    private mutating func tieConditions(_ rows: [CatalogueRows.ConceptRow]) {
        let slugs = Set(rows.map(\.slug))
        let parents = Dictionary(rows.map { ($0.slug, $0.parent) }, uniquingKeysWith: { first, _ in first })
        let ids = Dictionary(
            rows.map { ($0.slug, $0.id(or: Condition.id(slug: $0.slug))) }, uniquingKeysWith: { first, _ in first })
        for row in rows.sorted(by: Self.filesFirst) {
            let own = row.id(or: Condition.id(slug: row.slug))
            if Self.alias(row, own, in: &conditions) { continue }
            guard check(row.slug, row.name, row.place, taken: conditions.bySlug[row.slug] != nil) else { continue }
            check(parent: row.parent, among: slugs, of: row.slug, parents, row.place)
            let condition = Condition(
                id: own, slug: row.slug, name: row.name, parent: ids[row.parent],
                icd10cm: row.code.isEmpty ? nil : row.code, index: conditions.values.count)
            Self.add(condition, own, row, to: &conditions)
        }
    }

    private mutating func tieTreatments(_ rows: [CatalogueRows.ConceptRow]) {
        for row in rows.sorted(by: Self.filesFirst) {
            let own = row.id(or: Treatment.id(slug: row.slug))
            if Self.alias(row, own, in: &treatments) { continue }
            guard check(row.slug, row.name, row.place, taken: treatments.bySlug[row.slug] != nil) else { continue }
            let kind = TreatmentKind(rawValue: row.kind)
            if kind == nil { faults.append("\(row.place): no kind of treatment is called “\(row.kind)”") }
            let family = families.bySlug[row.parent].map { families.values[$0] }
            if family == nil, row.wordID == nil || !row.parent.isEmpty {
                faults.append("\(row.place): there is no family called “\(row.parent)”")
            }
            let treatment = Treatment(
                id: own, slug: row.slug, name: row.name, kind: kind ?? .medicine, family: family,
                brands: row.synonyms.filter { $0.source == .brand }.map(\.text),
                ingredients: row.synonyms.filter { $0.source == .ingredient }.map(\.text),
                rxcui: row.code.isEmpty ? nil : row.code, page: Link(external: row.page),
                index: treatments.values.count)
            Self.add(treatment, own, row, to: &treatments)
        }
    }

    private mutating func tieSymptoms(_ rows: [CatalogueRows.ConceptRow]) {
        for row in rows.sorted(by: Self.filesFirst) {
            let own = row.id(or: Symptom.id(slug: row.slug))
            if Self.alias(row, own, in: &symptoms) { continue }
            guard check(row.slug, row.name, row.place, taken: symptoms.bySlug[row.slug] != nil) else { continue }
            let symptom = Symptom(
                id: own, slug: row.slug, hpo: row.code.isEmpty ? nil : row.code,
                icd10cm: row.icd10cm.isEmpty ? nil : row.icd10cm, name: row.name, index: symptoms.values.count)
            Self.add(symptom, own, row, to: &symptoms)
        }
    }

    private static func add<V>(
        _ value: V, _ id: ID<V>, _ row: CatalogueRows.ConceptRow, to numbered: inout Numbered<V>
    ) {
        numbered.bySlug[row.slug] = numbered.values.count
        numbered.byID[id] = numbered.values.count
        for word in row.merged { numbered.byID[word.id()] = numbered.values.count }
        numbered.values.append(value)
        numbered.synonyms.append(row.synonyms)
    }

    /// A member's word whose slug our files have taken since: what was recorded under it now means the files' entry.
    private static func alias<V>(_ row: CatalogueRows.ConceptRow, _ id: ID<V>, in numbered: inout Numbered<V>) -> Bool {
        guard row.wordID != nil, let place = numbered.bySlug[row.slug] else { return false }
        numbered.byID[id] = place
        return true
    }

    /// By slug, the members' words last, so that the files' entries keep their places.
    private static func filesFirst(_ a: CatalogueRows.ConceptRow, _ b: CatalogueRows.ConceptRow) -> Bool {
        (a.wordID == nil ? 0 : 1, a.slug) < (b.wordID == nil ? 0 : 1, b.slug)
    }
}

// MARK: - Faults

extension LinkedRows {
    private mutating func check(_ slug: String, _ name: LocalizedName, _ place: String, taken: Bool) -> Bool {
        if !Self.isSlug(slug) { faults.append("\(place): “\(slug)” is no slug (a-z, 0-9, single hyphens, at most 80)") }
        if name.all.first?.language != languages.first {
            faults.append("\(place): \(slug) has no name in \(languages.first.map(\.rawValue) ?? "any language")")
        }
        if taken { faults.append("\(place): \(slug) stands here a second time") }
        return !taken
    }

    private mutating func check(
        parent: String, among slugs: Set<String>, of slug: String, _ parents: [String: String], _ place: String
    ) {
        guard !parent.isEmpty else { return }
        guard slugs.contains(parent) else {
            faults.append("\(place): the parent “\(parent)” of \(slug) does not exist")
            return
        }
        var next = parent
        var steps = 0
        while let wider = parents[next], !wider.isEmpty, steps <= parents.count {
            next = wider
            steps += 1
        }
        if steps > parents.count { faults.append("\(place): the parents of \(slug) go round in a circle") }
    }

    private mutating func checkRules() {
        for (kind, rules) in rules.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for rule in rules {
                let exists =
                    switch kind {
                    case .condition: conditions.bySlug[rule.slug] != nil
                    case .treatment: treatments.bySlug[rule.slug] != nil
                    case .symptom: symptoms.bySlug[rule.slug] != nil
                    }
                if !exists {
                    faults.append(
                        "review-rules.csv: “\(rule.pattern)” means a \(kind.rawValue) \(rule.slug) that does not exist")
                }
            }
        }
    }

    static func isSlug(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return text.utf8.count <= 80
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
            }
    }
}

extension CatalogueRows.ConceptRow {
    fileprivate func id<V>(or named: ID<V>) -> ID<V> {
        wordID?.id() ?? named
    }
}
