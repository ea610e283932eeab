import Databases
import Foundation
import Storage
import Synchronization
import Testing

@testable import Web

/// The file that a member takes along: whole, in pieces, and of nobody else.
@Suite struct ExportFileTests {
    private struct Line: Encodable, Sendable { let number: Int, text: String }

    private static let counts = [1, 0, 100, 99, 350]

    /// Lists of these lengths; the keys say where to go on.
    private static let records: [RecordSet] = counts.enumerated().map { place, count in
        .list("list\(place)", count: { _, _ in count }) { member, after, limit, _ in
            let first = after.map { $0 + 1 } ?? 0
            return (first..<max(first, min(first + limit, count))).map { number in
                (number, Line(number: number, text: "\(member) \"é\" \(place)"))
            }
        }
    }

    private func site(
        _ database: Database, limit: RateLimit? = nil,
        check: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) throws -> TestSite {
        func route(_ path: String, _ records: [RecordSet]) -> Route {
            .get(path, .member, answer: .stream, limit: limit) { visit in
                let file = try ExportFile(
                    of: try visit.person, records, door: "page", cursor: visit.query["cursor"], at: visit.now,
                    cut: "cut",
                    signer: visit.signer, database: database, check: check)
                return .stream(file.stream)
            }
        }
        // As after an update that keeps other things.
        return try TestSite(extra: [route("/mine", Self.records), route("/later", Self.records.dropLast())])
    }

    private func objects(_ text: String) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(json?["records"] as? [[String: Any]])
    }

    @Test func `the file is one document with every record once, and says how far it is and that it is whole`()
        async throws
    {
        try await withDatabase { database in
            let file = await (try site(database)).get("/mine", as: TestSite.ana)
            expect(file, 200)
            let records = try objects(file.text)
            #expect(records.count { $0["record"] != nil } == Self.counts.reduce(0, +))
            #expect(records.last?["end"] as? Bool == true && records.last?["done"] as? Int == 550)
            let told = records.compactMap { $0["cursor"] == nil ? nil : $0["done"] as? Int }
            #expect(told == [101, 300, 400, 500] && records.allSatisfy { $0["of"] == nil || $0["of"] as? Int == 550 })
        }
    }

    @Test func `whose download broke goes on behind any cursor, and both pieces are the file`() async throws {
        try await withDatabase { database in
            let test = try site(database)
            let whole = await test.get("/mine", as: TestSite.ana).text
            let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
            var tried = 0
            for (number, line) in lines.enumerated() {
                guard let found = line.firstMatch(of: /"cursor":"([^"]+)"/) else { continue }
                test.journal.pass(milliseconds: 86_400_000)
                let rest = await test.get("/mine?cursor=\(found.1)", as: TestSite.ana)
                expect(rest, 200)
                let both = lines[...number].joined(separator: "\n") + "\n" + rest.text
                #expect(both == whole)
                tried += 1
            }
            #expect(tried == 4)
        }
    }

    @Test func `a cursor is its member's own, unchanged, and good for a week`() async throws {
        try await withDatabase { database in
            let test = try site(database)
            let whole = await test.get("/mine", as: TestSite.ana).text
            let cursor = String(try #require(whole.firstMatch(of: /"cursor":"([^"]+)"/)).1)
            expect(await test.get("/mine?cursor=\(cursor)", as: TestSite.director), 422, "somebody else's")
            let other = cursor.hasPrefix("9") ? "8" : "9"
            for made in ["", "0,0,0,", cursor + "0", String(cursor.dropFirst()), other + cursor.dropFirst(), "%00"] {
                expect(await test.get("/mine?cursor=\(made)", as: TestSite.ana), 422, made)
            }
            let wrong = await test.get(
                "/mine?cursor=nonsense", as: TestSite.ana, headers: ["Accept": "application/json"])
            #expect(wrong.text.contains(#""field":"cursor","message":"This is no cursor"#))
            expect(await test.get("/later?cursor=\(cursor)", as: TestSite.ana), 410, "of other parts")
            test.journal.pass(milliseconds: 7 * 86_400_000)
            expect(await test.get("/mine?cursor=\(cursor)", as: TestSite.ana), 410, "old")
        }
    }

    @Test func `who may not read on is not read to`() async throws {
        try await withDatabase { database in
            let asked = Mutex(0)
            let test = try site(database) { _ in
                let count = asked.withLock { asked in
                    asked += 1
                    return asked
                }
                if count > 4 { throw Problem.signInNeeded }
            }
            #expect(await test.get("/mine", as: TestSite.ana).status == 599)
            #expect(asked.withLock { $0 } == 5)
        }
    }

    @Test(arguments: [
        "", ",,,,,", "1,2,3,4,P", "1,-1,0,0,P,", "1,0,-1,0,P,", "1,0,0,-1,P,", "x,0,0,0,P,", "1,0,0,0,P,a,b",
        "1,99999999999999999999,0,0,P,", "1,0,0,0,x,",
    ])
    func `a place that is none is none`(text: String) {
        let parts = ID<ExportCursor>(named: "parts").description
        #expect(ExportCursor(text.replacing("P", with: parts)) == nil && ExportCursor("1,0,0,0,\(parts),") != nil)
    }

    @Test func `asking how long the file would be uses up no download`() async throws {
        try await withDatabase { database in
            let test = try site(database, limit: RateLimit(per: .person, count: 1, within: 3_600))
            for _ in 0..<3 {
                let head = await test.site.respond("HEAD", "/mine", headers: ["Cookie": TestSite.cookie(TestSite.ana)])
                expect(head, 200)
            }
            expect(await test.get("/mine", as: TestSite.ana), 200)
            expect(await test.get("/mine", as: TestSite.ana), 429)
        }
    }
}
