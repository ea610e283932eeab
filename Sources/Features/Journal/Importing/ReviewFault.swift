package import Markup
import Foundation
import Web

/// What is wrong with a file of reviews or a row of it: a code, whose sentence the room's texts have in every language,
/// and what stands in the sentence.
package struct ReviewFault: Error, Hashable, Sendable, Codable {
    /// The raw value ends the key of the sentence.
    package enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        // Of the whole file.
        case unreadable, empty, workbook, packed, pdf
        // Of a place in it, where reading cannot go on.
        case openQuote, strayQuote, nulByte, notUnicode, longField, manyFields, longRow, columns, header, manyRows
        // Of a row.
        case noID, noDrug, rating, effectiveness, noEffectiveness, sideEffects, noSideEffects, sameID
    }

    package let code: Code
    private let n: Int?
    private let word: String?

    init(_ code: Code, n: Int? = nil, word: String? = nil) {
        (self.code, self.n, self.word) = (code, n, word)
    }

    /// The sentence in a reader's language.
    package func words(_ text: Text) -> String {
        var values: [String: TextValue] = [
            "expected": .count(ReviewFile.columns.count), "columns": .text(ReviewFile.columns.joined(separator: ", ")),
        ]
        values["n"] = n.map { .count($0) }
        values["word"] = word.map { .text($0) }
        return text("journal.import.fault.\(code.rawValue)", values)
    }

    /// For commands and reports, which speak the default language.
    static let plain = (try? Texts([(feature: "Journal", bundle: .module)])).map { $0[$0.languages.standard] }
}

extension ReviewFault: CustomStringConvertible {
    package var description: String { Self.plain.map(words) ?? code.rawValue }
}

/// Why a file of reviews cannot be imported at all; nothing of it was.
package struct ReviewFileError: Error, Hashable, Sendable, Codable {
    /// Rows that cannot be taken, where that is why.
    struct Rejected: Hashable, Sendable, Codable {
        let count: Int
        let rows: Int
    }

    /// From 1; 0 where it is about the whole file.
    package let line: Int
    package let fault: ReviewFault
    private let rejected: Rejected?

    init(line: Int, _ fault: ReviewFault, rejected: Rejected? = nil) {
        (self.line, self.fault, self.rejected) = (line, fault, rejected)
    }

    /// Reads what was `stored`; nil for the sentences of earlier versions.
    init?(stored: String) {
        guard let error = try? JSONDecoder().decode(Self.self, from: Data(stored.utf8)) else { return nil }
        self = error
    }

    /// As it stands in the database, to be told in any language.
    var stored: String {
        get throws { String(decoding: try JSONBytes.of(self), as: UTF8.self) }
    }

    /// The sentences in a reader's language.
    package func words(_ text: Text) -> String {
        var words = fault.words(text)
        if let rejected {
            words = text(
                "journal.import.fault.most",
                ["fault": .text(words), "rejected": .count(rejected.count), "rows": .count(rejected.rows)])
        }
        return line > 0 ? text("journal.import.fault.line", ["line": .count(line), "fault": .text(words)]) : words
    }
}

extension ReviewFileError: CustomStringConvertible {
    package var description: String { ReviewFault.plain.map(words) ?? "\(line): \(fault)" }
}
