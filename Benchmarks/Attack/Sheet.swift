import Foundation
import Journal

/// What somebody says of a treatment.
struct Sheet: Sendable, Hashable {
    var step: Int
    var isWorse = false
    var severity: Int
    /// Numbers of symptoms, at most three.
    var named: [Int] = []
    var adherence: Int
    var burden: Int
    var cost: Int
    /// Index among the reasons for stopping.
    var stop: Int

    /// Two that differ in all that is drawn, in either order. Which questions were answered is the same.
    static let bad = Sheet(
        step: 0, isWorse: true, severity: 3, named: [0, 1, 2], adherence: 0, burden: 3, cost: 3, stop: 1)
    static let good = Sheet(step: 3, severity: 1, named: [3, 4, 5], adherence: 3, burden: 0, cost: 0, stop: 3)
    private static let middling = Sheet(step: 4, severity: 0, adherence: 2, burden: 1, cost: 2, stop: 0)

    /// What people whom the attacker knows say.
    static func random() -> Sheet { [bad, good, middling].randomElement() ?? middling }

    var helped: Int { step >= 3 ? 1 : 0 }

    static let stops = StopReason.allCases.map(\.rawValue)

    /// The part of a block's details that this sheet is: as the product's `DetailCell` and then the symptoms, written again
    /// from the description of the mechanism.
    var details: [Int] {
        var cells = [isWorse ? 1 : 0]
        cells += (0...4).map { $0 == step && !isWorse ? 1 : 0 }
        cells += [1, 1, severity == 0 ? 1 : 0, severity >= 3 ? 1 : 0]
        cells += [1, adherence >= 2 ? 1 : 0, 1, burden >= 2 ? 1 : 0, 1, cost >= 2 ? 1 : 0]
        cells += Self.stops.indices.map { $0 == stop ? 1 : 0 }
        return cells + (0..<Words.symptoms).map { named.contains($0) ? 1 : 0 }
    }

    static let known = 16 + stops.count
}

/// Cells of a block that an attacker looks at, each of which differs by one between two sheets.
struct Cells: Sendable {
    var helped = false
    var steps = false
    /// Severity, the other questions and the reason.
    var rest = false
    /// So many of the symptoms.
    var symptoms = 0

    static let countOnly = Cells(helped: true)
    static let effectiveness = Cells(helped: true, steps: true)
    static let whole = Cells(helped: true, steps: true, rest: true, symptoms: Words.symptoms)

    /// Places in a block's details.
    var places: [Int] {
        (steps ? Array(0...5) : []) + (rest ? Array(6..<Sheet.known) : [])
            + (0..<symptoms).map { Sheet.known + $0 }
    }

    /// The α of a detail.
    static func alpha(_ place: Int) -> Double { place < Sheet.known ? 0.75 : 0.625 }

    /// How often the best guess is right, over so many drawings. A cell's noised number lies on the side of the true answer
    /// with probability 1/(1 + α), and says no more: half the sum of the larger of both probabilities of everything that can
    /// be seen.
    func bound(drawings: Int = 1) -> Double {
        let differing = zip(Sheet.bad.details, Sheet.good.details).map { $0 != $1 }
        let details = places.count { differing[$0] && $0 < Sheet.known }
        let named = places.count { differing[$0] && $0 >= Sheet.known }
        let outcomes = [(helped ? 1 : 0, 0.25), (details, 0.75), (named, 0.625)].reduce([(1.0, 1.0)]) { all, part in
            let (cells, alpha) = (part.0 * drawings, part.1)
            return all.flatMap { first, second in
                (0...cells).map { right in
                    let ways = Self.choose(cells, right)
                    let wrong = cells - right
                    let total = pow(1 + alpha, Double(cells))
                    return (
                        first * ways * pow(alpha, Double(wrong)) / total,
                        second * ways * pow(alpha, Double(right)) / total
                    )
                }
            }
        }
        return outcomes.reduce(0) { $0 + max($1.0, $1.1) } / 2
    }

    private static func choose(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
}
