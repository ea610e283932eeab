import Foundation

/// When each member was seen, in one kind of row or line.
struct Stream: Sendable {
    /// Hours since the beginning, in order; by member.
    let hours: [[Int32]]
    /// Visits an hour of which nothing is seen here; by member.
    let unseen: [Double]
    let length: Double

    /// - Parameter hides: of a member's visits an hour, those that leave nothing here; nil: what the rate leaves over.
    init(_ hours: [[Int32]], of crowd: Crowd, length: Int, hides: ((Int) -> Double)? = nil) {
        self.hours = hours
        self.length = Double(length)
        unseen = crowd.rates.indices.map { member in
            let rate = crowd.rates[member] / 24
            return hides?(member) ?? max(rate - Double(hours[member].count) / Double(length), rate * 0.02)
        }
    }

    /// What of an act speaks for a member: the log of how likely it is that they sat there when they must have, if each of
    /// their visits may have been the one (a question), or each after another as likely as not (a reply).
    ///
    /// - Parameter byHour: the dating's weights by hour of the day after the member's peak, as they share their visits.
    func score(_ member: Int, _ act: Act, _ dating: Dating, share: Double, _ crowd: Crowd) -> Double {
        let (own, last) = (hours[member], dating.first + dating.weights.count)
        let decay = act.isReply ? 0.5 * crowd.rates[member] / 24 : 0
        var seen = 0.0
        var index = Self.firstIndex(in: own, from: dating.first)
        while index < own.count, Int(own[index]) < last {
            let hour = Int(own[index])
            let weight = dating.weights[hour - dating.first]
            seen += act.isReply ? weight * exp(-decay * max(0, Double(hour) - act.since)) : weight
            index += 1
        }
        var hidden = unseen[member] * 24 * share
        if act.isReply { hidden *= exp(-decay * max(0, dating.middle - act.since)) }
        let sum = log(seen + hidden + 1e-9)
        return act.isReply ? sum : sum - log(Double(own.count) + unseen[member] * length + 1e-6)
    }

    /// Like `score`, for what leaves a row each time: whoever was not seen there was not there.
    func sharp(_ member: Int, _ act: Act, _ dating: Dating, mean: Double) -> Double {
        let (own, last) = (hours[member], dating.first + dating.weights.count)
        var seen = 0.0
        var index = Self.firstIndex(in: own, from: dating.first)
        while index < own.count, Int(own[index]) < last {
            seen += dating.weights[Int(own[index]) - dating.first]
            index += 1
        }
        return log(seen + 0.01 * mean + 1e-9)
    }

    private static func firstIndex(in hours: [Int32], from hour: Int) -> Int {
        var (low, high) = (0, hours.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(hours[middle]) < hour { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Dating {
    /// By peak of a member: the share of a day's visits that falls into these hours, weighted.
    var sharesByPeak: [Double] {
        let byHour = byHour
        return (0..<24).map { peak in
            (0..<24).map { byHour[(peak + $0) % 24] * Crowd.profile[$0] }.reduce(0, +)
        }
    }
}
