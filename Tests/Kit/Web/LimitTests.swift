import Markup
import NIOCore
import Storage
import Testing

@testable import Web

@Suite struct LimitTests {
    @Test func `after so many calls an address waits, another does not`() async throws {
        let test = try TestSite()
        for _ in 0..<2 { expect(await test.get("/limited"), 200) }
        let refused = await test.get("/limited")
        expect(refused, 429)
        #expect(refused.header("retry-after") == "30")
        #expect(refused.text.contains("Please wait 30 seconds"))
        expect(await test.site.respond("GET", "/limited", address: "10.0.0.9"), 200)
        test.journal.pass(milliseconds: 30_000)
        expect(await test.get("/limited"), 200)
        expect(await test.get("/limited"), 429)
    }

    @Test func `every route has a rate, and those without one of their own share one`() async throws {
        let test = try TestSite()
        let routes = test.site.routes.filter { $0.limit.pool != .route }
        #expect(routes.contains { $0.path == "/form" && $0.method == .post && $0.limit == .changing })
        #expect(routes.allSatisfy { $0.limit == ($0.method == .get ? .reading : .changing) })
        for _ in 0..<600 { for path in ["/echo/a", "/workshop", "/form"] { _ = await test.get(path) } }
        let refused = await test.get("/echo/b")
        expect(refused, 429)
        expect(await test.site.respond("GET", "/echo/b", address: "10.0.0.9"), 200)
        expect(await test.get("/me", as: TestSite.ana), 200, "a person is not an address")
    }

    @Test func `what another site sends uses up nothing`() async throws {
        let test = try TestSite()
        for _ in 0..<200 {
            expect(
                await test.site.respond(
                    "POST", "/me", headers: ["Cookie": TestSite.cookie(TestSite.ana), "Sec-Fetch-Site": "cross-site"],
                    body: "csrf=0"), 403)
            expect(
                await test.site.respond("POST", "/me", headers: ["Cookie": TestSite.cookie(TestSite.ana)], body: "a=1"),
                403)
        }
        let token = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        let cookie = ["Cookie": TestSite.cookie(TestSite.ana)]
        for _ in 0..<RateLimit.changing.count {
            expect(await test.site.respond("POST", "/me", headers: cookie, body: "csrf=" + token), 303)
        }
        expect(await test.site.respond("POST", "/me", headers: cookie, body: "csrf=" + token), 429)
    }

    @Test(arguments: [
        (1, "1 second "), (120, "120 seconds"), (121, "2 minutes"), (149, "3 minutes"), (901, "15 minutes"),
    ])
    func `a long wait is said in minutes`(seconds: Int, words: String) throws {
        let said = Failure(Problem.tooMany(after: seconds)).body(try TestSite.texts()[.en])
        #expect(said.contains("Please wait \(words)"), "\(said)")
    }

    @Test func `hammering does not make the wait longer`() {
        let limiter = RateLimiter()
        let limit = RateLimit(per: .address, count: 1, within: 10)
        let key = RateLimiter.Key(pool: .route, route: 0, subject: .network(.local))
        #expect(limiter.take(key, limit, at: Instant(milliseconds: 0)) == nil)
        for time in 1..<10_000 { #expect(limiter.take(key, limit, at: Instant(milliseconds: Int64(time))) != nil) }
        #expect(limiter.take(key, limit, at: Instant(milliseconds: 10_000)) == nil)
        // A clock that jumps back neither opens nor shuts the gate for ever.
        #expect(limiter.take(key, limit, at: Instant(milliseconds: -1_000_000)) == 10)
        #expect(limiter.take(key, limit, at: Instant(milliseconds: 20_000)) == nil)
    }

    @Test(arguments: [(12, 1, 12), (12, 3, 4), (12, 5, 2), (3, 8, 1), (12, 0, 12)])
    func `of several processes each allows its share`(count: Int, processes: Int, each: Int) {
        let limit = RateLimit(per: .address, count: count, within: 60)
        let key = RateLimiter.Key(pool: .route, route: 0, subject: .network(.local))
        let limiter = RateLimiter(processes: processes)
        let now = Instant(milliseconds: 0)
        #expect((0..<each).allSatisfy { _ in limiter.take(key, limit, at: now) == nil })
        #expect(limiter.take(key, limit, at: now) != nil)
        // Full again within the same time, however small the share.
        let later = now + 60_000
        #expect((0..<each).allSatisfy { _ in limiter.take(key, limit, at: later) == nil })
        #expect(limiter.take(key, limit, at: later) != nil)
    }

    @Test func `a household with IPv6 counts as one`() throws {
        func network(_ text: String) throws -> ClientAddress.Network {
            ClientAddress.socket(try SocketAddress(ipAddress: text, port: 1)).network
        }
        #expect(try network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9"))
        #expect(try network("2001:db8:1:2::1") != network("2001:db8:1:3::1"))
        #expect(try network("10.0.0.1") != network("10.0.0.2"))
        #expect(try network("::ffff:10.0.0.1") == network("10.0.0.1"))
        #expect(try network("::1") != network("::2:0:0:0:1"))
    }

    @Test func `only a trusted proxy may say who is calling`() throws {
        let proxy = try SocketAddress(ipAddress: "10.0.0.1", port: 1)
        func text(_ header: String?, trusted: Set<String>) -> String {
            ClientAddress.resolve(socket: proxy, forwarded: header, trustedProxies: trusted).text
        }
        #expect(text("203.0.113.7", trusted: []) == "10.0.0.1")
        #expect(text("203.0.113.7", trusted: ["10.0.0.1"]) == "203.0.113.7")
        #expect(text("6.6.6.6, 203.0.113.7", trusted: ["10.0.0.1"]) == "203.0.113.7")
        #expect(text("nonsense", trusted: ["10.0.0.1"]) == "10.0.0.1")
        #expect(text(nil, trusted: ["10.0.0.1"]) == "10.0.0.1")
    }

    @Test func `connections are counted in all and by address`() throws {
        var limits = Limits()
        limits.connections = 3
        limits.connectionsPerAddress = 2
        let connections = Connections(limits)
        let one = try SocketAddress(ipAddress: "203.0.113.1", port: 1)
        let two = try SocketAddress(ipAddress: "203.0.113.2", port: 1)
        #expect([one, one, one, two, two].map { connections.admit($0) } == [true, true, false, true, false])
        connections.release(one)
        #expect([two, two].map { connections.admit($0) } == [true, false])
        #expect(connections.admit(try SocketAddress(ipAddress: "127.0.0.1", port: 1)))
    }

    @Test func `beyond what can be answered at once people are told to come back`() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let test = try TestSite(extra: [
            .get("/slow", .anyone) { _ in
                arrived.yield()
                for await _ in gate { break }
                return .plain("done\n")
            }
        ]) { $0.limits.requestsInFlight = 1 }
        async let slow = test.get("/slow")
        for await _ in arrivals { break }
        let refused = await test.get("/limited")
        expect(refused, 503)
        #expect(refused.header("retry-after") == "5")
        open.finish()
        expect(await slow, 200)
        expect(await test.get("/limited"), 200)
    }
}
