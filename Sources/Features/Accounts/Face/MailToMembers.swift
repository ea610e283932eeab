import Crypto
import Markup
package import Post
package import Storage
package import Web

/// Mail to members: who is written to, and what comes back. What was sent to whom and when is written down nowhere.
extension AccountsFeature {
    static let newsMail = MailTemplate(
        "news", subject: "accounts.mail.news.subject", sentence: "accounts.mail.news.sentence", link: "/me")

    /// Has a member told that something new waits for them alone, if they wish to be: that, and not what. In the transaction
    /// of what is new. At once but for their quiet hours, and at most one such mail in 24 hours; of two things one mail tells.
    /// What has time goes by `tellByPace`.
    package func tellOfNews(to member: ID<Person>, in tx: Transaction) throws {
        guard outbox.isOpen, let habits = try MailWishStore.openHabits(of: member, in: tx) else { return }
        try outbox.add(
            Self.newsMail.name, to: member, at: quietUntil(habits), key: mailKey("news", member), keyHolds: .hours(24),
            in: tx)
    }

    /// Has a member told by a room's own mail of what has time, as often as they wish: one mail for all that comes up in
    /// an hour, a day or a week, however often this is called. What it says is looked up when it goes out.
    package func tellByPace(_ template: MailTemplate, to member: ID<Person>, in tx: Transaction) throws {
        guard outbox.isOpen, let habits = try MailWishStore.openHabits(of: member, in: tx) else { return }
        try tellByPace(template.name, to: member, habits, in: tx)
    }

    private func tellByPace(
        _ template: String, to member: ID<Person>, _ habits: MailHabits, in tx: Transaction
    ) throws {
        let now = clock.now()
        guard let due = habits.due(now, in: usualZone) else { return }
        if habits.pace != .atOnce {
            let key = pacedKey(template, due.number, member)
            try outbox.add(template, to: member, at: due.at, key: key, keyHolds: .zero, in: tx)
            return
        }
        // The first of an hour at once; what comes up behind it in the next.
        let next = Instant(milliseconds: (due.number + 1) * 3_600_000)
        let isFirst = try outbox.add(
            template, to: member, at: quietUntil(habits), key: pacedKey(template, due.number, member),
            keyHolds: next - now, in: tx)
        guard !isFirst else { return }
        try outbox.add(
            template, to: member, at: next, key: pacedKey(template, due.number + 1, member), keyHolds: .hours(1), in: tx
        )
    }

    /// An answer to what a member sent by mail. It goes out in quiet hours, too.
    /// - Parameter keyHolds: how long no other of the kind follows, so that no two programs keep each other busy.
    package func answerByMail(
        _ template: MailTemplate, as kind: String, to member: ID<Person>, keyHolds: Duration, in tx: Transaction
    ) throws {
        try outbox.add(template.name, to: member, key: mailKey("answer|\(kind)", member), keyHolds: keyHolds, in: tx)
    }

    /// Other habits in the place of a member's; what waits for the former pace waits for the new one.
    func setMailHabits(_ habits: MailHabits, of member: ID<Person>, paced templates: [String], in tx: Transaction)
        throws
    {
        let former = try MailWishStore.openHabits(of: member, in: tx)
        try MailWishStore.setHabits(habits, of: member, in: tx)
        guard let former, former.pace != habits.pace || former.zone != habits.zone else { return }
        for template in templates {
            var isWaiting = false
            for number in 0...1 {
                let key = pacedKey(template, Int64(number), member)
                isWaiting = try outbox.forgetWaiting(key: key, in: tx) || isWaiting
            }
            if isWaiting { try tellByPace(template, to: member, habits, in: tx) }
        }
    }

    /// How a member wishes to be written to; nil where they may not be.
    package func mailHabits(of member: ID<Person>, in tx: Transaction) throws -> MailHabits? {
        try MailWishStore.openHabits(of: member, in: tx)
    }

    /// Where mail to a member goes now; nil where they may not be written to.
    package func mailRecipient(_ member: ID<Person>, in tx: Transaction) throws -> Recipient? {
        try MailWishStore.recipient(member, seal: keys.contactSeal, in: tx) { quietUntil($0) }
    }

    /// The time zone of whoever has not said theirs.
    var usualZone: String { settings.mail?.zone ?? "UTC" }

    private func quietUntil(_ habits: MailHabits) -> Instant? { habits.quietUntil(clock.now(), in: usualZone) }

    /// Two by turns: while one mail is being written, what comes up is for the next.
    private func pacedKey(_ template: String, _ number: Int64, _ member: ID<Person>) -> String {
        mailKey("paced|\(template)|\(number & 1)", member)
    }

    /// Nobody who reads the table of jobs learns whom a key is of.
    private func mailKey(_ kind: String, _ member: ID<Person>) -> String {
        let mark = HMAC<SHA256>.authenticationCode(for: Array("\(kind)|\(member)".utf8), using: keys.mail)
        return "news:" + Hex.text(Array(mark.prefix(16)))
    }

    /// Takes the mail of a member who leaves out of what waits.
    func forgetMail(to member: ID<Person>, in tx: Transaction) throws {
        try outbox.forget(key: mailKey("news", member), in: tx)
        try outbox.forgetAll(to: member, in: tx)
    }

    /// For a demonstration: a member has this address and wishes for mail, about everything at once and at any hour.
    package func demonstrateMail(to address: String, of member: ID<Person>) async throws {
        guard let email = MailAddress(address) else { return }
        let (seal, now) = (keys.contactSeal, clock.now())
        try await database.write { tx in
            try ContactStore.set(Contact(email: email, wantsMail: true), of: member, seal: seal, at: now, in: tx)
            try MailWishStore.setHabits(MailHabits(pace: .atOnce, quiet: (0, 0)), of: member, in: tx)
        }
    }

    /// Where mail goes.
    package var addressBook: AddressBook {
        let database = database
        return AddressBook { member in
            try await database.read { try mailRecipient(member, in: $0) }
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
