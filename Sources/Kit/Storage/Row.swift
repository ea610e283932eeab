/// The row under the cursor: valid only inside the closure it is handed to.
///
/// Values are read by position, straight from the driver's memory: `try row.get(0) as ID<Person>`.
package struct Row {
    let cells: any Cells

    /// The value of column `index`, counted from 0.
    ///
    /// Throws `StorageError.other` for `NULL` where no optional is asked for, for a value of another type, and for a
    /// column that is not there.
    package func get<Value: ColumnValue>(_ index: Int, as type: Value.Type = Value.self) throws -> Value {
        guard index >= 0, index < cells.count else { throw mismatch(index, Value.self) }
        return try Value.read(self, index)
    }

    func mismatch(_ index: Int, _ type: Any.Type) -> StorageError {
        .other("column \(index) holds no \(type)")
    }
}

/// One row as a driver holds it. `nil` is a value that is absent or of another type.
protocol Cells: AnyObject {
    var count: Int { get }
    func isNull(_ index: Int) -> Bool
    func integer(_ index: Int) -> Int64?
    func double(_ index: Int) -> Double?
    func boolean(_ index: Int) -> Bool?
    func text(_ index: Int) -> String?
    /// The bytes where they lie; valid until the next row.
    func bytes(_ index: Int) -> UnsafeRawBufferPointer?
}

/// What a column can be read as.
package protocol ColumnValue {
    static func read(_ row: Row, _ index: Int) throws -> Self
}

extension Int64: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Int64 {
        guard let value = row.cells.integer(index) else { throw row.mismatch(index, Self.self) }
        return value
    }
}

extension Int: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Int {
        guard let value = row.cells.integer(index), let exact = Int(exactly: value) else {
            throw row.mismatch(index, Self.self)
        }
        return exact
    }
}

extension Double: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Double {
        guard let value = row.cells.double(index) else { throw row.mismatch(index, Self.self) }
        return value
    }
}

extension Bool: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Bool {
        guard let value = row.cells.boolean(index) else { throw row.mismatch(index, Self.self) }
        return value
    }
}

extension String: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> String {
        guard let value = row.cells.text(index) else { throw row.mismatch(index, Self.self) }
        return value
    }
}

extension [UInt8]: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> [UInt8] {
        guard let value = row.cells.bytes(index) else { throw row.mismatch(index, Self.self) }
        return Array(value)
    }
}

extension ID: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> ID {
        guard let value = row.cells.bytes(index), value.count == 16 else { throw row.mismatch(index, Self.self) }
        return ID(
            high: UInt64(bigEndian: value.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: value.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension Instant: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Instant {
        Instant(milliseconds: try Int64.read(row, index))
    }
}

extension PartialDate: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> PartialDate {
        guard let date = PartialDate(try String.read(row, index)) else { throw row.mismatch(index, Self.self) }
        return date
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package static func read(_ row: Row, _ index: Int) throws -> Wrapped? {
        row.cells.isNull(index) ? nil : try Wrapped.read(row, index)
    }
}
