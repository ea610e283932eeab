import Markup
import Safety
import Vocabulary
import Web

/// What an evaluation asks for beyond thanks: a side effect that cannot wait, thoughts of dying, or that it made things worse.
/// Rules, not a judgement: they look at what was ticked, and say whom to call.
struct AfterEvaluation {
    /// The most urgent last.
    enum Need: String, CaseIterable {
        /// It made things worse; left out beside what is more urgent, which says the same.
        case worse
        /// A medicine's side effects are extreme.
        case careTeam
        /// Thoughts of dying or of hurting oneself are named among them, however mild the rest.
        case suicidal
        /// Severe or extreme, and throat, breath, heart or consciousness among them.
        case emergency

        fileprivate var card: CrisisFinding.Card? {
            switch self {
            case .worse, .careTeam: nil
            case .suicidal: .selfHarm
            case .emergency: .emergency
            }
        }
    }

    let needs: [Need]
    private let hasAdvice: Bool
    /// A medicine, as far as anybody knows, that goes on.
    private let isTaken: Bool
    private let isSevere: Bool
    let treatment: String

    /// - Parameter isOver: as the form says; nil where it does not.
    init(
        _ answers: EvaluationAnswers, of course: Course, isOver: Bool?, names: Names, topics: DangerTopics
    ) {
        let cards = answers.symptoms.compactMap { names.catalogue.symptom($0)?.slug }
            .compactMap { topics[ConceptKind.symptom.rawValue, $0] }
        let severity = answers.sideEffects ?? .none
        // What the catalogue does not know may be a medicine.
        let isMedicine = names.catalogue.treatment(course.treatment).map { $0.kind == .medicine } ?? true
        let found = Need.allCases.filter { need in
            switch need {
            case .worse: answers.gotWorse == true
            case .careTeam: severity == .extreme && isMedicine
            case .suicidal: cards.contains(.selfHarm)
            case .emergency: severity >= .severe && cards.contains(.emergency)
            }
        }
        needs = found.count > 1 ? found.filter { $0 != .worse }.reversed() : found
        treatment = names.treatmentInSentence(course.treatment)
        isTaken = isMedicine && !(isOver ?? !course.isOngoing)
        isSevere = severity >= .severe
        hasAdvice = answers.advice != nil
    }

    /// Whether there is nothing but a word for another day.
    var canWait: Bool { needs.allSatisfy { $0 == .worse } }

    /// The card above the page, for what cannot wait until a care team answers.
    var card: CrisisFinding.Card? { needs.compactMap(\.card).max() }

    /// What to do, the most urgent first; nothing where thanks are enough. What it says of stopping must be safe with every
    /// medicine: with some a missed dose is the danger (research of 2026-11: those for seizures, the heart, blood and mood).
    func html(_ visit: Visit) -> HTML {
        guard !needs.isEmpty else { return .empty }
        let text = visit.text
        let values: [String: TextValue] = [
            "treatment": .text(treatment), "number": .text(visit.settings.emergencyNumber),
        ]
        let cards = HTML.each(needs) { need in
            HTML.card(
                """
                <p>\(text("journal.care.\(need.rawValue).body", values))\
                \(HTML.when(need == .worse && isTaken, " \(text("journal.care.worse.medicine"))"))</p>
                """,
                title: text("journal.care.\(need.rawValue)", values), kind: .notice)
        }
        if canWait { return cards + HTML.when(isSevere, "<p>\(text("journal.care.cannotWait", values))</p>") }
        return "\(cards)<p>\(text("journal.care.stopping"))</p><p>\(text("journal.care.cannotWait", values))</p>"
    }

    /// The page that answers in the place of thanks.
    /// - Parameter flash: what became of the advice, where it waits.
    func page(goingOnTo link: Link, flash: String?, _ visit: Visit) -> Reply {
        let text = visit.text
        let saved = text(hasAdvice ? "journal.care.saved.advice" : "journal.care.saved")
        let title = text("journal.care.title")
        // What cannot wait stands above all else.
        let body: HTML =
            canWait
            ? "\(HTML.pageHeader(title, lead: HTML(text: saved)))\(html(visit))"
            : """
            \(HTML.pageHeader(text("journal.care.now")))\(html(visit))\
            <p><strong>\(title).</strong> \(saved)</p>
            """
        let go = HTML.actions([HTML.buttonLink(text("journal.care.go"), to: link, kind: .secondary)])
        return visit.page(title, flash: flash, .narrow("\(body)\(go)"))
    }
}
