import Accounts
import Storage
import Web

/// The table `correspondences`, and who of the two sees what of it: the one place that says so.
enum CorrespondenceStore {
    // MARK: - Who sees what

    /// The other one of a row of `correspondences` (called `c`); NULL where they have left.
    static func other(than me: SQL) -> SQL { "(CASE WHEN c.asker_id = \(me) THEN c.asked_id ELSE c.asker_id END)" }

    /// SQL that is true of a row whose other one is there, with no block between the two: what they wrote is shown.
    static func meets(_ me: SQL) -> SQL {
        let other = other(than: me)
        return "(\(other) IS NOT NULL AND \(AccountsFeature.hasNoBlock(me, other)))"
    }

    /// SQL that is true of a row that a member may know of: all that they asked for; what they are asked as long as they have
    /// not said no, and there is a letter to read.
    static func isVisible(to me: SQL) -> SQL {
        """
        (c.asker_id = \(me) OR (c.asked_id = \(me) AND (c.state IN ('open', 'closed')
            OR (c.state = 'asked' AND \(meets(me)) AND EXISTS (SELECT 1 FROM letters AS first_letter
                WHERE first_letter.correspondence_id = c.id AND first_letter.state = 'shown')))))
        """
    }

    // MARK: - Reading

    static func find(_ id: ID<Correspondence>, as viewer: Viewer, in tx: Transaction) throws -> Correspondence? {
        guard let me = viewer.personID else { return nil }
        return try list(me, "c.id = \(id)", in: tx).first
    }

    /// The viewer's, those with something new first, then those in which something can be done.
    static func all(
        as viewer: Viewer, page: Int = 1, limit: Int, in tx: Transaction
    ) throws -> [Correspondence] {
        guard let me = viewer.personID else { return [] }
        return try list(
            me, "(c.asker_id = \(me) OR c.asked_id = \(me))",
            """
            ORDER BY CASE WHEN EXISTS (SELECT 1 FROM letter_news AS news WHERE news.member_id = \(me)
                    AND news.correspondence_id = c.id) AND \(meets("\(me)")) THEN 0
                WHEN c.state = 'closed' OR NOT \(meets("\(me)")) THEN 2 ELSE 1 END, c.last_at DESC, c.id
            LIMIT \(limit + 1) OFFSET \((page - 1) * limit)
            """, in: tx)
    }

    /// Whether the viewer was asked and said no: they see nothing of it any more.
    static func hasDeclined(_ id: ID<Correspondence>, as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID else { return false }
        return try tx.first(
            "SELECT 1 FROM correspondences WHERE id = \(id) AND asked_id = \(me) AND state = 'declined'"
        ) { _ in true } ?? false
    }

    /// That between the viewer and a member which stands in the place of asking: one that is open, one that waits, one to
    /// which the other said no or which they ended. Who said no, or ended one, can ask again; across a block there is none.
    static func existing(with member: ID<Person>, as viewer: Viewer, in tx: Transaction) throws -> Correspondence? {
        guard let me = viewer.personID else { return nil }
        return try list(
            me,
            """
            ((c.asker_id = \(me) AND c.asked_id = \(member)) OR (c.asker_id = \(member) AND c.asked_id = \(me)))
            AND (c.state <> 'closed' OR c.is_closed_by_asker <> (c.asker_id = \(me))) AND \(meets("\(me)"))
            """,
            """
            ORDER BY CASE c.state WHEN 'open' THEN 0 WHEN 'asked' THEN 1 ELSE 2 END, c.begun_at DESC, c.id LIMIT 1
            """, in: tx
        ).first
    }

    private static func list(
        _ me: ID<Person>, _ condition: SQL, _ order: SQL = SQL(), in tx: Transaction
    ) throws -> [Correspondence] {
        let (viewer, other): (SQL, SQL) = ("\(me)", Self.other(than: "\(me)"))
        let found = try tx.rows(
            """
            SELECT c.id, COALESCE(c.asker_id = \(me), FALSE), c.state, CASE WHEN \(meets(viewer)) THEN \(other) END,
                \(AccountsFeature.canMeet(viewer, other)), c.last_at, c.asker_key, c.asked_key,
                CASE WHEN \(meets(viewer)) THEN (SELECT news.number FROM letter_news AS news
                    WHERE news.member_id = \(me) AND news.correspondence_id = c.id) END
            FROM correspondences AS c WHERE \(condition) AND \(isVisible(to: viewer)) \(order)
            """, correspondence)
        let names = try AccountsFeature.named(found.compactMap(\.other), to: .person(me, roles: []), in: tx)
        return found.map { one in
            var one = one
            let other = one.other.flatMap { names[$0] }
            (one.pseudonym, one.hasPage) = (other?.pseudonym, other?.hasPage == true)
            return one
        }
    }

    private static func correspondence(_ row: Row) throws -> Correspondence {
        var keys: [Correspondence.Side: [UInt8]] = [:]
        keys[.asker] = try row.get(6)
        keys[.asked] = try row.get(7)
        return Correspondence(
            id: try row.get(0), side: try row.get(1) ? .asker : .asked,
            state: Correspondence.State(rawValue: try row.get(2)) ?? .closed, other: try row.get(3), pseudonym: nil,
            canMeet: try row.get(4), lastAt: try row.get(5), newFrom: try row.get(8), keys: keys)
    }

    /// Who the two are, and under what the letters of each are sealed, whoever may know of it.
    static func ends(
        of id: ID<Correspondence>, in tx: Transaction
    ) throws -> (members: [Correspondence.Side: ID<Person>], keys: [Correspondence.Side: [UInt8]])? {
        try tx.first("SELECT asker_id, asked_id, asker_key, asked_key FROM correspondences WHERE id = \(id)") { row in
            var members: [Correspondence.Side: ID<Person>] = [:]
            var keys: [Correspondence.Side: [UInt8]] = [:]
            (members[.asker], members[.asked]) = (try row.get(0), try row.get(1))
            (keys[.asker], keys[.asked]) = (try row.get(2), try row.get(3))
            return (members, keys)
        }
    }

    /// How many members somebody asked, also where they took it back since.
    static func countAsked(by member: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM correspondences WHERE asker_id = \(member) AND begun_at > \(since)") {
            try $0.get(0)
        } ?? 0
    }

    /// Whether a member joined after a time.
    static func isNew(_ member: ID<Person>, joinedAfter limit: Instant, in tx: Transaction) throws -> Bool {
        let joined = try tx.first("SELECT \(AccountsFeature.joined("\(member)"))") { try $0.get(0, as: Instant?.self) }
        return (joined ?? nil).map { $0 > limit } ?? false
    }

    /// How many who joined after a time asked a member.
    static func countAsking(
        _ member: ID<Person>, since: Instant, joinedAfter limit: Instant, in tx: Transaction
    ) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM correspondences AS c WHERE c.asked_id = \(member) AND c.begun_at > \(since)
                AND \(AccountsFeature.joined("c.asker_id")) > \(limit)
            """
        ) { try $0.get(0) } ?? 0
    }

    // MARK: - Changing

    static func begin(
        _ id: ID<Correspondence>, from asker: ID<Person>, to asked: ID<Person>,
        keys: [Correspondence.Side: [UInt8]], at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO correspondences (id, asker_id, asked_id, state, is_closed_by_asker, asker_key, asked_key,
                last_number, begun_at, last_at)
            VALUES (\(id), \(asker), \(asked), 'asked', FALSE, \(keys[.asker]), \(keys[.asked]), 0, \(now), \(now))
            """)
    }

    /// The next number of a letter; nil where there is no such correspondence any more.
    static func takeNumber(_ id: ID<Correspondence>, in tx: Transaction) throws -> Int? {
        try tx.first(
            "UPDATE correspondences SET last_number = last_number + 1 WHERE id = \(id) RETURNING last_number"
        ) { try $0.get(0) }
    }

    /// Writes anew when the newest letter came that both read: nothing tells of one that is gone.
    static func recount(_ id: ID<Correspondence>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE correspondences SET last_at = COALESCE((SELECT l.written_at FROM letters AS l
                WHERE l.correspondence_id = correspondences.id AND l.state = 'shown'
                ORDER BY l.number DESC LIMIT 1), begun_at)
            WHERE id = \(id)
            """)
    }

    /// The one who is asked says yes or no. False where nothing is asked (any more).
    static func answer(_ id: ID<Correspondence>, isYes: Bool, in tx: Transaction) throws -> Bool {
        let state: Correspondence.State = isYes ? .open : .declined
        return try tx.execute(
            "UPDATE correspondences SET state = \(state.rawValue) WHERE id = \(id) AND state = 'asked'") > 0
    }

    /// One of the two ends it: nobody can write here any more. What was only asked for counts as a no.
    static func end(_ id: ID<Correspondence>, by side: Correspondence.Side, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE correspondences SET is_closed_by_asker = \(side == .asker),
                state = CASE WHEN state = 'open' THEN 'closed' ELSE 'declined' END
            WHERE id = \(id) AND (state = 'open' OR (state = 'asked' AND \(side == .asked)))
            """)
    }

    // MARK: - Erasing

    /// The keys of a member are gone: what they wrote is unreadable from now on.
    static func dropKeys(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE correspondences SET asker_key = NULL WHERE asker_id = \(member) AND asker_key IS NOT NULL")
        try tx.execute(
            "UPDATE correspondences SET asked_key = NULL WHERE asked_id = \(member) AND asked_key IS NOT NULL")
    }

    /// Takes a member out of a few correspondences, after their letters: those in which the other wrote stay for the other,
    /// closed. Answers whether there may be more.
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let few = try tx.rows(
            """
            SELECT id FROM correspondences WHERE asker_id = \(member) OR asked_id = \(member) ORDER BY id LIMIT \(limit)
            """
        ) { try $0.get(0, as: ID<Correspondence>.self) }
        for id in few {
            let isRead = try tx.execute(
                """
                DELETE FROM correspondences WHERE id = \(id)
                    AND NOT EXISTS (SELECT 1 FROM letters WHERE letters.correspondence_id = correspondences.id)
                """)
            guard isRead == 0 else { continue }
            try tx.execute("DELETE FROM letter_news WHERE correspondence_id = \(id)")
            try tx.execute(
                """
                UPDATE correspondences SET state = 'closed',
                    asker_key = CASE WHEN asker_id = \(member) THEN NULL ELSE asker_key END,
                    asked_key = CASE WHEN asked_id = \(member) THEN NULL ELSE asked_key END,
                    asker_id = CASE WHEN asker_id = \(member) THEN NULL ELSE asker_id END,
                    asked_id = CASE WHEN asked_id = \(member) THEN NULL ELSE asked_id END
                WHERE id = \(id)
                """)
        }
        return few.count == limit
    }
}
