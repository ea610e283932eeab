package import Storage
import Crypto

/// Replies by mail: makes the address at which one member's reply to one place comes in, and reads what comes there.
///
/// The address is the right to say something there in that member's name, and nothing else: it opens no page and shows no
/// word. It holds for that place, that member, the address they read it at, and thirty to sixty days. A room ends it at once
/// by forgetting the place.
package struct MailedReplies: Sendable {
    private let base: MailAddress
    private let seal: ReplySeal
    private let automatic: AutomaticMail
    private let phrases: MailPhrases
    private let secrets: [String]

    /// Bytes of a mail; of a longer one only the head is looked at.
    package static let limit = 1_048_576

    /// `base` is the address that tokens are added to, `reply@example.org`: its server must hand `reply+…` on to the same
    /// door. Nil where it has more than eleven letters before the `@`. `from` is the sender of this server's mail, and `links`
    /// begin what stands in it and must never be shown, such as the page that ends mail.
    ///
    /// Throws when the phrases of mail programs cannot be read: found at start, never later.
    package init?(base: MailAddress, from: MailAddress, links: [String], seal: MailSeal) throws {
        guard Self.canTakeReplies(base) else { return nil }
        (self.base, self.seal, phrases) = (base, ReplySeal(seal), try .shipped())
        automatic = AutomaticMail(phrases: phrases, ours: [from, base]) { id in
            let token = id.utf8.split(separator: UInt8(ascii: "@")).first.map { Substring($0) } ?? ""
            return seal.open(token, for: .message) != nil
        }
        secrets = links + ["\(base.local)+"]
    }

    /// Whether there is room for a token in it.
    package static func canTakeReplies(_ base: MailAddress) -> Bool {
        base.local.utf8.count <= 64 - ReplyAddress.length - 1
    }

    /// The address for a mail's `Reply-To`. The same for every mail of about a month, so that programs keep a talk together.
    ///
    /// `place` is a row of the room's for this member and what they are told of; a new one in its stead ends all addresses
    /// made before. `written` is the mail's own date, so each try to send it is the same.
    package func address(
        to place: ID<ReplyPlace>, of member: ID<Person>, readingAt reading: MailAddress, written: Instant
    ) -> MailAddress? {
        seal.address(to: place, .init(member: member, reading: reading), written: written).address(under: base)
    }

    /// Reads the head of a message as it came. Nobody is believed yet: see `words(of:by:readingAt:now:)`.
    package func read(_ message: [UInt8]) throws(ReplyRefusal) -> InboundReply {
        let isWhole = message.count <= Self.limit
        guard let mail = InboundMail(isWhole ? message : Array(message.prefix(Self.limit))) else { throw .broken }
        let address = try address(of: mail)
        if let refusal = automatic.refusal(of: mail) { throw refusal }
        return InboundReply(
            place: seal.place(of: address), mail: mail, key: Self.key(mail, message), address: address, isWhole: isWhole
        )
    }

    /// What a reply says, or why it cannot be taken and its writer should be told; nil where the address was not made for
    /// this member, for where they read mail now, and lately. Whose place it is and what they may still do there is the
    /// room's to find before.
    package func words(
        of reply: InboundReply, by member: ID<Person>, readingAt reading: MailAddress, now: Instant
    ) -> Result<ReplyWords, ReplyFault>? {
        guard seal.isGenuine(reply.address, .init(member: member, reading: reading), now: now) else { return nil }
        return reply.isWhole ? content(of: reply.mail) : .failure(.large)
    }

    /// Servers know best where a mail went; to whom it was written also names others.
    private func address(of mail: InboundMail) throws(ReplyRefusal) -> ReplyAddress {
        for addresses in [mail.envelope, mail.recipients] {
            let found = Set(addresses.compactMap { ReplyAddress($0, under: base) })
            if found.count > 1 { throw .severalPlaces }
            if let only = found.first { return only }
        }
        throw .notOurs
    }

    private func content(of mail: InboundMail) -> Result<ReplyWords, ReplyFault> {
        do throws(ReplyFault) {
            let words = ReplyWords(
                try MailText.lines(of: mail.fields), senderName: mail.senderName, from: mail.from, secrets: secrets,
                phrases)
            return words.map { .success($0) } ?? .failure(.noWords)
        } catch {
            return .failure(error)
        }
    }

    private static func key(_ mail: InboundMail, _ message: [UInt8]) -> String {
        let hash = mail.messageID.map { SHA256.hash(data: Array($0.utf8)) } ?? SHA256.hash(data: message)
        return Base64URL.encode(hash)
    }
}

/// A reply that came in and is not believed yet.
package struct InboundReply: Sendable {
    /// What it says that it is for. The room looks whose that is and asks `MailedReplies` for the words.
    package let place: ID<ReplyPlace>
    package let mail: InboundMail
    /// The same when the same mail comes again: 43 letters, digits, `-` and `_`, of which nobody can tell the mail.
    package let key: String
    let address: ReplyAddress
    let isWhole: Bool
}
