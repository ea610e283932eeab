import Storage

/// The tables `safety_worries` and `safety_cards`.
enum WorryStore {
    static func add(by worried: ID<Person>, about one: ID<SafetyCase>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO safety_worries (id, case_id, worried_id, made_at)
            VALUES (\(ID<SafetyCase>.random()), \(one), \(worried), \(now))
            """)
    }

    /// When a member was last worried.
    static func last(by worried: ID<Person>, in tx: Transaction) throws -> Instant? {
        try tx.first("SELECT MAX(made_at) FROM safety_worries WHERE worried_id = \(worried)") {
            try $0.get(0, as: Instant?.self)
        } ?? nil
    }

    /// Who was worried since then.
    static func worried(since: Instant, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows("SELECT worried_id FROM safety_worries WHERE made_at > \(since) LIMIT 1000") { try $0.get(0) }
    }

    static func count(about one: ID<SafetyCase>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM safety_worries WHERE case_id = \(one)") { try $0.get(0) } ?? 0
    }

    /// Has soft words wait for a member; not where some did within the time before.
    static func layCard(
        for member: ID<Person>, at now: Instant, notAfter earlier: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO safety_cards (member_id, laid_at, is_away) VALUES (\(member), \(now), FALSE)
            ON CONFLICT (member_id) DO UPDATE SET laid_at = excluded.laid_at, is_away = FALSE
            WHERE safety_cards.laid_at <= \(earlier)
            """)
    }

    static func putCardAway(as viewer: Viewer, in tx: Transaction) throws {
        guard let me = viewer.personID else { return }
        try tx.execute("UPDATE safety_cards SET is_away = TRUE WHERE member_id = \(me)")
    }

    /// Puts cards away whose time is over.
    static func putCardsAway(laidBefore limit: Instant, in tx: Transaction) throws {
        try tx.execute("UPDATE safety_cards SET is_away = TRUE WHERE laid_at <= \(limit) AND is_away = FALSE")
    }

    /// Whether a card waits for a member: a part of another query.
    static func countCards(for member: SQL) -> SQL {
        "(SELECT COUNT(*) FROM safety_cards WHERE member_id = \(member) AND is_away = FALSE)"
    }
}
