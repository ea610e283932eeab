import Vocabulary

/// Why a file of reviews cannot be imported at all; nothing of it was.
package struct ReviewFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 where it is about the whole file.
    package let line: Int
    /// A sentence for whoever gave the command.
    package let reason: String

    package var description: String { line > 0 ? "Line \(line): \(reason)" : reason }
}

/// One person's review as it stands in the file.
struct Review: Sendable, Hashable {
    /// Where its row begins, from 1.
    let line: Int
    /// The file's own identifier.
    let id: String
    let treatment: String
    /// 1…10
    let rating: Int
    let effectiveness: Effectiveness
    let sideEffects: SideEffectSeverity
    let condition: String
    /// As they stand there.
    let sideEffectsText: String
    let comments: String
    /// The row as it was, to be handed back.
    let cells: [String]
}

/// A row that cannot be taken, and why.
package struct RejectedRow: Sendable, Hashable {
    /// From 1.
    package let line: Int
    package let reason: String
}

/// A file in the shape of the UCI "Druglib.com" data set: tab-separated, quotes as in CSV, a header row.
struct ReviewFile: Sendable {
    static let columns = [
        "id", "urlDrugName", "rating", "effectiveness", "sideEffects", "condition", "benefitsReview",
        "sideEffectsReview", "commentsReview",
    ]

    private(set) var reviews: [Review] = []
    private(set) var rejected: [RejectedRow] = []

    var rowCount: Int { reviews.count + rejected.count }

    /// Reads the whole file. Throws `ReviewFileError` when it is not of this shape: another header, a row of another
    /// width, a quote that never ends, bytes that are no UTF-8, NUL, or more than one row in ten that cannot be taken.
    init(bytes: [UInt8]) throws(ReviewFileError) {
        var text = DelimitedText(bytes: bytes, separator: UInt8(ascii: "\t"), quotes: .lenient)
        var reader = ReviewReader()
        while let cells = try Self.next(&text) {
            if let review = try reader.review(cells, line: text.line) { reviews.append(review) }
        }
        try reader.finish()
        rejected = reader.rejected
    }

    private static func next(_ text: inout DelimitedText) throws(ReviewFileError) -> [String]? {
        do throws(DelimitedError) {
            return try text.next()
        } catch {
            throw ReviewFileError(line: error.line, reason: sentence(error.reason))
        }
    }

    static func sentence(_ reason: DelimitedError.Reason) -> String {
        switch reason {
        case .unterminatedQuote: "a quote opens here and never ends; the file may be cut off."
        case .strayQuote: "a quote stands where none may be."
        case .nulByte: "a NUL byte; this is no text file."
        case .invalidUTF8: "bytes that are not UTF-8; save the file as UTF-8."
        case .fieldTooLong: "a field of more than a megabyte."
        case .tooManyFields: "more than a thousand columns."
        }
    }

    /// What a row says. Throws `ReviewRowFault` where it cannot be taken.
    static func review(_ cells: [String], line: Int) throws(ReviewRowFault) -> Review {
        let plain = cells.prefix(6).map(ReviewText.cleaned)
        let id = plain[0]
        guard !id.isEmpty, id.utf8.count <= 100 else { throw ReviewRowFault(reason: "there is no id") }
        guard !plain[1].isEmpty else { throw ReviewRowFault(reason: "there is no drug's name") }
        guard let rating = Int(plain[2]), (1...10).contains(rating) else {
            throw ReviewRowFault(reason: "the rating is not a number from 1 to 10")
        }
        guard let effectiveness = effectivenessWords[plain[3].lowercased()] else {
            throw ReviewRowFault(reason: "unknown word for effectiveness: \(shown(plain[3]))")
        }
        guard let sideEffects = sideEffectWords[plain[4].lowercased()] else {
            throw ReviewRowFault(reason: "unknown word for side effects: \(shown(plain[4]))")
        }
        return Review(
            line: line, id: id, treatment: plain[1], rating: rating, effectiveness: effectiveness,
            sideEffects: sideEffects, condition: plain[5], sideEffectsText: cells[7], comments: cells[8], cells: cells)
    }

    /// A foreign text in a report: short.
    private static func shown(_ text: String) -> String {
        text.isEmpty ? "(empty)" : "“\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))))”"
    }

    private static let effectivenessWords: [String: Effectiveness] = [
        "ineffective": .notAtAll, "marginally effective": .aLittle, "moderately effective": .somewhat,
        "considerably effective": .aLot, "highly effective": .highly,
    ]

    private static let sideEffectWords: [String: SideEffectSeverity] = [
        "no side effects": .none, "mild side effects": .mild, "moderate side effects": .moderate,
        "severe side effects": .severe, "extremely severe side effects": .extreme,
    ]
}
