import Accounts
import Storage

/// The table `former_answers`: what members answered who have left without their names. It is whoever asked's alone.
enum FormerAnswerStore {
    /// A row of the table.
    enum FormerAnswer {}

    /// True of an offer (`o`) to a question (`a`) whose answer its asker reads, and goes on reading when its author leaves.
    private static let stays: SQL = """
        (o.state = 'answered' AND a.state <> 'withdrawn' AND o.reply_hidden = FALSE
            AND \(AccountsFeature.hasNoBlock("a.asker_id", "o.addressee_id")))
        """

    /// An answer that stays.
    struct Staying: Sendable {
        var ask: Ask
        let reply: String
        let answeredOn: Instant
        let isRead: Bool
    }

    /// What stays of a member's answers.
    static func staying(of member: ID<Person>, limit: Int = .max, in tx: Transaction) throws -> [Staying] {
        try tx.rows(
            """
            SELECT a.id, a.treatment_id, a.purpose_id, a.question, a.asked_at, a.state, o.reply, o.decided_at, o.is_read
            FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) AND \(stays) ORDER BY o.ask_id LIMIT \(limit)
            """
        ) { row in
            let at = try row.get(7, as: Instant.self).milliseconds
            return Staying(
                ask: try AskStore.ask(row), reply: try row.get(6),
                answeredOn: Instant(milliseconds: at - at % 86_400_000),
                isRead: try row.get(8))
        }
    }

    /// Moves what stays and takes the member's offers out of these questions; answers whether there may be more.
    /// - Parameter withholds: true of an answer that a moderator has in hand.
    static func cutTies(
        of member: ID<Person>, limit: Int, in tx: Transaction, withholds: (ID<Ask>) throws -> Bool
    ) throws -> Bool {
        let staying = try staying(of: member, limit: limit, in: tx)
        guard !staying.isEmpty else { return false }
        for one in staying.shuffled() where try !withholds(one.ask.id) {
            try tx.execute(
                """
                INSERT INTO former_answers (id, ask_id, reply, answered_on, is_read, reply_hidden)
                VALUES (\(ID<FormerAnswer>.random()), \(one.ask.id), \(one.reply), \(one.answeredOn), \(one.isRead), FALSE)
                """)
        }
        try tx.execute(
            "DELETE FROM ask_offers WHERE addressee_id = \(member) AND ask_id IN (\(SQL.list(staying.map(\.ask.id))))")
        try tx.noteTakedown()
        return staying.count == limit
    }

    /// The answers to questions, for who asked.
    /// - Parameter ids: a query for the questions' identifiers.
    static func replies(_ ids: SQL, in tx: Transaction) throws -> [(ask: ID<Ask>, reply: Ask.Reply)] {
        try tx.rows(
            """
            SELECT f.ask_id, f.id, f.reply, f.answered_on, f.is_read FROM (\(ids)) AS q
            JOIN former_answers f ON f.ask_id = q.id JOIN asks a ON a.id = q.id
            WHERE f.reply_hidden = FALSE AND a.state <> 'withdrawn' ORDER BY f.ask_id, f.answered_on, f.id
            """
        ) { row in
            let reply = Ask.Reply(
                author: try row.get(1), pseudonym: nil, text: try row.get(2), at: try row.get(3), isRead: try row.get(4)
            )
            return (try row.get(0), reply)
        }
    }

    /// How many there are that the member whom a column names has not said to have read: a part of another query.
    static func countUnread(for member: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM asks a JOIN former_answers f ON f.ask_id = a.id
            WHERE a.asker_id = \(member) AND a.state <> 'withdrawn' AND f.is_read = FALSE AND f.reply_hidden = FALSE)
        """
    }

    @discardableResult
    static func noteRead(_ ask: ID<Ask>, in tx: Transaction) throws -> Int {
        try tx.execute("UPDATE former_answers SET is_read = TRUE WHERE ask_id = \(ask)")
    }

    static func remove(ofAsks condition: SQL, in tx: Transaction) throws {
        try tx.execute("DELETE FROM former_answers WHERE ask_id IN (SELECT id FROM asks WHERE \(condition))")
    }

    /// By the question and the row, as an answer is reported; for its asker and the system.
    static func words(_ ask: ID<Ask>, _ id: ID<Person>, as viewer: Viewer, in tx: Transaction) throws -> String? {
        let mayRead: SQL
        switch viewer {
        case .anonymous: return nil
        case .system: mayRead = "TRUE"
        case .person(let me, _): mayRead = "(a.asker_id = \(me) AND f.reply_hidden = FALSE AND a.state <> 'withdrawn')"
        }
        return try tx.first(
            """
            SELECT f.reply FROM former_answers f JOIN asks a ON a.id = f.ask_id
            WHERE f.ask_id = \(ask) AND f.id = \(id) AND \(mayRead)
            """
        ) { try $0.get(0) }
    }

    static func setHidden(_ isHidden: Bool, _ ask: ID<Ask>, _ id: ID<Person>, in tx: Transaction) throws {
        try tx.execute("UPDATE former_answers SET reply_hidden = \(isHidden) WHERE ask_id = \(ask) AND id = \(id)")
    }
}
