import Accounts
import Storage
import Vocabulary
import Web

/// The tables `asks`, `ask_offers` and `ask_preferences`.
enum AskStore {
    /// Whether the viewer said that others may ask them.
    static func isOpen(as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first("SELECT is_open FROM ask_preferences WHERE member_id = \(member)") { try $0.get(0) }
            ?? false
    }

    static func setOpen(_ isOpen: Bool, by viewer: Viewer, at now: Instant, in tx: Transaction) throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            """
            INSERT INTO ask_preferences (member_id, is_open, changed_at) VALUES (\(member), \(isOpen), \(now))
            ON CONFLICT (member_id) DO UPDATE SET is_open = excluded.is_open, changed_at = excluded.changed_at
            """)
    }

    /// Sends a question to up to three people who tried it, by chance, so that nobody is asked again and again.
    ///
    /// The identifier comes with the form. The same words about the same thing, from the same form or within a day, are
    /// the same question: it was sent already.
    /// - Parameter tell: is given each of those whom it waits for.
    static func send(
        _ ask: Ask, by viewer: Viewer, in tx: Transaction, tell: (ID<Person>) throws -> Void = { _ in }
    ) throws -> AskOutcome {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        let since = ask.askedAt - .days(1)
        let earlier = try tx.rows(
            """
            SELECT id, treatment_id, purpose_id, question, asked_at FROM asks
            WHERE asker_id = \(asker) AND (asked_at > \(since) OR id = \(ask.id)) ORDER BY asked_at, id
            """, self.ask)
        if earlier.contains(where: { $0.isSame(as: ask) }) { return .sent }
        guard earlier.count(where: { $0.askedAt > since }) < Ask.dailyLimit else { return .tooMany }
        let addressees = try addressees(of: ask, by: asker, in: tx)
        guard !addressees.isEmpty else { return .nobody }
        // Other words in the same form are another question.
        let id = earlier.contains { $0.id == ask.id } ? .random() : ask.id
        try tx.execute(
            """
            INSERT INTO asks (id, asker_id, treatment_id, purpose_id, question, asked_at)
            VALUES (\(id), \(asker), \(ask.treatment), \(ask.purpose), \(ask.question), \(ask.askedAt))
            """)
        for addressee in addressees {
            try tx.execute(
                """
                INSERT INTO ask_offers (ask_id, addressee_id, state, reply, decided_at)
                VALUES (\(id), \(addressee), 'waiting', NULL, NULL)
                """)
            let receipt = Receipt(user: .site, use: .question, at: ask.askedAt)
            try AccountsFeature.leaveReceipt(receipt, with: addressee, in: tx)
            try tell(addressee)
        }
        return .sent
    }

    private static func addressees(of ask: Ask, by asker: ID<Person>, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT member_id FROM (
                SELECT DISTINCT c.member_id FROM ask_preferences p JOIN courses c ON c.member_id = p.member_id
                WHERE p.is_open = TRUE AND c.treatment_id = \(ask.treatment) AND c.purpose_id = \(ask.purpose)
                    AND c.member_id <> \(asker) AND \(AccountsFeature.hasHealthConsent("c.member_id"))) AS willing
            ORDER BY RANDOM(), member_id LIMIT \(Ask.addressees)
            """
        ) { try $0.get(0) }
    }

    /// How many questions wait for the member whom a column names: a part of another query.
    static func countWaiting(for member: SQL) -> SQL {
        "(SELECT COUNT(*) FROM ask_offers WHERE addressee_id = \(member) AND state = 'waiting')"
    }

    /// Questions that wait for the viewer, the oldest first, and what the viewer asked, the newest first, with the
    /// replies: each with the names of the others. At most `limit` of each.
    static func inbox(
        as viewer: Viewer, limit: Int = 50, in tx: Transaction
    ) throws -> (waiting: [Ask], asked: [Ask]) {
        guard let member = viewer.personID else { return ([], []) }
        let waiting = try tx.rows(
            """
            SELECT a.id, a.treatment_id, a.purpose_id, a.question, a.asked_at, a.asker_id
            FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) AND o.state = 'waiting' ORDER BY a.asked_at, a.id LIMIT \(limit)
            """
        ) { (try ask($0), try $0.get(5, as: ID<Person>.self)) }
        let asked = try tx.rows(
            """
            SELECT id, treatment_id, purpose_id, question, asked_at FROM asks WHERE asker_id = \(member)
            ORDER BY asked_at DESC, id DESC LIMIT \(limit)
            """, ask)
        let replies = try replies(to: member, in: tx)
        let names = try AccountsFeature.pseudonyms(
            of: waiting.map(\.1) + replies.values.flatMap { $0.map(\.author) }, in: tx)
        return (
            waiting.map { ask, asker in
                var ask = ask
                ask.asker = names[asker] ?? ""
                return ask
            },
            asked.map { ask in
                var ask = ask
                ask.replies = (replies[ask.id] ?? []).map {
                    Ask.Reply(pseudonym: names[$0.author] ?? "", text: $0.text, at: $0.at)
                }
                return ask
            }
        )
    }

    /// Every reply to what a member asked, by question, the oldest first.
    private static func replies(
        to member: ID<Person>, in tx: Transaction
    ) throws -> [ID<Ask>: [(author: ID<Person>, text: String, at: Instant)]] {
        var replies: [ID<Ask>: [(author: ID<Person>, text: String, at: Instant)]] = [:]
        _ = try tx.rows(
            """
            SELECT o.ask_id, o.addressee_id, o.reply, o.decided_at FROM asks a JOIN ask_offers o ON o.ask_id = a.id
            WHERE a.asker_id = \(member) AND o.state = 'answered' ORDER BY o.decided_at, o.addressee_id
            """
        ) { row in
            replies[try row.get(0), default: []].append((try row.get(1), try row.get(2), try row.get(3)))
        }
        return replies
    }

    /// Answers a question that waits for the viewer. False when none does: a second press changes nothing.
    static func answer(_ id: ID<Ask>, _ reply: String, by viewer: Viewer, at now: Instant, in tx: Transaction) throws
        -> Bool
    {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        return try tx.execute(
            """
            UPDATE ask_offers SET state = 'answered', reply = \(reply), decided_at = \(now)
            WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'waiting'
            """) > 0
    }

    /// Who asked a question that the viewer answered.
    static func asker(of id: ID<Ask>, answeredBy viewer: Viewer, in tx: Transaction) throws -> ID<Person>? {
        guard let member = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT a.asker_id FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.ask_id = \(id) AND o.addressee_id = \(member) AND o.state = 'answered'
            """
        ) { try $0.get(0) }
    }

    /// Declines a question that waits for the viewer; the asker is not told.
    static func decline(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        return try tx.execute(
            """
            UPDATE ask_offers SET state = 'declined', decided_at = \(now)
            WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'waiting'
            """) > 0
    }

    /// What became of a question that was put to the viewer, and what they replied; nil where none was.
    static func end(
        of id: ID<Ask>, as viewer: Viewer, in tx: Transaction
    ) throws -> (state: String, reply: String?)? {
        guard let member = viewer.personID else { return nil }
        return try tx.first("SELECT state, reply FROM ask_offers WHERE ask_id = \(id) AND addressee_id = \(member)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    static func ask(_ row: Row) throws -> Ask {
        Ask(
            id: try row.get(0), treatment: try row.get(1), purpose: try row.get(2), question: try row.get(3),
            askedAt: try row.get(4))
    }
}
