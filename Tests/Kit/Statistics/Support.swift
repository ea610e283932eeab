import Testing

/// A small seeded generator (SplitMix64), so that a failing table can be made again.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Equal within a relative (or, near zero, absolute) distance.
func expectClose(
    _ value: Double, _ expected: Double, within tolerance: Double = 1e-9, _ note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let distance = abs(value - expected)
    #expect(
        distance <= tolerance * max(abs(expected), 1e-3), "\(value) is not \(expected) \(note)",
        sourceLocation: sourceLocation)
}

/// What an attacker does: the smallest or largest value of one unknown, given sums of unknowns that are not negative.
///
/// Two-phase simplex on a dense table with Bland's rule; for tables of a few dozen unknowns.
struct LinearProgram {
    private var rows: [[Double]]
    private let unknowns: Int
    private var basis: [Int] = []

    /// Each row: which unknowns are summed, and the sum.
    init(unknowns: Int, sums: [(members: [Int], total: Double)]) {
        self.unknowns = unknowns
        rows = sums.enumerated().map { index, sum in
            var row = [Double](repeating: 0, count: unknowns + sums.count + 1)
            for member in sum.members { row[member] += 1 }
            row[unknowns + index] = 1
            row[row.count - 1] = sum.total
            return row
        }
        basis = rows.indices.map { unknowns + $0 }
    }

    /// The least (or greatest) value of an unknown; `nil` when unbounded.
    func extreme(of unknown: Int, greatest: Bool) -> Double? {
        var table = self
        let artificial = (0..<unknowns + rows.count).map { $0 >= unknowns ? 1.0 : 0.0 }
        _ = table.minimise(artificial, columns: unknowns + rows.count)
        var cost = [Double](repeating: 0, count: unknowns + rows.count)
        cost[unknown] = greatest ? -1 : 1
        guard table.minimise(cost, columns: unknowns) else { return nil }
        return zip(table.basis, table.rows).first { $0.0 == unknown }.map { $0.1[$0.1.count - 1] } ?? 0
    }

    /// False when the value can fall without end.
    private mutating func minimise(_ cost: [Double], columns: Int) -> Bool {
        while true {
            let entering = (0..<columns).first { column in
                cost[column] - zip(basis, rows).reduce(0) { $0 + cost[$1.0] * $1.1[column] } < -1e-9
            }
            guard let entering else { return true }
            var leaving: (row: Int, ratio: Double)?
            for (index, row) in rows.enumerated() where row[entering] > 1e-9 {
                let ratio = row[row.count - 1] / row[entering]
                if leaving.map({ ratio < $0.ratio - 1e-12 || (ratio <= $0.ratio && basis[index] < basis[$0.row]) })
                    ?? true
                {
                    leaving = (index, ratio)
                }
            }
            guard let leaving else { return false }
            pivot(leaving.row, entering)
        }
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let factor = rows[row][column]
        rows[row] = rows[row].map { $0 / factor }
        for other in rows.indices where other != row && rows[other][column] != 0 {
            let by = rows[other][column]
            rows[other] = zip(rows[other], rows[row]).map { $0 - by * $1 }
        }
        basis[row] = column
    }
}
