/// Why a delimited file cannot be read, and where.
package struct DelimitedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the file.
    package enum Reason: String, Hashable, Sendable {
        /// A quoted field that the file ends in.
        case unterminatedQuote
        /// A quote in the middle of an unquoted field, or text after a closing quote (strict reading only).
        case strayQuote
        case nulByte
        case invalidUTF8
        case fieldTooLong
        case tooManyFields
    }

    /// What is wrong.
    package let reason: Reason
    /// The line of the file, from 1. For an unterminated quote the line where the quote opens.
    package let line: Int

    package var description: String { "line \(line): \(reason.rawValue)" }
}

/// Reads comma- or tab-separated text (RFC 4180) row by row, on bytes.
///
/// Handles quoted fields, doubled quotes, separators and line ends inside quotes, LF, CRLF and CR, a byte order mark,
/// and a last line without its end. Lines without a byte are skipped. Text must be UTF-8 without NUL: anything else is
/// an error with its line, since guessing an encoding would change what a person wrote. After an error nothing more is
/// read.
package struct DelimitedText: Sendable {
    /// What a quote means where RFC 4180 does not allow it.
    package enum Quotes: Sendable {
        /// It is an error.
        case strict
        /// It is a character like any other; so is text after a closing quote (what Python's `csv` does).
        case lenient
    }

    /// How much one row may hold; memory stays bounded whatever the file says.
    package struct Limits: Sendable {
        /// Bytes in one field.
        package var field: Int
        /// Fields in one row.
        package var fields: Int

        /// By default a mebibyte and a thousand fields.
        package init(field: Int = 1 << 20, fields: Int = 1_000) {
            self.field = field
            self.fields = fields
        }
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let quotes: Quotes
    private let limits: Limits
    private var position = 0
    private var nextLine = 1
    /// The line on which the row returned last began, from 1.
    package private(set) var line = 1

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - separator: the byte between fields: a comma, or a tab (9).
    package init(
        bytes: [UInt8], separator: UInt8 = UInt8(ascii: ","), quotes: Quotes = .strict, limits: Limits = .init()
    ) {
        self.bytes = bytes
        self.separator = separator
        self.quotes = quotes
        self.limits = limits
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next row's fields, or nil at the end of the file.
    package mutating func next() throws(DelimitedError) -> [String]? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        line = nextLine
        var fields: [String] = []
        do throws(DelimitedError) {
            while true {
                guard fields.count < limits.fields else { throw DelimitedError(reason: .tooManyFields, line: nextLine) }
                let (field, isLast) = try nextField()
                fields.append(field)
                if isLast { return fields }
            }
        } catch {
            position = bytes.count
            throw error
        }
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count, takeLineEnd() {}
    }

    /// Passes over LF, CRLF or CR if the reader stands before one.
    private mutating func takeLineEnd() -> Bool {
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Self.lineFeed:
            position += 1
        case Self.carriageReturn:
            position += 1
            if position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
        default:
            return false
        }
        nextLine += 1
        return true
    }

    private mutating func nextField() throws(DelimitedError) -> (String, isLast: Bool) {
        let start = nextLine
        var field: [UInt8] = []
        if position < bytes.count, bytes[position] == Self.quote {
            position += 1
            try readQuoted(into: &field)
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator {
                position += 1
                return (try text(field, from: start), false)
            }
            if takeLineEnd() { break }
            if quotes == .strict, byte == Self.quote { throw DelimitedError(reason: .strayQuote, line: nextLine) }
            try append(byte, to: &field)
        }
        return (try text(field, from: start), true)
    }

    /// Reads up to and over the closing quote. Text behind it is left for the unquoted part.
    private mutating func readQuoted(into field: inout [UInt8]) throws(DelimitedError) {
        let start = nextLine
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.quote {
                position += 1
                guard position < bytes.count else { return }
                if bytes[position] != Self.quote {
                    if quotes == .strict, !endsField(bytes[position]) {
                        throw DelimitedError(reason: .strayQuote, line: nextLine)
                    }
                    return
                }
            } else if byte == Self.lineFeed || (byte == Self.carriageReturn && !isFollowedByLineFeed) {
                nextLine += 1
            }
            try append(byte, to: &field)
        }
        throw DelimitedError(reason: .unterminatedQuote, line: start)
    }

    private var isFollowedByLineFeed: Bool {
        position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed
    }

    private func endsField(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private mutating func append(_ byte: UInt8, to field: inout [UInt8]) throws(DelimitedError) {
        if byte == 0 { throw DelimitedError(reason: .nulByte, line: nextLine) }
        if field.count >= limits.field { throw DelimitedError(reason: .fieldTooLong, line: nextLine) }
        field.append(byte)
        position += 1
    }

    private func text(_ field: [UInt8], from line: Int) throws(DelimitedError) -> String {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw DelimitedError(reason: .invalidUTF8, line: line)
        }
        return text
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
