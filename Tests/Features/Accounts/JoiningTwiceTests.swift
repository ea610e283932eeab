import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// *Join* pressed twice, or sent again after a lost connection: the code that is on the screen is the one that counts.
@Suite struct JoiningTwiceTests {
    @Test(arguments: Backend.available, Language.allCases)
    func `both answers of a form sent twice show the same code, and it works`(
        on backend: Backend, language: Language
    ) async throws {
        try await withAccounts(on: backend) { world in
            var browser = world.browser(language)
            let form = try await Self.open(&browser)
            let shown = browser
            var codes: [String] = await withTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var copy = shown
                        return Self.code(in: await copy.send("/sign-up", form.fields, token: form.token))
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // And once more, later, by who never saw an answer.
            world.time.pass(.minutes(3))
            var late = shown
            codes.append(Self.code(in: await late.send("/sign-up", form.fields, token: form.token)))
            #expect(Set(codes).count == 1 && codes[0].utf8.count == 24, "\(codes)")
            expect(await late.get("/me/account"), 200)
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 1)
            #expect(try await world.count("SELECT COUNT(*) FROM audit_events WHERE event = 'signed-up'") == 1)
            var other = world.browser(language)
            let fields = [
                ("pseudonym", "Quiet Heron 27"), ("code", codes[0]), ("words", "offered"),
                ("offered", "nine blue goats roof lemon"),
            ]
            expect(await other.post("/recover", fields), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `another form, another passphrase or a code since renewed gets that the name is taken`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            var browser = world.browser()
            let form = try await Self.open(&browser)
            let shown = browser
            var first = shown
            expect(await first.send("/sign-up", form.fields, token: form.token), 200)
            var another = world.browser()
            let taken = await another.post("/sign-up", JoiningTests.good)
            expect(taken, 422, holds: "class=\"error\"")
            #expect(Self.code(in: taken).isEmpty)
            let changed = form.fields.map { $0.0 == "offered" ? ($0.0, "nine blue goats roof lemon") : $0 }
            var guesser = shown
            expect(await guesser.send("/sign-up", changed, token: form.token), 422)
            #expect(!guesser.isSignedIn)
            let words = "amber river stone owl moss"
            expect(await first.post("/me/account/recovery-code", [("current", words)]), 200)
            var late = shown
            expect(await late.send("/sign-up", form.fields, token: form.token), 422)
            #expect(!late.isSignedIn)
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `whoever joins by the page of somebody before them gets a code of their own`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            var browser = world.browser()
            let form = try await Self.open(&browser)
            var (one, two, three) = (browser, browser, browser)
            let hers = await one.send("/sign-up", form.fields, token: form.token)
            let other = form.fields.map { $0.0 == "pseudonym" ? ($0.0, "Loud Goose 31") : $0 }
            let his = await two.send("/sign-up", other, token: form.token)
            let third = form.fields.map { field in
                switch field.0 {
                case "pseudonym": ("pseudonym", "Soft Gander 32")
                case "offered": ("offered", "nine blue goats roof lemon")
                default: field
                }
            }
            let theirs = await three.send("/sign-up", third, token: form.token)
            #expect(Set([hers, his, theirs].map(Self.code)).count == 3)
            #expect(Set([one, two, three].map { $0.cookies["__Host-wayfellow"]?.prefix(64) }).count == 3)
        }
    }

    @Test(arguments: Backend.available)
    func `a form sent again after signing out opens nothing`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            var browser = world.browser()
            let form = try await Self.open(&browser)
            expect(await browser.send("/sign-up", form.fields, token: form.token), 200)
            expect(await browser.post("/sign-out", on: "/me/account", []), 303)
            let again = await browser.send("/sign-up", form.fields, token: form.token)
            expect(again, 422)
            #expect(Self.code(in: again).isEmpty && !browser.isSignedIn)
        }
    }

    @Test(arguments: Backend.available)
    func `a form that brings a new passphrase is answered twice, until they sign out`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            _ = try await world.member("Quiet Heron 27", recovery: code)
            var browser = world.browser()
            let page = await browser.get("/recover")
            let (id, token) = (Browser.hidden("form", in: page) ?? "", try #require(Browser.token(in: page)))
            let fields = [
                ("form", id), ("pseudonym", "Quiet Heron 27"), ("code", code.shown), ("words", "offered"),
                ("offered", "nine blue goats roof lemon"),
            ]
            var again = browser
            let (first, second) = (
                await browser.send("/recover", fields, token: token), await again.send("/recover", fields, token: token)
            )
            expect(second, 200)
            #expect(Self.code(in: first) == Self.code(in: second) && Self.code(in: first) != code.shown)
            expect(await again.get("/me/account"), 200)
            #expect(world.failures("recover", PseudonymKey(of: "Quiet Heron 27").text) == 0)
            expect(await again.post("/sign-out", on: "/me/account", []), 303)
            let late = await again.send("/recover", fields, token: token)
            expect(late, 422)
            #expect(Self.code(in: late) == code.shown && !again.isSignedIn)
        }
    }

    @Test(arguments: Backend.available, Language.allCases)
    func `reloading after an answer that broke off, with its cookie there, shows the code`(
        on backend: Backend, language: Language
    ) async throws {
        try await withAccounts(on: backend) { world in
            var browser = world.browser(language)
            let form = try await Self.open(&browser)
            let first = await browser.send("/sign-up", form.fields, token: form.token)
            #expect(browser.isSignedIn)
            let again = await browser.send("/sign-up", form.fields, token: form.token)
            expect(again, 200)
            #expect(Self.code(in: again) == Self.code(in: first) && !Self.code(in: first).isEmpty)
            // Who is signed in and joins under another name has gone astray.
            let other = form.fields.map { $0.0 == "pseudonym" ? ($0.0, "Loud Goose 31") : $0 }
            expect(await browser.send("/sign-up", other, token: form.token), 303, to: "/consent")
            var elsewhere = world.browser(language)
            let page = await elsewhere.get("/recover")
            let token = try #require(Browser.token(in: page))
            let fields = [
                ("form", Browser.hidden("form", in: page) ?? ""), ("pseudonym", "Quiet Heron 27"),
                ("code", Self.code(in: first)), ("words", "offered"), ("offered", "nine blue goats roof lemon"),
            ]
            let recovered = await elsewhere.send("/recover", fields, token: token)
            let repeated = await elsewhere.send("/recover", fields, token: token)
            expect(repeated, 200)
            #expect(Self.code(in: repeated) == Self.code(in: recovered))
            #expect(Self.code(in: recovered) != Self.code(in: first))
        }
    }

    @Test(arguments: Backend.available, ["/sign-up", "/recover"])
    func `on a phone that others use the session ends with the window, the second answer's too`(
        on backend: Backend, path: String
    ) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            if path == "/recover" { _ = try await world.member("Quiet Heron 27", recovery: code) }
            var browser = world.browser()
            let page = await browser.get(path)
            let token = try #require(Browser.token(in: page))
            expect(page, 200, holds: "name=\"shared\"")
            let fields =
                JoiningTests.good
                + [("form", Browser.hidden("form", in: page) ?? ""), ("code", code.shown), ("shared", "yes")]
            for _ in 0..<2 {
                let answer = await browser.send(path, fields, token: token)
                expect(answer, 200)
                let cookie = answer.headers.first {
                    $0.name == "set-cookie" && $0.value.hasPrefix("__Host-wayfellow=")
                }
                #expect(cookie?.value.contains("Max-Age") == false)
                #expect(world.accounts.sessionSeal.open(browser.cookies["__Host-wayfellow"] ?? "")?.isShared == true)
            }
            world.time.pass(.minutes(33))
            expect(await browser.get("/me/account"), 303)
        }
    }

    @Test func `a form that was opened twice has two identifiers`() async throws {
        try await withAccounts { world in
            var browser = world.browser()
            let one = try await Self.open(&browser)
            let two = try await Self.open(&browser)
            #expect(one.fields.last?.1 != two.fields.last?.1)
        }
    }

    private static func open(_ browser: inout Browser) async throws -> (fields: [(String, String)], token: String) {
        let page = await browser.get("/sign-up")
        let id = try #require(page.text.firstMatch(of: /name="form" value="([0-9a-f]{32})"/)).1
        return (JoiningTests.good + [("form", String(id))], try #require(Browser.token(in: page)))
    }

    /// The recovery code that a page shows; empty where there is none.
    private static func code(in page: Exchange) -> String {
        page.text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/).map { String($0.0) } ?? ""
    }
}
