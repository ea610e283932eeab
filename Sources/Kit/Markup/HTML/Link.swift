/// An address that may stand in `href`, `action` or `Location`: checked, ASCII, never `javascript:` or another site by
/// accident.
///
/// A literal is a path on this site; what is interpolated is percent-encoded as one segment or one query value:
/// ```swift
/// let page: Link = "/treatments/\(slug)"
/// Link("/search?q=\(words)")
/// ```
public struct Link: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The address in ASCII, percent-encoded, not yet escaped for HTML.
    @usableFromInline let content: ByteString

    /// The address, ASCII only, percent-encoded, not yet escaped for HTML.
    public var text: String { content.text }

    /// The address as text.
    public var description: String { text }

    /// An address whose every byte somebody in this module has looked at.
    init(checked bytes: [UInt8]) {
        content = ByteString(bytes)
    }

    private init(onThisSite content: ByteString) {
        self.content = content.withBytes(Self.isOnThisSite) ? content : ByteString("/")
    }

    /// An address that stands in the source.
    public init(stringLiteral literal: StaticString) {
        self.init(onThisSite: ByteString(literal))
    }

    /// An address with percent-encoded parts.
    public init(stringInterpolation: Interpolation) {
        self.init(onThisSite: stringInterpolation.writer.finished())
    }

    /// A path that came from outside, for instance where to go after signing in.
    /// Nil unless it begins with exactly one `/` and holds only printable ASCII without backslash, quotes or brackets.
    public init?(local path: String) {
        let bytes = Array(path.utf8)
        guard bytes.count <= 2_000, bytes.first == UInt8(ascii: "/"), bytes.allSatisfy(Self.isPlain),
            bytes.withUnsafeBufferPointer(Self.isOnThisSite)
        else { return nil }
        self.init(checked: bytes)
    }

    /// Another site's page. Nil unless it is `https://`, a plain host (no user name, no port tricks) and printable
    /// ASCII; other characters must be percent-encoded or Punycode already.
    public init?(external address: String) {
        let scheme = Array("https://".utf8)
        let bytes = Array(address.utf8)
        guard bytes.count <= 2_000, bytes.starts(with: scheme), bytes.allSatisfy(Self.isPlain) else { return nil }
        let rest = bytes.dropFirst(scheme.count)
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard !host.isEmpty, host.contains(UInt8(ascii: ".")), host.allSatisfy(Self.isHost) else { return nil }
        self.init(checked: bytes)
    }

    /// Hands a secret to the authenticator app of the same phone. Nil unless it is `otpauth://totp/` and printable ASCII.
    public init?(authenticator address: String) {
        let bytes = Array(address.utf8)
        guard bytes.count <= 2_000, bytes.starts(with: Array("otpauth://totp/".utf8)), bytes.allSatisfy(Self.isPlain)
        else { return nil }
        self.init(checked: bytes)
    }

    /// Subscribes to a calendar in the program that the phone has for it: `webcal:`, as all of them know it. Nil unless the
    /// address is one of http or https, printable ASCII.
    public init?(calendar address: String) {
        let bytes = Array(address.utf8)
        guard bytes.starts(with: Array("https://".utf8)) || bytes.starts(with: Array("http://".utf8)),
            bytes.count <= 2_000, bytes.allSatisfy(Self.isPlain), let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        self.init(checked: Array("webcal".utf8) + bytes[colon...])
    }

    /// Calls a number: `tel:`. Digits, `+`, `*` and `#` are kept, all else is dropped.
    public static func telephone(_ number: String) -> Link {
        Link(checked: Array("tel:".utf8) + dialled(number))
    }

    /// Opens a text message to a number: `sms:`.
    public static func message(to number: String) -> Link {
        Link(checked: Array("sms:".utf8) + dialled(number))
    }

    /// The same address with one more query item, both parts percent-encoded, before any `#fragment`.
    public func adding(_ name: String, _ value: String) -> Link {
        let bytes = content.array
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        let path = bytes[..<end]
        let item = PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
        let separator = UInt8(ascii: path.contains(UInt8(ascii: "?")) ? "&" : "?")
        return Link(checked: path + [separator] + item.utf8 + bytes[end...])
    }

    /// A path is one that begins with `/` but not `//` or `/\`; a fragment or query of this page is one too.
    /// Anything else becomes `/`: a wrong link leads home, never away.
    private static func isOnThisSite(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch bytes.first {
        case UInt8(ascii: "#"), UInt8(ascii: "?"):
            true
        case UInt8(ascii: "/"):
            bytes.count < 2 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\"))
        default:
            false
        }
    }

    /// Printable ASCII without backslash, quotes and brackets.
    static func isPlain(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        return ![UInt8(ascii: "\\"), 34, 39, 60, 62, 96, 94, 123, 124, 125].contains(byte)
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46
    }

    private static func dialled(_ number: String) -> [UInt8] {
        number.utf8.filter { (48...57).contains($0) || $0 == 43 || $0 == 42 || $0 == 35 }
    }

    /// What `"/treatments/\(slug)"` writes into.
    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var writer: ByteWriter

        /// Room for the literal parts, and a guess for each interpolation.
        public init(literalCapacity: Int, interpolationCount: Int) {
            writer = ByteWriter(capacity: literalCapacity + interpolationCount * 40)
        }

        /// A part of the address, as it stands in the source.
        public mutating func appendLiteral(_ literal: StaticString) {
            writer.write(literal)
        }

        /// One path segment or query value, percent-encoded. `.` and `..` cannot walk to another path.
        public mutating func appendInterpolation(_ value: String) {
            if value.utf8.count <= 2, !value.isEmpty, value.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) {
                for _ in value.utf8 { appendLiteral("%252E") }
            } else {
                PercentEncoding.append(value, to: &writer)
            }
        }

        /// The same for an identifier or a number.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendInterpolation(value.description)
        }
    }

    /// What a literal with interpolations is written into.
    public typealias StringInterpolation = Interpolation
}

/// Percent-encoding of RFC 3986: all but `A-Z a-z 0-9 - . _ ~`.
package enum PercentEncoding {
    /// The text with every other byte of its UTF-8 written as `%XX`.
    package static func encode(_ text: String) -> String {
        var writer = ByteWriter(capacity: text.utf8.count * 3)
        append(text, to: &writer)
        return writer.finished().text
    }

    static func append(_ text: String, to writer: inout ByteWriter) {
        let isDone = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.allSatisfy(isUnreserved) else { return false }
            writer.write(utf8)
            return true
        }
        if isDone == true { return }
        for byte in text.utf8 {
            if isUnreserved(byte) {
                writer.write(byte)
            } else {
                writer.write(37)
                writer.write(digit(byte >> 4))
                writer.write(digit(byte & 15))
            }
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        // Bit b is set for the unreserved byte b, or b + 64: - . 0-9, and A-Z _ a-z ~.
        let low: UInt64 = 0x03FF_6000_0000_0000
        let high: UInt64 = 0x47FF_FFFE_87FF_FFFE
        return byte < 128 && ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 == 1
    }

    /// One hexadecimal digit, for a value below 16.
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 48 + value : 55 + value
    }
}
