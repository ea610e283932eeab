import Testing

@testable import Web

/// Who gets where: decided in one place, from the route's own declaration.
@Suite struct AccessTests {
    let test: TestSite

    init() throws {
        test = try TestSite()
    }

    @Test func `a visitor is asked to sign in and comes back`() async {
        expect(await test.get("/me?tab=2&x=é"), 303, location: "/sign-in?to=%2Fme%3Ftab%3D2%26x%3D%C3%A9")
        expect(await test.site.respond("POST", "/me", body: "a=1"), 303, location: "/sign-in?to=%2Fme")
        expect(await test.get("/board"), 303, location: "/sign-in?to=%2Fboard")
    }

    @Test func `without the role a page is simply not there`() async {
        let hidden = await test.get("/board", as: TestSite.ana)
        let absent = await test.get("/nowhere", as: TestSite.ana)
        expect(hidden, 404)
        expect(absent, 404)
        expect(await test.get("/board", as: TestSite.director), 200)
        let alike = { (page: Exchange) in
            page.text.replacing("board", with: "…").replacing("nowhere", with: "…").replacing(
                /value="[0-9a-f]+"/, with: "")
        }
        #expect(alike(hidden) == alike(absent))
    }

    @Test(arguments: ["/form", "/echo/:other"]) func `two routes of one shape are refused at start, in words`(
        path: String
    ) {
        let twice = #expect(throws: RouteError.self) {
            try TestSite(extra: [.get(path, .anyone) { _ in .plain("ok\n") }])
        }
        #expect(twice == .twice("GET \(path)") && twice?.description.contains(path) == true)
    }

    @Test func `the workshop is open in development only`() async throws {
        expect(await test.get("/workshop"), 404)
        expect(try await TestSite { $0.isDevelopment = true }.get("/workshop"), 200)
    }

    @Test func `an unknown or ended session is a visitor's, and its cookie is cleared`() async {
        let ended = String(repeating: "0e", count: 32)
        let page = await test.get("/me", as: ended)
        expect(page, 303)
        #expect(
            page.headers.contains {
                $0.name == "set-cookie" && $0.value.hasPrefix("__Host-wayfellow=; ") && $0.value.contains("Max-Age=0")
            })
        expect(await test.get("/", as: ended), 200)
    }

    @Test func `every route says who may call it`() {
        #expect(test.site.routes.contains { $0.path == "/health" && $0.access == .anyone })
        #expect(test.site.routes.filter { $0.access == .member }.map(\.path) == ["/me", "/me"])
    }

    static let destinations: [(sent: String, goes: String)] = [
        ("/me/asks?x=1", "/me/asks?x=1"), ("//evil.example", "/me"), ("/\\evil.example", "/me"),
        ("https://evil.example", "/me"),
        ("evil", "/me"), ("javascript:alert(1)", "/me"), ("/%2F/evil", "/%2F/evil"), ("", "/me"), ("/a\r\nX: y", "/me"),
        ("/\t/evil.example", "/me"), (" /x", "/me"), ("/é", "/me"),
    ]

    @Test func `after signing in nobody is sent to another site`() async {
        for (sent, goes) in Self.destinations {
            let target = "/enter?to=" + sent.utf8.map { "%" + Hex.text([$0]) }.joined()
            expect(await test.get(target), 303, location: goes, sent)
            let language = "/language/es?back=" + sent.utf8.map { "%" + Hex.text([$0]) }.joined()
            expect(await test.get(language), 303, location: goes == "/me" ? "/" : goes, sent)
        }
    }

    @Test func `signing in sets a cookie that scripts and other sites cannot use; signing out clears up`() async throws
    {
        let cookie = try #require(await test.get("/enter").header("set-cookie"))
        #expect(cookie == "__Host-wayfellow=\(TestSite.ana); Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure")
        let left = await test.get("/leave", as: TestSite.ana)
        #expect(left.header("set-cookie")?.hasPrefix("__Host-wayfellow=; ") == true)
        #expect(left.header("clear-site-data") == "\"cache\", \"storage\"")
        let plain = try TestSite { $0.secureCookies = false }
        #expect(await plain.get("/enter").header("set-cookie")?.hasPrefix("wayfellow=") == true)
        #expect(await plain.get("/enter").header("set-cookie")?.contains("Secure") == false)
    }

    static let identifiers = [
        "", "1", "zz", "01890a5d-ac96-774b-bcce-b302099a805", "../me", "%00", "%zz", "%FF", "a%2Fb",
    ]

    @Test func `an identifier that is none leads nowhere`() async {
        for id in Self.identifiers { expect(await test.get("/items/" + id), 404, id) }
        expect(await test.get("/items/01890a5d-ac96-774b-bcce-b302099a8057"), 200)
        #expect(await test.get("/echo/Jos%C3%A9%20y%20Ana").text.contains("<h1>José y Ana</h1>"))
    }

    @Test func `a message is shown once, on the next page`() async throws {
        let page = await test.get("/form")
        let form = try #require(page.cookies.first)
        let sent = await test.site.respond(
            "POST", "/form", headers: ["Cookie": form], body: "csrf=" + (try TestSite.token(in: page)))
        expect(sent, 303)
        let flash = try #require(sent.cookies.first { $0.hasPrefix("flash=") })
        let next = await test.get("/", headers: ["Cookie": flash])
        #expect(next.text.contains("Go to the first page"))
        #expect(next.cookies.contains("flash="))
        #expect(!(await test.get("/").text.contains("Go to the first page")))
        let two = try #require(test.site.cookies.flash("web.error.home--web.error.back").split(separator: ";").first)
        let both = await test.get("/", headers: ["Cookie": String(two)])
        #expect(both.text.contains("Go to the first page") && both.text.contains("Open the page of this form again"))
        #expect(!(await test.get("/", headers: ["Cookie": "flash=<script>"]).text.contains("script>alert")))
    }

    @Test func `a sentence that says what did not happen looks so`() async throws {
        let key = Reply.problemMark + "web.error.home"
        let flash = try #require(test.site.cookies.flash(key).split(separator: ";").first)
        let next = await test.get("/", headers: ["Cookie": String(flash)])
        #expect(next.text.contains("flash-problem") && next.text.contains("Go to the first page"))
        #expect(!next.text.contains("flash-done"))
    }
}
