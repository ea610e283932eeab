/// How a text begins, for a mail: in one line, without addresses that a mail program would make a link of.
struct Beginning: Sendable, Equatable {
    let text: String

    /// Unicode scalars.
    static let longest = 200

    init(_ words: String) {
        // Far more than is shown, and never all of a long one.
        let scalars = words.unicodeScalars.prefix(Self.longest * 8)
        let parts = String(String.UnicodeScalarView(scalars)).unicodeScalars
            .split { $0.properties.isWhitespace || $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        let shown = parts.map { Self.leadsElsewhere($0) ? "…" : String($0) }.joined(separator: " ")
        let cut = shown.unicodeScalars.prefix(Self.longest)
        let isWhole = cut.count == shown.unicodeScalars.count && scalars.count == words.unicodeScalars.count
        text = String(String.UnicodeScalarView(cut)) + (isWhole ? "" : " …")
    }

    /// Whether it is an address, or may be taken for one: `example.org`, `name@example.org`, `https://…`.
    private static func leadsElsewhere(_ part: Substring.UnicodeScalarView) -> Bool {
        let bytes = Array(String(part).utf8)
        return bytes.indices.dropFirst().contains { at in
            switch bytes[at] {
            case UInt8(ascii: "@"): true
            case UInt8(ascii: ":"): bytes[at...].dropFirst().first == UInt8(ascii: "/")
            case UInt8(ascii: "."):
                isLetterOrDigit(bytes[at - 1]) && bytes[at...].dropFirst().prefix(2).filter(isLetterOrDigit).count == 2
            default: false
            }
        }
    }

    /// A letter of any alphabet: domains have them, too.
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte & 0xDF)
    }
}
