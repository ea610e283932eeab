/// Where a text names a way to reach somebody: numbers (PhoneNumbers.swift) and names (Handles.swift). What is asked for and
/// told in words ("add me on …") is in the patterns of `Words/review-*.txt`.
struct ContactDetails: Sendable {
    let text: ContactTokens
    /// The same text as words; letters with spaces between are one there.
    let words: SetText
    let sets: ContactSets
    /// Digits of numbers that anybody may name.
    let allowed: Set<String>

    var tokens: [ContactTokens.Token] { text.tokens }

    func places() -> [Range<Int>] { phoneNumbers() + handles() }

    func isIn(_ token: Int, _ wanted: ContactSets.Sets) -> Bool {
        tokens.indices.contains(token) && tokens[token].sets.contains(where: wanted.contains)
    }

    func isSign(_ token: Int, _ sign: Character) -> Bool {
        tokens.indices.contains(token) && tokens[token].kind == .sign(sign.asciiValue ?? 0)
    }

    func isWord(_ token: Int) -> Bool { tokens.indices.contains(token) && tokens[token].kind == .word }

    func isDigits(_ token: Int) -> Bool {
        guard tokens.indices.contains(token), case .digits = tokens[token].kind else { return false }
        return true
    }

    func isWordOrDigits(_ token: Int) -> Bool { isWord(token) || isDigits(token) }

    func isGlued(_ token: Int) -> Bool { tokens.indices.contains(token) && tokens[token].isGlued }

    func place(_ first: Int, _ last: Int) -> Range<Int> {
        tokens[first].place.lowerBound..<tokens[last].place.upperBound
    }

    /// Whether a word of certain sets stands near a place, within so many words before and behind.
    func isNear(_ place: Range<Int>, _ wanted: ContactSets.Sets, before: Int, behind: Int) -> Bool {
        let first = words.folded.words.firstIndex { $0.place.upperBound > place.lowerBound } ?? words.sets.count
        let end =
            words.folded.words[first...].firstIndex { $0.place.lowerBound >= place.upperBound } ?? words.sets.count
        return (max(0, first - before)..<min(words.sets.count, end + behind)).contains { words.isIn($0, wanted) }
    }
}
