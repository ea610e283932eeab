package import Foundation
package import Storage

/// One e-mail to one person: plain text, with no HTML, no picture and no link but those in the text.
///
/// What is here can be written: the initialiser refuses what a header or a line cannot hold, so nothing that a person typed
/// becomes a header of its own.
package struct Mail: Sendable, Equatable {
    /// The same at every try; the outbox row's.
    package let id: ID<Mail>
    package let from: MailAddress
    /// What mail programs show beside it; nil: the address alone.
    package let fromName: String?
    package let to: MailAddress
    /// Where an answer goes; nil: to `from`.
    package let replyTo: MailAddress?
    package let subject: String
    /// Lines end in LF, CRLF or CR; long ones are kept whole.
    package let text: String
    /// A language tag (BCP 47), of subject and text.
    package let language: String
    /// Where a `POST` ends letters of this kind at once (RFC 8058): an `https` address with a token that names nobody.
    package let unsubscribe: URL?
    /// Stands for the mail in its message id and comes back with a bounce; nil: its identifier does.
    package let token: String?
    /// The `Date` of the mail, the same at every try.
    package let written: Instant

    /// Bytes that a subject and a text may have.
    package static let limits = (subject: 1_000, text: 1_000_000)

    /// Throws where a part is empty, too long, or holds what it must not.
    package init(
        id: ID<Mail>, from: MailAddress, named fromName: String? = nil, to: MailAddress, replyTo: MailAddress? = nil,
        subject: String, text: String, language: String, unsubscribe: URL? = nil, token: String? = nil, written: Instant
    ) throws(MailFault) {
        if let fromName, !Self.isName(fromName) { throw .name }
        guard !subject.isEmpty, subject.utf8.count <= Self.limits.subject,
            !subject.unicodeScalars.contains(where: { $0.isControl || $0.isLineEnd })
        else { throw .subject }
        guard !text.isEmpty, text.utf8.count <= Self.limits.text,
            !text.unicodeScalars.contains(where: { $0.isControl && !["\t", "\n", "\r"].contains($0) })
        else { throw .text }
        guard Self.isLanguage(language) else { throw .language }
        if let unsubscribe, !Self.isOneClick(unsubscribe) { throw .unsubscribe }
        if let token, !Self.isToken(token) { throw .token }
        guard (1970...9999).contains(written.utc.year) else { throw .date }
        (self.id, self.from, self.fromName, self.to, self.replyTo) = (id, from, fromName, to, replyTo)
        (self.subject, self.text, self.language, self.unsubscribe, self.token, self.written) = (
            subject, text, language, unsubscribe, token, written
        )
    }

    /// Whether it can stand beside an address: not empty, at most 200 bytes, without a control character or an end of line.
    package static func isName(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count) && !name.unicodeScalars.contains { $0.isControl || $0.isLineEnd }
    }

    /// `<token@domain>`: a receiver who gets the mail twice can tell by it.
    package var messageID: String { "<\(token ?? "\(id)")@\(from.domain)>" }

    /// What may stand in front of the `@` of a message id, of letters, digits, `-` and `_`.
    private static func isToken(_ token: String) -> Bool {
        (1...200).contains(token.utf8.count) && token.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 45 || $0 == 95 }
    }

    private static func isLanguage(_ tag: String) -> Bool {
        let parts = Array(tag.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return tag.utf8.count <= 35
            && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(\.isLetterOrDigit) }
    }

    private static let unsafe = Set("<>\"\\,".utf8)

    /// The whole address stands on one line between angle brackets.
    private static func isOneClick(_ url: URL) -> Bool {
        let bytes = Array(url.absoluteString.utf8)
        return url.scheme == "https" && url.host?.isEmpty == false && url.user == nil && bytes.count <= 900
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && !unsafe.contains($0) }
    }
}

/// A mail holds what people wrote, so only its identifier is printed.
extension Mail: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "mail \(id)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The part of a mail that cannot be written, without what stands in it.
package enum MailFault: Error, Equatable {
    /// Empty, over 200 bytes, or with a control character or an end of line.
    case name
    /// Empty, over 1,000 bytes, or with a control character or an end of line.
    case subject
    /// Empty, over a million bytes, or with a control character that is no tab and no end of line.
    case text
    /// No language tag.
    case language
    /// Not an `https` address of at most 900 bytes.
    case unsubscribe
    /// Empty, over 200 bytes, or with something other than letters, digits, `-` and `_`.
    case token
    /// Before 1970 or after 9999.
    case date
}

extension Unicode.Scalar {
    /// C0, DEL and C1.
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
    /// Beyond the controls.
    var isLineEnd: Bool { value == 0x2028 || value == 0x2029 }
}
