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

/// What the journal holds, counted: whole numbers in flat columns, so that two and a half million rows fit into little
/// memory and both engines give the same sums in whatever order their rows come. Never leaves the server.
struct Tally: Sendable {
    /// What is counted of a pair; the raw value is the column.
    enum Measure: Int, CaseIterable {
        case step0, step1, step2, step3, step4
        case severityAnswered, noSideEffects, severeSideEffects
        case adherenceAnswered, keptToIt
        case burdenAnswered, hardToKeepUp
        case costAnswered, costsMuch
        case taking, silent, imported
        case stop0, stop1, stop2, stop3, stop4, stop5, stop6, stop7
    }

    /// One course as it stands.
    struct Course {
        let isImported: Bool
        let isSilent: Bool
        /// Index in `StopReasons.words`.
        let stop: Int?
    }

    /// A course's current evaluation.
    struct Answers {
        let id: ID<Pair>
        /// Another number for each person.
        let person: UInt32
        let at: Int64
        let step: Int
        let severity: Int?
        let adherence: Int?
        let burden: Int?
        let cost: Int?
        let hasAdvice: Bool
    }

    /// Sentences of advice kept in mind for a pair, the newest.
    static let mostAdvice = 6

    private(set) var pairs: [Pair] = []
    private var cells: [Pair: Int] = [:]
    private var counts: [Int32] = []
    private var first: [Int64] = []
    private var last: [Int64] = []
    private var symptoms: [UInt64: Int32] = [:]
    private var symptomNumbers: [ID<Symptom>: Int] = [:]
    private var symptomIDs: [ID<Symptom>] = []
    private var advice: [Int: [(at: Int64, id: ID<Pair>)]] = [:]
    /// Older advice than this is not among the newest any more.
    private var oldestKept: [Int: Int64] = [:]
    /// Who evaluated which pair.
    private var evaluatedCell: [UInt32] = []
    private var evaluatedBy: [UInt32] = []

    private static let width = Measure.allCases.count

    /// - Parameter evaluations: how many to expect, so that memory is asked for once.
    init(expecting evaluations: Int = 0) {
        evaluatedCell.reserveCapacity(evaluations)
        evaluatedBy.reserveCapacity(evaluations)
    }

    /// The number of a pair, a new one if it was not met before.
    mutating func cell(_ pair: Pair) -> Int {
        if let cell = cells[pair] { return cell }
        let cell = pairs.count
        cells[pair] = cell
        pairs.append(pair)
        counts.append(contentsOf: repeatElement(0, count: Self.width))
        first.append(.max)
        last.append(.min)
        return cell
    }

    mutating func add(_ course: Course, to cell: Int) {
        count(.taking, cell)
        if course.isImported { count(.imported, cell) }
        if course.isSilent { count(.silent, cell) }
        if let stop = course.stop, (0..<8).contains(stop),
            let measure = Measure(rawValue: Measure.stop0.rawValue + stop)
        {
            count(measure, cell)
        }
    }

    mutating func add(_ answers: Answers, to cell: Int) {
        guard (0..<5).contains(answers.step), let step = Measure(rawValue: answers.step) else { return }
        count(step, cell)
        count(answers.severity, .severityAnswered, cell)
        if answers.severity == 0 { count(.noSideEffects, cell) }
        if let severity = answers.severity, severity >= 3 { count(.severeSideEffects, cell) }
        count(answers.adherence, .adherenceAnswered, cell)
        if let adherence = answers.adherence, adherence >= 2 { count(.keptToIt, cell) }
        count(answers.burden, .burdenAnswered, cell)
        if let burden = answers.burden, burden >= 2 { count(.hardToKeepUp, cell) }
        count(answers.cost, .costAnswered, cell)
        if let cost = answers.cost, cost >= 2 { count(.costsMuch, cell) }
        first[cell] = min(first[cell], answers.at)
        last[cell] = max(last[cell], answers.at)
        evaluatedCell.append(UInt32(truncatingIfNeeded: cell))
        evaluatedBy.append(answers.person)
        if answers.hasAdvice { keepAdvice(answers, cell) }
    }

    /// A side effect named in a current evaluation of a pair, so many times.
    mutating func add(symptom: ID<Symptom>, count: Int = 1, to cell: Int) {
        let number: Int
        if let known = symptomNumbers[symptom] {
            number = known
        } else {
            number = symptomIDs.count
            symptomNumbers[symptom] = number
            symptomIDs.append(symptom)
        }
        symptoms[Self.symptomKey(cell, number), default: 0] += Int32(clamping: count)
    }

    private mutating func count(_ measure: Measure, _ cell: Int) {
        counts[cell * Self.width + measure.rawValue] += 1
    }

    private mutating func count(_ answer: Int?, _ measure: Measure, _ cell: Int) {
        if answer != nil { count(measure, cell) }
    }

    private mutating func keepAdvice(_ answers: Answers, _ cell: Int) {
        if let oldest = oldestKept[cell], answers.at < oldest { return }
        advice[cell, default: []].append((answers.at, answers.id))
        guard let kept = advice[cell], kept.count >= 8 * Self.mostAdvice else { return }
        let newest = Self.newest(kept)
        advice[cell] = newest
        oldestKept[cell] = newest.last?.at
    }

    private static func newest(_ list: [(at: Int64, id: ID<Pair>)]) -> [(at: Int64, id: ID<Pair>)] {
        Array(list.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(mostAdvice))
    }

    private static func symptomKey(_ cell: Int, _ symptom: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: cell) << 20 | UInt64(truncatingIfNeeded: symptom) & 0xF_FFFF
    }
}

// MARK: - What was counted

extension Tally {
    func count(_ measure: Measure, of cell: Int) -> Int {
        let place = cell * Self.width + measure.rawValue
        return counts.indices.contains(place) ? Int(counts[place]) : 0
    }

    func steps(of cell: Int) -> [Int] { (0..<5).map { Measure(rawValue: $0).map { count($0, of: cell) } ?? 0 } }

    /// How many evaluated; a person has one course of a treatment for a purpose.
    func evaluations(of cell: Int) -> Int { steps(of: cell).reduce(0, +) }

    func stops(of cell: Int) -> [Int] {
        (0..<8).map { Measure(rawValue: Measure.stop0.rawValue + $0).map { count($0, of: cell) } ?? 0 }
    }

    /// The first and the last evaluation; nil where there is none.
    func span(of cell: Int) -> (first: Int64, last: Int64)? {
        first.indices.contains(cell) && first[cell] <= last[cell] ? (first[cell], last[cell]) : nil
    }

    /// Identifiers of the newest evaluations with advice, the newest first.
    func newestAdvice(of cell: Int) -> [ID<Pair>] { Self.newest(advice[cell] ?? []).map(\.id) }

    /// Side effects of every pair: cell, symptom, how many named it.
    func eachSymptom(_ body: (Int, ID<Symptom>, Int) -> Void) {
        for (key, count) in symptoms {
            let number = Int(truncatingIfNeeded: key & 0xF_FFFF)
            guard symptomIDs.indices.contains(number) else { continue }
            body(Int(truncatingIfNeeded: key >> 20), symptomIDs[number], Int(count))
        }
    }

    /// Who evaluated the pairs that `isWanted` names, by cell.
    func people(of isWanted: (Int) -> Bool) -> [Int: [UInt32]] {
        let wanted = pairs.indices.map(isWanted)
        var people: [Int: [UInt32]] = [:]
        for (cell, person) in zip(evaluatedCell, evaluatedBy) where wanted[Int(cell)] {
            people[Int(cell), default: []].append(person)
        }
        return people
    }
}
