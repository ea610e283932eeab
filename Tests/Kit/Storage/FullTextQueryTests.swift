import Databases
import Testing

@testable import Storage

/// Whatever somebody types is words: never an operator, never an error, whether it was folded before or not.
@Suite struct FullTextQueryTests {
    static let hostile = [
        "\"", "\"night", "night\"", "'", "''night", "\\night\\", "night*", "*", "^night", "night^", "-night", "+night",
        "!night", "words:night", "{words}:night", "words : night", "post_search:night", "rowid:1", "rank", "NEAR",
        "NEAR(",
        "NEAR(night,sweats,2)", "AND", "OR", "NOT", "night AND", "OR night", "NOT night", "night OR sweats", "(", ")",
        "((night",
        "night)", "&", "|", "night & sweats", "night <-> sweats", "night:*", "night:AB", ":", "?", "$1", "night?", "--",
        "/* night", ";", "'; DROP TABLE posts; --", "%", "_", "\0", "night\0sweats", "\u{200F}night\u{200E}",
        "\u{202E}thgin",
        "😀", "👩‍⚕️", "e\u{301}", "\u{301}", "ألم", "頭痛", "\u{FFFD}", "\u{FEFF}", "\r\n", "\t", "\u{A0}night",
        String(repeating: "night ", count: 10_000), String(repeating: "x", count: 1_000_000),
        (0..<10_000).map { "w\($0)" }.joined(separator: " "), String(repeating: "(", count: 10_000),
    ]

    @Test(arguments: Backend.available)
    func `nothing that is typed is an error, and each finds itself`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            try await database.write { tx in
                try FullTextPosts.put("night", as: 1, in: tx)
                try FullTextPosts.put("sweats", as: 2, in: tx)
                try FullTextPosts.put("night sweats", as: 3, in: tx)
            }
            for (number, text) in Self.hostile.enumerated() {
                let document = Int64(100 + number)
                try await database.write { try FullTextPosts.put(text, as: document, in: $0) }
                let found = try await FullTextPosts.search(text, in: database)
                let hasWords = FullTextQuery(FullTextPosts.split(text)) != nil
                #expect(found.all.contains(document) == hasWords, "\(text.prefix(30))")
                #expect(found.any.first(where: { $0 == document }) != nil || !hasWords, "\(text.prefix(30))")
                try await database.write { try FullTextPosts.index.remove([document], in: $0) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `an operator is a word like others`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            try await database.write { tx in
                try FullTextPosts.put("night", as: 1, in: tx)
                try FullTextPosts.put("sweats", as: 2, in: tx)
                try FullTextPosts.put("night or sweats", as: 3, in: tx)
                try FullTextPosts.put("nightmare", as: 4, in: tx)
                try FullTextPosts.put("day", as: 5, in: tx)
            }
            for (words, wanted) in [
                ("night OR sweats", [3]), ("night | sweats", [3]), ("night*", [3, 1]), ("NOT night", []),
                ("-night", [3, 1]),
                ("!night", [3, 1]), ("words:night", []), ("NEAR(night sweats)", []), ("^sweats", [3, 2]),
                ("night:*", [3, 1]),
                ("\"sweats night\"", [3]), ("'night' <-> 'or'", [3]),
            ] as [(String, [Int64])] {
                let found = try await FullTextPosts.search(words, in: database).all
                #expect(found == wanted, "\(words)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `any spelling of a word will do`(on backend: Backend) async throws {
        try await withPosts(on: backend) { database in
            try await database.write { tx in
                try FullTextPosts.put("bad headache", as: 1, in: tx)
                try FullTextPosts.put("headaches", as: 2, in: tx)
                try FullTextPosts.put("bad headaches", as: 3, in: tx)
            }
            let query = try #require(
                FullTextQuery(FullTextPosts.split("bad headache")) { [$0 + [UInt8(ascii: "s")]] })
            let (all, any) = try await database.read { tx in
                (try FullTextPosts.newest(10, query, in: tx), try FullTextPosts.ranked(10, query, in: tx))
            }
            #expect(all == [3, 1])
            #expect(any == [3, 1, 2])
        }
    }

    @Test func `words are bounded, and cut between scalars`() throws {
        let long = String(repeating: "ж", count: 40)
        #expect(texts([long]) == [String(repeating: "ж", count: 32)])
        #expect(texts(["a" + long]) == ["a" + String(repeating: "ж", count: 31)])
        #expect(texts(["Night", "night", "a-b"]) == ["night", "a", "b"])
        // Two spellings that Swift holds for the same text, and a database does not.
        #expect(texts(["\u{E9}t\u{E9}", "e\u{301}te\u{301}"]).count == 2)
        #expect(FullTextWords.distinct((0..<20_000).map { Array("w\($0)".utf8) }).count == 10_000)
        #expect(FullTextWords.distinct([Array(repeating: 0x80, count: 200), [0xC3], [0x61, 0xFF]]).count == 3)
        let many = try #require(
            FullTextQuery((0..<20).map { Array("w\($0)".utf8) }) { word in (0..<20).map { word + [$0 + 0x61] } })
        #expect(many.words.map(\.count) == Array(repeating: 6, count: 8))
        #expect(FullTextQuery(FullTextPosts.split("- * ' \"")) == nil)
    }

    @Test func `the words are quoted for each engine`() throws {
        let query = try #require(
            FullTextQuery(FullTextPosts.split("pain Drug's")) { $0.count < 5 ? [$0 + [0x73]] : [] })
        #expect(query.expression(for: .sqlite) == #"("pain" OR "pains") AND ("drug" OR "drugs") AND ("s" OR "ss")"#)
        #expect(query.expression(for: .postgres) == "('pain' | 'pains') & ('drug' | 'drugs') & ('s' | 'ss')")
    }

    private func texts(_ words: [String]) -> [String] {
        FullTextWords.distinct(words.map { Array($0.utf8) }).map { String(decoding: $0, as: UTF8.self) }
    }
}
