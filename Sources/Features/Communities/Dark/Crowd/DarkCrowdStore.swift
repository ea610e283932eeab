import Markup
import Storage

/// Counts for all places at once who could have asked there.
enum DarkCrowdStore {
    /// Members by place and language whose account is older and can be used: nobody who is held, and nobody made up unless
    /// everybody here is.
    static func count(
        joinedBefore limit: Instant, withMadeUp isMadeUp: Bool, in tx: Transaction
    ) throws -> [DarkCrowd.Key: Int] {
        var counts: [DarkCrowd.Key: Int] = [:]
        let isCounted: SQL = isMadeUp ? "TRUE" : "NOT members.is_synthetic"
        try tx.forEach(
            """
            SELECT m.community_id, members.language, COUNT(*)
            FROM community_members m JOIN members ON members.id = m.member_id
            WHERE members.created_at <= \(limit) AND \(isCounted)
                AND NOT EXISTS (SELECT 1 FROM account_holds WHERE account_holds.member_id = members.id)
            GROUP BY m.community_id, members.language
            """
        ) { row in
            let key = DarkCrowd.Key(community: try row.get(0), language: Language(rawValue: try row.get(1)))
            counts[key] = try row.get(2)
        }
        return counts
    }
}
