import Storage
import Web

/// The table `drafts`: sealed, and their members' alone.
enum DraftStore {
    /// Most drafts that a member has at a time.
    static let most = 20

    /// Keeps a draft in the place of the one before; false where the member has too many others.
    static func keep(_ sealed: [UInt8], at mark: [UInt8], as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            """
            INSERT INTO drafts (member_id, place, sealed) VALUES (\(me), \(mark), \(sealed))
            ON CONFLICT (member_id, place) DO UPDATE SET sealed = excluded.sealed
            """)
        let count = try tx.first("SELECT COUNT(*) FROM drafts WHERE member_id = \(me)") { try $0.get(0, as: Int.self) }
        guard (count ?? 0) > most else { return true }
        try remove(at: mark, as: viewer, in: tx)
        return false
    }

    static func find(at mark: [UInt8], as viewer: Viewer, in tx: Transaction) throws -> [UInt8]? {
        guard let me = viewer.personID else { return nil }
        return try tx.first("SELECT sealed FROM drafts WHERE member_id = \(me) AND place = \(mark)") { try $0.get(0) }
    }

    /// All of the viewer's, by the marks of their places.
    static func all(as viewer: Viewer, in tx: Transaction) throws -> [(mark: [UInt8], sealed: [UInt8])] {
        guard let me = viewer.personID else { return [] }
        return try tx.rows("SELECT place, sealed FROM drafts WHERE member_id = \(me) ORDER BY place") {
            (try $0.get(0), try $0.get(1))
        }
    }

    /// Takes all of a member out: their key is lost, and nobody reads them any more.
    static func removeAll(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM drafts WHERE member_id = \(member)")
    }

    static func remove(at mark: [UInt8], as viewer: Viewer, in tx: Transaction) throws {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute("DELETE FROM drafts WHERE member_id = \(me) AND place = \(mark)")
    }
}
