import Storage
import Vocabulary

/// A treatment and a purpose.
struct Pair: Hashable, Sendable, Comparable {
    let treatment: ID<Treatment>
    let purpose: ID<Purpose>

    static func < (left: Pair, right: Pair) -> Bool {
        (left.purpose, left.treatment) < (right.purpose, right.treatment)
    }
}

/// What the journal holds for figures: an entry a course, flat, so that two and a half million of them fit into little memory.
/// Never leaves the server, and nothing of it is stored but what is drawn from it with noise.
struct Tally: Sendable {
    /// One course.
    struct Entry: Sendable {
        let course: ID<Pair>
        /// Another number for each person.
        let person: UInt32
        /// The number of its pair.
        let cell: UInt32
        let flags: Flags
        /// Index in `StopReasons.words`; 255 for none.
        let stop: UInt8
        /// The number of the imported source that it comes from, from 1 on; 0 for none.
        var source: UInt16 = 0
        var begun = Begun.unknown
        var answers: Answers?
        /// In which block each series has it, by `Series`.
        var helped = Mark()
        var details = Mark()

        /// Whether its answers may be in figures: there are some, and either they are in a block or their member has waited.
        func isPresent(_ series: Series) -> Bool {
            guard answers != nil, !flags.contains(.adviceOnly) else { return false }
            return self[series].block >= 0 || flags.contains(.hasWaited)
        }

        /// Whether its answer is in a figure.
        var isCounted: Bool { answers != nil && helped.block >= 0 }

        subscript(series: Series) -> Mark {
            get { series == .helped ? helped : details }
            set { if series == .helped { helped = newValue } else { details = newValue } }
        }
    }

    /// What an entry is, beside its answers.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8

        static let imported = Flags(rawValue: 1)
        /// Nothing counts but its advice: of who agreed to earlier words, and of who left without their name, whose answers are
        /// in the blocks that had them and are never drawn again.
        static let adviceOnly = Flags(rawValue: 2)
        static let silent = Flags(rawValue: 4)
        /// The account is old enough, or there is none.
        static let hasWaited = Flags(rawValue: 8)
    }

    /// What a course's current evaluation says.
    struct Answers: Sendable {
        let evaluation: ID<Pair>
        let at: Int64
        /// As `TallyStore` packs it.
        let packed: UInt32

        /// 0…4.
        var step: Int { Int(packed & 7) }
        var severity: Int? { answer(3) }
        var adherence: Int? { answer(6) }
        var burden: Int? { answer(9) }
        var cost: Int? { answer(12) }
        var hasAdvice: Bool { packed & 32768 != 0 }
        /// Whether it made things worse; nil where that was not asked.
        var gotWorse: Bool? { packed >> 16 == 0 ? nil : packed >> 16 == 2 }

        private func answer(_ shift: UInt32) -> Int? { packed >> shift & 7 == 7 ? nil : Int(packed >> shift & 7) }
    }

    /// What a series knows of a course.
    struct Mark: Sendable {
        /// The place of its block among all; -1 where it is in none.
        var block: Int32 = -1
        /// How often it was drawn, ever.
        var times: UInt8 = 0
        /// Whether what was drawn is its current evaluation.
        var isCurrent = false
        /// Whether the database has a row of it.
        var isKnown = false
    }

    /// Sentences of advice kept in mind for a pair, the newest.
    static let mostAdvice = 6

    private(set) var pairs: [Pair] = []
    var entries: [Entry] = []
    private var cells: [Pair: Int] = [:]
    private var advice: [Int: [(at: Int64, id: ID<Pair>)]] = [:]
    /// Older advice than this is not among the newest any more.
    private var oldestKept: [Int: Int64] = [:]

    /// - Parameter courses: how many to expect, so that memory is asked for once.
    init(expecting courses: Int = 0) { entries.reserveCapacity(courses) }

    /// The number of a pair, a new one if it was not met before.
    mutating func cell(_ pair: Pair) -> Int {
        if let cell = cells[pair] { return cell }
        cells[pair] = pairs.count
        pairs.append(pair)
        return pairs.count - 1
    }

    /// Sets what an entry's current evaluation says.
    mutating func set(_ answers: Answers, at place: Int) {
        guard entries.indices.contains(place), answers.step < 5 else { return }
        entries[place].answers = answers
        if answers.hasAdvice { keepAdvice(answers, Int(entries[place].cell)) }
    }

    private mutating func keepAdvice(_ answers: Answers, _ cell: Int) {
        if let oldest = oldestKept[cell], answers.at < oldest { return }
        advice[cell, default: []].append((answers.at, answers.evaluation))
        guard let kept = advice[cell], kept.count >= 8 * Self.mostAdvice else { return }
        let newest = Self.newest(kept)
        advice[cell] = newest
        oldestKept[cell] = newest.last?.at
    }

    private static func newest(_ list: [(at: Int64, id: ID<Pair>)]) -> [(at: Int64, id: ID<Pair>)] {
        Array(list.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(mostAdvice))
    }

    /// Identifiers of the newest evaluations with advice of a pair, the newest first: never by what else they say.
    func newestAdvice(of pair: Pair) -> [ID<Pair>] {
        cells[pair].map { Self.newest(advice[$0] ?? []).map(\.id) } ?? []
    }
}
