/// An address that may stand in `href`, `action` or `Location`: checked, ASCII, never `javascript:` or another site by
/// accident.
///
/// A literal is a path on this site; what is interpolated is percent-encoded as one segment or one query value:
/// ```swift
/// let page: Link = "/treatments/\(slug)"
/// Link("/search?q=\(words)")
/// ```
package struct Link: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The address, ASCII only, percent-encoded, not yet escaped for HTML.
    package let text: String

    package var description: String { text }

    private init(unchecked text: String) {
        self.text = text
    }

    package init(stringLiteral literal: StaticString) {
        self.init(unchecked: Self.onThisSite(literal.description))
    }

    package init(stringInterpolation: Interpolation) {
        self.init(unchecked: Self.onThisSite(stringInterpolation.text))
    }

    /// A path that came from outside, for instance where to go after signing in.
    /// Nil unless it begins with exactly one `/` and holds only printable ASCII without backslash, quotes or brackets.
    package init?(local path: String) {
        guard path.utf8.count <= 2_000, path.utf8.allSatisfy(Self.isPlain), Self.onThisSite(path) == path,
            path.utf8.first == UInt8(ascii: "/")
        else { return nil }
        self.init(unchecked: path)
    }

    /// Another site's page. Nil unless it is `https://`, a plain host (no user name, no port tricks) and printable
    /// ASCII; other characters must be percent-encoded or Punycode already.
    package init?(external address: String) {
        let scheme = "https://"
        guard address.utf8.count <= 2_000, address.hasPrefix(scheme), address.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        let rest = address.utf8.dropFirst(scheme.utf8.count)
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard !host.isEmpty, host.contains(UInt8(ascii: ".")), host.allSatisfy(Self.isHost) else { return nil }
        self.init(unchecked: address)
    }

    /// Calls a number: `tel:`. Digits, `+`, `*` and `#` are kept, all else is dropped.
    package static func telephone(_ number: String) -> Link {
        Link(unchecked: "tel:" + dialled(number))
    }

    /// Opens a text message to a number: `sms:`.
    package static func message(to number: String) -> Link {
        Link(unchecked: "sms:" + dialled(number))
    }

    /// The same address with one more query item, both parts percent-encoded, before any `#fragment`.
    package func adding(_ name: String, _ value: String) -> Link {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts.first.map(String.init) ?? text
        let separator = base.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        let item = PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
        let fragment = parts.count > 1 ? "#" + parts[1] : ""
        return Link(unchecked: base + separator + item + fragment)
    }

    /// A path is one that begins with `/` but not `//` or `/\`; a fragment or query of this page is one too.
    /// Anything else becomes `/`: a wrong link leads home, never away.
    private static func onThisSite(_ text: String) -> String {
        var bytes = text.utf8.makeIterator()
        switch bytes.next() {
        case UInt8(ascii: "#"), UInt8(ascii: "?"):
            return text
        case UInt8(ascii: "/"):
            let second = bytes.next()
            return second == UInt8(ascii: "/") || second == UInt8(ascii: "\\") ? "/" : text
        default:
            return "/"
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        return ![UInt8(ascii: "\\"), 34, 39, 60, 62, 96, 94, 123, 124, 125].contains(byte)
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46
    }

    private static func dialled(_ number: String) -> String {
        String(
            decoding: number.utf8.filter { (48...57).contains($0) || $0 == 43 || $0 == 42 || $0 == 35 },
            as: UTF8.self)
    }

    /// What `"/treatments/\(slug)"` writes into.
    package struct Interpolation: StringInterpolationProtocol, Sendable {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            text += literal.description
        }

        /// One path segment or query value, percent-encoded. `.` and `..` cannot walk to another path.
        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            let encoded = PercentEncoding.encode(value.description)
            text += encoded == "." ? "%252E" : encoded == ".." ? "%252E%252E" : encoded
        }
    }

    package typealias StringInterpolation = Interpolation
}

/// Percent-encoding of RFC 3986: all but `A-Z a-z 0-9 - . _ ~`.
package enum PercentEncoding {
    /// The text with every other byte of its UTF-8 written as `%XX`.
    package static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126:
                bytes.append(byte)
            default:
                bytes.append(37)
                bytes.append(digit(byte >> 4))
                bytes.append(digit(byte & 15))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 48 + value : 55 + value
    }
}
