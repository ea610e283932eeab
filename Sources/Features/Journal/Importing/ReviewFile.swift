import Vocabulary

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
    package let fault: ReviewFault
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
    /// width, a quote that never ends, bytes that are no text in Unicode, NUL, or more than one row in ten that cannot be taken.
    init(bytes: [UInt8]) throws(ReviewFileError) {
        var unicode = UnicodeReader()
        var plain = try unicode.feed(bytes)
        plain += try unicode.finish()
        var text = DelimitedText(bytes: plain, separator: UInt8(ascii: "\t"), quotes: .lenient)
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
            throw ReviewFileError(line: error.line, fault(error.reason))
        }
    }

    static func fault(_ reason: DelimitedError.Reason) -> ReviewFault {
        switch reason {
        case .unterminatedQuote: ReviewFault(.openQuote)
        case .strayQuote: ReviewFault(.strayQuote)
        case .nulByte: ReviewFault(.nulByte)
        case .invalidUTF8: ReviewFault(.notUnicode)
        case .fieldTooLong: ReviewFault(.longField)
        case .tooManyFields: ReviewFault(.manyFields)
        }
    }

    /// What a row says. Throws `ReviewFault` where it cannot be taken.
    static func review(_ cells: [String], line: Int) throws(ReviewFault) -> Review {
        let plain = cells.prefix(6).map(ReviewText.cleaned)
        let id = plain[0]
        guard !id.isEmpty, id.utf8.count <= 100 else { throw ReviewFault(.noID) }
        guard !plain[1].isEmpty else { throw ReviewFault(.noDrug) }
        guard let rating = Int(plain[2]), (1...10).contains(rating) else {
            throw ReviewFault(.rating)
        }
        guard let effectiveness = effectivenessWords[plain[3].lowercased()] else {
            throw plain[3].isEmpty ? ReviewFault(.noEffectiveness) : ReviewFault(.effectiveness, word: shown(plain[3]))
        }
        guard let sideEffects = sideEffectWords[plain[4].lowercased()] else {
            throw plain[4].isEmpty ? ReviewFault(.noSideEffects) : ReviewFault(.sideEffects, word: shown(plain[4]))
        }
        return Review(
            line: line, id: id, treatment: plain[1], rating: rating, effectiveness: effectiveness,
            sideEffects: sideEffects, condition: plain[5], sideEffectsText: cells[7], comments: cells[8], cells: cells)
    }

    /// A foreign text in a report: short.
    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(40)))
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
