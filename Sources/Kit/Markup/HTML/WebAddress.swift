import Foundation

/// A page on another site whose address a person typed: `http` or `https`, a host with a public name, and nothing in it
/// that could make it look like another.
///
/// Other than for the addresses that come with the program (`Link(external:)`), what is not ASCII is encoded: the host
/// as browsers do it (Punycode, UTS #46), the rest percent-encoded (RFC 3987, section 3.1).
public struct WebAddress: Sendable, Hashable {
    /// What may stand in `href`.
    public let link: Link
    /// The host's name in ASCII and lower case: what a reader is told before they follow the link.
    public let host: String

    /// Nil where there is another scheme or none, a user name (`https://your-bank.example@evil.example`), a port, a
    /// number for a host, a host without a dot, a control character, or more than 2,000 bytes.
    public init?(_ typed: String) {
        let bytes = Array(typed.utf8)
        guard bytes.count <= Self.longest, let scheme = Self.scheme(of: bytes) else { return nil }
        let rest = bytes.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        guard let host = Self.host(authority), let path = Self.encoded(rest.dropFirst(authority.count)) else {
            return nil
        }
        let address = Array(scheme.utf8) + host + path
        guard address.count <= Self.longest else { return nil }
        link = Link(checked: address)
        self.host = String(decoding: host, as: UTF8.self)
    }

    /// Bytes of an address, as typed and as it stands in the page.
    private static let longest = 2_000

    /// The scheme with which an address begins, in lower case.
    private static func scheme(of bytes: [UInt8]) -> String? {
        let start = bytes.prefix(8).map(lower)
        return ["https://", "http://"].first { start.starts(with: $0.utf8) }
    }

    private static func host(_ typed: ArraySlice<UInt8>) -> [UInt8]? {
        // Looked at before and after: a user name must not vanish, nor a sign appear, where letters are rewritten.
        guard !typed.isEmpty, typed.allSatisfy({ $0 >= 0x80 || isHost($0) }) else { return nil }
        let host = typed.allSatisfy { $0 < 0x80 } ? typed.map(lower) : punycode(typed)
        guard let host, host.count <= 253, host.allSatisfy(isHost) else { return nil }
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // A last label that begins with a digit makes the whole a number to browsers: 0x7f.1 is this very machine.
        guard labels.count > 1, labels.allSatisfy(isLabel), let last = labels.last, last.count > 1,
            last.first.map({ 97...122 ~= $0 }) == true
        else { return nil }
        return host
    }

    private static func punycode(_ typed: ArraySlice<UInt8>) -> [UInt8]? {
        var address = "https://"
        address += String(decoding: typed, as: UTF8.self)
        return URLComponents(string: address)?.encodedHost.map { $0.utf8.map(lower) }
    }

    /// Letters, digits, hyphens; RFC 1123, section 2.1.
    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        1...63 ~= label.count && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
    }

    /// What follows the host, with each byte that may not stand in a link percent-encoded; nil where a control
    /// character stands.
    private static func encoded(_ path: ArraySlice<UInt8>) -> [UInt8]? {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(path.count)
        for byte in path {
            guard byte >= 0x20, byte != 0x7F else { return nil }
            if Link.isPlain(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), PercentEncoding.digit(byte >> 4), PercentEncoding.digit(byte & 15)]
            }
        }
        return encoded
    }

    private static func lower(_ byte: UInt8) -> UInt8 { 65...90 ~= byte ? byte | 0x20 : byte }

    private static func isHost(_ byte: UInt8) -> Bool {
        97...122 ~= lower(byte) || 48...57 ~= byte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
