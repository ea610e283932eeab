import Storage

/// Every receipt of a member, the oldest first, a page at a time, for their download.
extension ReceiptStore {
    /// Where a receipt stands.
    struct Place: Sendable, Hashable, LosslessStringConvertible {
        let at: Instant
        let id: ID<Receipt>

        init(at: Instant, id: ID<Receipt>) { (self.at, self.id) = (at, id) }

        init?(_ text: String) {
            let fields = text.split(separator: "/").map(String.init)
            guard fields.count == 2, let at = Int64(fields[0]), let id = ID<Receipt>(fields[1]) else { return nil }
            self.init(at: Instant(milliseconds: at), id: id)
        }

        var description: String { "\(at.milliseconds)/\(id)" }
    }

    static func count(of member: ID<Person>, in tx: Transaction) throws -> Int {
        let times = try periods(of: member, in: tx)
        let own = try tx.first("SELECT COUNT(*) FROM receipts WHERE member_id = \(member)") {
            try $0.get(0, as: Int.self)
        }
        let shared = try tx.rows(
            "SELECT used_at FROM receipts WHERE member_id IS NULL AND used_at >= \(times.first)"
        ) { try $0.get(0, as: Instant.self) }
        return (own ?? 0) + shared.count(where: times.contains)
    }

    /// The receipts behind a place: the member's own, and everybody's that fell into a time in which they agreed.
    static func page(
        of member: ID<Person>, after: Place?, limit: Int, in tx: Transaction
    ) throws -> [(place: Place, receipt: Receipt)] {
        let times = try periods(of: member, in: tx)
        let own = try list("member_id = \(member)", after: after, limit: limit, in: tx)
        var shared: [(place: Place, receipt: Receipt)] = []
        var last = after
        while shared.count < limit {
            let next = try list(
                "member_id IS NULL AND used_at >= \(times.first)", after: last, limit: limit, in: tx)
            shared += next.filter { times.contains($0.receipt.at) }
            last = next.last?.place
            if next.count < limit { break }
        }
        let all = (own + shared).sorted { ($0.place.at, $0.place.id) < ($1.place.at, $1.place.id) }
        return Array(all.prefix(limit))
    }

    private static func periods(of member: ID<Person>, in tx: Transaction) throws -> ConsentPeriods {
        ConsentPeriods(try ConsentStore.history(as: .person(member, roles: []), in: tx))
    }

    private static func list(
        _ condition: SQL, after: Place?, limit: Int, in tx: Transaction
    ) throws -> [(place: Place, receipt: Receipt)] {
        let behind: SQL = after.map { "AND (used_at, id) > (\($0.at), \($0.id))" } ?? SQL()
        return try tx.rows(
            """
            SELECT used_by, purpose, used_at, reference, id FROM receipts WHERE \(condition) \(behind)
            ORDER BY used_at, id LIMIT \(limit)
            """
        ) { (Place(at: try $0.get(2), id: try $0.get(4)), try receipt($0)) }
    }
}
