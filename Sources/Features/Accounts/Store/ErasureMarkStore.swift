import Storage

/// The table `erasure_marks`.
enum ErasureMarkStore {
    static func note(_ mark: ErasureMark, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO erasure_marks (mark, kind) VALUES (\(mark.mark), \(mark.kind.rawValue))
            ON CONFLICT (mark) DO UPDATE SET kind = excluded.kind
            """)
    }

    /// Says of a mark that is there that it no longer holds.
    static func revoke(_ mark: [UInt8], in tx: Transaction) throws {
        try tx.execute(
            "UPDATE erasure_marks SET kind = \(ErasureKind.granted.rawValue) WHERE mark = \(mark)")
    }

    static func find(_ mark: [UInt8], in tx: Transaction) throws -> ErasureMark? {
        try tx.first("SELECT mark, kind FROM erasure_marks WHERE mark = \(mark)", decode) ?? nil
    }

    /// In no order of time.
    static func all(in tx: Transaction) throws -> [ErasureMark] {
        try tx.rows("SELECT mark, kind FROM erasure_marks ORDER BY mark", decode).compactMap { $0 }
    }

    private static func decode(_ row: Row) throws -> ErasureMark? {
        let mark: [UInt8] = try row.get(0)
        return ErasureKind(rawValue: try row.get(1)).map { ErasureMark(mark: mark, kind: $0) }
    }
}
