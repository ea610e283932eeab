import Storage

/// The table `sent_records`: what a member sent and may still say no to.
enum SentRecordsStore {
    /// Waits for their answer for so long.
    static let kept = Duration.hours(1)

    static func set(
        _ content: [UInt8], of member: ID<Person>, seal: ColumnSeal, at now: Instant, in tx: Transaction
    ) throws {
        let sealed = try seal.close(content, at: .sentRecords, of: member)
        try tx.execute(
            """
            INSERT INTO sent_records (member_id, content, sent_at) VALUES (\(member), \(sealed), \(now))
            ON CONFLICT (member_id) DO UPDATE SET content = excluded.content, sent_at = excluded.sent_at
            """)
    }

    /// What whoever looks has sent within the hour.
    static func own(as viewer: Viewer, seal: ColumnSeal, at now: Instant, in tx: Transaction) throws -> [UInt8]? {
        guard let member = viewer.personID else { return nil }
        let sealed = try tx.first(
            "SELECT content FROM sent_records WHERE member_id = \(member) AND sent_at > \(now - kept)"
        ) { try $0.get(0, as: [UInt8].self) }
        return try sealed.map { try seal.open($0, at: .sentRecords, of: member) }
    }

    static func remove(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sent_records WHERE member_id = \(member)")
    }

    static func sweep(at now: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sent_records WHERE sent_at <= \(now - kept)")
    }
}
