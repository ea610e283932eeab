/// One value as the databases know it.
package enum SQLValue: Sendable, Hashable {
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
    case text(String)
    case bytes([UInt8])
    case uuid(high: UInt64, low: UInt64)
    /// No value of a kind. PostgreSQL wants to know which kind even of nothing.
    case null(Kind)

    /// `NULL` of a kind that the database works out itself.
    package static let null = SQLValue.null(.unknown)

    /// The column types that both databases share.
    package enum Kind: Sendable, Hashable {
        case integer, double, boolean, text, bytes, uuid, unknown
    }

    var kind: Kind {
        switch self {
        case .integer: .integer
        case .double: .double
        case .boolean: .boolean
        case .text: .text
        case .bytes: .bytes
        case .uuid: .uuid
        case .null(let kind): kind
        }
    }
}

/// What can stand in an SQL interpolation or a row of a bulk insert.
package protocol SQLBindable {
    static var sqlKind: SQLValue.Kind { get }
    var sqlValue: SQLValue { get }
}

extension Int: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .integer }
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .integer }
    package var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .double }
    package var sqlValue: SQLValue { .double(self) }
}

extension Bool: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .boolean }
    package var sqlValue: SQLValue { .boolean(self) }
}

extension String: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .text }
    package var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .bytes }
    package var sqlValue: SQLValue { .bytes(self) }
}

extension ID: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .uuid }
    package var sqlValue: SQLValue { .uuid(high: high, low: low) }
}

extension Instant: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .integer }
    package var sqlValue: SQLValue { .integer(milliseconds) }
}

extension PartialDate: SQLBindable {
    package static var sqlKind: SQLValue.Kind { .text }
    package var sqlValue: SQLValue { .text(text) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    package static var sqlKind: SQLValue.Kind { Wrapped.sqlKind }
    package var sqlValue: SQLValue { self?.sqlValue ?? .null(Wrapped.sqlKind) }
}
