import Foundation

/// The signs of everybody who may have asked a question, row after row, and who did.
struct Sheet: Sendable {
    let rows: [Float]
    let asker: Int
    /// How many its asker meant to write.
    let replies: Int
}

/// Learns from questions whose askers are known how much each sign weighs (a softmax over members, held to small weights),
/// and ranks the members of others.
struct Ranker: Sendable {
    private static let rounds = 4
    private static let steps = 70
    /// How hard each weight is held to where it began.
    private static let hold = 0.01
    /// With how many others a question is learnt: those who looked most like its asker, and some at random.
    private static let (alike, others) = (60, 40)

    private let signs: Int
    private(set) var weights: [Double]
    private let scales: [Double]

    init(_ sheets: [Sheet], signs: Int, using random: inout Seeded) {
        self.signs = signs
        scales = Self.scales(sheets, signs)
        // What Bayes says of all rows stands as it is; the rest must earn its weight.
        weights = scales.enumerated().map { $0.offset == 0 ? $0.element : 0 }
        let start = weights
        var (mean, spread, step) = ([Double](repeating: 0, count: signs), [Double](repeating: 0, count: signs), 0.0)
        for _ in 0..<Self.rounds {
            let chosen = sheets.map { choose($0, &random) }
            for _ in 0..<Self.steps {
                step += 1
                let gradient = gradient(sheets, chosen, towards: start)
                for sign in weights.indices {
                    mean[sign] = 0.9 * mean[sign] + 0.1 * gradient[sign]
                    spread[sign] = 0.99 * spread[sign] + 0.01 * gradient[sign] * gradient[sign]
                    let (first, second) = (1 - pow(0.9, step), 1 - pow(0.99, step))
                    let size = 0.12 / (1 + step / 80)
                    weights[sign] += size * (mean[sign] / first) / ((spread[sign] / second).squareRoot() + 1e-8)
                }
            }
        }
    }

    /// Of everybody.
    func scores(_ sheet: Sheet) -> [Double] {
        let factors = zip(weights, scales).map { Float($0 / $1) }
        return (0..<(sheet.rows.count / signs)).map { member in
            var sum: Float = 0
            for sign in 0..<signs { sum += factors[sign] * sheet.rows[member * signs + sign] }
            return Double(sum)
        }
    }

    /// The asker first.
    private func choose(_ sheet: Sheet, _ random: inout Seeded) -> [Int] {
        let scores = scores(sheet)
        let ranked = scores.indices.filter { $0 != sheet.asker }.sorted { scores[$0] > scores[$1] }
        let drawn = (0..<Self.others).compactMap { _ in ranked.dropFirst(Self.alike).randomElement(using: &random) }
        return [sheet.asker] + ranked.prefix(Self.alike) + drawn
    }

    /// How far a sign lies apart among the members of a question, on average.
    private static func scales(_ sheets: [Sheet], _ signs: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: signs)
        for sheet in sheets {
            let members = sheet.rows.count / signs
            for sign in 0..<signs {
                var (sum, squares) = (0.0, 0.0)
                for member in 0..<members {
                    let value = Double(sheet.rows[member * signs + sign])
                    sum += value
                    squares += value * value
                }
                sums[sign] += max(0, squares / Double(members) - sum * sum / Double(members * members))
            }
        }
        return sums.map { max(($0 / Double(max(1, sheets.count))).squareRoot(), 1e-3) }
    }

    private func gradient(_ sheets: [Sheet], _ chosen: [[Int]], towards start: [Double]) -> [Double] {
        let factors = zip(weights, scales).map { Float($0 / $1) }
        var gradient = [Double](repeating: 0, count: signs)
        for (sheet, members) in zip(sheets, chosen) {
            let scores = members.map { member in
                var sum: Float = 0
                for sign in 0..<signs { sum += factors[sign] * sheet.rows[member * signs + sign] }
                return Double(sum)
            }
            let most = scores.max() ?? 0
            let chances = scores.map { exp($0 - most) }
            let sum = chances.reduce(0, +)
            for (number, member) in members.enumerated() {
                let off = (number == 0 ? 1 : 0) - chances[number] / sum
                guard abs(off) > 1e-5 else { continue }
                for sign in 0..<signs {
                    gradient[sign] += off * Double(sheet.rows[member * signs + sign]) / scales[sign]
                }
            }
        }
        let count = Double(max(1, sheets.count))
        return gradient.indices.map { gradient[$0] / count - Self.hold * (weights[$0] - start[$0]) }
    }
}
