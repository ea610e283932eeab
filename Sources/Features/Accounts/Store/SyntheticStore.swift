import Markup
import Storage

/// Made-up members for demonstrations and benches, many at a time. None of them can sign in.
enum SyntheticStore {
    /// Inserts members and the consents they gave when they joined.
    static func add(_ members: [SyntheticMember], in tx: Transaction) throws {
        try tx.insert(
            into: "members",
            [
                "id", "pseudonym", "pseudonym_key", "language", "is_synthetic", "health_consent", "figures_consent",
                "created_at",
            ],
            rows: members.lazy.map { member in
                [
                    member.id.sqlValue, .text(member.pseudonym), .text(member.key.text),
                    .text(member.language.rawValue), .boolean(true), .boolean(true), .boolean(true),
                    member.createdAt.sqlValue,
                ]
            })
        try tx.insert(
            into: "consents", ["id", "member_id", "kind", "is_granted", "version", "language", "decided_at"],
            rows: members.lazy.map { member in
                [
                    member.consentID.sqlValue, member.id.sqlValue, .text(ConsentKind.healthData.rawValue),
                    .boolean(true),
                    .integer(Int64(ConsentKind.healthData.version)), .text(member.language.rawValue),
                    member.createdAt.sqlValue,
                ]
            })
    }

    /// How many made-up members there are.
    static func count(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM members WHERE is_synthetic = TRUE") { try $0.get(0) } ?? 0
    }

    /// The names that real members have taken.
    static func takenKeys(in tx: Transaction) throws -> Set<String> {
        var keys: Set<String> = []
        try tx.forEach("SELECT pseudonym_key FROM members WHERE is_synthetic = FALSE") { keys.insert(try $0.get(0)) }
        return keys
    }
}
