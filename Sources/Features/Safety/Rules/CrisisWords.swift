import Foundation

/// What a text asks for, as far as its words tell. It is told to who wrote them, and to nobody else.
package struct CrisisFinding: Sendable, Equatable {
    /// Which card: the words for it are another's.
    package enum Card: String, Sendable, CaseIterable {
        /// A line under the field, not a card.
        case soft
        case other, selfHarm, harmed, child
        /// A body in danger, and too much taken: call first.
        case emergency, overdose
    }

    package let card: Card
    /// Whether a person should be called when the text has been sent: few texts say so much.
    package let isAlert: Bool

    package init(_ card: Card, isAlert: Bool = false) {
        (self.card, self.isAlert) = (card, isAlert)
    }
}

/// Recognises words of danger, in both languages always. Reads words and their order; it understands nothing, and says so to
/// nobody: "nothing found" is no finding.
package struct CrisisWords: Sendable {
    private let book: PatternBook
    private let negations: Set<WordTable.SetNumber>
    private let unnegated: Set<WordTable.SetNumber>
    private let past: Set<WordTable.SetNumber>
    private let again: Set<WordTable.SetNumber>
    private let fiction: Set<WordTable.SetNumber>

    /// - Throws: `PatternBook.Fault` where a file of words cannot be read.
    package init(files: [(name: String, text: String)]) throws {
        var book = PatternBook()
        for file in files { try book.add(file.text, named: file.name) }
        self.book = book
        func sets(_ name: String) -> Set<WordTable.SetNumber> { Set(book.sets(named: name)) }
        (negations, unnegated, past) = (sets("not"), sets("stop"), sets("past"))
        (again, fiction) = (sets("again"), sets("fiction"))
    }

    /// What the words of a text ask for; nil where nothing is found.
    /// - Parameter isSearch: few words stand for many in a search.
    package func finding(in text: String, isSearch: Bool = false) -> CrisisFinding? {
        let words = SetText(FoldedText(text), book.table)
        let matches = allMatches(words, isSearch: isSearch)
        let negated = negations(in: words)
        // "I want to live" takes back nothing where a "not" stands before it.
        let safe = matches.filter { $0.pattern.sign == .safe && !isNegated($0, words, negated) }
        var best: CrisisFinding?
        for match in matches where match.pattern.sign != .safe && !isCovered(match, safe) {
            guard let found = finding(of: match, words, negated) else { continue }
            if rank(found) > best.map(rank) ?? -1 { best = found }
        }
        guard let best, best.card == .selfHarm else { return best }
        // "My friend wants to die": the words about another hold one's own.
        let isOther = matches.contains { $0.pattern.sign == .other && !isCovered($0, safe) }
        return isOther && !best.isAlert && !matches.contains { $0.pattern.sign == .selfHarm && $0.pattern.isClear }
            ? CrisisFinding(.other) : best
    }

    private func allMatches(_ words: SetText, isSearch: Bool) -> [PatternMatch] {
        var found: [PatternMatch] = []
        for start in words.sets.indices {
            for set in words.sets[start] {
                for pattern in book.byFirst[Int(set)] where isSearch || !pattern.isSearch {
                    if let match = words.match(pattern, at: start) { found.append(match) }
                }
            }
        }
        return found
    }

    /// A manner of speaking takes back what it holds, and nothing else.
    private func isCovered(_ match: PatternMatch, _ safe: [PatternMatch]) -> Bool {
        guard let last = match.named.last else { return false }
        return safe.contains {
            $0.words.contains(last) || $0.words.overlaps(match.words) && $0.words.count >= match.words.count
        }
    }

    private func finding(of match: PatternMatch, _ words: SetText, _ negated: [Bool]) -> CrisisFinding? {
        let isNegated = self.isNegated(match, words, negated)
        switch match.pattern.sign {
        case .safe: return nil
        case .soft: return CrisisFinding(.soft)
        case .overdose: return isNegated ? nil : CrisisFinding(.overdose, isAlert: match.pattern.isClear)
        case .emergency: return isNegated ? nil : CrisisFinding(.emergency, isAlert: match.pattern.isClear)
        case .harmed: return isNegated ? nil : CrisisFinding(.harmed, isAlert: match.pattern.isClear)
        case .child: return isNegated ? nil : CrisisFinding(.child, isAlert: match.pattern.isClear)
        case .other: return isNegated ? CrisisFinding(.soft) : CrisisFinding(.other)
        case .selfHarm:
            if isNegated || isPast(words) || holds(words, fiction) { return CrisisFinding(.soft) }
            return CrisisFinding(.selfHarm, isAlert: match.pattern.isClear)
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
        (CrisisFinding.Card.allCases.firstIndex(of: finding.card) ?? 0) * 2 + (finding.isAlert ? 1 : 0)
    }
}
