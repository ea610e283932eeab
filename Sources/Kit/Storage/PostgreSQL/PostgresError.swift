import CLibpq

/// What PostgreSQL said was wrong, before it becomes a `StorageError`.
struct PostgresFailure {
    /// Five characters (postgresql.org/docs/15/errcodes-appendix.html); empty when the connection itself failed.
    let state: String
    let error: StorageError

    init(_ result: OpaquePointer?, _ connection: OpaquePointer) {
        func field(_ code: UInt8) -> String? {
            PQresultErrorField(result, CInt(code)).map { String(cString: $0) }
        }
        state = field(UInt8(ascii: "C")) ?? ""
        switch state {
        case "23505", "23P01":
            error = .conflict(
                constraint: conflictName(
                    table: field(UInt8(ascii: "t")) ?? "", constraint: field(UInt8(ascii: "n")) ?? "",
                    detail: field(UInt8(ascii: "D")) ?? ""))
        case "23503": error = .foreignKey
        case "23502", "23514": error = .check
        case "40001", "40P01", "55P03", "57014", "53300", "57P03": error = .busy
        case "":
            error = .other("PostgreSQL: \(firstLine(String(cString: PQerrorMessage(connection))))")
        default:
            // Class 22 (data) repeats the value that it did not like: that stays out of logs.
            let words = state.utf8.starts(with: "22".utf8) ? "a value was refused" : field(UInt8(ascii: "M")) ?? ""
            error = .other("PostgreSQL \(state): \(words)")
        }
    }

    /// Whether running the whole transaction again may succeed.
    var isSerialization: Bool { state == "40001" || state == "40P01" }
    /// Whether the server does not know (any more) what this side prepared.
    var isStalePlan: Bool { state == "26000" || state == "0A000" }
}

/// Names a conflict as SQLite does: `table.column, table.column`, or the index where an expression is unique.
///
/// The columns stand only in the detail, `Key (a, b)=(1, 2) already exists.`; the values after them are dropped.
private func conflictName(table: String, constraint: String, detail: String) -> String {
    let prefix = "Key ("
    guard detail.utf8.starts(with: prefix.utf8) else { return constraint }
    var columns: [UInt8] = []
    for byte in detail.utf8.dropFirst(prefix.utf8.count) {
        if byte == UInt8(ascii: ")") { break }
        if byte == UInt8(ascii: "(") { return constraint }
        columns.append(byte)
    }
    return columns.split(separator: UInt8(ascii: ","))
        .map { "\(table).\(String(decoding: $0.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))" }
        .joined(separator: ", ")
}

func firstLine(_ text: String) -> String {
    String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
}
