import Markup

/// Why the catalogue cannot be used: every fault that was found, with its file and line.
package struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Sentences for whoever edits the files: "conditions.csv, line 12: there is no condition called …".
    package let faults: [String]

    package var description: String { faults.joined(separator: "\n") }
}

/// A catalogue file with a header row, read whole.
struct CatalogueTable {
    /// One row: its cells by column name.
    struct Row {
        let line: Int
        let cells: [String: String]
        fileprivate let header: [String]

        /// The trimmed cell; empty where the column is missing.
        subscript(_ column: String) -> String { cells[column] ?? "" }

        /// The parts of a cell that holds a list, `;` between them.
        func list(_ column: String) -> [String] { CatalogueTable.list(self[column]) }

        /// The cells of the columns `prefix…`, whose names end in a language, in the order of the columns.
        func inLanguages(_ prefix: String) -> [(language: Language, text: String)] {
            CatalogueTable.languages(prefix, in: header).map { ($0, self[prefix + $0.rawValue]) }
        }
    }

    let file: String
    /// The names of the columns; empty for a file that cannot be read.
    private(set) var header: [String] = []
    private(set) var rows: [Row] = []
    private(set) var faults: [String] = []

    /// Reads the file's bytes. Missing columns and rows of another length are faults; a file that cannot be read at all
    /// gives one fault and no rows.
    init(file: String, bytes: [UInt8], columns: [String]) {
        self.file = file
        var text = DelimitedText(bytes: bytes)
        do throws(DelimitedError) {
            guard let header = try text.next()?.map(Self.trimmed) else {
                faults.append("\(file): is empty")
                return
            }
            self.header = header
            for column in columns where !header.contains(column) { faults.append("\(file): has no column \(column)") }
            while let cells = try text.next() {
                guard cells.count == header.count else {
                    faults.append("\(file), line \(text.line): \(cells.count) cells instead of \(header.count)")
                    continue
                }
                let named = zip(header, cells.map(Self.trimmed))
                rows.append(
                    Row(
                        line: text.line, cells: Dictionary(named, uniquingKeysWith: { first, _ in first }),
                        header: header))
            }
        } catch {
            faults.append("\(file), \(error)")
        }
    }

    /// The languages that columns `prefix…` are in.
    func languages(_ prefix: String) -> [Language] { Self.languages(prefix, in: header) }

    private static func languages(_ prefix: String, in header: [String]) -> [Language] {
        header.filter { $0.hasPrefix(prefix) }.map { Language(rawValue: String($0.dropFirst(prefix.count))) }
    }

    /// The parts of a list, `;` between them.
    static func list(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: ";")).map { trimmed(String(Substring($0))) }.filter { !$0.isEmpty }
    }

    /// Without spaces and tabs at both ends.
    static func trimmed(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
