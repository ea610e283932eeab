import Markup

/// What somebody typed, made ready; the work it can cause is bounded here.
struct SearchQuery {
    /// How much of a text is read, in scalars and words: more is ignored.
    static let scalarLimit = 100
    static let wordLimit = 8

    /// Folded, without small words; at most `wordLimit`.
    let words: [[UInt8]]
    /// All folded words with spaces between them.
    let key: String
    /// The words with nothing between them.
    let compact: String

    /// Nil when the text has no letter and no digit.
    init?(_ text: String, _ small: SmallWords) {
        let all = Array(Folding.words(text, limit: Self.scalarLimit).prefix(Self.wordLimit))
        guard !all.isEmpty else { return nil }
        words = small.removed(from: all)
        key = Folding.joined(all[...])
        compact = Folding.joined(words[...], by: "")
    }

    /// How many slips a word of this length is forgiven: too short a word would be near everything.
    static func forgiven(_ word: [UInt8]) -> Int {
        // Numbers tell one thing from another: type 1, type 2.
        guard !word.contains(where: { (0x30...0x39).contains($0) }) else { return 0 }
        switch word.count {
        case ..<4: return 0
        case ..<8: return 1
        case ...40: return 2
        default: return 0
        }
    }
}
