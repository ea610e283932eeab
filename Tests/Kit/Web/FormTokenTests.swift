import Markup
import Storage
import Synchronization
import Testing

@testable import Web

/// Cross-site request forgery: who may send a form.
@Suite struct FormTokenTests {
    let test: TestSite

    init() throws {
        test = try TestSite()
    }

    private func post(
        _ target: String, _ cookie: String, token: String?,
        _ headers: [String: String] = ["Sec-Fetch-Site": "same-origin"],
        body: String = "word=hello"
    ) async -> Exchange {
        await test.site.respond(
            "POST", target, headers: headers.merging(["Cookie": cookie]) { $1 },
            body: body + (token.map { "&csrf=" + $0 } ?? ""))
    }

    @Test func `a member's form with its token is taken`() async throws {
        let page = await test.get("/me", as: TestSite.ana)
        let sent = await post("/me", TestSite.cookie(TestSite.ana), token: try TestSite.token(in: page))
        expect(sent, 303, location: "/me")
        #expect(test.journal.forms.first?["word"] == "hello")
    }

    @Test func `a visitor's form is bound to the cookie it came with`() async throws {
        let page = await test.get("/form")
        let cookie = try #require(page.cookies.first { $0.hasPrefix("__Host-wayfellow-form=") })
        let token = try TestSite.token(in: page)
        expect(await post("/form", cookie, token: token), 303, location: "/")
        expect(await post("/form", "", token: token), 403)
        let other = await test.get("/form")
        expect(await post("/form", try #require(other.cookies.first), token: token), 403)
        #expect(test.journal.forms.count == 1)
    }

    @Test func `a form from before signing in is taken after it, where anyone may send it`() async throws {
        let page = await test.get("/form")
        let form = try #require(page.cookies.first { $0.hasPrefix("__Host-wayfellow-form=") })
        let token = try TestSite.token(in: page)
        let both = TestSite.cookie(TestSite.ana, form)
        expect(await post("/form", both, token: token), 303, location: "/")
        expect(await post("/form", TestSite.cookie(TestSite.ana), token: token), 403)
        expect(await post("/me", both, token: token), 403)
        #expect(test.journal.forms.count == 1)
    }

    @Test func `an action that does nothing for a visitor takes their form without a token, from this site only`()
        async throws
    {
        let leave = Route.post("/leave", .anyone, token: .whileSignedIn) { visit in visit.redirect("/") }
        let site = try TestSite(extra: [leave]).site
        let (ours, ana) = (["Sec-Fetch-Site": "same-origin"], ["Cookie": TestSite.cookie(TestSite.ana)])
        expect(await site.respond("POST", "/leave", headers: ours), 303, location: "/")
        expect(await site.respond("POST", "/leave", headers: ["Sec-Fetch-Site": "cross-site"]), 403)
        expect(await site.respond("POST", "/leave", headers: ours.merging(ana) { $1 }), 403)
    }

    @Test func `without a token of its own session nothing is kept`() async throws {
        let ana = TestSite.cookie(TestSite.ana)
        let mine = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        let others = try TestSite.token(in: await test.get("/me", as: TestSite.director))
        let visitors = try TestSite.token(in: await test.get("/form"))
        let wrong = [
            nil, "", others, visitors, String(mine.dropLast()), mine.uppercased() + "z", mine + "00",
            "é" + mine.dropFirst(2),
        ]
        for token in wrong {
            let refused = await post("/me", ana, token: token)
            expect(refused, 403, "\(token ?? "none")")
            #expect(refused.text.contains("Nothing was saved"))
        }
        #expect(test.journal.forms.isEmpty)
    }

    static let origins: [(headers: [String: String], isTaken: Bool)] = [
        (["Sec-Fetch-Site": "same-origin"], true), (["Sec-Fetch-Site": "none"], true),
        (["Sec-Fetch-Site": "cross-site"], false), (["Sec-Fetch-Site": "same-site"], false),
        (["Sec-Fetch-Site": "same-origin", "Origin": "null"], true), (["Origin": "https://localhost"], true),
        (["Origin": "http://localhost"], true), (["Origin": "https://localhost.evil.example"], false),
        (["Origin": "null"], false), (["Origin": "https://evil.example"], false),
        (["Origin": "https://localhost:8443"], false), ([:], true),
    ]

    @Test func `even with the token a form from another site is refused`() async throws {
        let cookie = TestSite.cookie(TestSite.ana)
        let token = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        for (headers, isTaken) in Self.origins {
            expect(await post("/me", cookie, token: token, headers), isTaken ? 303 : 403, "\(headers)")
        }
    }

    @Test func `a session or a role that ends while the form is on its way is not served`() async throws {
        for losesRole in [false, true] {
            let looks = Mutex(0)
            let written = Mutex(0)
            let board = Route.post("/board", .role(.director, in: .site)) { visit in
                written.withLock { $0 += 1 }
                return visit.redirect("/board")
            }
            let site = try TestSite(
                extra: [board],
                session: { token in
                    guard
                        looks.withLock({
                            $0 += 1; return $0
                        }) > 2
                    else { return try await TestSite.session(token) }
                    guard losesRole else { return nil }
                    return Session(person: ID(named: token), pseudonym: "Dora", csrf: token)
                })
            let director = TestSite.cookie(TestSite.director)
            let token = try TestSite.token(in: await site.get("/me", as: TestSite.director))
            let sent = await site.site.respond("POST", "/board", headers: ["Cookie": director], body: "csrf=" + token)
            expect(sent, losesRole ? 404 : 303, location: losesRole ? nil : "/sign-in?to=%2Fboard")
            #expect(written.withLock { $0 } == 0)
            // What is over is forgotten by the browser too.
            #expect(sent.cookies.contains("__Host-wayfellow=") != losesRole)
        }
    }

    @Test func `the token looks different on every page and is never the secret`() async throws {
        let one = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        let two = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        #expect(one != two)
        #expect(one.prefix(64) != two.prefix(64) && one.suffix(64) != two.suffix(64))
        #expect(!one.contains(TestSite.ana))
    }

    @Test func `a form that is no form, has no length, or is too long is refused`() async throws {
        let ana = TestSite.cookie(TestSite.ana)
        let token = try TestSite.token(in: await test.get("/me", as: TestSite.ana))
        expect(await post("/me", ana, token: token, ["Content-Type": "multipart/form-data; boundary=x"]), 415)
        expect(await post("/me", ana, token: token, ["Content-Type": "text/plain"]), 415)
        expect(await post("/me", ana, token: token, ["Content-Length": "nine"]), 411)
        expect(await post("/me", ana, token: token, ["Content-Length": "9"]), 400)
        expect(await post("/me", ana, token: token, body: "a=" + String(repeating: "x", count: 70_000)), 413)
        expect(await post("/me", ana, token: token, body: "a=%zz"), 400)
        #expect(test.journal.forms.isEmpty)
    }
}

@Suite struct TextSignerTests {
    private let signer = TextSigner(key: [UInt8](repeating: 7, count: 32))

    @Test(arguments: ["", "0123456789abcdef", "José", "a.b\nc"])
    func `what was signed is read again, for the same purpose and with the same key only`(text: String) {
        let signed = signer.sign(text, for: "erased")
        #expect(signer.verify(signed, for: "erased") == text)
        #expect(signer.verify(signed, for: "form") == nil)
        #expect(TextSigner(key: [UInt8](repeating: 8, count: 32)).verify(signed, for: "erased") == nil)
    }

    @Test(arguments: [
        "", ".", "x", "0123456789abcdef", "0123456789abcdef.00000000000000000000000000000000",
        String(repeating: "0", count: 33), String(repeating: "0", count: 2_000), "\u{0}", "é.é",
    ])
    func `what nobody signed is nothing`(text: String) {
        #expect(signer.verify(text, for: "erased") == nil)
    }

    @Test func `no byte of it can be changed`() {
        let signed = Array(signer.sign("0123456789abcdef", for: "erased").utf8)
        for place in signed.indices {
            var changed = signed
            changed[place] ^= 1
            #expect(signer.verify(String(decoding: changed, as: UTF8.self), for: "erased") == nil)
        }
    }
}
