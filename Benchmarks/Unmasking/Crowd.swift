import Foundation

/// Members as they come and go: how often is lognormal (median 0.15 visits a day, σ 1.2), and each has hours of their own.
/// Those who come less than once in forty days hide nobody: the count of who could have asked leaves them out, and so does
/// this. Whoever links knows all of it; what they do not know is when somebody came.
struct Crowd: Sendable {
    /// Visits a day, by member.
    let rates: [Double]
    /// The hour of the day at which somebody comes most, by member.
    let peaks: [Int]

    /// Of who counts, visits a day.
    private static let least = 1 / 40.0

    var count: Int { rates.count }

    /// Of whom nothing dated is ever seen: all are alike to whoever looks.
    init(alike count: Int) {
        rates = .init(repeating: 0.3, count: count)
        peaks = .init(repeating: 19, count: count)
    }

    init(_ count: Int, using random: inout Seeded) {
        rates = (0..<count).map { _ in
            var rate = 0.0
            while rate < Self.least { rate = 0.15 * exp(1.2 * random.normal()) }
            return rate
        }
        peaks = (0..<count).map { _ in Self.hour(19 + 4 * random.normal()) }
    }

    /// By hour of the day after the peak: which share of somebody's visits falls into it.
    static let profile: [Double] = {
        let weights = (0..<24).map { hour in
            (-1...1).map { exp(-pow(Double(hour + 24 * $0) / spread, 2) / 2) }.reduce(0, +)
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }()

    /// How many hours a visit is off the peak.
    private static let spread = 3.0

    static func hour(_ time: Double) -> Int { Int(time.rounded(.down)) - Int((time / 24).rounded(.down)) * 24 }

    /// Visits of everybody, by member, in hours since the beginning, in order.
    func visits(days: Int, using random: inout Seeded) -> [[Double]] {
        rates.indices.map { member in
            (0..<random.poisson(rates[member] * Double(days))).map { _ in
                let time = Double(peaks[member]) + 0.5 + Self.spread * random.normal()
                let ofDay = time - (time / 24).rounded(.down) * 24
                return Double(Int.random(in: 0..<days, using: &random)) * 24 + ofDay
            }.sorted()
        }
    }
}
