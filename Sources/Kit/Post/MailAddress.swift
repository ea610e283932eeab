/// One mailbox: the plain form of RFC 5322's addr-spec that people have, of ASCII and at most 254 bytes.
///
/// No quoted names, no addresses by number, no comments: servers differ in how they read them. Nothing in it needs escaping
/// in a header or a command of SMTP. A domain of other letters is written in its ASCII form (`xn--…`).
package struct MailAddress: Hashable, Sendable {
    /// `ana@example.org`, the domain in lower case.
    package let text: String
    /// What stands behind the `@`.
    package let domain: String

    /// What stands in front of it, as it was written.
    var local: String { String(Substring(text.utf8.dropLast(domain.utf8.count + 1))) }

    /// Reads an address; `nil` for everything that is not exactly one.
    package init?(_ raw: String) {
        let bytes = Array(raw.utf8)
        guard bytes.count <= Self.mostBytes, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = bytes[..<at]
        let host = bytes[(at + 1)...].map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard Self.isLocal(local), Self.isDomain(host) else { return nil }
        domain = String(decoding: host, as: UTF8.self)
        text = String(decoding: local, as: UTF8.self) + "@" + domain
    }

    /// Reads what a person gives as theirs: as above, at a domain of the world's, with a dot in it.
    package init?(ofPerson raw: String) {
        self.init(raw)
        let labels = domain.utf8.split(separator: UInt8(ascii: "."))
        guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return nil }
    }

    /// Why a text is no address. The raw value ends the key of a sentence.
    package enum Fault: String, Sendable, CaseIterable {
        /// More than one address.
        case several
        /// Letters beyond ASCII, on either side of the `@`.
        case letters
        /// More than 254 bytes, or more than 64 before the `@`.
        case long
        /// Anything else.
        case shape
    }

    /// What is wrong with what a person gives as theirs; `nil` where it is an address.
    package static func fault(ofPerson raw: String) -> Fault? {
        guard MailAddress(ofPerson: raw) == nil else { return nil }
        let at = UInt8(ascii: "@")
        let parts = raw.utf8.split { [9, 32, UInt8(ascii: ","), UInt8(ascii: ";")].contains($0) }
        if parts.count(where: { $0.contains(at) }) > 1 { return .several }
        guard raw.utf8.allSatisfy({ $0 < 0x80 }) else { return .letters }
        let local = raw.utf8.lastIndex(of: at).map { raw.utf8[..<$0].count } ?? 0
        return raw.utf8.count > mostBytes || local > mostLocalBytes ? .long : .shape
    }

    private static let mostBytes = 254
    /// RFC 5321, 4.5.3.1.1.
    private static let mostLocalBytes = 64
    private static let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// A dot-atom.
    private static func isLocal(_ local: ArraySlice<UInt8>) -> Bool {
        (1...mostLocalBytes).contains(local.count)
            && local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetterOrDigit || signs.contains($0) } }
    }

    /// Names of a host (RFC 1123, 2.1); one alone will do, for `localhost`.
    private static func isDomain(_ domain: [UInt8]) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        guard let last = labels.last, last.contains(where: { !(48...57).contains($0) }) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
        }
    }
}

/// An address names a person, so logs and error texts get dots for it.
extension MailAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••@•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt8 {
    /// Of ASCII.
    var isLetterOrDigit: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
    }
}
