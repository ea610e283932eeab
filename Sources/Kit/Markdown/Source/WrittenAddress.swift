/// An address that stands in a text by itself: `https://…`, `http://…` or `www.…`.
///
/// Begins and ends as in GitHub's "extended autolinks" (github.github.com/gfm, section 6.9), but for brackets: one that
/// was not opened in the address ends it.
struct WrittenAddress {
    /// Bytes in the text.
    let count: Int
    let hasScheme: Bool

    /// What `www.` is short for.
    static let usualScheme = Array("https://".utf8)

    /// Nil where none begins.
    init?(in text: [UInt8], at start: Int) {
        let scheme = Self.scheme(in: text, at: start)
        hasScheme = scheme != nil
        let opening = scheme ?? 4
        guard scheme != nil || Self.begins("www.", in: text, at: start),
            Self.mayBegin(in: text, at: start, hasScheme: scheme != nil)
        else { return nil }
        let rest = text[(start + opening)...]
        let end = rest.startIndex + Self.extent(of: rest)
        let trimmed = text[..<end].reversed().prefix { Self.ends.contains($0) }.count
        count = end - trimmed - start
        guard count > opening else { return nil }
    }

    /// The bytes of a scheme that begins here.
    static func scheme(in text: [UInt8], at start: Int) -> Int? {
        if begins("https://", in: text, at: start) { return 8 }
        return begins("http://", in: text, at: start) ? 7 : nil
    }

    /// Punctuation at the end belongs to the sentence.
    private static let ends = Set("?!.,:;*_~'".utf8)
    /// What may stand in no address (RFC 3986, appendix A).
    private static let stops = Set("<>\"`{}|\\^".utf8)

    private static func begins(_ opening: String, in text: [UInt8], at start: Int) -> Bool {
        let typed = text[min(start, text.count)...].prefix(opening.utf8.count)
        return typed.count == opening.utf8.count && zip(typed, opening.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    private static func mayBegin(in text: [UInt8], at start: Int, hasScheme: Bool) -> Bool {
        let before = text[..<start].suffix(2)
        guard let last = before.last else { return true }
        // Where a link leads is the parser's to read.
        if before.elementsEqual("](".utf8) { return false }
        switch last {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return false
        default: return hasScheme || last <= 0x20 || last >= 0x80 || "(*_~[\"'>".utf8.contains(last)
        }
    }

    /// How far it reaches: to a space, a quotation mark, or a bracket that was not opened in it.
    private static func extent(of rest: ArraySlice<UInt8>) -> Int {
        var (round, square) = (0, 0)
        var at = rest.startIndex
        while at < rest.endIndex {
            let byte = rest[at]
            if byte >= 0x80 {
                let width = width(of: byte)
                guard !isStop(rest[at...].prefix(width)) else { break }
                at += width
                continue
            }
            if byte <= 0x20 || byte == 0x7F || stops.contains(byte) { break }
            if byte == UInt8(ascii: "(") { round += 1 }
            if byte == UInt8(ascii: "[") { square += 1 }
            if byte == UInt8(ascii: ")") { round -= 1 }
            if byte == UInt8(ascii: "]") { square -= 1 }
            if round < 0 || square < 0 { break }
            at += 1
        }
        return min(at, rest.endIndex) - rest.startIndex
    }

    private static func width(of lead: UInt8) -> Int { lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

    private static func isStop(_ scalar: ArraySlice<UInt8>) -> Bool {
        guard let scalar = String(decoding: scalar, as: UTF8.self).unicodeScalars.first else { return true }
        // "…" and the commas and full stops of Chinese and Japanese.
        if ["\u{2026}", "\u{3001}", "\u{3002}"].contains(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation: return true
        default: return false
        }
    }
}
