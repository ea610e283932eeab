/// What a body of `Database.read` or `Database.write` works with. Everything in it is synchronous.
///
/// After a statement failed, further ones are refused and nothing is committed, on both engines alike; what may fail
/// and go on belongs into `attempt`.
package final class Transaction {
    private let connection: any Connection
    /// The first failure, after which the transaction can only be undone.
    private(set) var failure: (any Error)?
    private var isOver = false
    /// What was asked; nil where nobody notes it.
    var statements: [String]?
    /// Whether kept pages must be made anew.
    var hasTakenDown = false
    /// Indexes of words from which something was removed.
    var lessenedIndexes: Set<String> = []
    private(set) var commitActions: [@Sendable () -> Void] = []

    init(_ connection: any Connection) {
        self.connection = connection
    }

    package var engine: Engine { connection.engine }

    /// All rows of a statement, decoded one by one. For what fits into memory; `RETURNING` is fine.
    package func rows<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> [Value] {
        try guarded(sql) {
            var values: [Value] = []
            _ = try connection.run(sql) { row in
                values.append(try decode(row))
                return true
            }
            return values
        }
    }

    /// The first row, or `nil`; further ones are not looked at, though all that a statement changes is changed. A query
    /// should end in `LIMIT 1` where there could be many.
    package func first<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> Value? {
        try guarded(sql) {
            var value: Value?
            _ = try connection.run(sql) { row in
                value = try decode(row)
                return false
            }
            return value
        }
    }

    /// Every row of a query of any length, in constant memory. Other statements may run inside.
    package func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try guarded(sql) {
            try connection.stream(sql) { row in
                try body(row)
                return true
            }
        }
    }

    /// Runs a statement and answers how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try guarded(sql) { try connection.run(sql) { _ in true } }
    }

    /// Inserts many rows the fastest way the engine has (a prepared statement, `COPY`); `rows` may be lazy.
    ///
    /// Values stand in the order of `columns`. A conflict fails the whole; nothing is skipped.
    package func insert(
        into table: StaticString, _ columns: [StaticString], rows: some Sequence<[SQLValue]>
    ) throws {
        statements?.append("INSERT INTO \(table)")
        try guarded(SQL()) {
            var iterator = rows.makeIterator()
            try connection.insert(into: table, columns) {
                guard let row = iterator.next() else { return nil }
                guard row.count == columns.count else { throw StorageError.other("a row of \(row.count) values") }
                try refuseUnportable(row)
                return row
            }
        }
    }

    /// Runs what may fail without spoiling the transaction: on an error its changes are undone, and the error thrown.
    package func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        try control("SAVEPOINT attempt")
        do {
            let value = try body()
            if let failure { throw failure }
            try control("RELEASE SAVEPOINT attempt")
            return value
        } catch {
            failure = nil
            try control("ROLLBACK TO SAVEPOINT attempt")
            try control("RELEASE SAVEPOINT attempt")
            throw error
        }
    }

    /// Has something done once the transaction is on disk, before whoever wrote hears of it, and not when it is undone. It
    /// must be quick; a part that `attempt` undoes does not take it back.
    package func afterCommit(_ body: @escaping @Sendable () -> Void) {
        commitActions.append(body)
    }

    /// Ends a query that takes rows from a queue: on PostgreSQL `FOR UPDATE SKIP LOCKED`, so that two workers do not
    /// wait for one another; on SQLite, which has one writer, nothing.
    ///
    /// It belongs into `WITH … AS MATERIALIZED`, which runs once. A sub-select in `IN (…)` may run again for each row of
    /// the table around it, passes over the rows taken already, and so takes more than its `LIMIT`
    /// (postgresql.org/docs/15/queries-with.html).
    package var skipLocked: SQL {
        switch engine {
        case .sqlite: SQL()
        case .postgres: " FOR UPDATE SKIP LOCKED"
        }
    }

    /// Several statements without values, separated by `;`.
    func script(_ text: String) throws {
        try guarded(SQL()) { try connection.script(text) }
    }

    /// After this the transaction does nothing more, whoever kept it.
    func end() {
        isOver = true
    }

    private func control(_ sql: SQL) throws {
        try guarded(sql) { _ = try connection.run(sql) { _ in true } }
    }

    private func guarded<Value>(_ sql: SQL, _ work: () throws -> Value) throws -> Value {
        if isOver { throw StorageError.other("the transaction is over") }
        if failure != nil { throw StorageError.other("an earlier statement of this transaction failed") }
        if !sql.text.isEmpty { statements?.append(sql.text) }
        do {
            try refuseUnportable(sql.values)
            return try work()
        } catch let error as StorageError {
            if failure == nil { failure = error }
            throw error
        }
    }

    /// What the engines would store differently: PostgreSQL knows no NUL in text, SQLite takes NaN for `NULL`.
    private func refuseUnportable(_ values: [SQLValue]) throws {
        for value in values {
            switch value {
            case .text(let text) where text.utf8.contains(0): throw StorageError.other("text holds a NUL character")
            case .double(let number) where number.isNaN: throw StorageError.other("a number is not a number")
            default: continue
            }
        }
    }
}
