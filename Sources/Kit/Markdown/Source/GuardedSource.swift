/// What a member wrote, made ready for the parser: marks are put where the grammar would let a few bytes cost or say
/// too much, and are taken out again from what the parser found (`words(_:)`). The marks are noncharacters, which
/// nobody can type (`ReadableText` takes them away first), so that putting them in and taking them out loses nothing,
/// in code neither.
///
/// - `<` is the beginning of an address or just a sign: no HTML is ever found, so none has to be thrown away.
/// - `]:` defines no reference: a definition used a thousand times makes a short text long.
/// - `*` between two digits is a sign: "20*2*7 mg" would lose both and say "2027 mg".
/// - `![` is a link with a sign before it: a post shows no pictures from elsewhere.
/// - A line opens at most 20 quotes and lists, none behind column 80: each line costs as much as it opens.
/// - An address that stands by itself is put between `<` and `>`, which the grammar knows, before emphasis can tear it
///   apart. The parser's own extension for it reads outside of its memory in Debian 12 (CVE-2023-22485), takes
///   quadratic time, and links mail addresses, which here wait for review.
struct GuardedSource {
    /// U+FDD0, behind a sign that shall mean nothing.
    static let guardMark: [UInt8] = [0xEF, 0xB7, 0x90]
    /// U+FDD1, before the `<` that was put before an address.
    static let openingMark: [UInt8] = [0xEF, 0xB7, 0x91]
    /// U+FDD3, behind the `>` that was put behind it. Another mark, for in code a `>` may have been typed before the `<`.
    static let closingMark: [UInt8] = [0xEF, 0xB7, 0x93]
    /// U+FDD2, behind a scheme that nobody typed.
    static let schemeMark: [UInt8] = [0xEF, 0xB7, 0x92]
    /// U+FDD4, before a `\` that nobody typed.
    static let escapingMark: [UInt8] = [0xEF, 0xB7, 0x94]

    /// What the parser reads.
    private(set) var bytes: [UInt8] = []

    private let text: [UInt8]
    private var at = 0

    init(_ source: String) {
        text = ReadableText.bytes(of: source)
        bytes.reserveCapacity(text.count &+ text.count / 8 &+ 64)
        var isAtLineStart = true
        while at < text.count {
            if isAtLineStart { takeMarkers() }
            isAtLineStart = byte(at) == ReadableText.newline
            take()
        }
    }

    // MARK: - Quotes and lists

    private static let mostMarkers = 20
    private static let lastColumn = 80

    /// Copies what opens quotes and lists at the beginning of a line, and puts a mark where there are too many.
    private mutating func takeMarkers() {
        var (column, count) = (0, 0)
        while true {
            while let space = byte(at), space == UInt8(ascii: " ") || space == UInt8(ascii: "\t") {
                column = space == UInt8(ascii: " ") ? column &+ 1 : column &+ 4 &- column % 4
                copy(1)
            }
            let width = markerWidth
            guard width > 0 else { return }
            if count == Self.mostMarkers || column > Self.lastColumn {
                if !isRule { bytes += Self.guardMark }
                return
            }
            copy(width)
            column = column &+ width
            count = count &+ 1
        }
    }

    /// How many bytes open a quote or a list item here; 0 where nothing opens.
    private var markerWidth: Int {
        guard let first = byte(at) else { return 0 }
        switch first {
        case UInt8(ascii: ">"): return 1
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): return isSpace(at + 1) ? 1 : 0
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            var end = at + 1
            while let digit = byte(end), 48...57 ~= digit, end - at < 9 { end += 1 }
            guard let sign = byte(end), sign == UInt8(ascii: ".") || sign == UInt8(ascii: ")") else { return 0 }
            return isSpace(end + 1) ? end + 1 - at : 0
        default: return 0
        }
    }

    /// `- - - - -`, however long, is a line across and opens nothing.
    private var isRule: Bool {
        let first = byte(at)
        var end = at
        while let sign = byte(end), sign != ReadableText.newline {
            guard sign == first || sign == UInt8(ascii: " ") || sign == UInt8(ascii: "\t") else { return false }
            end += 1
        }
        return first == UInt8(ascii: "-") || first == UInt8(ascii: "*")
    }

    // MARK: - Signs

    /// Copies what cannot be a sign, or the sign here with its mark.
    private mutating func take() {
        let rest = text[at...]
        guard let sign = rest.firstIndex(where: Self.isSign) else { return copy(rest.count) }
        guard sign == at else { return copy(sign &- at) }
        takeSign()
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: "]"), UInt8(ascii: "!"),
            UInt8(ascii: "*"), UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"):
            true
        default: false
        }
    }

    private mutating func takeSign() {
        switch byte(at) {
        case UInt8(ascii: "\\"):
            // Escaped, the next sign is no sign.
            copy(byte(at + 1).map(Self.isPunctuation) == true ? 2 : 1)
        case UInt8(ascii: "<"):
            copy(1)
            if let scheme = WrittenAddress.scheme(in: text, at: at) {
                copy(scheme)
            } else if let next = byte(at), Self.opensTag(next) {
                bytes += Self.guardMark
            }
        case UInt8(ascii: "]"):
            copy(1)
            if byte(at) == UInt8(ascii: ":") { bytes += Self.guardMark }
        case UInt8(ascii: "!"):
            copy(1)
            if byte(at) == UInt8(ascii: "[") { bytes += Self.guardMark }
        case UInt8(ascii: "*"):
            if isDigit(at &- 1), isDigit(at + 1) { bytes += Self.escape }
            copy(1)
        case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"):
            takeAddress()
        default: copy(1)
        }
    }

    private mutating func takeAddress() {
        guard let address = WrittenAddress(in: text, at: at) else { return copy(1) }
        bytes += Self.openedAddress
        if !address.hasScheme { bytes += WrittenAddress.usualScheme + Self.schemeMark }
        copy(address.count)
        bytes += Self.closedAddress
    }

    /// `<a`, `</a`, `<!--` and `<?`.
    private static func opensTag(_ byte: UInt8) -> Bool {
        97...122 ~= byte | 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    // MARK: - Reading

    private func byte(_ place: Int) -> UInt8? { text.indices.contains(place) ? text[place] : nil }

    /// True at the end of the text, too.
    private func isSpace(_ place: Int) -> Bool {
        guard let byte = byte(place) else { return true }
        return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == ReadableText.newline
    }

    private func isDigit(_ place: Int) -> Bool { byte(place).map { 48...57 ~= $0 } ?? false }

    private mutating func copy(_ count: Int) {
        let end = min(at &+ count, text.count)
        bytes += text[at..<end]
        at = end
    }
}

// MARK: - What was typed

extension GuardedSource {
    /// What the parser found, as it was typed: without marks and what they stand beside, and without what character
    /// references (`&#x202E;`) brought back.
    static func words(_ found: UnsafeBufferPointer<UInt8>) -> String {
        typed(found, without: [openedAddress, closedAddress, WrittenAddress.usualScheme + schemeMark, escape])
    }

    /// An address that the parser found, with the scheme that was put before it.
    static func address(_ found: UnsafeBufferPointer<UInt8>) -> String {
        typed(found, without: [openedAddress, closedAddress, escape])
    }

    private static let openedAddress = openingMark + [UInt8(ascii: "<")]
    private static let closedAddress = [UInt8(ascii: ">")] + closingMark
    private static let escape = escapingMark + [UInt8(ascii: "\\")]

    private static func typed(_ found: UnsafeBufferPointer<UInt8>, without pieces: [[UInt8]]) -> String {
        if ReadableText.isPlain(found) { return String(decoding: found, as: UTF8.self) }
        var kept: [UInt8] = []
        kept.reserveCapacity(found.count)
        var rest = found[...]
        while let byte = rest.first {
            if let piece = pieces.first(where: { $0.first == byte && rest.starts(with: $0) }) {
                rest = rest.dropFirst(piece.count)
            } else {
                kept.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: ReadableText.bytes(of: String(decoding: kept, as: UTF8.self)), as: UTF8.self)
    }
}
