/// What a mail server reports about a mail that it had taken (RFC 3464), as far as it counts here: whose message it was, and
/// what became of it. Whatever else it quotes is not read.
package struct DeliveryReport: Sendable, Equatable {
    /// The message id of the mail, without its brackets.
    package let messageID: String
    /// Whether mail to the address is of no use any more, by the same rule as at the handover: nobody's mail ends for a full
    /// mailbox, a queue that expired, or what was refused for our sake or the mail's.
    package let isBadAddress: Bool

    /// Bytes of a report; more are not looked at.
    package static let limit = 524_288
    private static let mostParts = 12
    /// RFC 3464, 2.3.3.
    private static let actions = ["failed", "delayed", "delivered", "relayed", "expanded"]

    /// Reads a report about one mail to one reader, such as every mail from here is. Nil for anything else: another mail, a
    /// report without the id of what it is about, or one whose parts contradict each other.
    package init?(_ message: [UInt8]) {
        guard message.count <= Self.limit, let head = MailFields(message[...]),
            let type = head["content-type"].flatMap({ MediaType($0) }), type.name == "multipart/report",
            type.parameters["report-type"]?.lowercased() == "delivery-status",
            let boundary = type.parameters["boundary"],
            let parts = MailParts.split(head.rest, at: boundary, most: Self.mostParts)
        else { return nil }
        var (verdicts, ids): ([Bool], [String]) = ([], [])
        for part in parts {
            guard let fields = MailFields(part),
                let type = MediaType(fields["content-type"] ?? "text/plain")
            else { return nil }
            switch type.name {
            case "message/delivery-status", "message/global-delivery-status":
                guard let verdict = Self.verdict(fields.rest) else { return nil }
                verdicts.append(verdict)
            case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
                if let id = Self.messageID(fields.rest) { ids.append(id) }
            default: break
            }
        }
        guard verdicts.count == 1, ids.count == 1, let verdict = verdicts.first, let id = ids.first else { return nil }
        (messageID, isBadAddress) = (id, verdict)
    }

    /// Whether the address is bad. Fields about the message, then about its one reader, an empty line between.
    private static func verdict(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let message = MailFields(body), let reader = MailFields(message.rest.drop { $0 == 0x0D || $0 == 0x0A }),
            reader.rest.allSatisfy({ [0x0D, 0x0A, 0x20, 0x09].contains($0) }),
            let action = reader["action"]?.lowercased(), actions.contains(action),
            let status = reader["status"].flatMap({ MailStatus($0.utf8) })
        else { return nil }
        return action == "failed" && status.isBadAddress
    }

    /// Of the mail that came back, or of its head alone.
    private static func messageID(_ body: ArraySlice<UInt8>) -> String? {
        // What comes back may be cut off in the middle of anything.
        guard let id = MailFields(body)?["message-id"], id.utf8.first == UInt8(ascii: "<"),
            id.utf8.last == UInt8(ascii: ">"), (3...900).contains(id.utf8.count)
        else { return nil }
        return String(id.dropFirst().dropLast())
    }
}
