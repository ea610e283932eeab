package import Foundation

/// What a text asks for, as far as its words tell. It is told to who wrote them, and to nobody else.
package struct CrisisFinding: Sendable, Equatable {
    /// Which card: the words for it are another's.
    /// In the order of urgency, the least first.
    package enum Card: String, Sendable, CaseIterable, Comparable {
        /// A line under the field, not a card.
        case soft
        case other, selfHarm, harmed, child
        /// A body in danger, and too much taken: call first.
        case emergency, overdose

        package static func < (one: Card, other: Card) -> Bool { one.order < other.order }
        private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let card: Card
    /// Whether a person should be called when the text has been sent: few texts say so much.
    package let isAlert: Bool
    /// Whether it is likely enough to hold a text back until its author says yes once more: a card costs a glance, a text
    /// that waits costs more.
    package let isSure: Bool
    /// Whether a pattern finds it said outright, or a body in danger now: whoever sends that on with a second yes is not
    /// left to wait for the queue.
    package let isPlain: Bool

    package init(_ card: Card, isAlert: Bool = false, isSure: Bool = false, isPlain: Bool = false) {
        (self.card, self.isAlert, self.isSure) = (card, isAlert, card != .soft && (isSure || isAlert))
        self.isPlain = isPlain || isAlert
    }
}

/// Recognises words of danger, in both languages always: a model finds what nobody says outright, patterns find what is said
/// plainly, whatever the model thinks. They understand nothing, and say so to nobody: "nothing found" is no finding.
package struct CrisisWords: Sendable {
    private let model: TextModel
    private let book: PatternBook
    private let negations: Set<WordTable.SetNumber>
    private let unnegated: Set<WordTable.SetNumber>
    private let past: Set<WordTable.SetNumber>
    private let again: Set<WordTable.SetNumber>
    private let fiction: Set<WordTable.SetNumber>

    /// - Throws: `PatternBook.Fault` where a file of words cannot be read.
    package init(files: [(name: String, text: String)], weights: Data) throws {
        model = try TextModel(weights)
        var book = PatternBook()
        for file in files { try book.add(file.text, named: file.name) }
        self.book = book
        func sets(_ name: String) -> Set<WordTable.SetNumber> { Set(book.sets(named: name)) }
        (negations, unnegated, past) = (sets("not"), sets("stop"), sets("past"))
        (again, fiction) = (sets("again"), sets("fiction"))
    }

    /// From here on a card is shown. Chosen on sentences of others that did not teach the model: 97 of 100 dangers are found,
    /// and 7 of 100 texts that only look like one get a card (docs/decisions/0018-words-of-danger.md).
    static let leastLikely: Float = 0.35
    /// Where patterns find a danger, too.
    static let leastLikelyWithPattern: Float = 0.15
    /// Where patterns find that a danger is denied, long ago, or in a song.
    static let leastLikelyIfDenied: Float = 0.8
    /// From here on a soft line is shown.
    static let leastLikelyIfSoft: Float = 0.5
    /// From here on a text that others would read waits for a second yes.
    static let leastLikelyIfHeld: Float = 0.5

    /// What the words of a text ask for; nil where nothing is found.
    /// - Parameter isSearch: few words stand for many in a search.
    package func finding(in text: String, isSearch: Bool = false) -> CrisisFinding? {
        let folded = FoldedText(text)
        let scores = self.scores(of: folded, isSearch: isSearch)
        let pattern = patternFinding(in: folded, isSearch: isSearch)
        // What is said plainly brings the card whatever the model thinks; a person is called where both find it.
        if let pattern, pattern.isSure {
            return CrisisFinding(
                pattern.card, isAlert: pattern.isAlert && scores.danger > Self.leastLikely, isSure: true, isPlain: true)
        }
        if scores.danger > leastLikely(pattern) {
            let isSure = scores.danger > Self.leastLikelyIfHeld
            return CrisisFinding(
                card(for: scores.worst, pattern?.card), isSure: isSure,
                isPlain: isSure && pattern.map { $0.card >= .emergency } ?? false)
        }
        return pattern != nil || scores[.soft] > Self.leastLikelyIfSoft ? CrisisFinding(.soft) : nil
    }

    private func leastLikely(_ pattern: CrisisFinding?) -> Float {
        switch pattern?.card {
        case nil: Self.leastLikely
        case .soft: Self.leastLikelyIfDenied
        default: Self.leastLikelyWithPattern
        }
    }

    func scores(of text: FoldedText, isSearch: Bool = false) -> CrisisScores {
        // "aaaaaaa": of two letters nobody makes words, and what they add up to is chance.
        Set(text.letters).count < 3
            ? .nothing : CrisisScores(likely: model.likely(text.saidOnce, isSearch: isSearch))
    }

    /// The model does not tell a body in danger from too much taken; patterns do, and in doubt the card of the latter says both.
    private func card(for worst: CrisisScores.Class, _ pattern: CrisisFinding.Card?) -> CrisisFinding.Card {
        switch worst {
        case .emergency: pattern == .emergency ? .emergency : .overdose
        case .other: .other
        case .child: .child
        case .harmed: .harmed
        default: .selfHarm
        }
    }

    func patternFinding(in folded: FoldedText, isSearch: Bool) -> CrisisFinding? {
        let words = SetText(folded, book.table)
        let matches = words.matches(of: book, isSearch: isSearch)
        let negated = negations(in: words)
        // "I want to live" takes back nothing where a "not" stands before it.
        let safe = matches.filter { $0.pattern.sign == .safe && !isNegated($0, words, negated) }
        // "I will take the whole bottle" says which danger it is; within it "the whole bottle" says nothing more.
        let plain = matches.filter { $0.pattern.isPlain && !$0.pattern.isClear && !$0.isCovered(by: safe) }.map(\.words)
        var best: CrisisFinding?
        for match in matches where match.pattern.sign != .safe && !match.isCovered(by: safe) {
            if !match.pattern.isPlain, plain.contains(where: match.isWithin) { continue }
            guard let found = finding(of: match, words, negated) else { continue }
            if rank(found) > best.map(rank) ?? -1 { best = found }
        }
        guard let best, best.card == .selfHarm else { return best }
        // "My friend wants to die": the words about another hold one's own.
        let isOther = matches.contains { $0.pattern.sign == .other && !$0.isCovered(by: safe) }
        return isOther && !best.isAlert && !matches.contains { $0.pattern.sign == .selfHarm && $0.pattern.isClear }
            ? CrisisFinding(.other) : best
    }

    private func finding(of match: PatternMatch, _ words: SetText, _ negated: [Bool]) -> CrisisFinding? {
        let isNegated = self.isNegated(match, words, negated)
        switch match.pattern.sign {
        case .safe, .contact, .selling, .stop, .dose, .cure, .danger: return nil
        case .soft: return CrisisFinding(.soft)
        case .overdose: return isNegated ? nil : CrisisFinding(.overdose, isAlert: match.pattern.isClear)
        case .emergency: return isNegated ? nil : CrisisFinding(.emergency, isAlert: match.pattern.isClear)
        case .harmed: return isNegated ? nil : CrisisFinding(.harmed, isAlert: match.pattern.isClear)
        case .child: return isNegated ? nil : CrisisFinding(.child, isAlert: match.pattern.isClear)
        case .other: return isNegated ? CrisisFinding(.soft) : CrisisFinding(.other)
        case .selfHarm:
            if isNegated || isPast(words) || holds(words, fiction) { return CrisisFinding(.soft) }
            return CrisisFinding(.selfHarm, isAlert: match.pattern.isClear, isSure: match.pattern.isPlain)
        }
    }

    /// Words that turn what follows around: "not", but not the one of "cannot stop".
    private func negations(in words: SetText) -> [Bool] {
        words.sets.indices.map { index in
            guard words.sets[index].contains(where: negations.contains) else { return false }
            let next = words.sets[(index + 1)...].prefix(2)
            return !next.contains { $0.contains(where: unnegated.contains) }
        }
    }

    /// Within four words before it in the same part of the sentence, or between its words.
    private func isNegated(_ match: PatternMatch, _ words: SetText, _ negated: [Bool]) -> Bool {
        let clause = words.folded.words[match.words.lowerBound].clause
        let before = max(0, match.words.lowerBound - 4)..<match.words.lowerBound
        if before.contains(where: { negated[$0] && words.folded.words[$0].clause == clause }) { return true }
        return match.words.contains { negated[$0] && !match.named.contains($0) }
    }

    private func isPast(_ words: SetText) -> Bool { holds(words, past) && !holds(words, again) }

    private func holds(_ words: SetText, _ sets: Set<WordTable.SetNumber>) -> Bool {
        words.sets.contains { $0.contains(where: sets.contains) }
    }

    private func rank(_ finding: CrisisFinding) -> Int {
        (CrisisFinding.Card.allCases.firstIndex(of: finding.card) ?? 0) * 3
            + (finding.isAlert ? 2 : finding.isSure ? 1 : 0)
    }
}
