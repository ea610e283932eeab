import GRDB
import GRDBSQLite

/// A prepared statement and, while it is stepped, its current row. Belongs to one connection, so to one thread.
final class SQLiteStatement: Cells {
    private let statement: Statement
    private let pointer: OpaquePointer
    let isReadOnly: Bool
    private(set) var isBusy = false
    private(set) var count = 0

    init(_ statement: Statement) {
        self.statement = statement
        pointer = statement.sqliteStatement
        isReadOnly = sqlite3_stmt_readonly(pointer) != 0
    }

    /// Takes the values; must be followed by `finish` in any case.
    func start(_ values: [SQLValue], _ connection: OpaquePointer) throws(StorageError) {
        isBusy = true
        guard values.count == Int(sqlite3_bind_parameter_count(pointer)) else {
            throw .other("\(values.count) values for \(sqlite3_bind_parameter_count(pointer)) places")
        }
        var place: CInt = 0
        for value in values {
            place += 1
            if bind(value, place) != SQLITE_OK { throw StorageError(connection) }
        }
    }

    /// Goes to the next row; `false` at the end.
    func step(_ connection: OpaquePointer) throws(StorageError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW:
            count = Int(sqlite3_data_count(pointer))
            return true
        case SQLITE_DONE:
            count = 0
            return false
        default:
            throw StorageError(connection)
        }
    }

    func finish() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
        isBusy = false
        count = 0
    }

    private func bind(_ value: SQLValue, _ place: CInt) -> CInt {
        switch value {
        case .integer(let number):
            return sqlite3_bind_int64(pointer, place, number)
        case .double(let number):
            return sqlite3_bind_double(pointer, place, number)
        case .boolean(let truth):
            return sqlite3_bind_int64(pointer, place, truth ? 1 : 0)
        case .text(var text):
            return text.withUTF8 { utf8 in
                // An empty string may lie nowhere; SQLite would take that for NULL.
                guard let start = utf8.baseAddress else {
                    return sqlite3_bind_text64(pointer, place, "", 0, nil, UInt8(SQLITE_UTF8))
                }
                return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    sqlite3_bind_text64(pointer, place, $0, UInt64(utf8.count), transient, UInt8(SQLITE_UTF8))
                }
            }
        case .bytes(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(pointer, place, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(pointer, place, $0.baseAddress, UInt64($0.count), transient)
            }
        case .uuid(let high, let low):
            return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
                sqlite3_bind_blob64(pointer, place, $0.baseAddress, 16, transient)
            }
        case .null:
            return sqlite3_bind_null(pointer, place)
        }
    }

    func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(pointer, CInt(index)) == SQLITE_NULL
    }

    func integer(_ index: Int) -> Int64? {
        guard sqlite3_column_type(pointer, CInt(index)) == SQLITE_INTEGER else { return nil }
        return sqlite3_column_int64(pointer, CInt(index))
    }

    func double(_ index: Int) -> Double? {
        switch sqlite3_column_type(pointer, CInt(index)) {
        case SQLITE_FLOAT, SQLITE_INTEGER: sqlite3_column_double(pointer, CInt(index))
        default: nil
        }
    }

    func boolean(_ index: Int) -> Bool? {
        integer(index).map { $0 != 0 }
    }

    func text(_ index: Int) -> String? {
        guard sqlite3_column_type(pointer, CInt(index)) == SQLITE_TEXT,
            let start = sqlite3_column_text(pointer, CInt(index))
        else { return nil }
        let length = Int(sqlite3_column_bytes(pointer, CInt(index)))
        return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }

    func bytes(_ index: Int) -> UnsafeRawBufferPointer? {
        guard sqlite3_column_type(pointer, CInt(index)) == SQLITE_BLOB else { return nil }
        let start = sqlite3_column_blob(pointer, CInt(index))
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, CInt(index))))
    }
}

/// SQLITE_TRANSIENT: SQLite copies what it is given. The macro is a cast that Swift does not import.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension StorageError {
    /// The last error of a connection.
    init(_ connection: OpaquePointer) {
        self.init(
            sqliteCode: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
    }

    /// An extended result code (sqlite.org/rescode.html) with SQLite's message.
    init(sqliteCode code: CInt, message: String) {
        switch code {
        case 787: self = .foreignKey
        case 275, 1299: self = .check
        case 1555, 2067, 2579: self = .conflict(constraint: sqliteConstraint(message))
        default:
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
            default: self = .other("SQLite \(code): \(message)")
            }
        }
    }
}

/// `UNIQUE constraint failed: people.name` names columns, `…: index 'people_name'` an index.
private func sqliteConstraint(_ message: String) -> String {
    let prefix = "UNIQUE constraint failed: "
    guard message.utf8.starts(with: prefix.utf8) else { return message }
    let name = message.utf8.dropFirst(prefix.utf8.count)
    let parts = name.split(separator: UInt8(ascii: "'"))
    if parts.count == 2, parts[0].elementsEqual("index ".utf8) { return String(Substring(parts[1])) }
    return String(Substring(name))
}
