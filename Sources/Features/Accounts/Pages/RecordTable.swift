import Markup
import Web

/// A set of records as a table for a spreadsheet: comma-separated (RFC 4180), UTF-8 with a byte-order mark, for without one
/// Excel reads another encoding. The first row says what the columns are, in the reader's language.
struct RecordTable: Sendable {
    let set: RecordSet
    let words: RecordWords
    let reader: RecordReader
    let pages: RecordPages

    var stream: Stream {
        Stream(type: "text/csv; charset=utf-8; header=present", name: "\(set.fileName).csv") { writer in
            try await write(to: &writer)
        }
    }

    private func write(to writer: inout StreamWriter) async throws {
        let (words, reader) = (words, reader)
        let columns = words.fields.compactMap(\.label).map { reader.text($0) }
        try await writer.write([0xEF, 0xBB, 0xBF] + Self.row(columns))
        do throws(any Error) {
            try await pages.write(set, to: &writer) { record in
                let lines = words.lines(of: record, reader)
                return Self.row(
                    columns.map { column in lines.first { $0.label == column }.map { Self.cell($0.said) } ?? "" })
            }
        } catch let problem as Problem {
            try await writer.write(Self.row([reader.text("web.export.cut")]))
            try await writer.flush()
            throw problem
        }
    }

    /// Several things of one kind stand in one cell, a line each.
    private static func cell(_ said: RecordLine.Said) -> String {
        switch said {
        case .lines(let lines), .words(let lines): lines.joined(separator: "\n")
        case .records(let records):
            records.map { $0.map { "\($0.label): \(cell($0.said))" }.joined(separator: "\n") }
                .joined(separator: "\n\n")
        }
    }

    private static func row(_ cells: [String]) -> [UInt8] {
        Array(cells.map { quoted(Array($0.utf8)) }.joined(separator: [UInt8(ascii: ",")])) + [13, 10]
    }

    /// What a spreadsheet would take for a formula (OWASP, "CSV injection") gets an apostrophe in front, which shows it as text.
    /// A telephone number begins like one; it, too, is text.
    static func quoted(_ cell: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        var bytes = cell
        let said = bytes.drop { $0 == UInt8(ascii: " ") }
        if let first = said.first, "=+-@\t\r\n".utf8.contains(first) || isWideSign(said) {
            bytes.insert(UInt8(ascii: "'"), at: 0)
        }
        guard !bytes.isEmpty else { return bytes }
        return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    /// A sign of a formula in its full width, as some spreadsheets read it: ＝ ＋ － ＠.
    private static func isWideSign(_ bytes: ArraySlice<UInt8>) -> Bool {
        ["＝", "＋", "－", "＠"].contains { bytes.starts(with: $0.utf8) }
    }
}
