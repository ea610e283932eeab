import Crypto
import Storage
import Web

/// The tables `audit_events` and `audit_head`. Lines are added; nothing here changes or removes one.
enum AuditStore {
    /// Adds the next line. The head is changed first: on PostgreSQL that makes who comes second wait, and run again.
    static func add(
        _ event: AuditEvent, subject: String, actor: String, detail: String, key: SymmetricKey, at now: Instant,
        in tx: Transaction
    ) throws {
        let head = try tx.first("UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence, hash") {
            (sequence: try $0.get(0, as: Int64.self), hash: try $0.get(1, as: String.self))
        }
        guard let head, let previous = Hex.bytes(head.hash) else {
            throw StorageError.other("the audit log has no head")
        }
        let line = AuditLine(
            sequence: head.sequence, at: now, event: event.code, subject: subject, actor: actor, detail: detail,
            previous: previous)
        let hash = Hex.text(line.hash(under: key))
        try tx.execute(
            """
            INSERT INTO audit_events (sequence, occurred_at, event, subject, actor, detail, previous, hash)
            VALUES (\(line.sequence), \(line.at), \(line.event), \(subject), \(actor), \(detail), \(head.hash), \(hash))
            """)
        try tx.execute("UPDATE audit_head SET hash = \(hash) WHERE id = 1")
    }

    /// Goes through the chain from its beginning, in constant memory.
    static func verify(under key: SymmetricKey, in tx: Transaction) throws -> AuditVerdict {
        let head = try tx.first("SELECT sequence, hash, keyed_from FROM audit_head WHERE id = 1") {
            (
                sequence: try $0.get(0, as: Int64.self), hash: try $0.get(1, as: String.self),
                keyedFrom: try $0.get(2, as: Int64.self)
            )
        }
        guard let head else { return .broken(at: 1) }
        var expected: Int64 = 1
        var previous = AuditLine.beginning
        var broken: Int64?
        try tx.forEach(
            """
            SELECT sequence, occurred_at, event, subject, actor, detail, previous, hash FROM audit_events
            ORDER BY sequence
            """
        ) { row in
            guard broken == nil else { return }
            let line = AuditLine(
                sequence: try row.get(0), at: try row.get(1), event: try row.get(2), subject: try row.get(3),
                actor: try row.get(4), detail: try row.get(5), previous: Hex.bytes(try row.get(6)) ?? [])
            let hash = line.sequence < head.keyedFrom ? line.unkeyedHash : line.hash(under: key)
            if line.sequence == expected, line.previous == previous,
                Hex.text(hash) == (try row.get(7, as: String.self))
            {
                previous = hash
                expected += 1
            } else {
                broken = expected
            }
        }
        if let broken { return .broken(at: broken) }
        guard head.sequence == expected - 1, head.hash == Hex.text(previous) else { return .broken(at: expected) }
        return .whole(length: head.sequence, head: head.hash, keyedFrom: head.keyedFrom)
    }

    /// The hash of a line, to compare with a head that was kept elsewhere; nil when there is no such line.
    static func hash(at sequence: Int64, in tx: Transaction) throws -> String? {
        if sequence == 0 { return Hex.text(AuditLine.beginning) }
        return try tx.first("SELECT hash FROM audit_events WHERE sequence = \(sequence)") { try $0.get(0) }
    }
}
