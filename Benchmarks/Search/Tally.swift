import Foundation

/// What a search took, in milliseconds: of the processor, and by the clock, where other programs count, too.
struct Took {
    let processor: Double
    let wall: Double
}

/// Times and places of one sort of queries.
struct Tally {
    private var times: [Took] = []
    private var first = 0
    private var ten = 0

    /// - Parameter place: where the entry that was meant stands among the answers, from 0.
    mutating func add(_ took: Took, place: Int?) {
        times.append(took)
        if place == 0 { first += 1 }
        if place != nil { ten += 1 }
    }

    mutating func add(_ other: Tally) {
        times += other.times
        first += other.first
        ten += other.ten
    }

    var firstShare: Double { Double(first) / Double(max(times.count, 1)) }
    var tenShare: Double { Double(ten) / Double(max(times.count, 1)) }

    /// In milliseconds; nearest rank.
    func percentile(_ share: Double, _ time: KeyPath<Took, Double>) -> Double {
        let sorted = times.map { $0[keyPath: time] }.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }

    func microseconds(_ share: Double, _ time: KeyPath<Took, Double>) -> String {
        rounded(percentile(share, time) * 1_000)
    }

    func line(_ name: String) -> String {
        Columns.line(
            name, String(times.count), microseconds(0.5, \.processor), microseconds(0.99, \.processor),
            microseconds(0.5, \.wall), microseconds(0.99, \.wall), microseconds(1, \.wall), rounded(firstShare),
            rounded(tenShare))
    }
}

/// A line of the table.
enum Columns {
    static func line(_ cells: String...) -> String {
        cells.enumerated().map { at, cell in
            let space = String(repeating: " ", count: max(0, (at == 0 ? 12 : 10) - cell.count))
            return at == 0 ? cell + space : space + cell
        }.joined()
    }
}

func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1_000 + Double(duration.components.attoseconds) / 1e15
}

/// At most three digits behind the point, for people and for JSON.
func rounded(_ number: Double) -> String {
    String(format: number < 10 ? "%.3f" : "%.0f", number)
}
