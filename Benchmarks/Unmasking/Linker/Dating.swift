/// When the sitting of an act may have been: a weight for each hour from `first` on.
struct Dating: Sendable {
    let first: Int
    var weights: [Double]

    var isEmpty: Bool { weights.allSatisfy { $0 == 0 } }

    /// In which hour of the day: the weights added up, for those of whom nothing is seen.
    var byHour: [Double] {
        var hours = [Double](repeating: 0, count: 24)
        for (index, weight) in weights.enumerated() { hours[(first + index) % 24] += weight }
        return hours
    }

    /// The middle of it, in hours since the beginning.
    var middle: Double {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return Double(first) }
        return zip(weights, 0...).map { $0 * Double(first + $1) }.reduce(0, +) / sum + 0.5
    }

    /// Of what appears at an hour, by the rules of the pace. What answers something cannot have been sent before it.
    init(_ act: Act) {
        guard let most = act.pace.most else {
            (first, weights) = (act.appears, [1])
            return
        }
        let (release, earliest) = (Double(act.appears), act.isReply ? act.since : 0)
        first = max(0, act.appears - Int(most) - Int(Pace.grid))
        weights = (first..<max(first, act.appears)).map { hour in
            let middle = Double(hour) + 0.5
            guard middle >= earliest else { return 0 }
            return max(0, min(middle + most, release) - max(middle + Pace.least, release - Pace.grid))
        }
    }

    /// Only that hour.
    init(at hour: Int) { (first, weights) = (hour, [1]) }

    /// Only hours that stand in a list.
    func at(_ hours: Set<Int>) -> Dating {
        var one = self
        for index in weights.indices where !hours.contains(first + index) { one.weights[index] = 0 }
        return one
    }

    /// Hours in which something rose, by how much.
    func times(_ series: [Float]) -> Dating {
        var one = self
        for index in weights.indices {
            let hour = first + index
            one.weights[index] *= hour < series.count ? Double(series[hour]) : 0
        }
        return one
    }
}

/// How long an act waits; in hours, as the program's own.
enum Pace: Sendable {
    case atOnce, soon, patient

    static let least = 24.0
    static let grid = 6.0

    var most: Double? {
        switch self {
        case .atOnce: nil
        case .soon: 72
        case .patient: 192
        }
    }
}

/// What somebody did in the dark, as it is seen: when it appeared.
struct Act: Sendable {
    let pace: Pace
    /// The hour in which it appeared, since the beginning.
    let appears: Int
    let isReply: Bool
    /// When what it follows had appeared: nothing was answered before that.
    var since = 0.0
}
