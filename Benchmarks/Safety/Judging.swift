import Foundation
import Safety

/// What became of the sentences of a class.
struct Tally {
    var all = 0
    /// Not given what they ask for, each sentence one vote; and as it was written.
    var missed = 0.0
    var missedAsWritten = 0
    /// Of safe ones: a card, or held back.
    var falseAlarms = 0.0
    /// Of these: a card.
    var falseCards = 0.0
    var soft = 0
    var alerts = 0
}

/// What Safety makes of sentences, counted by class.
struct Judging {
    let words: CrisisWords
    let review: ReviewRules
    let isShowing: Bool
    private(set) var tallies: [String: Tally] = [:]

    init(_ words: CrisisWords, _ review: ReviewRules, isShowing: Bool) {
        (self.words, self.review, self.isShowing) = (words, review, isShowing)
    }

    mutating func judge(_ sentence: Sentence) {
        let key = "\(sentence.kind) \(sentence.handling)"
        var tally = tallies[key] ?? Tally()
        tally.all += 1
        let spellings = sentence.spellings
        for (index, text) in spellings.enumerated() {
            let found = words.finding(in: text, isSearch: sentence.isSearch)
            // A search goes to nobody, so nothing of it is held.
            let isHeld = (sentence.handling == "H" || !sentence.isSearch) && !review.findings(in: text).isEmpty
            let missed = sentence.handling == "H" ? (isHeld ? 0 : 1) : missing(found, sentence)
            tally.missed += missed / Double(spellings.count)
            let isCard = found.map { $0.card != .soft } ?? false
            if sentence.isSafe, isCard || isHeld { tally.falseAlarms += 1 / Double(spellings.count) }
            if sentence.isSafe, isCard { tally.falseCards += 1 / Double(spellings.count) }
            guard index == 0 else { continue }
            if missed > 0 { tally.missedAsWritten += 1 }
            if found?.card == .soft { tally.soft += 1 }
            if found?.isAlert == true { tally.alerts += 1 }
            if isShowing, missed > 0 || sentence.isSafe && (isCard || isHeld) {
                print("\(key)\t\(found?.card.rawValue ?? "-")\t\(sentence.isSearch ? "search" : "text")\t\(text)")
            }
        }
        tallies[key] = tally
    }

    /// 1 for what was not given; a half for the wrong card where the body is in danger.
    private func missing(_ found: CrisisFinding?, _ sentence: Sentence) -> Double {
        guard let wanted = Sentence.cards[sentence.handling] else { return 0 }
        guard let found, found.card != .soft else { return 1 }
        if wanted.contains(found.card.rawValue) { return 0 }
        return sentence.handling == "E" ? 0.5 : 1
    }

    func table() -> String {
        tallies.sorted { $0.key < $1.key }.map { key, tally in
            let isSafe = key.hasSuffix(" S") || key.hasSuffix(" N")
            let count = isSafe ? tally.falseAlarms : tally.missed
            let range = wilson(count, of: tally.all)
            func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))" }
            let asWritten = isSafe ? "" : ", \(tally.missedAsWritten) as written"
            return "  \(key.padding(toLength: 14, withPad: " ", startingAt: 0)) \(String(format: "%5.1f", count)) of "
                + "\(tally.all) \(isSafe ? "with a card or held" : "missed") (\(percent(range.low))-\(percent(range.high)) %)"
                + "\(asWritten), \(tally.soft) soft lines, \(tally.alerts) alerts"
        }.joined(separator: "\n")
    }

    /// Of 60 in each crisis class.
    var missesOf60: [String: Double] {
        tallies.filter { key, _ in
            ["C", "E", "V", "K", "F"].contains { key.hasSuffix(" \($0)") } && !key.hasPrefix("effect")
        }.mapValues { ($0.missed * 60 / Double($0.all) * 10).rounded() / 10 }
    }

    /// The texts that ask for nothing, or for a line: how many get a card, or a card or are held, of how many.
    var falseShare: (cards: Double, both: Double, all: Int) {
        let safe = tallies.filter { $0.key.hasSuffix(" S") || $0.key.hasSuffix(" N") }.map(\.value)
        return (
            safe.reduce(0) { $0 + $1.falseCards }, safe.reduce(0) { $0 + $1.falseAlarms },
            safe.reduce(0) { $0 + $1.all }
        )
    }
}

/// Texts of a review file, a line each, that would call a person: each is listed.
func judgeAlerts(_ words: CrisisWords) -> (alerts: Int, cards: Int, all: Int) {
    var counts = (alerts: 0, cards: 0, all: 0)
    while let line = readLine() {
        let cells = line.split(separator: "\t", maxSplits: 1).map(String.init)
        guard cells.count == 2 else { continue }
        counts.all += 1
        guard let found = words.finding(in: cells[1]), found.card != .soft else { continue }
        counts.cards += 1
        guard found.isAlert else { continue }
        counts.alerts += 1
        print("  row \(cells[0]), \(found.card.rawValue): \(cells[1].prefix(160))")
    }
    return counts
}
