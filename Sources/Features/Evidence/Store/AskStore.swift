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
    static func send(_ ask: Ask, by viewer: Viewer, in tx: Transaction) throws -> AskOutcome {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        let since = ask.askedAt - .days(1)
        let today: Int? = try tx.first("SELECT COUNT(*) FROM asks WHERE asker_id = \(asker) AND asked_at > \(since)") {
            try $0.get(0)
        }
        guard today ?? 0 < Ask.dailyLimit else { return .tooMany }
        let candidates: [ID<Person>] = try tx.rows(
            """
            SELECT member_id FROM (
                SELECT DISTINCT c.member_id FROM ask_preferences p JOIN courses c ON c.member_id = p.member_id
                WHERE p.is_open = TRUE AND c.treatment_id = \(ask.treatment) AND c.purpose_id = \(ask.purpose)
                    AND c.member_id <> \(asker) AND \(AccountsFeature.hasHealthConsent("c.member_id"))) AS willing
            ORDER BY RANDOM(), member_id LIMIT \(Ask.addressees)
            """
        ) { try $0.get(0) }
        guard !candidates.isEmpty else { return .nobody }
        try tx.execute(
            """
            INSERT INTO asks (id, asker_id, treatment_id, purpose_id, question, asked_at)
            VALUES (\(ask.id), \(asker), \(ask.treatment), \(ask.purpose), \(ask.question), \(ask.askedAt))
            """)
        for addressee in candidates {
            try tx.execute(
                """
                INSERT INTO ask_offers (ask_id, addressee_id, state, reply, decided_at)
                VALUES (\(ask.id), \(addressee), 'waiting', NULL, NULL)
                """)
        }
        return .sent
    }

    /// How many questions wait for the member whom a column names: a part of another query.
    static func countWaiting(for member: SQL) -> SQL {
        "(SELECT COUNT(*) FROM ask_offers WHERE addressee_id = \(member) AND state = 'waiting')"
    }

    /// Questions that wait for the viewer, the oldest first.
    static func waiting(as viewer: Viewer, in tx: Transaction) throws -> [Ask] {
        guard let member = viewer.personID else { return [] }
        let asks = try tx.rows(
            """
            SELECT a.id, a.treatment_id, a.purpose_id, a.question, a.asked_at, a.asker_id
            FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) AND o.state = 'waiting' ORDER BY a.asked_at, a.id LIMIT 50
            """
        ) { (try ask($0), try $0.get(5, as: ID<Person>.self)) }
        let names = try AccountsFeature.pseudonyms(of: asks.map(\.1), in: tx)
        return asks.map { ask, asker in
            var ask = ask
            ask.asker = names[asker] ?? ""
            return ask
        }
    }

    /// What the viewer asked, the newest first, with the replies.
    static func asked(as viewer: Viewer, limit: Int = 50, in tx: Transaction) throws -> [Ask] {
        guard let member = viewer.personID else { return [] }
        var asks = try tx.rows(
            """
            SELECT id, treatment_id, purpose_id, question, asked_at FROM asks WHERE asker_id = \(member)
            ORDER BY asked_at DESC, id DESC LIMIT \(limit)
            """, ask)
        for index in asks.indices {
            asks[index].replies = try replies(to: asks[index].id, in: tx)
        }
        return asks
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

    /// Leaves a question that waits for the viewer; the asker is not told.
    static func leave(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        return try tx.execute(
            """
            UPDATE ask_offers SET state = 'left', decided_at = \(now)
            WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'waiting'
            """) > 0
    }

    /// What the viewer answered to others, the newest first.
    static func ownAnswers(as viewer: Viewer, in tx: Transaction) throws -> [String] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT reply FROM ask_offers WHERE addressee_id = \(member) AND state = 'answered'
            ORDER BY decided_at DESC, ask_id
            """
        ) { try $0.get(0) }
    }

    private static func replies(to id: ID<Ask>, in tx: Transaction) throws -> [Ask.Reply] {
        let replies = try tx.rows(
            """
            SELECT addressee_id, reply, decided_at FROM ask_offers WHERE ask_id = \(id) AND state = 'answered'
            ORDER BY decided_at, addressee_id
            """
        ) { (try $0.get(0, as: ID<Person>.self), try $0.get(1, as: String.self), try $0.get(2, as: Instant.self)) }
        let names = try AccountsFeature.pseudonyms(of: replies.map(\.0), in: tx)
        return replies.map { Ask.Reply(pseudonym: names[$0.0] ?? "", text: $0.1, at: $0.2) }
    }

    private static func ask(_ row: Row) throws -> Ask {
        Ask(
            id: try row.get(0), treatment: try row.get(1), purpose: try row.get(2), question: try row.get(3),
            askedAt: try row.get(4))
    }
}
