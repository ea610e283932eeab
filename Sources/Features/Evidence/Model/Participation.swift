import Storage
import Vocabulary

/// Who tried what, when, and where it was told: from this follow words of caution beside a figure.
///
/// **Nothing here looks at what anybody said**, only at whether an answer is in a figure: whatever people answer, the words
/// are the same. They have no noise, like the number of people; and like it they change when a block closes, when somebody
/// leaves, and when somebody corrects when they began.
struct Participation: Sendable {
    /// From so many people, or evaluations, on.
    static let fewest = 50
    /// Of every hundred of a pair's people so many more must have tried others before than of the purpose's other people.
    static let margin = 20

    /// People whose order is known, and how many of them had begun two others for the same purpose surely earlier.
    private struct Order {
        var people = 0
        var later = 0

        mutating func note(_ isLater: Bool) {
            people += 1
            if isLater { later += 1 }
        }
    }

    private struct Origin: Hashable {
        let cell: UInt32
        let source: UInt16
    }

    private let cells: [Pair: Int]
    /// By cell: of those in the pair's own figure.
    private var own: [Order]
    /// By cell: of those in any figure.
    private var all: [Order]
    /// Of those in any figure.
    private var purposes: [ID<Purpose>: Order] = [:]
    /// By cell: evaluations in the pair's own figure from the source that most of them are from.
    private var mostOfOneSource: [UInt32: Int] = [:]

    init(_ tally: Tally, _ blocks: [Block]) {
        cells = Dictionary(uniqueKeysWithValues: tally.pairs.enumerated().map { ($0.element, $0.offset) })
        own = [Order](repeating: Order(), count: tally.pairs.count)
        all = own
        let isPair = blocks.map { $0.key.kind == .pair }
        var sources: [Origin: Int] = [:]
        for entry in tally.entries where entry.source > 0 && entry.isCounted && isPair[Int(entry.helped.block)] {
            sources[Origin(cell: entry.cell, source: entry.source), default: 0] += 1
        }
        for (origin, count) in sources {
            mostOfOneSource[origin.cell] = max(mostOfOneSource[origin.cell] ?? 0, count)
        }
        Courses(tally).forEachInOrder { entry, isLater in
            guard entry.isCounted else { return }
            all[Int(entry.cell)].note(isLater)
            if isPair[Int(entry.helped.block)] { own[Int(entry.cell)].note(isLater) }
        }
        for (pair, order) in zip(tally.pairs, all) {
            purposes[pair.purpose, default: Order()].people += order.people
            purposes[pair.purpose, default: Order()].later += order.later
        }
    }

    /// What is to be said beside a pair's figure.
    /// - Parameter evaluations: how many are counted in it.
    func notes(of key: GroupKey, evaluations: Int) -> Set<FigureDetails.Note> {
        guard key.kind == .pair, let treatment = key.treatment, let purpose = key.purpose,
            let cell = cells[Pair(treatment: treatment, purpose: purpose)]
        else { return [] }
        var notes: Set<FigureDetails.Note> = []
        if isTriedAfterOthers(cell, purpose, of: evaluations) { notes.insert(.triedAfterOthers) }
        // Nobody knows from where former members' evaluations are: they are among all, and of no source.
        let most = mostOfOneSource[UInt32(truncatingIfNeeded: cell)] ?? 0
        if evaluations >= Self.fewest, 2 * most > evaluations { notes.insert(.oneSource) }
        return notes
    }

    /// More than half had begun two or more others for the same purpose surely earlier, and at least 20 of 100 more than of
    /// the people of the purpose's other treatments.
    ///
    /// Two, for where people try three things each, more than half of every treatment's people have tried *one* before, in
    /// whatever order they come. And compared with the others, for where people try five, more than half have tried two:
    /// words that are true of everything say nothing of this treatment.
    private func isTriedAfterOthers(_ cell: Int, _ purpose: ID<Purpose>, of evaluations: Int) -> Bool {
        let (own, whole) = (own[cell], purposes[purpose] ?? Order())
        let others = Order(people: whole.people - all[cell].people, later: whole.later - all[cell].later)
        // Of all in the figure, also those of whom nobody knows: the words are about all.
        guard own.people >= Self.fewest, 2 * own.later > evaluations else { return false }
        // own.later / own.people - others.later / others.people >= margin / 100, without a fraction.
        return 100 * (own.later * others.people - others.later * own.people)
            >= Self.margin * own.people * others.people
    }

    /// Members' courses, each member's together however they lie: a member's lie together where they were written at once.
    private struct Courses {
        private let entries: [Tally.Entry]
        /// By cell, another number for each purpose.
        private var purposes: [UInt32] = []
        /// By the lowest bits of the number of a person: the place of their newest course; -1 for none. Who shares them is
        /// told apart later.
        private var newest: [Int32]
        /// By course: the place of the one before it.
        private var before: [Int32]

        private struct Course {
            /// Of a person and a purpose.
            let key: UInt64
            let begun: Begun
            let place: Int
        }

        init(_ tally: Tally) {
            entries = tally.entries
            var numbers: [ID<Purpose>: UInt32] = [:]
            for pair in tally.pairs {
                let number = numbers[pair.purpose] ?? UInt32(truncatingIfNeeded: numbers.count)
                numbers[pair.purpose] = number
                purposes.append(number)
            }
            var size = 1
            while size < entries.count { size *= 2 }
            newest = [Int32](repeating: -1, count: size)
            before = [Int32](repeating: -1, count: entries.count)
            for place in entries.indices where entries[place].flags.isDisjoint(with: [.imported, .adviceOnly]) {
                let slot = Int(entries[place].person) & (size - 1)
                before[place] = newest[slot]
                newest[slot] = Int32(truncatingIfNeeded: place)
            }
        }

        /// Each course of whoever knows when they began it and all that they tried for the same purpose; and whether they had
        /// begun two others surely earlier.
        func forEachInOrder(_ body: (Tally.Entry, Bool) -> Void) {
            var courses: [Course] = []
            for start in newest where start >= 0 {
                courses.removeAll(keepingCapacity: true)
                var place = Int(start)
                while place >= 0 {
                    let entry = entries[place]
                    courses.append(
                        Course(
                            key: UInt64(entry.person) << 32 | UInt64(purposes[Int(entry.cell)]), begun: entry.begun,
                            place: place))
                    place = Int(before[place])
                }
                if courses.count > 1 { courses.sort { $0.key < $1.key } }
                var rest = courses[...]
                while let key = rest.first?.key {
                    let same = rest.prefix { $0.key == key }
                    rest = rest.dropFirst(same.count)
                    guard same.allSatisfy(\.begun.isKnown) else { continue }
                    let second = Self.secondLast(same)
                    for course in same { body(entries[course.place], second < course.begun.first) }
                }
            }
        }

        /// The day until which two were surely begun: what began later began after two others, for none begins before itself.
        private static func secondLast(_ courses: ArraySlice<Course>) -> UInt32 {
            var (earliest, second) = (UInt32.max, UInt32.max)
            for course in courses {
                let last = course.begun.last
                if last < earliest {
                    (earliest, second) = (last, earliest)
                } else if last < second {
                    second = last
                }
            }
            return second
        }
    }
}
