import Databases
import Markup
import Synchronization
import Testing

@testable import Web

@Suite struct CacheTests {
    @Test func `what is read often outlives a flood of what is read once`() {
        var cache = SieveCache<Int, String>(capacity: 100)
        for key in 0..<10 { cache.insert("kept", for: key, cost: 5) }
        for key in 1_000..<3_000 {
            for wanted in 0..<10 { _ = cache.value(for: wanted) }
            cache.insert("once", for: key, cost: 5)
            #expect(cache.cost <= 100)
        }
        #expect((0..<10).allSatisfy { cache.value(for: $0) == "kept" })
        #expect(cache.count == 20)
    }

    @Test func `a cache never holds more than its bytes, whatever comes`() {
        var random = SeededRandom(seed: 11)
        var cache = SieveCache<Int, Int>(capacity: 1_000)
        var costs: [Int: Int] = [:]
        for _ in 0..<20_000 {
            let key = Int.random(in: 0..<200, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                cache.remove(key)
            case 1:
                if let value = cache.value(for: key) { #expect(value == costs[key]) }
            default:
                let cost = Int.random(in: 0...300, using: &random)
                costs[key] = cost
                cache.insert(cost, for: key, cost: cost)
                #expect((cache.value(for: key) == nil) == (cost > 250))
            }
            #expect(cache.cost <= 1_000)
        }
        let held = (0..<200).compactMap { cache.value(for: $0) }
        #expect(held.reduce(0, +) == cache.cost && held.count == cache.count)
    }

    @Test func `of many who miss at once only one makes the value`() async throws {
        let cache = SharedCache<String, Int>(capacity: 1_000)
        let journal = TestSite.Journal()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.value(for: "a", cost: { _ in 1 }) {
                        journal.madePage()
                        for await _ in gate { break }
                        return 42
                    }
                }
            }
            for _ in 0..<1_000 { await Task.yield() }
            open.finish()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 42, count: 50))
        #expect(journal.made == 1)
    }

    @Test func `an error reaches all who wait and is not kept`() async throws {
        let cache = SharedCache<String, Int>(capacity: 1_000)
        for _ in 0..<3 {
            await #expect(throws: Problem.self) {
                try await cache.value(for: "a", cost: { _ in 1 }) { throw Problem.unavailable }
            }
        }
        #expect(try await cache.value(for: "a", cost: { _ in 1 }) { 7 } == 7)
    }

    @Test func `a published page is made once a language, path and query`() async throws {
        let test = try TestSite()
        for _ in 0..<5 { expect(await test.get("/"), 200) }
        #expect(test.journal.made == 1)
        _ = await test.get("/?page=2")
        _ = await test.get("/", headers: ["Accept-Language": "es"])
        #expect(test.journal.made == 3)
        _ = await test.get("/", as: TestSite.ana)
        #expect(test.journal.made == 4)
    }

    @Test func `a new version shows at once everywhere`() async throws {
        let version = Mutex("1")
        let test = try TestSite(extra: [
            .get("/figures", .anyone) { visit in
                let release = version.withLock { $0 }
                return try await visit.published("Figures", version: release) { "<h1>Release \(release)</h1>" }
            },
            .get("/piece", .member) { visit in
                let release = version.withLock { $0 }
                return visit.page(
                    "Piece", try await visit.fragment("piece", version: release) { "<h1>Piece \(release)</h1>" })
            },
        ])
        #expect(await test.get("/figures").text.contains("Release 1"))
        #expect(await test.get("/piece", as: TestSite.ana).text.contains("Piece 1"))
        version.withLock { $0 = "2" }
        #expect(await test.get("/figures").text.contains("Release 2"))
        #expect(await test.get("/piece", as: TestSite.ana).text.contains("Piece 2"))
    }

    @Test func `a shared page never holds somebody's form token`() async throws {
        let test = try TestSite(extra: [
            .get("/slip", .anyone) { visit in
                try await visit.published("Slip", version: "1") { TestSite.form(visit) }
            },
            .get("/slip-piece", .member) { visit in
                visit.page("Slip", try await visit.fragment("slip", version: "1") { TestSite.form(visit) })
            },
        ])
        for (path, token) in [("/slip", nil), ("/slip-piece", TestSite.ana)] {
            let first = await test.get(path, as: token)
            let second = await test.get(path, as: token)
            expect(first, 200)
            #expect(try TestSite.token(in: first) != TestSite.token(in: second))
            #expect(first.header("cache-control") == "no-store")
        }
        #expect(test.journal.lines.filter { $0.contains("holds a form token") }.count == 4)
    }
}
