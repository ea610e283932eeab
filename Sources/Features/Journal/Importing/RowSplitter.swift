/// Cuts a delimited file that comes in pieces into its rows, by the same rules as `DelimitedText` reads them: however it
/// is cut into pieces, the rows are the same. A row is handed on with its line end, to be read by itself.
struct RowSplitter: Sendable {
    /// One row as it stands in the file.
    struct Row: Sendable, Hashable {
        /// Where it begins, from 1.
        let line: Int
        let bytes: [UInt8]
    }

    /// A row that does not end within the bound.
    struct TooLong: Error {
        /// Where it begins.
        let line: Int
    }

    private enum State {
        case fieldStart, unquoted, quoted
        /// Behind a quote within quotes: the end of them, or the first of two.
        case quoteInQuoted
    }

    private let separator: UInt8
    private let mostBytes: Int
    private var state = State.fieldStart
    private var row: [UInt8] = []
    private var line = 1
    private var nextLine = 1
    /// Behind a CR outside quotes: an LF that follows belongs to it.
    private var isBehindReturn = false
    private var isFirst = true

    init(separator: UInt8, mostBytes: Int) {
        (self.separator, self.mostBytes) = (separator, mostBytes)
    }

    /// The rows that these bytes complete.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Row] {
        var rows: [Row] = []
        for byte in bytes {
            if isBehindReturn {
                isBehindReturn = false
                if byte == 10 {
                    row.append(byte)
                    rows.append(take())
                    continue
                }
                rows.append(take())
            }
            guard row.count < mostBytes else { throw TooLong(line: line) }
            row.append(byte)
            if step(byte) { rows.append(take()) }
        }
        return rows
    }

    /// What is left: a last row without its end.
    mutating func finish() -> Row? {
        row.isEmpty ? nil : take()
    }

    /// One byte on; true when it ends the row for certain.
    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .quoted:
            // A line end within quotes is counted when the row is handed on.
            if byte == 34 { state = .quoteInQuoted }
            return false
        case .quoteInQuoted where byte == 34:
            state = .quoted
            return false
        case .fieldStart where byte == 34:
            state = .quoted
            return false
        case .fieldStart, .unquoted, .quoteInQuoted:
            switch byte {
            case separator: state = .fieldStart
            case 10: return true
            case 13: isBehindReturn = true
            // A byte order mark stands before the first field and is none of it.
            default: state = isFirst && row == [0xEF, 0xBB, 0xBF] ? .fieldStart : .unquoted
            }
            return false
        }
    }

    private mutating func take() -> Row {
        let taken = Row(line: line, bytes: row)
        nextLine += Self.lineEnds(in: row)
        line = nextLine
        row.removeAll(keepingCapacity: true)
        state = .fieldStart
        isFirst = false
        return taken
    }

    /// LF, CR LF and CR, each once.
    private static func lineEnds(in bytes: [UInt8]) -> Int {
        var (count, previous): (Int, UInt8) = (0, 0)
        for byte in bytes {
            if byte == 13 || (byte == 10 && previous != 13) { count += 1 }
            previous = byte
        }
        return count
    }
}
