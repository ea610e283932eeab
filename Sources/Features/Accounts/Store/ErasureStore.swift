import Markup
import Storage

/// Which way somebody leaves, and what the audit log and the receipt's page call it.
struct Leaving: Sendable, Equatable {
    let reference: String
    let way: LeavingWay
}

/// The table `erasures`, and what is done to a member's own rows when erasing begins. The rest of each table goes in pieces,
/// so that nobody else waits: a piece is one transaction.
enum ErasureStore {
    /// How a member leaves just now, and under which reference; nil where they do not.
    static func find(_ member: ID<Person>, in tx: Transaction) throws -> Leaving? {
        try tx.first("SELECT reference, way FROM erasures WHERE member_id = \(member)") {
            Leaving(reference: try $0.get(0), way: LeavingWay(rawValue: try $0.get(1)) ?? .erase)
        }
    }

    /// Closes the account to everybody: nothing to sign in with, no name, no consent, nothing to write to.
    static func begin(_ member: ID<Person>, _ leaving: Leaving, at now: Instant, in tx: Transaction) throws {
        let nobody = "erased \(ID<Person>.random())"
        try tx.execute(
            """
            UPDATE members SET pseudonym = '', pseudonym_key = \(nobody), health_consent = FALSE, figures_consent = FALSE
            WHERE id = \(member)
            """)
        try tx.execute("DELETE FROM credentials WHERE member_id = \(member)")
        try tx.execute("DELETE FROM contacts WHERE member_id = \(member)")
        try tx.execute("DELETE FROM access_keys WHERE member_id = \(member)")
        try tx.execute("DELETE FROM space_roles WHERE member_id = \(member)")
        try tx.execute(
            """
            INSERT INTO erasures (member_id, reference, way, begun_at)
            VALUES (\(member), \(leaving.reference), \(leaving.way.rawValue), \(now))
            """)
    }

    static func isGoingOn(_ reference: String, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM erasures WHERE reference = \(reference)") { _ in true } ?? false
    }

    /// What was begun before a time and is not done.
    static func begun(before limit: Instant, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows("SELECT member_id FROM erasures WHERE begun_at < \(limit) ORDER BY begun_at, member_id") {
            try $0.get(0)
        }
    }
}

extension ConsentStore {
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM consents WHERE id IN (SELECT id FROM consents WHERE member_id = \(member) LIMIT \(limit))
            """) == limit
    }

    static func count(_ member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM consents WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    static func page(
        of member: ID<Person>, after last: ReceiptStore.Place?, limit: Int, in tx: Transaction
    ) throws -> [(id: ID<Receipt>, decision: ConsentDecision)] {
        let behind: SQL = last.map { "AND (decided_at, id) > (\($0.at), \($0.id))" } ?? SQL()
        return try tx.rows(
            """
            SELECT id, kind, is_granted, version, language, decided_at FROM consents WHERE member_id = \(member) \(behind)
            ORDER BY decided_at, id LIMIT \(limit)
            """
        ) { row in
            guard let kind = ConsentKind(rawValue: try row.get(1)) else {
                throw StorageError.other("consents holds a kind of another version")
            }
            let decision = ConsentDecision(
                kind: kind, isGranted: try row.get(2), version: try row.get(3), language: try row.get(4),
                decidedAt: try row.get(5))
            return (try row.get(0), decision)
        }
    }
}

extension ReceiptStore {
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM receipts WHERE id IN (SELECT id FROM receipts WHERE member_id = \(member) LIMIT \(limit))
            """) == limit
    }
}

extension FollowStore {
    static func countFollowers(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            "SELECT COUNT(*) FROM follows WHERE followed_id = \(member) AND \(VisibilityStore.isOpen("follower_id"))"
        ) { try $0.get(0) } ?? 0
    }

    /// Both whom they follow and who follows them.
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let following = try tx.execute(
            """
            DELETE FROM follows WHERE follower_id = \(member) AND followed_id IN
                (SELECT followed_id FROM follows WHERE follower_id = \(member) LIMIT \(limit))
            """)
        if following == limit { return true }
        return try tx.execute(
            """
            DELETE FROM follows WHERE followed_id = \(member) AND follower_id IN
                (SELECT follower_id FROM follows WHERE followed_id = \(member) LIMIT \(limit))
            """) == limit
    }
}

extension BlockStore {
    /// Both whom they block and who blocks them.
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let blocking = try tx.execute(
            """
            DELETE FROM blocks WHERE blocker_id = \(member) AND blocked_id IN
                (SELECT blocked_id FROM blocks WHERE blocker_id = \(member) LIMIT \(limit))
            """)
        if blocking == limit { return true }
        return try tx.execute(
            """
            DELETE FROM blocks WHERE blocked_id = \(member) AND blocker_id IN
                (SELECT blocker_id FROM blocks WHERE blocked_id = \(member) LIMIT \(limit))
            """) == limit
    }
}
