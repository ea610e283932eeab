import Testing

@testable import Web

@Suite struct HeaderTests {
    let test: TestSite

    init() throws {
        test = try TestSite()
    }

    static let everywhere = [
        "content-security-policy": SecurityHeaders.contentPolicy, "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
    ]

    @Test func `every response carries the security headers once`() async throws {
        var answers: [Exchange] = []
        for route in test.site.routes {
            for token in [nil, TestSite.ana, TestSite.director] {
                let headers = token.map { ["Cookie": TestSite.cookie($0)] } ?? [:]
                answers.append(await test.site.respond(route.method.rawValue, route.path, headers: headers))
            }
        }
        for path in ["/nowhere", "/public/none.css", "/items/%zz"] { answers.append(await test.get(path)) }
        for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"] {
            answers.append(await test.site.respond(method, "/"))
        }
        answers.append(await test.get("/", headers: ["Host": "evil.example"]))
        answers.append(await test.get("/", headers: ["If-None-Match": "*"]))
        for answer in answers {
            for (name, value) in Self.everywhere {
                #expect(answer.headers.filter { $0.name == name }.map(\.value) == [value], "\(answer.status) \(name)")
            }
            #expect(answer.header("server") == nil)
        }
        #expect(Set(answers.map(\.status)) == [200, 303, 304, 403, 404, 405, 421, 429, 500])
    }

    @Test func `a signed-in page is never stored, a visitor's is asked for again`() async {
        #expect(await test.get("/", as: TestSite.ana).header("cache-control") == "no-store")
        #expect(await test.get("/form").header("cache-control") == "no-store")
        for path in ["/", "/echo/a"] {
            let page = await test.get(path)
            #expect(page.header("cache-control") == "no-cache")
            #expect(page.header("vary") == "Accept-Encoding, Accept-Language, Cookie")
            let tag = page.header("etag") ?? ""
            expect(await test.get(path, headers: ["If-None-Match": "\"a\", \(tag)"]), 304)
            expect(await test.get(path, headers: ["If-None-Match": "\"a\""]), 200)
            let spanish = await test.get(path, headers: ["Cookie": "language=es", "If-None-Match": tag])
            expect(spanish, 200)
        }
    }

    @Test func `other methods are told which there are`() async {
        for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "FROB"] {
            let answer = await test.site.respond(method, "/")
            expect(answer, 405)
            #expect(answer.header("allow") == "GET, HEAD")
        }
    }

    @Test func `HEAD is GET without the body`() async {
        let get = await test.get("/")
        let head = await test.site.respond("HEAD", "/")
        expect(head, 200)
        #expect(head.body.isEmpty && head.header("content-length") == get.header("content-length"))
        expect(await test.site.respond("HEAD", "/me"), 303)
    }

    static let hosts: [(host: String, isOurs: Bool)] = [
        ("community.example", true), ("community.example:8443", true), ("COMMUNITY.example", true),
        ("www.community.example", false), ("community.example.evil.example", false), ("evil.example", false),
        ("community.example:80:80", false), ("community.example@evil.example", false), ("localhost", false),
        ("community.example.", false), ("[::1]", false), ("", false), ("[", false),
        ("community.example:999999", false),
    ]

    @Test func `only the site's own names are answered`() async throws {
        let site = try TestSite { $0.hosts = ["community.example"] }
        for (host, isOurs) in Self.hosts {
            expect(await site.get("/", headers: ["Host": host]), isOurs ? 200 : 421, host)
        }
        for host in ["localhost:8080", "127.0.0.1", "[::1]:9"] {
            expect(await test.get("/", headers: ["Host": host]), 200)
        }
        expect(await test.get("/health", headers: ["Host": "10.0.0.7"]), 200)
    }
}
