/// A statement with its values: `"SELECT name FROM people WHERE id = \(id)"` binds `id`, it never becomes text.
///
/// A fragment in an interpolation composes: `"… WHERE \(visible(to: viewer)) LIMIT \(20)"`. There is no way to put a
/// `String` in unbound. The text is written for both engines; `?` is the mark of a value and stands nowhere else
/// outside quotes.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    var text: String
    var values: [SQLValue]

    /// Nothing, to build upon.
    package init() {
        (text, values) = ("", [])
    }

    package init(stringLiteral text: StaticString) {
        (self.text, values) = (text.description, [])
    }

    /// The name of a table or column that is not known before the program runs; nil unless it is small letters, digits and
    /// `_` only.
    package init?(name: String) {
        let isPlain = name.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isPlain, !name.isEmpty else { return nil }
        (text, values) = ("\"\(name)\"", [])
    }

    package init(stringInterpolation: Interpolation) {
        (text, values) = (stringInterpolation.text, stringInterpolation.values)
    }

    private init(text: String, values: [SQLValue]) {
        (self.text, self.values) = (text, values)
    }

    package var isEmpty: Bool { text.isEmpty }

    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, values: left.values + right.values)
    }

    package static func += (left: inout SQL, right: SQL) {
        left.text += right.text
        left.values += right.values
    }

    /// Values with commas between: `"x IN (\(SQL.list(ids)))"`. Of nothing it is `NULL`, which is in no set.
    package static func list(_ values: some Sequence<some SQLBindable>) -> SQL {
        let bound = values.map(\.sqlValue)
        guard !bound.isEmpty else { return "NULL" }
        return SQL(text: "?" + String(repeating: ", ?", count: bound.count - 1), values: bound)
    }

    /// Fragments with another between: `SQL.joined(conditions, by: " AND ")`.
    package static func joined(_ fragments: some Sequence<SQL>, by separator: SQL = ", ") -> SQL {
        var result = SQL()
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { result += separator }
            result += fragment
        }
        return result
    }

    package struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
        }

        package mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            text += "?"
            values.append(value.sqlValue)
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            text += fragment.text
            values += fragment.values
        }
    }
}
