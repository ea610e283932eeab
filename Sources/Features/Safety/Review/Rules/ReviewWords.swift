import Markup

/// The patterns of `Words/review-*.txt` in a text. Beside what PatternBook.swift says of such files:
///
///     stop order: leaving ..5 medicine    holds where its first word is told to somebody: at the beginning of a part of the
///                                         sentence, behind words of the set `lead` ("just", "please"), or behind "you
///                                         should", but not behind "when you" or "do you" (sets `you`, `modal`, `asking`)
///     safe: …                             takes back what it holds ("never stop … without your doctor")
///
/// A "not" (set `not`) within three words before takes a pattern back, too, unless the pattern names it.
struct ReviewWords: Sendable {
    private(set) var book = PatternBook()
    /// Words that are numbers, by their sets.
    let numbers: NumberWords
    let contactSets: ContactSets
    private let negations: Set<WordTable.SetNumber>
    private let you: Set<WordTable.SetNumber>
    private let lead: Set<WordTable.SetNumber>
    private let asking: Set<WordTable.SetNumber>
    private let joining: Set<WordTable.SetNumber>
    private let somebody: Set<WordTable.SetNumber>

    init(files: [(name: String, text: String)]) throws(PatternBook.Fault) {
        var book = PatternBook()
        for file in files { try book.add(file.text, named: file.name) }
        func sets(_ names: String...) -> Set<WordTable.SetNumber> { Set(names.flatMap { book.sets(named: $0) }) }
        (negations, you, lead, asking) = (sets("not"), sets("you"), sets("lead", "modal"), sets("asking"))
        (joining, somebody) = (sets("join"), sets("somebody"))
        numbers = NumberWords(book)
        contactSets = ContactSets(book)
        self.book = book
    }

    mutating func know(medicines names: some Sequence<String>) {
        let known = names.compactMap { name -> String? in
            let words = Folding.words(name)
            guard words.count == 1, words[0].count >= 4 else { return nil }
            return (words[0].count >= 7 ? "~" : "") + String(decoding: words[0], as: UTF8.self)
        }
        book.add(known, toSetsNamed: "medicine")
    }

    /// - Parameter original: the text that the words are of.
    func findings(in words: SetText, of original: String) -> [ReviewFinding] {
        let bytes = Array(original.utf8)
        var (found, safe): ([(kind: ReviewFinding.Kind, match: PatternMatch)], [PatternMatch]) = ([], [])
        for match in words.matches(of: book) {
            // Within one part of a sentence: "my doctor gave me some, take the same" is no report of what a doctor said.
            if match.pattern.sign == .safe, isWithinClause(match, words) { safe.append(match) }
            guard let kind = match.pattern.sign.kind, !isNegated(match, words) else { continue }
            if match.pattern.isOrder, !isOrder(match.words.lowerBound, words, bytes) { continue }
            found.append((kind, match))
        }
        return found.filter { !$0.match.isCovered(by: safe) }.map {
            let (first, last) = ($0.match.words.lowerBound, $0.match.words.upperBound - 1)
            let place = words.folded.words[first].place.lowerBound..<words.folded.words[last].place.upperBound
            return ReviewFinding($0.kind, at: place)
        }
    }

    private func isWithinClause(_ match: PatternMatch, _ words: SetText) -> Bool {
        let (first, last) = (match.words.lowerBound, match.words.upperBound - 1)
        return words.folded.words[first].clause == words.folded.words[last].clause
    }

    private func isNegated(_ match: PatternMatch, _ words: SetText) -> Bool {
        let (first, clause) = (match.words.lowerBound, words.folded.words[match.words.lowerBound].clause)
        return (max(0, first - 3)..<match.words.upperBound).contains { index in
            words.isIn(index, negations) && !match.named.contains(index)
                && (index >= first || words.folded.words[index].clause == clause)
        }
    }

    private func namesSomebody(before word: Int, _ words: SetText) -> Bool {
        let clause = words.folded.words[word].clause
        return (0..<word).contains { words.folded.words[$0].clause == clause && words.isIn($0, somebody) }
    }

    /// Whether a word is told to somebody: what stands before it in its part of the sentence decides.
    private func isOrder(_ word: Int, _ words: SetText, _ original: [UInt8]) -> Bool {
        // "Dejé" is what I did, "deje" what you should do.
        if original[words.folded.words[word].place].suffix(2).elementsEqual("é".utf8) { return false }
        var index = word - 1
        while index >= 0, words.folded.words[index].clause == words.folded.words[word].clause {
            if words.isIn(index, you) {
                return index == 0 || !words.isIn(index - 1, asking)
                    || words.folded.words[index - 1].clause != words.folded.words[word].clause
            }
            // "Rest and stop taking it": what is joined to an order is one, where nobody else has been named before.
            if words.isIn(index, joining), index > 0 { return !namesSomebody(before: index, words) }
            // "My", "i", "doctor": somebody else does it.
            guard words.isIn(index, lead) || words.isIn(index, negations) else { return false }
            index -= 1
        }
        return true
    }
}

extension Sign {
    /// What is held because of it; nil for signs of danger and manners of speaking.
    var kind: ReviewFinding.Kind? {
        switch self {
        case .contact: .contact
        case .selling: .selling
        case .stop: .stop
        case .dose: .dose
        case .cure: .cure
        case .danger: .danger
        case .selfHarm, .overdose, .emergency, .harmed, .child, .other, .soft, .safe: nil
        }
    }
}

extension ReviewWords {
    /// Whether a word is in a set of that name, of any of the files.
    func holds(_ word: some StringProtocol, inSetNamed name: String) -> Bool {
        let text = SetText(FoldedText(word), book.table)
        return text.sets.indices.contains { text.isIn($0, Set(book.sets(named: name))) }
    }
}

extension SetText {
    func isIn(_ word: Int, _ wanted: Set<WordTable.SetNumber>) -> Bool { sets[word].contains(where: wanted.contains) }
}
