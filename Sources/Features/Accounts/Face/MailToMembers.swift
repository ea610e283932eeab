import Crypto
import Markup
package import Post
package import Storage
import Web

/// Mail to members: who is written to, and what comes back. What was sent to whom and when is written down nowhere.
extension AccountsFeature {
    static let newsMail = MailTemplate(
        "news", subject: "accounts.mail.news.subject", sentence: "accounts.mail.news.sentence", link: "/me")

    /// Has a member told that something new is there for them, if they wish to be: that, and not what. In the transaction
    /// of what is new. At most one such mail in 24 hours; of two things one mail tells.
    package func tellOfNews(to member: ID<Person>, in tx: Transaction) throws {
        guard outbox.isOpen, try MailWishStore.mayBeWrittenTo(member, in: tx) else { return }
        try outbox.add(
            Self.newsMail.name, to: member, key: newsKey(of: member), keyHolds: .hours(24), in: tx)
    }

    /// Nobody who reads the table of jobs learns whom a key is of.
    func newsKey(of member: ID<Person>) -> String {
        let mark = HMAC<SHA256>.authenticationCode(for: Array("news|\(member)".utf8), using: keys.mail)
        return "news:" + Hex.text(Array(mark.prefix(16)))
    }

    /// For a demonstration: a member has this address and wishes for mail.
    package func demonstrateMail(to address: String, of member: ID<Person>) async throws {
        guard let email = MailAddress(address) else { return }
        let (seal, now) = (keys.contactSeal, clock.now())
        try await database.write { tx in
            try ContactStore.set(Contact(email: email, wantsMail: true), of: member, seal: seal, at: now, in: tx)
        }
    }

    /// Where mail goes.
    package var addressBook: AddressBook {
        let (database, seal) = (database, keys.contactSeal)
        return AddressBook { member in
            try await database.read { try MailWishStore.recipient(member, seal: seal, in: $0) }
        } noteBadAddress: { member, since in
            _ = try await database.write { try MailWishStore.noteBadAddress(of: member, since: since, in: $0) }
        }
    }

    /// What stands for a member in message ids and in the addresses that end mail.
    package var mailSeal: MailSeal { MailSeal(key: keys.mail) }

    /// Ends mail to the address that a token's mail went to; the same where there is none any more, or another. False for
    /// what is no token of ours.
    func endMail(_ token: String) async throws -> Bool {
        guard let content = mailSeal.open(token, for: .unsubscribe) else { return false }
        let (mailSeal, seal) = (mailSeal, keys.contactSeal)
        try await database.write { tx in
            try MailWishStore.end(of: content.member, seal: seal, in: tx) { mailSeal.mark(of: $0) == content.stamp }
        }
        return true
    }
}
