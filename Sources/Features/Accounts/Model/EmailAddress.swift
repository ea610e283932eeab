/// An e-mail address, parsed once: ASCII, at most 254 bytes, the domain in lower case.
///
/// The plain form of RFC 5321, section 4.1.2, that people have: no quoted names, no addresses by number.
struct EmailAddress: Hashable, Sendable {
    let text: String

    init?(_ raw: String) {
        let bytes = Array(raw.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...].map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard Self.isLocal(local), Self.isDomain(domain) else { return nil }
        text = String(decoding: local, as: UTF8.self) + "@" + String(decoding: domain, as: UTF8.self)
    }

    private static func isLocal(_ local: ArraySlice<UInt8>) -> Bool {
        let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        return (1...64).contains(local.count)
            && local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetterOrDigit($0) || signs.contains($0) } }
    }

    private static func isDomain(_ domain: [UInt8]) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
        return last.contains { !(48...57).contains($0) }
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
