import Foundation
package import Markup
package import Storage

/// Why a record of a member's file cannot be taken in, in words for them.
package struct RecordFault: Error, Sendable, Hashable {
    package let key: String
    package let values: [String: TextValue]
    /// The value's name in the file; nil where the fault is another.
    let field: String?

    package init(_ key: String, _ values: [String: TextValue] = [:]) {
        (self.key, self.values, field) = (key, values, nil)
    }

    private init(field: String) {
        (key, values, self.field) = ("web.takeIn.value", ["name": .text(field)], field)
    }

    /// A value that is missing, or not as a download has it.
    package static func value(_ name: String) -> RecordFault { RecordFault(field: name) }
}

/// A record of a member's file that has been checked. Nothing of it is written yet.
package struct CheckedRecord: Sendable {
    /// Of which year it is; nil where that says nothing.
    package let year: Int?
    /// What somebody wrote freely, to be read for words of danger.
    package let texts: [String]
    /// Writes it down; false where it is there already. Throws `RecordFault` for what only the database can tell.
    package let write: @Sendable (Transaction) throws -> Bool

    package init(
        year: Int? = nil, texts: [String] = [], write: @escaping @Sendable (Transaction) throws -> Bool
    ) {
        (self.year, self.texts, self.write) = (year, texts, write)
    }
}

/// How records of a set are taken in from a file that a member downloaded, here or elsewhere.
package struct TakingIn: Sendable {
    /// Key of the words that count them: `{n} treatments`.
    package let label: String
    /// Checks a line of the file.
    let check: @Sendable (_ line: Data, Visit) throws -> CheckedRecord
}

extension RecordSet {
    private struct Line<Value: Decodable>: Decodable {
        let record: Value
    }

    /// The same set, whose records can be taken in again. What it checks throws `RecordFault`.
    package func takenIn<Value: Decodable & Sendable>(
        _ label: String, as _: Value.Type,
        _ check: @escaping @Sendable (Value, Visit) throws -> CheckedRecord
    ) -> RecordSet {
        var set = self
        set.takingIn = TakingIn(label: label) { line, visit in
            let value: Value
            do {
                value = try JSONDecoder().decode(Line<Value>.self, from: line).record
            } catch let error as DecodingError {
                throw RecordFault.value(error.field)
            }
            return try check(value, visit)
        }
        return set
    }
}

extension DecodingError {
    /// The name of the value that is not as it should be.
    fileprivate var field: String {
        let path: [any CodingKey]
        switch self {
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        @unknown default: path = []
        }
        return path.last { $0.intValue == nil }.map { String($0.stringValue.unicodeScalars.prefix(60)) } ?? "record"
    }
}

extension Instant {
    /// A time as downloads have it, `2026-11-22T23:35:00.000Z`; nil for anything else.
    package init?(exported text: String) {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { !(48...57).contains($0) }
            .map { Int(String(Substring($0))) }
        guard parts.count == 8, parts[7] == nil, let year = parts[0], let month = parts[1], let day = parts[2],
            let hour = parts[3], let minute = parts[4], let second = parts[5], let thousandths = parts[6],
            let whole = Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = whole + Int64(thousandths)
        guard description == text else { return nil }
    }
}
