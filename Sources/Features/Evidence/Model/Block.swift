import Storage
import Vocabulary

/// What is drawn together: "helped a lot" from 11 people on, everything else from 50.
enum Series: Int, Sendable, CaseIterable {
    case helped, details

    /// People with whom a group's first block closes.
    var first: Int { self == .helped ? 11 : 50 }
}

/// People of a group whose answers were counted together, once, with noise. What is published of anybody's answers is made
/// from blocks and from nothing else.
struct Block: Sendable {
    let id: Int
    let key: GroupKey
    let series: Series
    let drawnAt: Instant
    /// How many answers it was made of.
    let people: Int
    /// How many of them are of members who have left without their name.
    var former = 0
    /// The months of the first and of the last answer, as their first moments in UTC: a day would be one person's.
    let firstAt: Instant
    let lastAt: Instant
    /// Side effects that it asked about.
    let layout: [ID<Symptom>]
    /// In the order of `HelpedCell`, or of `DetailCell` and then the layout.
    let cells: [Int]
}

/// The numbers of a block of "helped a lot".
enum HelpedCell: Int, CaseIterable {
    /// With noise.
    case helped
    /// How many take or took it, and how many of them fell silent, when the block closed; -1 where that would tell a small
    /// count. Who takes part is no answer, and has no noise.
    case taking, silent
}

/// The numbers of a block of details. With noise, but for the `…Answered` ones: which questions somebody answered is no answer.
enum DetailCell: Int, CaseIterable {
    case worse, step0, step1, step2, step3, step4
    case worseAnswered
    case severityAnswered, noSideEffects, severeSideEffects
    case adherenceAnswered, keptToIt
    case burdenAnswered, hardToKeepUp
    case costAnswered, costsMuch
    case stop0, stop1, stop2, stop3, stop4, stop5, stop6, stop7

    static let steps: [DetailCell] = [.step0, .step1, .step2, .step3, .step4]
    static let stops: [DetailCell] = [.stop0, .stop1, .stop2, .stop3, .stop4, .stop5, .stop6, .stop7]

    /// Whether noise is added.
    var isBlurred: Bool {
        switch self {
        case .worseAnswered, .severityAnswered, .adherenceAnswered, .burdenAnswered, .costAnswered: false
        default: true
        }
    }

    /// Whether an answer counts in it.
    /// - Parameter stop: index in `StopReasons.words`.
    func holds(_ answers: Tally.Answers, stop: Int?) -> Bool {
        switch self {
        case .worse: answers.gotWorse == true
        case .step0: answers.step == 0 && answers.gotWorse != true
        case .step1, .step2, .step3, .step4: answers.step == rawValue - Self.step0.rawValue
        case .worseAnswered: answers.gotWorse != nil
        case .severityAnswered: answers.severity != nil
        case .noSideEffects: answers.severity == 0
        case .severeSideEffects: answers.severity.map { $0 >= 3 } ?? false
        case .adherenceAnswered: answers.adherence != nil
        case .keptToIt: answers.adherence.map { $0 >= 2 } ?? false
        case .burdenAnswered: answers.burden != nil
        case .hardToKeepUp: answers.burden.map { $0 >= 2 } ?? false
        case .costAnswered: answers.cost != nil
        case .costsMuch: answers.cost.map { $0 >= 2 } ?? false
        default: stop == rawValue - Self.stop0.rawValue
        }
    }
}
