package import Markup

extension LinkedPhrases {
    /// A text with other words wherever a phrase stands that leads there, in code and in addresses, too: a name in every
    /// place, a phrase of the vocabulary in the first.
    package func replacing(_ link: Link, in text: String, with other: String) -> String {
        var finder = PhraseFinder([self], limit: .max)
        let parts = finder.parts(of: text, isQuoted: false)
        return parts.map { $0.link == link ? other + Self.tail(of: $0.words) : String($0.words) }.joined()
    }

    /// What is no part of a word though nothing ends it: the mark behind a name in code.
    private static func tail(of words: Substring) -> String {
        let scalars = words.unicodeScalars
        let count = scalars.reversed().prefix {
            $0.isASCII && !$0.properties.isAlphabetic && $0.properties.numericType == nil
        }
        .count
        return String(Substring(scalars.suffix(count)))
    }
}

/// Finds names and phrases in the words of one post, from its beginning to its end.
struct PhraseFinder {
    /// Where those that were found lead, in order, each once.
    private(set) var linked: [Link] = []

    private let phrases: [LinkedPhrases]
    private let limit: Int
    private var seen: Set<Link> = []
    private var count = 0

    /// Links in one post, at most: each makes the page longer.
    static let most = 200

    init(_ phrases: [LinkedPhrases], limit: Int = PhraseFinder.most) {
        self.phrases = phrases.filter { $0.longest > 0 }
        self.limit = limit
    }

    var isEmpty: Bool { phrases.isEmpty }

    /// A text in parts, those that are linked among them; together they are the text.
    mutating func parts(of text: String, isQuoted: Bool) -> [(words: Substring, link: Link?)] {
        var parts: [(words: Substring, link: Link?)] = []
        let words = FoldedWord.words(in: text)
        var (at, end) = (0, text.utf8.startIndex)
        while at < words.count {
            guard let found = longest(in: words[at...]) else {
                at += 1
                continue
            }
            let last = at + found.count - 1
            defer { at = last + 1 }
            guard words.indices.contains(last), take(found.link, isName: words[at].isName, isQuoted) else { continue }
            let start = text.utf8.index(text.startIndex, offsetBy: words[at].place.lowerBound)
            let stop = text.utf8.index(text.startIndex, offsetBy: words[last].place.upperBound)
            if end < start { parts.append((text[end..<start], nil)) }
            parts.append((text[start..<stop], found.link))
            end = stop
        }
        if end < text.endIndex { parts.append((text[end...], nil)) }
        return parts
    }

    private func longest(in words: ArraySlice<FoldedWord>) -> (count: Int, link: Link)? {
        phrases.compactMap { $0.longest(in: words) }.max { $0.count < $1.count }
    }

    /// Notes a link; false where it is not to be made.
    private mutating func take(_ link: Link, isName: Bool, _ isQuoted: Bool) -> Bool {
        guard count < limit, isName || !isQuoted else { return false }
        let isNew = seen.insert(link).inserted
        guard isNew || isName else { return false }
        if isNew { linked.append(link) }
        count += 1
        return true
    }
}
