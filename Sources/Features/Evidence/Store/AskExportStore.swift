import Accounts
import Storage

/// A member's questions and answers a page at a time, for their download, and in pieces for erasing them.
extension AskStore {
    static func preference(
        of member: ID<Person>, in tx: Transaction
    ) throws -> (isOpen: Bool, changedAt: Instant)? {
        try tx.first("SELECT is_open, changed_at FROM ask_preferences WHERE member_id = \(member)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    static func countAsked(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM asks WHERE asker_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// What a member asked, with the replies, in the order of the identifiers. What they took back has no words.
    static func asked(by member: ID<Person>, after last: ID<Ask>?, limit: Int, in tx: Transaction) throws -> [Ask] {
        let behind: SQL = last.map { "AND id > \($0)" } ?? SQL()
        let page: SQL = "FROM asks WHERE asker_id = \(member) \(behind) ORDER BY id LIMIT \(limit)"
        return try withReplies(try tx.rows("SELECT \(columns) \(page)", ask), "SELECT id \(page)", in: tx)
    }

    /// A question that was put to a member.
    struct ReceivedRow: Sendable {
        let ask: ID<Ask>
        let question: String?
        let asker: String?
        let offeredAt: Instant
        let state: String
        let reply: String?
        let decidedAt: Instant?
    }

    static func countReceived(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM ask_offers WHERE addressee_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// What was put to a member, in the order of the questions' identifiers: the words and who asked where they may read
    /// it, or answered it.
    static func received(
        by member: ID<Person>, after last: ID<Ask>?, limit: Int, in tx: Transaction
    ) throws -> [ReceivedRow] {
        let behind: SQL = last.map { "AND o.ask_id > \($0)" } ?? SQL()
        let isTheirs: SQL = """
            (\(AskOfferStore.isWaiting) OR (o.state = 'answered' AND a.state <> 'withdrawn' AND a.question_hidden = FALSE
                AND \(AccountsFeature.canMeet("a.asker_id", "o.addressee_id"))))
            """
        let rows = try tx.rows(
            """
            SELECT o.ask_id, CASE WHEN \(isTheirs) THEN a.question END, CASE WHEN \(isTheirs) THEN a.asker_id END,
                o.offered_at, o.state, o.reply, o.decided_at
            FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) \(behind) ORDER BY o.ask_id LIMIT \(limit)
            """
        ) { row in
            (
                ask: try row.get(0, as: ID<Ask>.self), question: try row.get(1, as: String?.self),
                asker: try row.get(2, as: ID<Person>?.self), offeredAt: try row.get(3, as: Instant.self),
                state: try row.get(4, as: String.self), reply: try row.get(5, as: String?.self),
                decidedAt: try row.get(6, as: Instant?.self)
            )
        }
        let names = try AccountsFeature.pseudonyms(of: rows.compactMap(\.asker), in: tx)
        return rows.map { row in
            ReceivedRow(
                ask: row.ask, question: row.question, asker: row.asker.flatMap { names[$0] },
                offeredAt: row.offeredAt, state: row.state, reply: row.reply, decidedAt: row.decidedAt)
        }
    }

    // MARK: Erasing

    static func identifiers(of member: ID<Person>, limit: Int, in tx: Transaction) throws -> [ID<Ask>] {
        try tx.rows("SELECT id FROM asks WHERE asker_id = \(member) ORDER BY id LIMIT \(limit)") { try $0.get(0) }
    }

    static func isOne(of asks: [ID<Ask>]) -> SQL { asks.isEmpty ? "FALSE" : "id IN (\(SQL.list(asks)))" }

    static func remove(_ asks: [ID<Ask>], in tx: Transaction) throws {
        guard !asks.isEmpty else { return }
        try tx.execute("DELETE FROM asks WHERE \(isOne(of: asks))")
    }

    static func eraseReceived(by member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM ask_offers WHERE addressee_id = \(member) AND ask_id IN
                (SELECT ask_id FROM ask_offers WHERE addressee_id = \(member) LIMIT \(limit))
            """) == limit
    }
}
