import Foundation
import Storage
import Synchronization
import Testing

@testable import Web

/// Routes that a key opens: nothing else does, and a key opens nothing else.
@Suite struct KeyRouteTests {
    private static let reading = KeyScope("reading")
    private static let writing = KeyScope("writing")
    private static let limit = 500

    /// How often keys were looked up, and whether there are any.
    private final class Keys: Sendable {
        let asked = Atomic<Int>(0)
        let areRevoked = Atomic<Bool>(false)

        /// `reader` and `writer` are Ana's, `other` somebody else's.
        func holder(of key: String) -> KeyHolder? {
            asked.wrappingAdd(1, ordering: .relaxed)
            guard !areRevoked.load(ordering: .relaxed), ["reader", "writer", "other"].contains(key) else { return nil }
            return KeyHolder(
                id: key, person: ID(named: key == "other" ? "other" : TestSite.ana),
                scopes: [key == "writer" ? writing : reading], expiresAt: Instant(milliseconds: .max))
        }
    }

    private let keys = Keys()
    private let test: TestSite

    init() throws {
        let keys = keys
        test = try TestSite(extra: Self.routes, { $0.name = "Site" }, key: { keys.holder(of: $0) })
    }

    private static let routes: [Route] = [
        .json(.get, "/api/own", .key(reading)) { visit in .json(Array("\"\(try visit.person)\"".utf8)) },
        .json(.put, "/api/own", .key(writing), body: .json(limit: limit)) { visit in
            .json(Array("\"\(visit.body.count)\"".utf8))
        },
        .json(.get, "/api/few", .key(reading), limit: RateLimit(per: .person, count: 2, within: 60)) { _ in
            .json(Array("{}".utf8))
        },
        .json(.get, "/api/session", .member) { _ in .json(Array("{}".utf8)) },
    ]

    private func get(_ path: String, _ key: String?, _ headers: [String: String] = [:]) async -> Exchange {
        var headers = headers
        if let key { headers["Authorization"] = "Bearer \(key)" }
        return await test.site.respond("GET", path, headers: headers)
    }

    @Test func `a key opens what it was made for, as its owner`() async {
        let answer = await get("/api/own", "reader")
        expect(answer, 200)
        #expect(answer.text == "\"\(ID<Person>(named: TestSite.ana))\"")
        #expect(await get("/api/own", "other").text != answer.text)
        expect(await test.site.respond("GET", "/api/own", headers: ["Authorization": "bearer reader"]), 200)
        expect(await test.site.respond("HEAD", "/api/own", headers: ["Authorization": "Bearer reader"]), 200)
        #expect(answer.header("cache-control") == "no-store" && answer.cookies.isEmpty)
    }

    @Test func `without a good key the answer is the same, to the byte, whatever is wrong`() async throws {
        let none = await get("/api/own", nil)
        expect(none, 401)
        #expect(none.header("www-authenticate") == #"Bearer realm="wayfellow", error="invalid_token""#)
        #expect(try ProblemRead(none).type == "urn:wayfellow:problem:key")
        for header in [
            "Bearer", "Bearer ", "Bearer unknown", "Bearer  reader", "Basic reader", "reader",
            "Bearer reader, Bearer reader", "Bearer reader reader", "Bearer é",
            "Bearer " + String(repeating: "a", count: 400),
        ] {
            let answer = await test.site.respond("GET", "/api/own", headers: ["Authorization": header])
            #expect(answer.status == 401 && answer.body == none.body, "\(header)")
            #expect(answer.headers.map(\.value) == none.headers.map(\.value), "\(header)")
        }
        let elsewhere = [
            await get("/api/own?access_token=reader", nil),
            await get("/api/own", nil, ["Cookie": TestSite.cookie(TestSite.ana)]),
            await get("/api/own", nil, ["Cookie": TestSite.cookie("reader")]),
        ]
        for answer in elsewhere { #expect(answer.status == 401 && answer.body == none.body && answer.cookies.isEmpty) }
    }

    @Test func `a good key that was made for other things is told what it lacks`() async throws {
        let answer = await get("/api/own", "writer")
        expect(answer, 403)
        #expect(
            answer.header("www-authenticate")
                == #"Bearer realm="wayfellow", error="insufficient_scope", scope="reading""#)
        #expect(try ProblemRead(answer).type == "urn:wayfellow:problem:scope")
    }

    @Test func `a key opens no page and no door of sessions`() async {
        expect(await get("/me", "reader"), 303, location: "/sign-in?to=%2Fme")
        expect(await get("/api/session", "reader"), 401)
        expect(await get("/api/session", nil, ["Cookie": TestSite.cookie(TestSite.ana)]), 200)
        #expect(keys.asked.load(ordering: .relaxed) == 0)
    }

    @Test func `what only a browser can be made to do is not asked of a key`() async {
        for site in ["cross-site", "none", nil] {
            var headers = [
                "Authorization": "Bearer writer", "Content-Type": "application/json",
                "Cookie": TestSite.cookie(TestSite.ana), "Origin": "https://elsewhere.example",
            ]
            headers["Sec-Fetch-Site"] = site
            let answer = await test.site.respond("PUT", "/api/own", headers: headers, body: "{}")
            expect(answer, 200)
            // A session's cookie that happens to come along is neither renewed nor cleared.
            #expect(answer.text == "\"2\"" && answer.cookies.isEmpty)
        }
    }

    @Test func `a key that is revoked behind the head has ended`() async throws {
        let keys = keys
        let test = try TestSite(
            extra: Self.routes,
            key: { key in
                defer { keys.areRevoked.store(true, ordering: .relaxed) }
                return keys.holder(of: key)
            })
        let answer = await test.site.respond(
            "PUT", "/api/own", headers: ["Authorization": "Bearer writer", "Content-Type": "application/json"],
            body: "{}")
        expect(answer, 401)
    }

    @Test func `limits are each person's, whatever key they bring and from wherever`() async {
        expect(await get("/api/few", "reader"), 200)
        expect(
            await test.site.respond(
                "GET", "/api/few", headers: ["Authorization": "Bearer reader"], address: "10.0.0.2"), 200)
        let third = await get("/api/few", "reader")
        expect(third, 429)
        #expect(third.header("retry-after") != nil)
        expect(await get("/api/few", "other"), 200)
    }

    @Test func `many wrong keys from one address are no longer looked up`() async throws {
        for _ in 0..<RateLimit.wrongKeys.count { expect(await get("/api/own", "guess"), 401) }
        let asked = keys.asked.load(ordering: .relaxed)
        let refused = await get("/api/own", "reader")
        expect(refused, 429)
        #expect(try ProblemRead(refused).type == "urn:wayfellow:problem:tooMany")
        #expect(keys.asked.load(ordering: .relaxed) == asked)
        expect(
            await test.site.respond(
                "GET", "/api/own", headers: ["Authorization": "Bearer reader"], address: "10.0.0.2"), 200)
        test.journal.pass(milliseconds: Int64(RateLimit.wrongKeys.seconds) * 1_000)
        expect(await get("/api/own", "reader"), 200)
    }

    @Test func `good keys are not counted among the wrong ones`() async {
        for _ in 0..<(RateLimit.wrongKeys.count * 2) { expect(await get("/api/own", "reader"), 200) }
    }

    @Test func `what cannot be opened by a key or a signature is refused at start, in words`() {
        let handle: Route.Handler = { _ in .plain("ok\n") }
        let wrong: [(Route, RouteError)] = [
            (.get("/page", .key(Self.reading), handle), .pageByKey("/page")),
            (.json(.post, "/api/f", .key(Self.reading), body: .form(limit: nil), handle), .formByKey("/api/f")),
            (.json(.post, "/api/s", .signature("post"), handle), .signedNothing("/api/s")),
            (
                .json(.post, "/api/s/:a", .signature("post"), body: .json(limit: 9), handle),
                .signedAnywhere("/api/s/:a")
            ),
        ]
        for (route, error) in wrong {
            let thrown = #expect(throws: RouteError.self) { try TestSite(extra: [route]) }
            #expect(thrown == error && thrown?.description.contains(route.path) == true)
        }
    }

    @Test func `what programs use up is not their owner's`() async throws {
        let owner = ["Cookie": TestSite.cookie(TestSite.ana)]
        for _ in 0..<RateLimit.reading.count { expect(await get("/api/own", "reader"), 200) }
        expect(await get("/api/own", "writer"), 403)
        expect(await get("/api/own", "reader"), 429)
        expect(await test.site.respond("GET", "/me", headers: owner), 200)
    }

    @Test func `who brings no key keeps nobody out`() async throws {
        for _ in 0..<2_000 { expect(await get("/api/own", nil), 401) }
        expect(await get("/api/own", "reader"), 200)
        #expect(keys.asked.load(ordering: .relaxed) == 1)
    }
}
