import Statistics

/// What one split into training and held-out reviews showed.
struct Trial {
    var rmse = (raw: 0.0, shrunk: 0.0, global: 0.0)
    /// Held-out treatment means inside their predicted range, of how many.
    var covered = (inside: 0, of: 0)
    var weight = 0.0
    /// Mean promised by the top 20 of the training part, and what their held-out reviews (if any) said.
    var raw = Top()
    var shrunk = Top()

    struct Top {
        var promised = 0.0
        var delivered = Moments()
    }

    /// Learns from `training` alone (K included) and is judged by `held`.
    init(training: [Review], held: [Review], treatments: Int) {
        let learned = Self.moments(training, treatments)
        let judged = Self.moments(held, treatments)
        let components = VarianceComponents(groups: learned.map { (0, $0) })
        let all = learned.reduce(Moments(), +)
        // The parent: the mean of everybody. Its own variance counts treatments as drawn at random.
        let parent = MeanEstimate(
            mean: all.mean ?? 0,
            variance: learned.reduce(0) { $0 + $1.count * $1.count } / max(all.count * all.count, 1)
                * components.between
                + components.within / max(all.count, 1))
        let shrunk = learned.map { MeanEstimate(of: $0, parent: parent, components: components) }
        weight = components.weight

        func rmse(_ predict: (Int) -> Double) -> Double {
            let squares = held.reduce(0) { sum, review in
                let error = review.rating - predict(review.treatment)
                return sum + error * error
            }
            return (squares / Double(max(held.count, 1))).squareRoot()
        }
        self.rmse = (
            rmse { learned[$0].mean ?? parent.mean }, rmse { shrunk[$0].mean }, rmse { _ in parent.mean }
        )

        for (index, moments) in judged.enumerated() {
            guard let mean = moments.mean else { continue }
            covered.of += 1
            let range = shrunk[index].predictedRange(of: moments.count, within: components.within)
            if range.contains(mean) { covered.inside += 1 }
        }
        compareTop(learned, judged, shrunk)
    }

    private mutating func compareTop(_ learned: [Moments], _ judged: [Moments], _ shrunk: [MeanEstimate]) {
        let rated = learned.indices.filter { learned[$0].count > 0 }
        func best(_ value: (Int) -> Double) -> [Int] {
            Array(rated.sorted { (-value($0), $0) < (-value($1), $1) }.prefix(20))
        }
        func top(_ list: [Int], _ promise: (Int) -> Double) -> Top {
            Top(
                promised: list.reduce(0) { $0 + promise($1) } / Double(max(list.count, 1)),
                delivered: list.reduce(Moments()) { $0 + judged[$1] })
        }
        raw = top(best { learned[$0].mean ?? 0 }) { learned[$0].mean ?? 0 }
        self.shrunk = top(best { shrunk[$0].mean }) { shrunk[$0].mean }
    }

    private static func moments(_ reviews: [Review], _ treatments: Int) -> [Moments] {
        var moments = [Moments](repeating: Moments(), count: treatments)
        for review in reviews { moments[review.treatment].add(review.rating) }
        return moments
    }
}

/// A seeded generator (SplitMix64), the same on every machine.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
