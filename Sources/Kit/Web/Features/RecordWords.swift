package import Markup
import Storage

/// How a person reads a set of records: its heading, what it is and who sees it, and each field by a name and in words.
package struct RecordWords: Sendable {
    /// Text keys.
    package let title: String
    package let about: String
    /// In the order in which they are read.
    package let fields: [RecordField]

    package init(_ title: String, about: String, _ fields: [RecordField]) {
        (self.title, self.about, self.fields) = (title, about, fields)
    }

    /// What a record says, field by field; fields that are empty are left out.
    package func lines(of record: RecordValue, _ reader: RecordReader) -> [RecordLine] {
        Self.lines(of: record, fields, reader)
    }

    fileprivate static func lines(of record: RecordValue, _ fields: [RecordField], _ reader: RecordReader)
        -> [RecordLine]
    {
        fields.compactMap { field in
            guard let label = field.label else { return nil }
            let said = field.say(record, reader)
            return said.isEmpty ? nil : RecordLine(label: reader.text(label), said: said)
        }
    }
}

/// Who reads, and what the house knows that a record does not say.
package struct RecordReader: Sendable {
    package let text: Text
    package let siteName: String
    package let uses: [ReceiptUse]
    package let scopes: [OfferedScope]
    /// Whether a program is to sort and count what is said: dates and numbers as it knows them, steps with their number.
    package let isTable: Bool

    package init(
        _ text: Text, siteName: String, uses: [ReceiptUse] = [], scopes: [OfferedScope] = [], isTable: Bool = false
    ) {
        (self.text, self.siteName, self.uses, self.scopes) = (text, siteName, uses, scopes)
        self.isTable = isTable
    }
}

/// A term of a record, and what stands there.
package struct RecordLine: Sendable, Hashable {
    package let label: String
    package let said: Said

    package enum Said: Sendable, Hashable {
        /// The program's words, a line each.
        case lines([String])
        /// What somebody wrote, in whatever language and direction.
        case words([String])
        /// Records within the record.
        case records([[RecordLine]])

        package var isEmpty: Bool {
            switch self {
            case .lines(let lines), .words(let lines): lines.isEmpty
            case .records(let records): records.isEmpty
            }
        }
    }
}

/// A field of a record as a person reads it.
package struct RecordField: Sendable {
    /// Fields of the record of which it is made.
    package let names: [String]
    /// Text key of the term; nil of what no person reads.
    package let label: String?
    /// Codes that may stand there, and the text key of each; empty where there are none.
    package let choices: [String: String]
    /// Of records within the record.
    package let parts: [RecordField]
    /// What a record says here.
    package let say: @Sendable (RecordValue, RecordReader) -> RecordLine.Said

    /// - Parameter say: what the whole record says here.
    package init(
        _ names: [String], _ label: String?, choices: [String: String] = [:], parts: [RecordField] = [],
        say: @escaping @Sendable (RecordValue, RecordReader) -> RecordLine.Said
    ) {
        (self.names, self.label, self.choices, self.parts, self.say) = (names, label, choices, parts, say)
    }

    /// A field that is said by itself.
    private static func each(
        _ name: String, _ label: String, choices: [String: String] = [:],
        _ say: @escaping @Sendable (RecordValue, RecordReader) -> String?
    ) -> RecordField {
        RecordField([name], label, choices: choices) { record, reader in
            .lines(record[name].items.compactMap { say($0, reader) })
        }
    }
}

extension RecordField {
    /// What somebody wrote, or a name that somebody chose.
    package static func words(_ name: String, _ label: String) -> RecordField {
        RecordField([name], label) { record, _ in .words(record[name].items.compactMap(\.code).filter { !$0.isEmpty }) }
    }

    /// A moment (`Instant.description`): "November 3, 2026, 14:05 UTC", in a table "2026-11-03 14:05".
    package static func moment(_ name: String, _ label: String) -> RecordField {
        each(name, label) { value, reader in
            guard let code = value.code, let day = PartialDate(code.utf8Prefix(10)) else { return nil }
            let text = reader.text
            let time = Array(code.utf8.dropFirst(11)).split(separator: UInt8(ascii: ":")).prefix(2)
                .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            guard time.count == 2 else { return reader.isTable ? day.text : text.date(day) }
            if reader.isTable { return code.utf8Prefix(16).replacing("T", with: " ") }
            return text.dateAndTime(text.date(day), hour: time[0], minute: time[1])
        }
    }

    /// A date as far as it is known (`PartialDate.text`).
    package static func day(_ name: String, _ label: String) -> RecordField {
        each(name, label) { value, reader in
            value.code.flatMap { PartialDate($0) }.map { reader.isTable ? $0.text : reader.text.date($0) }
        }
    }

    package static func number(_ name: String, _ label: String) -> RecordField {
        each(name, label) { value, reader in
            guard case .number(let number) = value else { return nil }
            return reader.isTable ? "\(number)" : reader.text.number(number)
        }
    }

    package static func yesNo(_ name: String, _ label: String) -> RecordField {
        each(name, label) { value, reader in
            if case .truth(let isTrue) = value { reader.text(isTrue ? "web.record.yes" : "web.record.no") } else { nil }
        }
    }

    /// One of a few codes of the program's, or several. One that has no words is a dash, never the code.
    package static func choice(
        _ name: String, _ label: String, _ codes: [String], key: (String) -> String
    ) -> RecordField {
        let choices = Dictionary(codes.map { ($0, key($0)) }) { $1 }
        return each(name, label, choices: choices) { value, reader in
            value.code.map { code in
                guard let key = choices[code] else { return "–" }
                return reader.isTable && Int(code) != nil ? "\(code) \(reader.text(key))" : reader.text(key)
            }
        }
    }

    /// The tag of a language, by the language's own name.
    package static func language(_ name: String, _ label: String) -> RecordField {
        each(name, label) { value, reader in
            value.code.map { reader.text.languages.ownName(of: Language(rawValue: $0)) }
        }
    }

    /// Names of entries of the vocabulary in the reader's language; a word of somebody's own as it stands.
    /// - Parameters:
    ///   - entry: the field with the entries, in the same order.
    ///   - find: what an entry is called.
    package static func named(
        _ name: String, entry: String, _ label: String, find: @escaping @Sendable (String, Language) -> String?
    ) -> RecordField {
        RecordField([name, entry], label) { record, reader in
            let entries = record[entry].items
            return .words(
                record[name].items.enumerated().compactMap { place, own in
                    let slug = entries.indices.contains(place) ? entries[place].code : nil
                    return slug.flatMap { find($0, reader.text.language) } ?? own.code
                })
        }
    }

    /// Records within the record.
    package static func records(_ name: String, _ label: String, _ parts: [RecordField]) -> RecordField {
        RecordField([name], label, parts: parts) { record, reader in
            .records(record[name].items.map { RecordWords.lines(of: $0, parts, reader) }.filter { !$0.isEmpty })
        }
    }

    /// What stands in the file for programs only.
    package static func forPrograms(_ names: String...) -> RecordField {
        RecordField(names, nil) { _, _ in .lines([]) }
    }
}

extension String {
    fileprivate func utf8Prefix(_ count: Int) -> String { String(decoding: utf8.prefix(count), as: UTF8.self) }
}
