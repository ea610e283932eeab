import Storage
import Vocabulary

/// Reads reviews row by row: what is wrong with a row, and what with the whole file.
struct ReviewReader: Sendable {
    private(set) var rejected: [RejectedRow] = []
    /// Rows below the header.
    private(set) var rowCount = 0
    private var hasHeader = false
    /// Where each identifier stood first; by its fingerprint, for there may be very many.
    private var lines: [ID<Review>: Int] = [:]
    /// Rows that a file may have.
    private let mostRows: Int

    init(mostRows: Int = .max) { self.mostRows = mostRows }

    /// A review; nil for the header, and for a row that cannot be taken.
    mutating func review(_ cells: [String], line: Int) throws(ReviewFileError) -> Review? {
        guard hasHeader else {
            hasHeader = true
            try Self.checkHeader(cells, line: line)
            return nil
        }
        guard cells.count == ReviewFile.columns.count else {
            throw ReviewFileError(line: line, ReviewFault(.columns, n: cells.count))
        }
        rowCount += 1
        guard rowCount <= mostRows else {
            throw ReviewFileError(line: line, ReviewFault(.manyRows, n: mostRows))
        }
        do throws(ReviewFault) {
            let review = try ReviewFile.review(cells, line: line)
            let key = ID<Review>(named: review.id)
            if let first = lines[key] { throw ReviewFault(.sameID, n: first, word: review.id) }
            lines[key] = line
            return review
        } catch {
            rejected.append(RejectedRow(line: line, fault: error))
            return nil
        }
    }

    /// Throws where the whole is no file of reviews: it is empty, or more than a tenth of it cannot be taken.
    func finish() throws(ReviewFileError) {
        guard hasHeader else { throw ReviewFileError(line: 0, ReviewFault(.empty)) }
        guard let first = rejected.first, rejected.count * 10 > rowCount, rejected.count >= 5 else { return }
        throw ReviewFileError(
            line: first.line, first.fault, rejected: .init(count: rejected.count, rows: rowCount))
    }

    private static func checkHeader(_ header: [String], line: Int) throws(ReviewFileError) {
        guard header == ReviewFile.columns else {
            throw ReviewFileError(line: line, ReviewFault(.header))
        }
    }
}

/// Reads reviews from a file that comes in pieces: never more than a row of it is held.
struct ReviewStream: Sendable {
    /// Bytes of a row, with room for a long story; and rows of a file.
    static let mostRowBytes = 1 << 20
    static let mostRows = 500_000

    private(set) var reader = ReviewReader(mostRows: mostRows)
    private var text = UnicodeReader()
    private var rows = RowSplitter(separator: UInt8(ascii: "\t"), mostBytes: mostRowBytes)

    /// The reviews that these bytes complete.
    mutating func feed(_ bytes: [UInt8]) throws(ReviewFileError) -> [Review] { try split(try text.feed(bytes)) }

    private mutating func split(_ bytes: [UInt8]) throws(ReviewFileError) -> [Review] {
        let complete: [RowSplitter.Row]
        do throws(RowSplitter.TooLong) { complete = try rows.feed(bytes) } catch {
            throw ReviewFileError(line: error.line, ReviewFault(.longRow))
        }
        var reviews: [Review] = []
        for row in complete {
            if let review = try read(row) { reviews.append(review) }
        }
        return reviews
    }

    /// The last review, where the file ends without the end of its line. Throws what is wrong with the whole.
    mutating func finish() throws(ReviewFileError) -> [Review] {
        var left = try split(try text.finish())
        if let row = rows.finish(), let review = try read(row) { left.append(review) }
        try reader.finish()
        return left
    }

    private mutating func read(_ row: RowSplitter.Row) throws(ReviewFileError) -> Review? {
        // Only at the beginning of a file a byte order mark is none of the text: an empty line before all other rows.
        let before: [UInt8] = row.line > 1 ? [10] : []
        var text = DelimitedText(bytes: before + row.bytes, separator: UInt8(ascii: "\t"), quotes: .lenient)
        let offset = row.line - 1 - before.count
        let cells: [String]?
        do throws(DelimitedError) { cells = try text.next() } catch {
            throw ReviewFileError(line: offset + error.line, ReviewFile.fault(error.reason))
        }
        // A line without a byte.
        guard let cells else { return nil }
        return try reader.review(cells, line: offset + text.line)
    }
}
