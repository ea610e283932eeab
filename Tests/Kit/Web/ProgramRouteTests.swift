import Foundation
import Logging
import Markup
import Storage
import Testing

@testable import Web

/// Doors for programs: methods, who may knock, and what they are told when it is no.
@Suite struct ProgramRouteTests {
    let program: ProgramSite

    init() throws {
        program = try ProgramSite()
    }

    static let methods: [(method: String, path: String, status: Int, allow: String?)] = [
        ("POST", "/api/doses/1", 405, "GET, HEAD, PUT, PATCH, DELETE"),
        ("FROB", "/api/doses/1", 405, "GET, HEAD, PUT, PATCH, DELETE"), ("GET", "/api/anything", 405, "POST"),
        ("TRACE", "/board", 405, "GET, HEAD"), ("POST", "/board", 405, "GET, HEAD"),
        ("PUT", "/form", 405, "GET, HEAD, POST"), ("GET", "/api/nowhere", 404, nil), ("FROB", "/api", 404, nil),
        ("PUT", "/nowhere", 404, nil), ("POST", "/workshop", 404, nil), ("PUT", "/api/workshop", 404, nil),
    ]

    @Test func `an address says what it takes, and none is told of what is not there`() async throws {
        for (method, path, status, allow) in Self.methods {
            let answer = await program.site.respond(method, path)
            expect(answer, status, "\(method) \(path)")
            #expect(answer.header("allow") == allow, "\(method) \(path)")
            if path.hasPrefix("/api") {
                #expect(try ProblemRead(answer).type.hasPrefix("urn:wayfellow:problem:"))
            } else {
                #expect(answer.header("content-type") == "text/html; charset=utf-8", "\(method) \(path)")
            }
        }
        expect(await program.site.respond("HEAD", "/api/doses/1"), 200)
    }

    @Test func `a public file takes no other method`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("User-agent: *".utf8).write(to: folder.appending(path: "robots.txt"))
        let test = try TestSite(publicFolder: folder.path)
        expect(await test.get("/robots.txt"), 200)
        let answer = await test.site.respond("PUT", "/robots.txt")
        expect(answer, 405)
        #expect(answer.header("allow") == "GET, HEAD")
    }

    @Test func `what only reads has no body`() {
        #expect(throws: RouteError.readingWithBody("/api/x")) {
            try Site(
                routes: [Route.json(.get, "/api/x", .anyone, body: .json(limit: 1)) { _ in .plain("") }],
                texts: TestSite.texts(), settings: SiteSettings(), clock: Storage.Clock.system,
                authenticate: { _ in nil },
                publicFolder: nil, logger: Logger(label: "test"))
        }
    }

    @Test func `every failure is a problem document that says what to do next, in the reader's language`() async throws
    {
        let asked: [(method: String, path: String, body: String, status: Int)] = [
            ("GET", "/api/doses/2", "", 404), ("GET", "/api/mine", "", 401), ("GET", "/api/broken", "", 500),
            ("PUT", "/api/doses/1", "{", 400), ("PUT", "/api/doses/1", "{}", 422),
            ("PUT", "/api/doses/1", String(repeating: " ", count: ProgramSite.limit + 1), 413),
            ("GET", "/api/doses/%zz", "", 404), ("GET", "/api/mine?q=%zz", "", 401),
            ("GET", "/api/doses/1?q=%zz", "", 400),
        ]
        for (method, path, body, status) in asked {
            let english = await program.send(method, path, body, as: nil, ["Accept": "text/html"])
            let spanish = await program.send(method, path, body, as: nil, ["Accept-Language": "es-MX"])
            expect(english, status, "\(method) \(path)")
            expect(spanish, status, "\(method) \(path)")
            let (first, second) = (try ProblemRead(english), try ProblemRead(spanish))
            #expect(first.type == second.type && first.detail != second.detail)
            #expect(spanish.header("content-language") == "es" && english.header("cache-control") == "no-store")
            #expect(!english.text.contains("Go back") && english.header("location") == nil)
        }
        let limited = (await program.test.get("/api/limited"), await program.test.get("/api/limited")).1
        #expect(try ProblemRead(limited).status == 429)
        #expect(limited.header("retry-after") == "60")
    }

    @Test func `a fault of ours has a number and nothing of the inside`() async throws {
        let broken = try ProblemRead(await program.test.get("/api/broken?q=illness"))
        let id = try #require(broken.instance?.split(separator: ":").last)
        #expect(program.test.journal.lines.last?.contains(id) == true)
        #expect(!"\(broken)".contains("swordfish") && !"\(broken)".contains("Secret"))
    }

    @Test func `under overload and for a wrong host programs get a document too`() async throws {
        let full = try ProgramSite { $0.limits.requestsInFlight = 0 }
        let answer = await full.test.get("/api/kept")
        #expect(try ProblemRead(answer).status == 503)
        #expect(answer.header("retry-after") == "5")
        #expect(try ProblemRead(await program.test.get("/api/kept", headers: ["Host": "evil.example"])).status == 421)
    }

    static let senders: [(headers: [String: String], isTaken: Bool)] = [
        (["Sec-Fetch-Site": "same-origin"], true), (["Origin": "https://localhost"], true), ([:], false),
        (["Sec-Fetch-Site": "none"], false), (["Sec-Fetch-Site": "same-site"], false),
        (["Sec-Fetch-Site": "cross-site", "Origin": "https://localhost"], false),
        (["Origin": "https://evil.example"], false), (["Origin": "null"], false), (["Origin": ""], false),
        (["Origin": "https://localhost.evil.example"], false), (["Referer": "https://localhost/"], false),
    ]

    @Test(arguments: ["PUT", "PATCH", "DELETE"])
    func `what changes something by the right of a cookie must come from this site`(method: String) async throws {
        for (headers, isTaken) in Self.senders {
            let body = method == "DELETE" ? "" : ProgramSite.good
            let answer = await program.send(method, "/api/doses/1", body, as: TestSite.ana, headers)
            expect(answer, isTaken ? 200 : 403, "\(headers)")
            if !isTaken { #expect(try ProblemRead(answer).type == "urn:wayfellow:problem:foreignCall") }
        }
        // Reading is free, and where no cookie comes along nobody is borrowed.
        expect(await program.test.get("/api/mine", as: TestSite.ana), 200)
        expect(await program.send("PUT", "/api/doses/1", ProgramSite.good), 200)
        expect(await program.send(method == "PUT" ? "PATCH" : method, "/api/doses/1", ""), 401)
    }

    @Test func `a form keeps its token, also where the answer is JSON`() async throws {
        let token = try TestSite.token(in: await program.test.get("/me", as: TestSite.ana))
        let cookie = ["Cookie": TestSite.cookie(TestSite.ana), "Sec-Fetch-Site": "same-origin"]
        expect(await program.site.respond("POST", "/api/form", headers: cookie, body: "csrf=\(token)"), 200)
        #expect(try ProblemRead(await program.site.respond("POST", "/api/form", headers: cookie)).status == 403)
        let long = await program.site.respond("POST", "/api/form", headers: cookie, body: "a=\(token)\(token)\(token)")
        #expect(try ProblemRead(long).status == 413)
    }

    @Test func `finished JSON is compressed, tagged and the same for everybody`() async throws {
        let plain = await program.test.get("/api/kept")
        expect(plain, 200)
        #expect(plain.header("content-type") == "application/json" && plain.header("vary") == "Accept-Encoding")
        #expect(plain.header("cache-control") == "no-cache")
        let gzip = await program.test.get("/api/kept", as: TestSite.ana, headers: ["Accept-Encoding": "gzip"])
        #expect(gzip.body == plain.body && gzip.wireBytes < plain.wireBytes)
        // Where a session has ended, a page would clear its cookie.
        let stale = await program.test.get("/api/kept", as: String(repeating: "ee", count: 32))
        #expect(stale.body == plain.body && stale.cookies.isEmpty)
        let tag = try #require(plain.header("etag"))
        #expect(gzip.header("etag") == tag)
        expect(await program.test.get("/api/kept", headers: ["If-None-Match": tag, "Accept-Language": "es"]), 304)
    }

    @Test func `a finished file has the type that it was given, and is the same for everybody`() async throws {
        let plain = await program.test.get("/kept.ics")
        expect(plain, 200)
        #expect(plain.header("content-type") == "text/calendar; charset=utf-8")
        #expect(plain.header("cache-control") == "no-cache" && plain.header("vary") == "Accept-Encoding")
        let tag = try #require(plain.header("etag"))
        let headers = ["If-None-Match": tag, "Accept-Language": "es"]
        expect(await program.test.get("/kept.ics", as: TestSite.ana, headers: headers), 304)
    }

    @Test func `over a socket bodies of new methods arrive, and a body that nobody reads is no next request`()
        async throws
    {
        try await withServer(program.test) { wire in
            let host = "Host: 127.0.0.1:\(wire.port)\r\n"
            let (close, body) = ("Connection: close\r\n", ProgramSite.good)
            let put = try await wire.send([
                "PUT /api/doses/1 HTTP/1.1\r\n\(host)\(close)Content-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            ])
            #expect(put.hasPrefix("HTTP/1.1 200") && put.contains("Fluoxetine"), "\(put)")
            let inner = "GET /api/kept HTTP/1.1\r\n\(host)\r\n"
            for (method, status) in [("DELETE", 401), ("POST", 405)] {
                let answers = try await wire.send([
                    "\(method) /api/doses/1 HTTP/1.1\r\n\(host)Content-Length: \(inner.utf8.count)\r\n\r\n\(inner)",
                    "GET /health HTTP/1.1\r\n\(host)\(close)\r\n",
                ])
                #expect(answers.hasPrefix("HTTP/1.1 \(status)"), "\(answers)")
                #expect(!answers.contains("warm paper"), "\(answers)")
            }
        }
    }
}
