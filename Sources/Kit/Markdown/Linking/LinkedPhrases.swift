package import Markup

/// Names of members and words of the vocabulary, each with where it leads; made once and used for many posts.
///
/// Case, accents and invisible marks do not matter (`Folding`); between two words of a phrase one or two spaces,
/// hyphens, dots, apostrophes or low lines may stand.
package struct LinkedPhrases: Sendable {
    private var links: [[UInt8]: Link] = [:]
    /// How each begins: most words of a text begin nothing.
    private var beginnings: Set<[UInt8]> = []
    /// Words of the longest.
    private(set) var longest = 0

    /// Words in a phrase, at most; longer ones are not looked for.
    static let mostWords = 10

    package init() {}

    /// A member's name without the `@`: linked wherever it stands behind one.
    package mutating func add(name: String, _ link: Link) {
        add(FoldedWord.words(in: "@" + name), link)
    }

    /// A word or more of the vocabulary: linked where it first stands outside of quotes, once for each link.
    package mutating func add(phrase: String, _ link: Link) {
        add(FoldedWord.words(in: phrase), link)
    }

    private mutating func add(_ words: [FoldedWord], _ link: Link) {
        guard let first = words.first, words.count <= Self.mostWords else { return }
        let key = FoldedWord.key(words[...])
        if links[key] == nil { links[key] = link }
        beginnings.insert(first.key)
        longest = max(longest, words.count)
    }

    /// The longest that begins with the first of the words, and how many of them it is.
    func longest(in words: ArraySlice<FoldedWord>) -> (count: Int, link: Link)? {
        guard let first = words.first, beginnings.contains(first.key) else { return nil }
        var count = 1
        while count < min(longest, words.count), words[words.startIndex + count].followsClosely { count += 1 }
        while count > 0 {
            if let link = links[FoldedWord.key(words.prefix(count))] { return (count, link) }
            count -= 1
        }
        return nil
    }
}

/// A word as phrases are compared by.
struct FoldedWord: Sendable {
    /// Its letters and digits, folded, behind an `@` where it stands behind one.
    let key: [UInt8]
    /// Its bytes in the text, with the `@`.
    let place: Range<Int>
    /// True when so little stands between it and the word before it that both can be of one phrase.
    let followsClosely: Bool

    /// True for the beginning of a name.
    var isName: Bool { key.first == UInt8(ascii: "@") }

    static func key(_ words: ArraySlice<FoldedWord>) -> [UInt8] {
        Array(words.map(\.key).joined(separator: CollectionOfOne(UInt8(ascii: " "))))
    }

    static func words(in text: String) -> [FoldedWord] {
        var scan = Scan()
        for scalar in text.unicodeScalars { scan.take(scalar) }
        scan.endWord()
        return scan.words
    }
}

/// Takes a text apart, scalar by scalar.
private struct Scan {
    private(set) var words: [FoldedWord] = []
    private var letters: [UInt8] = []
    private var place = 0..<0
    private var position = 0
    /// What stands between the last word and here.
    private var gap = 0
    private var isGapClose = true
    /// True right behind an `@` that is not part of an address.
    private var isSpokenTo = false

    mutating func take(_ scalar: Unicode.Scalar) {
        let end = position + UTF8.width(scalar)
        defer { position = end }
        let isFirst = letters.isEmpty
        switch Self.joins(scalar) ? .separates : Folding.role(of: scalar, appendingTo: &letters) {
        case .written:
            if isFirst { place = (isSpokenTo ? position - 1 : position)..<end }
            if isFirst, isSpokenTo { letters.insert(UInt8(ascii: "@"), at: 0) }
            place = place.lowerBound..<end
        case .ignored where !isFirst:
            place = place.lowerBound..<end
        case .ignored: break
        case .separates:
            let isInWord = !isFirst
            endWord()
            gap += 1
            isSpokenTo = scalar == "@" && !isInWord
            isGapClose = isGapClose && Self.joins(scalar)
        }
    }

    mutating func endWord() {
        guard !letters.isEmpty else { return }
        let isClose = !words.isEmpty && isGapClose && gap <= 2 && letters.first != UInt8(ascii: "@")
        words.append(FoldedWord(key: letters, place: place, followsClosely: isClose))
        letters.removeAll(keepingCapacity: true)
        (gap, isGapClose, isSpokenTo) = (0, true, false)
    }

    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", ".", "_", "'", "\u{2019}": true
        default: false
        }
    }
}
