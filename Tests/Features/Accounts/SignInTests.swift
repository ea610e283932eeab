import Markup
import Storage
import Testing
import Web

import World

@testable import Accounts

@Suite struct SignInTests {
    static func fields(_ name: String, _ passphrase: String = TestAccounts.passphrase) -> [(String, String)] {
        [("pseudonym", name), ("passphrase", passphrase)]
    }

    @Test(arguments: Backend.available)
    func `a member comes back to where they were going`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("José")
            var browser = world.browser()
            expect(await browser.get("/me/account"), 303, to: "/sign-in?to=%2Fme%2Faccount")
            // Another spelling of the same name.
            let fields = Self.fields("jose\u{301}") + [("to", "/me/account")]
            expect(await browser.post("/sign-in", on: "/sign-in?to=/me/account", fields), 303, to: "/me/account")
            expect(await browser.get("/me/account"), 200, holds: "You are José")
        }
    }

    @Test(arguments: ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
    func `nobody is sent to another site`(to: String) async throws {
        try await withAccounts { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", Self.fields("Ana") + [("to", to)]), 303, to: "/me")
        }
    }

    @Test(arguments: Language.allCases)
    func `a known and an unknown name get the same bytes`(language: Language) async throws {
        try await withAccounts { world in
            _ = try await world.member("Ana")
            _ = try await world.member("Bo")
            // The same length, so that the name typed again is the only difference and can be put back.
            var answers: [String] = []
            for name in ["Ana", "Eva"] {
                var browser = world.browser(language)
                let wrong = await browser.post("/sign-in", Self.fields(name, "a wrong passphrase it is"))
                #expect(wrong.status == 422)
                let headers = wrong.headers.filter { $0.name != "set-cookie" && $0.name != "date" }
                    .map { "\($0.name): \($0.value)" }
                answers.append((headers + [Self.withoutTokens(wrong.text, name: name)]).joined(separator: "\n"))
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0].contains(try allTexts()[language]("accounts.signIn.wrong")))
        }
    }

    @Test func `a known and an unknown name are made to wait alike`() async throws {
        try await withAccounts { world in
            _ = try await world.member("Ana")
            for name in ["Ana", "Eva"] {
                for _ in 0..<FailedTries.most {
                    let entered = try await world.signIn(name, "a wrong passphrase")
                    #expect(entered == nil)
                }
                var browser = world.browser()
                let answer = await browser.post("/sign-in", Self.fields(name))
                expect(answer, 429)
                #expect(answer.header("retry-after") == "901")
            }
            // The right passphrase has to wait too, and is taken when the quarter of an hour is over.
            world.time.pass(.minutes(15))
            var browser = world.browser()
            expect(await browser.post("/sign-in", Self.fields("Ana")), 303)
        }
    }

    @Test(arguments: Backend.available)
    func `tries at the same time are counted too`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            let looked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<18 {
                    group.addTask {
                        do {
                            _ = try await world.signIn("Ana", "a wrong passphrase")
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(looked == FailedTries.most)
        }
    }

    @Test(arguments: Backend.available)
    func `a success leaves the count as it was`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            for _ in 0..<9 { #expect(try await world.signIn("Ana", "wrong") == nil) }
            #expect(try await world.signIn("Ana") != nil)
            #expect(world.failures("sign-in", PseudonymKey(of: "Ana").text) == 9)
            // The tenth failure makes the right passphrase wait, as before.
            #expect(try await world.signIn("Ana", "wrong") == nil)
            await expectProblem(#_sourceLocation, { _ = try await world.signIn("Ana") }) {
                if case .tooMany = $0 { true } else { false }
            }
        }
    }

    @Test func `signing in gives a new token and signing out ends it for good`() async throws {
        try await withAccounts { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            _ = await browser.post("/sign-in", Self.fields("Ana"))
            let first = try #require(browser.cookies["__Host-wayfellow"])
            #expect(first.utf8.count == 202)
            let out = await browser.post("/sign-out", on: "/me/account", [])
            expect(out, 303, to: "/")
            #expect(!browser.isSignedIn)
            // The old token is played once more.
            browser.cookies["__Host-wayfellow"] = first
            expect(await browser.get("/me/account"), 303, to: "/sign-in?to=%2Fme%2Faccount")
            browser.cookies["__Host-wayfellow"] = nil
            _ = await browser.post("/sign-in", Self.fields("Ana"))
            #expect(browser.cookies["__Host-wayfellow"] != first)
        }
    }

    @Test(arguments: Backend.available)
    func `signing out everywhere else ends every other session and keeps this one`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben"))
            var (phone, desk) = (try await world.browser(of: ana), try await world.browser(of: ana))
            var other = try await world.browser(of: ben)
            let before = phone.cookies["__Host-wayfellow"]
            expect(
                await phone.post("/me/account/sessions/end-others", on: "/me/account", []), 303, to: "/me/account")
            #expect(phone.cookies["__Host-wayfellow"] != before)
            expect(await phone.get("/me/account"), 200)
            expect(await desk.get("/me/account"), 303)
            expect(await other.get("/me/account"), 200)
        }
    }

    @Test func `a shared phone is told so`() async throws {
        try await withAccounts { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            let entered = await browser.post("/sign-in", Self.fields("Ana") + [("shared", "yes")])
            // The cookie goes with the window, too.
            let cookie = entered.headers.first { $0.name == "set-cookie" && $0.value.hasPrefix("__Host-wayfellow=") }
            #expect(cookie?.value.contains("Max-Age") == false)
            expect(await browser.get("/me/account"), 200)
            world.time.pass(.minutes(33))
            expect(await browser.get("/me/account"), 303)
        }
    }

    @Test(arguments: Backend.available)
    func `signing out works on a page that was left open too long`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", Self.fields("Ana") + [("shared", "yes")]), 303)
            let token = try #require(Browser.token(in: await browser.get("/me/account")))
            world.time.pass(.minutes(33))
            let left = await browser.send("/sign-out", [], token: token)
            expect(left, 303, to: "/")
            #expect(left.header("clear-site-data") != nil && !browser.isSignedIn)
        }
    }

    @Test func `a hash of earlier parameters is renewed at sign-in`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            try await world.keepOldHash(of: ana)
            var browser = world.browser()
            expect(await browser.post("/sign-in", Self.fields("Ana")), 303)
            let kept = try await world.database.read { try CredentialStore.find(PseudonymKey(of: "Ana"), in: $0)?.phc }
            #expect(kept.flatMap { PassphraseHash(phc: $0) }?.parameters == cheap)
        }
    }

    @Test func `a made-up member cannot sign in`() async throws {
        try await withAccounts { world in
            _ = try await world.accounts.createSynthetic(count: 1, seed: 1, joined: { _ in Instant(milliseconds: 0) })
            let name = try WordLists().suggestion(.en).numbered(0)
            #expect(
                try await world.signIn(name, "") == nil)
        }
    }

    /// The page without its form tokens and with the name typed blotted out.
    static func withoutTokens(_ html: String, name: String) -> String {
        html.replacing(/[0-9a-f]{128}/, with: "token").replacing(/name="form" value="[^"]*"/, with: "form")
            .replacing("value=\"\(name)\"", with: "value=\"name\"")
    }
}
