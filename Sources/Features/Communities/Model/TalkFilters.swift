import Markup
import Web

/// Of what a reader wishes to be warned before they read it.
struct TalkFilters: Sendable, Equatable {
    var themes: Set<TalkTheme> = []
    /// Words of their own, as they typed them.
    var words: [String] = []

    /// Words that a member may have at most, and scalars of each.
    static let mostWords = 20
    static let longestWord = 40
    /// Bytes of a folded word from which on its longer forms count, too: "vomit" finds "vomiting".
    private static let openLength = 4

    var isEmpty: Bool { themes.isEmpty && words.isEmpty }

    /// Their own words as they are looked for; made once for a page.
    var table: PhraseTable {
        var table = PhraseTable()
        for word in words {
            table.add(word, isOpen: (Folding.words(word).last?.count ?? 0) >= Self.openLength, for: 0)
        }
        return table
    }

    init() {}

    init(themes: Set<TalkTheme>, words: [String]) { (self.themes, self.words) = (themes, words) }

    /// What a form brings: a word or a phrase a line.
    init(_ reader: inout FormReader) {
        themes = Set(
            reader.choices("themes", among: TalkTheme.allCases.map(\.rawValue)).compactMap(TalkTheme.init(rawValue:)))
        // More than is taken: what is too long is said of a word, or of how many there are.
        let text = reader.text("words", max: 4 * Self.mostWords * Self.longestWord, multiline: true)
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
            .map { $0.unicodeScalars.trimmed() }.filter { !$0.isEmpty }
        var kept: [String] = []
        for line in lines where !kept.contains(line) { kept.append(line) }
        words = kept
        if words.count > Self.mostWords { reader.errors.add(field: "words", "communities.filters.tooMany") }
        if words.contains(where: { $0.unicodeScalars.count > Self.longestWord }) {
            reader.errors.add(field: "words", "communities.filters.long")
        }
        // Signs alone find nothing.
        if words.contains(where: { Folding.words($0).isEmpty }) {
            reader.errors.add(field: "words", "communities.filters.noWord")
        }
    }
}

extension String.UnicodeScalarView {
    func trimmed() -> String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let front = drop(while: isSpace)
        guard let last = front.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(front[...last])
    }
}

/// What a page looks for in its posts, for one reader.
struct PostFolding: Sendable {
    private let themes: Set<TalkTheme>
    private let table: PhraseTable

    init(_ filters: TalkFilters) { (themes, table) = (filters.themes, filters.table) }

    /// Whether the words of posts have to be read.
    var readsWords: Bool { !table.isEmpty }

    /// Whether a post speaks of something that its reader asked to be warned of.
    /// - Parameter title: of the thread that it begins.
    func folds(_ post: Post, titled title: String?) -> Bool {
        folds(post.themes, warnedOf: post.warnedOf, [post.words, title, post.warning])
    }

    /// The same of what was read of a post: its themes, what a moderator warns of, and its texts, all that there are.
    func folds(_ themes: Set<TalkTheme>, warnedOf: TalkTheme?, _ texts: [String?]) -> Bool {
        if !self.themes.isDisjoint(with: themes) || warnedOf.map(self.themes.contains) == true { return true }
        guard readsWords, texts.first.flatMap(\.self) != nil else { return false }
        return texts.contains { text in text.map { !table.marks(in: $0).isEmpty } ?? false }
    }
}
