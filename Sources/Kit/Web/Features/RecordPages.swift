package import Storage

/// Sets of records as they are read for a member, a page and one short transaction at a time.
package struct RecordPages: Sendable {
    private let database: Database
    private let member: ID<Person>
    private let check: @Sendable (Transaction) throws -> Void

    /// - Parameter check: throws when whoever reads may not any more; asked with every page.
    package init(
        of member: ID<Person>, database: Database, check: @escaping @Sendable (Transaction) throws -> Void
    ) {
        (self.member, self.database, self.check) = (member, database, check)
    }

    /// How many records there are in a set; 0 where it is not downloaded.
    package func count(_ set: RecordSet) async throws -> Int {
        guard case .records(let count, _) = set.download else { return 0 }
        return try await database.read { tx in
            try check(tx)
            return try count(member, tx)
        }
    }

    /// Writes all records of a set.
    /// - Parameter made: a record as it goes out; runs within the transaction, on a thread of the database's: on that of
    ///   the connection others would wait for it.
    package func write(
        _ set: RecordSet, to writer: inout StreamWriter, as made: @escaping @Sendable (RecordValue) throws -> [UInt8]
    ) async throws {
        var key: String?
        repeat {
            let behind = key
            let (bytes, next) = try await database.read { tx in
                try check(tx)
                let records = try set.read(member, behind, set.page, tx)
                let bytes = try records.flatMap { try made(RecordValue(of: $0.value)) }
                return (bytes, records.count < set.page ? nil : records.last?.key)
            }
            try await writer.write(bytes)
            key = next
        } while key != nil
    }
}
