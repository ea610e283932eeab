import GRDB
import GRDBSQLite

/// One SQLite connection with its prepared statements, used by the thread that made it.
final class SQLiteConnection: Connection {
    private let database: GRDB.Database
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]

    /// Told of each transaction; nil where none writes.
    private let logAge: LogAge?

    let engine = Engine.sqlite

    init(_ database: GRDB.Database, logAge: LogAge? = nil) throws {
        guard let handle = database.sqliteConnection else { throw StorageError.closed }
        (self.database, self.handle, self.logAge) = (database, handle, logAge)
    }

    /// To be called before a transaction is committed.
    func noteWrite() { logAge?.note() }

    /// Whether SQLite itself ended the transaction, as it does when the disk is full.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    func run(_ sql: SQL, _ row: (Row) throws -> Bool) throws -> Int {
        let statement = try prepared(sql.text)
        defer { statement.finish() }
        try statement.start(sql.values, handle)
        var wantsMore = true
        while try statement.step(handle) {
            if wantsMore { wantsMore = try row(Row(cells: statement)) }
            // A writing statement is always stepped to its end.
            if !wantsMore, statement.isReadOnly { break }
        }
        return statement.isReadOnly ? 0 : Int(sqlite3_changes(handle))
    }

    func stream(_ sql: SQL, _ row: (Row) throws -> Bool) throws {
        _ = try run(sql, row)
    }

    func script(_ text: String) throws {
        try translating { try database.execute(sql: text) }
        statements.removeAll()
    }

    func insert(into table: StaticString, _ columns: [StaticString], _ next: () throws -> [SQLValue]?) throws {
        let names = columns.map(\.description).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try prepared("INSERT INTO \(table) (\(names)) VALUES (\(places))")
        while let row = try next() {
            defer { statement.finish() }
            try statement.start(row, handle)
            _ = try statement.step(handle)
        }
    }

    /// The statement for a text. One in use (by a row's reader around us) is left alone.
    private func prepared(_ text: String) throws -> SQLiteStatement {
        if let statement = statements[text], !statement.isBusy { return statement }
        let statement = try translating { SQLiteStatement(try database.makeStatement(sql: text)) }
        if statements.count >= 500 { statements.removeAll(keepingCapacity: true) }
        statements[text] = statement
        return statement
    }

}

/// Runs what calls GRDB, whose errors become ours.
func translating<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as DatabaseError {
        throw StorageError(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "")
    }
}
