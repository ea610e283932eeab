import Markdown
import Markup
import Storage
import Vocabulary

/// Words that somebody looks for in what people wrote, folded as the vocabulary folds them.
struct SearchedWords: Sendable {
    /// Scalars of what is typed into a field for searching, as in the one search of the site.
    static let longest = 100

    let query: FullTextQuery
    /// Each word with what else it may be written as.
    private let spellings: [Set<[UInt8]>]
    /// All of those.
    private let any: Set<[UInt8]>

    var count: Int { spellings.count }

    /// Nil where there is no letter and no digit.
    init?(_ typed: String, _ small: SmallWords) {
        self.init(small.removed(from: Folding.words(typed, limit: Self.longest)))
    }

    /// The words of a question that tell most: long ones tell more than short ones.
    init?(title: String, _ small: SmallWords) {
        let words = small.removed(from: Folding.words(title, limit: NewThread.longestTitle))
        let long = words.filter { $0.count > 2 }
        self.init((long.isEmpty ? words : long).sorted { $0.count > $1.count })
    }

    private init?(_ words: [[UInt8]]) {
        guard let query = FullTextQuery(words, spellings: Self.others) else { return nil }
        var seen: Set<[UInt8]> = []
        self.query = query
        spellings = words.filter { seen.insert($0).inserted }.prefix(FullTextQuery.wordLimit).map {
            Set([$0] + Self.others($0))
        }
        any = spellings.reduce(into: []) { $0.formUnion($1) }
    }

    private static func others(_ word: [UInt8]) -> [[UInt8]] {
        Folding.singulars(of: word) + Folding.plurals(of: word)
    }

    /// How many of them stand in a post.
    func count(in words: [[UInt8]]) -> Int {
        let there = Set(words)
        return spellings.count { !$0.isDisjoint(with: there) }
    }

    // MARK: - Posts

    /// What a post is found by: its words without marks, behind the title of the thread that it begins.
    static func ofPost(title: String?, _ words: String) -> [[UInt8]] {
        (title.map { Folding.words($0) } ?? []) + Folding.words(plain(words))
    }

    /// What cannot be read as a post was not written in a form here: it is taken as it is.
    private static func plain(_ words: String) -> String { (try? MarkdownText(words))?.plainText ?? words }

    /// Words that stand before the first that was looked for, at most.
    private static let wordsBefore = 8
    /// Bytes of an excerpt at most.
    private static let excerptBytes = 220

    /// The words of a post around the first that was looked for, without marks; its beginning where none is in it.
    func excerpt(of words: String) -> String {
        let plain = Self.plain(words)
        let placed = Folding.placedWords(plain, limit: 4 * Post.longestWords)
        let bytes = Array(plain.utf8)
        let start = placed.firstIndex { any.contains($0.word) }.map { Self.start(of: placed, before: $0) } ?? 0
        let end = Self.end(of: placed, in: bytes, from: start)
        let excerpt = String(decoding: bytes[start..<end], as: UTF8.self)
        return (start > 0 ? "… " : "") + excerpt + (end < bytes.count ? " …" : "")
    }

    /// A few words before one, as far as they leave room for it.
    private static func start(of placed: [Folding.PlacedWord], before hit: Int) -> Int {
        let end = placed[hit].range.upperBound
        if end <= excerptBytes / 2 { return 0 }
        let before = placed[..<hit].suffix(wordsBefore)
        return (before.first { end - $0.range.lowerBound <= excerptBytes / 2 } ?? placed[hit]).range.lowerBound
    }

    /// Behind the last word that has room; within a word where not even one has.
    private static func end(of placed: [Folding.PlacedWord], in bytes: [UInt8], from start: Int) -> Int {
        guard bytes.count - start > excerptBytes else { return bytes.count }
        let most = start + excerptBytes
        if let last = placed.last(where: { $0.range.upperBound <= most && $0.range.lowerBound >= start }) {
            return last.range.upperBound
        }
        return (start...most).last { bytes[$0] & 0xC0 != 0x80 } ?? most
    }
}
