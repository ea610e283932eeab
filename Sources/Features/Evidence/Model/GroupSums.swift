import Statistics
import Storage
import Vocabulary

/// What a group's blocks say together, each scaled by how many of its people are left: all that estimates are made from.
struct GroupSums: Sendable {
    let key: GroupKey
    /// The family of the group's treatment or treatments, and the wider ones; empty where they are of several.
    let families: [ID<Family>]
    /// How many pairs are added up in it.
    var pairs = 0
    /// How many different people.
    var people = 0
    var helped = BlurredCount()
    var details = DetailSums()
    /// As the newest block says.
    var taking: Int?
    var silent: Int?
    var firstAt = Instant(milliseconds: .max)
    var lastAt = Instant(milliseconds: .min)
    var source = FigureDetails.Source.members
    var notes: Set<FigureDetails.Note> = []

    mutating func add(_ block: Block, left: Int) {
        guard left > 0 else { return }
        switch block.series {
        case .helped:
            helped =
                helped
                + BlurredCount(
                    block: block.cells.first ?? 0, drawn: block.people, left: left, noise: Noise.helped)
            firstAt = min(firstAt, block.firstAt)
            lastAt = max(lastAt, block.lastAt)
            // Blocks come in the order in which they closed.
            (taking, silent) = (Self.shown(block, .taking), Self.shown(block, .silent))
        case .details: details.add(block, left: left)
        }
    }

    private static func shown(_ block: Block, _ cell: HelpedCell) -> Int? {
        guard block.cells.indices.contains(cell.rawValue), block.cells[cell.rawValue] >= 0 else { return nil }
        return block.cells[cell.rawValue]
    }
}

/// Details of a group's blocks, scaled.
struct DetailSums: Sendable {
    /// A number with noise, of so many.
    struct Count: Sendable {
        var count = 0.0
        var people = 0.0
        /// How many times the noise of one block is in it.
        var draws = 0.0

        static func + (left: Count, right: Count) -> Count {
            Count(
                count: left.count + right.count, people: left.people + right.people, draws: left.draws + right.draws)
        }
    }

    private(set) var people = 0.0
    /// By `DetailCell`.
    private(set) var cells = [Double](repeating: 0, count: DetailCell.allCases.count)
    private(set) var draws = 0.0
    private(set) var symptoms: [ID<Symptom>: Count] = [:]

    mutating func add(_ block: Block, left: Int) {
        let known = DetailCell.allCases.count
        guard block.people > 0, block.cells.count >= known else { return }
        let share = Double(min(left, block.people)) / Double(block.people)
        people += Double(left)
        draws += share * share
        for cell in 0..<known { cells[cell] += Double(block.cells[cell]) * share }
        for (symptom, count) in zip(block.layout, block.cells.dropFirst(known)) {
            symptoms[symptom] =
                (symptoms[symptom] ?? Count())
                + Count(count: Double(count) * share, people: Double(left), draws: share * share)
        }
    }

    func value(_ cell: DetailCell) -> Double { cells[cell.rawValue] }

    /// How many of those who answered a question said it.
    func count(_ cell: DetailCell, of answered: Double) -> Count {
        Count(count: value(cell), people: answered, draws: draws)
    }

    /// The five steps, "worse" in the first.
    var steps: BlurredSteps {
        var counts = DetailCell.steps.map(value)
        counts[0] += value(.worse)
        return BlurredSteps(
            people: people, counts: counts, variance: draws * Noise.details.variance, lowerCells: 4)
    }
}

extension GroupSums {
    /// The sums of all groups that have blocks, in the order of their keys; of all, also those with too few people left.
    static func all(_ tally: Tally, _ blocks: [Block], _ catalogue: Catalogue) -> [GroupSums] {
        let left = Left(tally, blocks)
        let participation = Participation(tally, blocks)
        var order: [GroupKey] = []
        var sums: [GroupKey: GroupSums] = [:]
        for (place, block) in blocks.enumerated() {
            if sums[block.key] == nil { order.append(block.key) }
            sums[block.key, default: GroupSums(key: block.key, families: families(of: block.key, catalogue))]
                .add(block, left: left.counts[place])
        }
        return order.sorted().compactMap { key in
            guard var group = sums[key] else { return nil }
            let who = left.groups[key]
            group.people = (who?.count ?? 0) + (who?.former ?? 0)
            group.pairs = key.kind == .pair ? 1 : who?.cells.count ?? 0
            let imported = who?.imported ?? 0
            group.source = imported == 0 ? .members : imported == group.helped.people ? .imported : .mixed
            group.notes = participation.notes(of: key, evaluations: group.helped.people)
            return group
        }
    }

    private static func families(of key: GroupKey, _ catalogue: Catalogue) -> [ID<Family>] {
        let family =
            key.family.flatMap { catalogue.family($0) }
            ?? key.treatment.flatMap { catalogue.treatment($0)?.family }
        return sequence(first: family) { $0.flatMap { catalogue.parent(of: $0) } }.prefix(8).compactMap { $0?.id }
    }

    /// Who is left in blocks.
    private struct Left {
        struct Who {
            /// Of a pair nobody stands in it twice.
            var answers = 0
            var people: Set<UInt32> = []
            var cells: Set<UInt32> = []
            var imported = 0
            var former = 0

            var count: Int { people.isEmpty ? answers : people.count }
        }

        var counts: [Int]
        var groups: [GroupKey: Who] = [:]

        init(_ tally: Tally, _ blocks: [Block]) {
            counts = blocks.map(\.former)
            let keys = blocks.map(\.key)
            var numbers: [GroupKey: Int] = [:]
            let numbered = keys.map { key in
                let number = numbers[key] ?? numbers.count
                numbers[key] = number
                return number
            }
            var found = [Who](repeating: Who(), count: numbers.count)
            for block in blocks where block.series == .helped {
                found[numbers[block.key] ?? 0].former += block.former
            }
            for entry in tally.entries where entry.answers != nil {
                if entry.details.block >= 0 { counts[Int(entry.details.block)] += 1 }
                guard entry.helped.block >= 0 else { continue }
                let block = Int(entry.helped.block)
                counts[block] += 1
                found[numbered[block]].answers += 1
                if blocks[block].key.kind != .pair {
                    found[numbered[block]].people.insert(entry.person)
                    found[numbered[block]].cells.insert(entry.cell)
                }
                if entry.flags.contains(.imported) { found[numbered[block]].imported += 1 }
            }
            groups = numbers.mapValues { found[$0] }
        }
    }
}
