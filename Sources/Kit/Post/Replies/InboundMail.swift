/// A mail that came in, as far as a reply goes: whom it is from, where it went, and what stands at its head. Its text is read
/// only when it is asked for.
package struct InboundMail: Sendable {
    let fields: MailFields

    /// Whom it says it is from; nil where that is not one plain address. Anybody can write anything there.
    package let from: MailAddress?
    /// What is shown beside it, decoded; may be empty.
    package let senderName: String
    /// Where servers on the way say that it went.
    package let envelope: [MailAddress]
    /// Where it says itself that it goes: `To` and `Cc`.
    package let recipients: [MailAddress]
    /// Decoded; empty where there is none.
    package let subject: String
    /// Without its brackets; nil where there is none.
    package let messageID: String?
    /// Message ids of what it answers, without their brackets: those of `In-Reply-To`, then of `References`; at most a hundred.
    package let answers: [String]

    /// Reads the head of a message as it came (RFC 5322). Nil where that is none: a line that is no field, more than 200
    /// fields, or one beyond all measure.
    package init?(_ message: [UInt8]) {
        guard let fields = MailFields(Self.mail(message[...]), within: .mail), !fields.fields.isEmpty else {
            return nil
        }
        self.fields = fields
        let senders = fields["from"].map { MailboxList.read($0) } ?? []
        from = senders.count == 1 ? senders[0].address : nil
        senderName = senders.count == 1 ? senders[0].name : ""
        envelope = Self.addresses(fields, ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"])
        recipients = Self.addresses(fields, ["to", "cc"])
        subject = EncodedWords.decoded(fields["subject"] ?? "")
        messageID = fields["message-id"].flatMap { Self.ids($0).first }
        answers = Array(["in-reply-to", "references"].flatMap { fields.all($0) }.flatMap(Self.ids).prefix(100))
    }

    /// Without the line that programs put before a mail in a mailbox file, and hand on with it.
    private static func mail(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var left = message
        guard message.starts(with: "From ".utf8), MailFields.takeLine(&left) != nil else { return message }
        return left
    }

    private static func addresses(_ fields: MailFields, _ names: [String]) -> [MailAddress] {
        names.flatMap { fields.all($0) }.flatMap { MailboxList.read($0) }.compactMap(\.address)
    }

    /// What stands between angle brackets.
    private static func ids(_ value: String) -> [String] {
        value.utf8.split(separator: UInt8(ascii: "<")).compactMap { piece in
            guard let end = piece.firstIndex(of: UInt8(ascii: ">")), (1...900).contains(piece[..<end].count) else {
                return nil
            }
            return String(Substring(piece[..<end]))
        }
    }
}

/// It holds what people wrote and their addresses, so nothing of it is printed.
extension InboundMail: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "inbound mail" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
