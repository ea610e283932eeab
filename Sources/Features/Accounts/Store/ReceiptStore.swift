import Storage

/// The table `receipts`.
enum ReceiptStore {
    /// Adds a receipt for one member, or with nil one for everybody who agrees at that time.
    static func add(_ receipt: Receipt, for member: ID<Person>?, in tx: Transaction) throws {
        let reference = receipt.reference.map { String(decoding: $0.utf8.prefix(100), as: UTF8.self) }
        try tx.execute(
            """
            INSERT INTO receipts (id, member_id, used_at, used_by, purpose, reference)
            VALUES (\(ID<Receipt>.new(at: receipt.at)), \(member), \(receipt.at), \(receipt.user.code),
                    \(receipt.use), \(reference))
            """)
    }

    /// The uses of the data of whoever looks, latest first: their own, and everybody's that fell into a time in which
    /// they agreed; all of them without a limit.
    static func own(
        as viewer: Viewer, consents: [ConsentDecision], limit: Int = .max, in tx: Transaction
    ) throws -> [Receipt] {
        guard let member = viewer.personID else { return [] }
        let times = ConsentPeriods(consents)
        let own = try list("member_id = \(member)", limit: limit, in: tx)
        let shared = try list("member_id IS NULL AND used_at >= \(times.first)", limit: limit, in: tx)
        let all = (own + shared.filter { times.contains($0.at) }).sorted { $0.at > $1.at }
        return Array(all.prefix(limit))
    }

    private static func list(_ condition: SQL, limit: Int, in tx: Transaction) throws -> [Receipt] {
        try tx.rows(
            """
            SELECT used_by, purpose, used_at, reference FROM receipts WHERE \(condition)
            ORDER BY used_at DESC, id DESC LIMIT \(limit)
            """, receipt)
    }

    static func receipt(_ row: Row) throws -> Receipt {
        Receipt(
            user: Receipt.User(code: try row.get(0)) ?? .site, useCode: try row.get(1), at: try row.get(2),
            reference: try row.get(3))
    }
}
