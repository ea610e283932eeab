import Foundation

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}

/// What was found in a world, and whether it is what it must be.
struct Verdict: Sendable {
    private(set) var missed: [String] = []
    private(set) var lines: [[String: String]] = []

    /// A line for what was found: the first guess with its interval, the first hundredth, bits, advantage over another.
    mutating func print(_ name: String, _ tally: Tally, members: Int) {
        let (low, high) = tally.interval
        let line = String(
            format: "%5d  %6.2f  (%.2f to %.2f)%7.2f%7.2f%8.3f", tally.questions, tally.share * 100, low * 100,
            high * 100, tally.shareOfHundredth * 100, tally.meanBits, tally.advantage)
        Swift.print(padded(name, 62) + line)
        fflush(nil)
        lines.append([
            "name": name, "members": "\(members)", "questions": "\(tally.questions)", "first": "\(tally.share)",
            "low": "\(low)", "high": "\(high)", "advantage": "\(tally.advantage)",
        ])
    }

    static func printHead() {
        Swift.print(padded("", 62) + "asked   first guess (95%)     1%   bits   pair advantage")
    }

    /// A leak made on purpose must be found.
    mutating func control(_ betrayal: Betrayal, _ tally: Tally, members: Int) {
        let (share, chance) = (tally.share, 1 / Double(members))
        if let least = betrayal.least, share < least {
            missed.append("\(betrayal.rawValue): \(share), wanted \(least) or more: the linker is blind")
        } else if share < 10 * chance || tally.interval.low < 3 * chance {
            missed.append("\(betrayal.rawValue): \(share), wanted ten times chance: the linker is blind")
        }
    }

    /// Who only reads leaves nothing: no more right guesses than 99% of blind guessers have, and no advantage.
    mutating func readers(_ name: String, _ tally: Tally, members: Int) {
        let most = Self.most(tally.questions, 1 / Double(members))
        if tally.first > Double(most) { missed.append("\(name): \(tally.first) named, wanted \(most) or fewer") }
        if abs(tally.advantage) > tally.advantageError {
            missed.append("\(name): advantage \(tally.advantage), wanted 0 ± \(tally.advantageError)")
        }
    }

    /// Who also posts tells something by it: no more than the bound, and no more than their posts tell by themselves.
    mutating func posters(_ name: String, _ tally: Tally, bound: Double?, postsAlone: Tally) {
        if let bound, tally.interval.low > bound {
            missed.append("\(name): \(tally.share), wanted \(bound) or less")
        }
        let error = (tally.share * (1 - tally.share) / Double(max(1, tally.questions))).squareRoot()
        if tally.share > postsAlone.share + 3 * max(error, 0.002) {
            missed.append("\(name): \(tally.share), while posts alone tell \(postsAlone.share)")
        }
    }

    mutating func miss(_ what: String) { missed.append(what) }

    /// The fewest right guesses that a blind guesser exceeds in less than one of a hundred runs.
    static func most(_ trials: Int, _ chance: Double) -> Int {
        var (term, sum, count) = (pow(1 - chance, Double(trials)), 0.0, 0)
        while true {
            sum += term
            if sum >= 0.99 || count > trials { return count }
            term *= Double(trials - count) / Double(count + 1) * chance / (1 - chance)
            count += 1
        }
    }
}
