import Databases
import Testing

@testable import Web

@Suite struct FormParserTests {
    static let table: [(sent: String, fields: [[String]]?)] = [
        ("", []), ("a=1", [["a", "1"]]), ("a=1&b=2", [["a", "1"], ["b", "2"]]),
        ("a=1&&b=2&", [["a", "1"], ["b", "2"]]),
        ("a", [["a", ""]]), ("a=", [["a", ""]]), ("=a", [["", "a"]]), ("a=b=c", [["a", "b=c"]]),
        ("a=%41+%2B", [["a", "A +"]]), ("a=1&a=2", [["a", "1"], ["a", "2"]]), ("%61=%C3%A9", [["a", "é"]]),
        ("a=%F0%9F%92%94", [["a", "💔"]]), ("a=%", nil), ("a=%4", nil), ("a=%zz", nil), ("a=%C0%AF", nil),
        ("a=%FF", nil), ("%ED%A0%80=1", nil), ("a=%00", [["a", "\0"]]), ("a=;b=2", [["a", ";b=2"]]),
    ]

    @Test func `fields are read as the standard says, and broken ones refused`() {
        for (sent, fields) in Self.table {
            let parsed = try? FormParser.parse(Array(sent.utf8))
            #expect(parsed?.items.map { [$0.name, $0.value] } == fields, "\(sent)")
        }
    }

    @Test func `more than the limits is refused, not cut`() {
        func failure(_ sent: String) -> FormParser.Failure? {
            do { _ = try FormParser.parse(Array(sent.utf8)) } catch { return error }
            return nil
        }
        #expect(failure(String(repeating: "a=1&", count: 200)) == nil)
        #expect(failure(String(repeating: "a=1&", count: 201)) == .tooManyFields)
        #expect(failure(String(repeating: "n", count: 100) + "=1") == nil)
        #expect(failure(String(repeating: "n", count: 101) + "=1") == .nameTooLong)
        #expect(failure("a=" + String(repeating: "x", count: 65_534)) == nil)
        #expect(failure("a=" + String(repeating: "x", count: 65_535)) == .tooLarge)
    }

    @Test func `whatever is sent, reading it ends in fields or an error`() {
        var random = SeededRandom(seed: 7)
        let seeds =
            Self.table.map { Array($0.sent.utf8) } + [
                Array("name=Ana+Mar%C3%ADa&advice=%E2%80%8Fhi%0D%0A&csrf=00ff".utf8)
            ]
        var read = 0
        for _ in 0..<20_000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                case 1 where at < bytes.count: bytes.remove(at: at)
                default: bytes.insert(contentsOf: Array("%&=+%0".utf8).shuffled(using: &random), at: at)
                }
            }
            guard let fields = try? FormParser.parse(bytes) else { continue }
            read += 1
            var reader = FormReader(fields)
            for name in fields.names {
                _ = reader.text(name, max: 20)
                _ = reader.integer(name, in: 0...9)
                #expect(fields[name]?.unicodeScalars.contains("\0") != true)
            }
        }
        #expect(read > 1_000)
    }
}
