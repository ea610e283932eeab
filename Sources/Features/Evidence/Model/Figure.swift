import Statistics
import Storage
import Vocabulary

/// What a figure is about.
enum FigureKind: String, Sendable, Hashable, CaseIterable {
    /// One treatment for one purpose.
    case pair
    /// Treatments of a family for one purpose that are too few by themselves, together.
    case familyRest = "family-rest"
    /// One treatment for purposes that have too few by themselves, together.
    case treatmentRest = "treatment-rest"
    /// Treatments for one purpose that found no other place.
    case purposeRest = "purpose-rest"
    /// All that is shown of a family for one purpose.
    case family
    /// All that is shown of a treatment; in releases by the rules before.
    case treatment
    /// All that is shown for a purpose; in releases by the rules before.
    case purpose

    /// Whether people are counted in it directly; the others are sums of such.
    var isGroup: Bool {
        switch self {
        case .pair, .familyRest, .treatmentRest, .purposeRest: true
        case .family, .treatment, .purpose: false
        }
    }
}

/// What a figure leans toward: the nearest wider group in which others were heard.
enum PriorLevel: String, Sendable, Hashable, CaseIterable {
    /// The rest of its family for the same purpose.
    case familyForPurpose = "family-purpose"
    /// The rest of its family for any purpose.
    case family
    /// Everything else for the same purpose.
    case purpose
    /// Everything else.
    case all
    /// Nothing: it is the only group there is.
    case none
}

/// One published figure.
struct Figure: Sendable, Equatable {
    /// Its number within the release.
    let number: Int
    let key: GroupKey
    let content: Content

    var kind: FigureKind { key.kind }
    var treatment: ID<Treatment>? { key.treatment }
    var family: ID<Family>? { key.family }
    var purpose: ID<Purpose>? { key.purpose }

    /// What may be shown: made from blocks of people, at least eleven together.
    struct Content: Sendable, Equatable {
        /// How many evaluations are counted; of a pair, so many people.
        let evaluations: Int
        /// How many people, at least eleven. Sums have none: one person may be in several of their groups.
        let people: Int?
        /// How many of them were helped a lot, blurred; nil in releases by the rules before.
        let counted: BlurredCount?
        /// The five steps' shares; nil where too few people are left in the series that they come from.
        let bar: [Double]?
        let estimate: ShareEstimate
        let range: Interval
        let prior: SharePrior
        let priorLevel: PriorLevel
        /// How many take or took it; nil where that would tell a small count.
        let taking: Int?
        /// Of those who still take it, how many gave no sign for eight weeks; nil where that would tell a small count.
        let silent: Int?
        /// The month of the first evaluation and that of the last, as their first moments in UTC: a day would be one
        /// person's.
        let firstAt: Instant
        let lastAt: Instant
        let details: FigureDetails
    }
}

/// Counts beside the main question that may be shown.
struct FigureDetails: Sendable, Equatable {
    /// A yes-or-no question about those who answered it.
    enum Question: String, Sendable, Hashable, CaseIterable {
        /// Of those who could say so.
        case worse
        case noSideEffects = "no-side-effects"
        case severeSideEffects = "severe-side-effects"
        case keptToIt = "kept-to-it"
        case hardToKeepUp = "hard-to-keep-up"
        case costsMuch = "costs-much"
    }

    /// How many of how many.
    struct Part: Sendable, Equatable {
        let count: Int
        let of: Int
        /// 0…100, rounded.
        var ofHundred: Int { of > 0 ? (200 * count + of) / (2 * of) : 0 }
    }

    /// Whose answers beside the main one are counted, at least fifty; nil where there are none, and in older releases, whose
    /// parts are of a thousand.
    var people: Int?
    /// Side effects by name, the most frequent first, of all who evaluated.
    var symptoms: [(symptom: ID<Symptom>, part: Part)] = []
    /// Why people stopped, by the journal's word for the reason, the most frequent first, of all who take or took it.
    var stops: [(reason: String, part: Part)] = []
    var answers: [Question: Part] = [:]
    /// Where the evaluations come from.
    var source = Source.members
    /// Words of caution; of a pair only, and in releases that were made before there were any, none.
    var notes: Set<Note> = []

    enum Source: String, Sendable, CaseIterable {
        case members, mixed, imported
    }

    /// What follows from who takes part, when and from where, and from nothing that anybody answered (`Participation`).
    enum Note: String, Sendable, Hashable, CaseIterable {
        /// More than half of its people had begun two or more others for the same purpose surely earlier, and clearly more
        /// than of the people of the others.
        case triedAfterOthers = "tried-after-others"
        /// More than half of its evaluations are from one imported source.
        case oneSource = "one-source"
    }

    static func == (left: FigureDetails, right: FigureDetails) -> Bool { left.packed == right.packed }

    /// One line each: `symptom <id> <count> <of>`, `stop <reason> <count> <of>`, `<question> <count> <of>`, `people <n>`,
    /// `source <s>`, `note <n>`.
    var packed: String {
        let lines =
            symptoms.map { "symptom \($0.symptom) \($0.part.count) \($0.part.of)" }
            + stops.map { "stop \($0.reason) \($0.part.count) \($0.part.of)" }
            + Question.allCases.compactMap { question in
                answers[question].map { "\(question.rawValue) \($0.count) \($0.of)" }
            }
        let people = people.map { ["people \($0)"] } ?? []
        let told = Note.allCases.filter(notes.contains).map { "note \($0.rawValue)" }
        return (lines + people + ["source \(source.rawValue)"] + told).joined(separator: "\n")
    }

    init() {}

    /// Reads `packed`; lines that it does not know are left out.
    init(packed: String) {
        for line in packed.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).compactMap { String($0) }
            if words.count == 2, words[0] == "source" { source = Source(rawValue: words[1]) ?? .members }
            if words.count == 2, words[0] == "note", let note = Note(rawValue: words[1]) { notes.insert(note) }
            if words.count == 2, words[0] == "people" { people = Int(words[1]) }
            guard words.count >= 3, let of = words.last.flatMap(Int.init), let count = Int(words[words.count - 2])
            else {
                continue
            }
            let part = Part(count: count, of: of)
            if words.count == 4, words[0] == "symptom", let id = ID<Symptom>(words[1]) {
                symptoms.append((id, part))
            } else if words.count == 4, words[0] == "stop" {
                stops.append((words[1], part))
            } else if let question = Question(rawValue: words[0]) {
                answers[question] = part
            }
        }
    }
}
