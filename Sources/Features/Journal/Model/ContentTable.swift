import Foundation
import Vocabulary

/// Why one of this feature's content files cannot be used.
struct ContentError: Error, Hashable, CustomStringConvertible {
    let file: String
    /// From 1.
    let line: Int
    let reason: String

    var description: String { "\(file), line \(line): \(reason)" }
}

/// A small CSV file of ours with a header row.
struct ContentTable {
    struct Row {
        let line: Int
        fileprivate let cells: [String: String]

        /// The cell without spaces around it; empty where there is none.
        subscript(_ column: String) -> String { cells[column] ?? "" }

        /// The parts of a cell that holds a list, `;` between them.
        func list(_ column: String) -> [String] {
            self[column].utf8.split(separator: UInt8(ascii: ";")).map { ContentTable.trimmed($0) }.filter {
                !$0.isEmpty
            }
        }
    }

    private(set) var rows: [Row] = []

    /// The names of columns behind those that there must be.
    private(set) var otherColumns: [String] = []

    /// - Parameter more: whether further columns may follow.
    init(_ file: String, bytes: [UInt8], columns: [String], more: Bool = false) throws {
        var text = DelimitedText(bytes: bytes)
        do {
            let header = try text.next() ?? []
            guard header.starts(with: columns), more || header.count == columns.count else {
                throw ContentError(
                    file: file, line: 1, reason: "the columns must be \(columns.joined(separator: ", "))")
            }
            otherColumns = Array(header.dropFirst(columns.count))
            while let cells = try text.next() {
                guard cells.count == header.count else {
                    throw ContentError(
                        file: file, line: text.line, reason: "\(cells.count) cells instead of \(header.count)")
                }
                let pairs = zip(header, cells.map { Self.trimmed($0.utf8[...]) })
                rows.append(Row(line: text.line, cells: Dictionary(pairs, uniquingKeysWith: { first, _ in first })))
            }
        } catch let error as DelimitedError {
            throw ContentError(file: file, line: error.line, reason: error.reason.rawValue)
        }
    }

    /// A file's bytes. Throws `ContentError` when it is not there.
    static func bytes(_ file: String, in folder: String) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
            throw ContentError(file: "\(folder)/\(file)", line: 0, reason: "there is no such file")
        }
        return Array(bytes)
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> String {
        let start = bytes.drop { $0 == 32 }
        let end = start.reversed().drop { $0 == 32 }
        return String(decoding: end.reversed(), as: UTF8.self)
    }
}
