import Markup
import Storage
import Vocabulary

/// The side effects a form offers to tick: those that are common with such a treatment, then what was searched for.
struct SymptomOffer {
    private(set) var symptoms: [Symptom]
    private let catalogue: Catalogue
    /// How many of `symptoms` need not travel with the form.
    private let common: Int
    /// The last search brought something.
    private(set) var hasFound = false
    /// What the last search found: ticked for the person when it is one thing.
    private(set) var chosen: Set<String> = []

    static let most = 40

    init(of course: Course, names: Names, common: CommonSideEffects) {
        catalogue = names.catalogue
        let treatment = names.catalogue.treatment(course.treatment)
        symptoms = common.symptoms(of: treatment, in: names.catalogue)
        self.common = symptoms.count
    }

    var references: [String] { symptoms.map(\.slug) }

    /// Those that must travel with the form, to be offered again.
    var searched: [Symptom] { Array(symptoms.dropFirst(common)) }

    func symptoms(_ references: [String]) -> [ID<Symptom>] {
        references.compactMap { catalogue.symptom(slug: $0)?.id }
    }

    mutating func add(references: [String]) {
        add(references.prefix(2 * Self.most).compactMap { catalogue.symptom(slug: $0) })
    }

    /// Looks for a word. True when it names one symptom, which then counts as ticked; else what it may mean is offered.
    mutating func choose(_ word: String, _ language: Language) -> Bool {
        let matches = catalogue.search(word, language: language, kinds: [.symptom], limit: 8)
        let exact = matches.filter { $0.quality == .exact }
        let wanted = exact.count == 1 ? exact : matches
        let found: [Symptom] = wanted.compactMap { if case .symptom(let symptom) = $0.concept { symptom } else { nil } }
        hasFound = !found.isEmpty
        add(found)
        guard exact.count == 1 else { return false }
        chosen = Set(found.map(\.slug))
        return true
    }

    private mutating func add(_ more: [Symptom]) {
        for symptom in more where !symptoms.contains(symptom) && symptoms.count < common + Self.most {
            symptoms.append(symptom)
        }
    }
}
