import Databases
import World
import Testing

@testable import Vocabulary

@Suite struct DelimitedTextTests {
    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
        ("a\rb", [["a"], ["b"]]),
        ("\u{FEFF}a,b", [["a", "b"]]),
        ("a,\"b,\"\"c\"\"\n\"", [["a", "b,\"c\"\n"]]),
        ("\"a\r\nb\",c", [["a\r\nb", "c"]]),
        (",\n", [["", ""]]),
        ("a,", [["a", ""]]),
        ("\"\"", [[""]]),
        ("a\n\n\r\nb\n", [["a"], ["b"]]),
        ("", []),
        ("é,\u{1F600}\u{301}", [["é", "\u{1F600}\u{301}"]]),
    ]) func `rows come out as written`(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test(arguments: [
        ("a\nb,\"c\n", DelimitedError.Reason.unterminatedQuote, 2),
        ("\"a\n\n", .unterminatedQuote, 1),
        ("a\nb\"c", .strayQuote, 2),
        ("\"a\"b", .strayQuote, 1),
        ("a\n\n\"x\ny\",b\u{0}", .nulByte, 4),
        ("a,b,c,d", .tooManyFields, 1),
        ("x\n123456789", .fieldTooLong, 2),
    ]) func `a fault names its line`(text: String, reason: DelimitedError.Reason, line: Int) {
        #expect(throws: DelimitedError(reason: reason, line: line)) {
            try rows(text, limits: .init(field: 8, fields: 3))
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        var text = DelimitedText(bytes: Array("ok\n".utf8) + [0x63, 0xE9, 0x0A])
        #expect(throws: DelimitedError(reason: .invalidUTF8, line: 2)) {
            while try text.next() != nil {}
        }
        #expect(throws: Never.self) { try text.next() }
    }

    @Test(arguments: [
        ("6\" nail\tb", [["6\" nail", "b"]]),
        ("\"a\"b\tc", [["ab", "c"]]),
        ("\"a\" \"b\"\tc", [["a \"b\"", "c"]]),
    ]) func `lenient reading keeps a stray quote as a character`(text: String, expected: [[String]]) throws {
        #expect(try rows(text, separator: 9, quotes: .lenient) == expected)
    }

    @Test func `lines are counted over quoted line ends`() throws {
        var text = DelimitedText(bytes: Array("h\r\n\"a\r\nb\"\r\n\r\nc".utf8))
        var lines: [Int] = []
        while try text.next() != nil { lines.append(text.line) }
        #expect(lines == [1, 2, 5])
    }

    @Test func `20,000 mutations never trap and always end`() {
        let seed = Array("slug,name\r\n\"a\"\"b\",\"c\nd\"\ne\"f,\u{FEFF}é\n\n,,\"\"\n".utf8)
        let odd: [UInt8] = [0, 0x22, 0x2C, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF, 0xC3, 0xFF, 0x41]
        var random = SeededRandom(seed: 1)
        for round in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                let byte = odd.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.insert(byte, at: at)
                case 1 where at < bytes.count: bytes[at] = byte
                default: bytes = Array(bytes.prefix(at))
                }
            }
            var text = DelimitedText(
                bytes: bytes, quotes: round.isMultiple(of: 2) ? .strict : .lenient, limits: .init(field: 20, fields: 5))
            var count = 0
            var line = 0
            while let row = try? text.next() {
                count += 1
                if row.isEmpty || row.count > 5 || text.line <= line { Issue.record("round \(round)") }
                line = text.line
            }
            if count > bytes.count { Issue.record("round \(round): more rows than bytes") }
        }
    }

    private func rows(
        _ text: String, separator: UInt8 = 0x2C, quotes: DelimitedText.Quotes = .strict,
        limits: DelimitedText.Limits = .init()
    ) throws -> [[String]] {
        var reader = DelimitedText(bytes: Array(text.utf8), separator: separator, quotes: quotes, limits: limits)
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }
}
