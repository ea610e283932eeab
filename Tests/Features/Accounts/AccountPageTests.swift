import Markup
import Storage
import Testing
import Web

import World

@testable import Accounts

@Suite struct AccountPageTests {
    static let pages = [
        "/me/account", "/me/account/passphrase", "/me/account/contact", "/me/account/recovery-code",
        "/me/account/second-factor", "/me/account/second-factor/app", "/me/account/second-factor/passkey",
        "/me/account/receipts", "/me/account/export", "/me/account/leave", "/me/account/leave/erase",
        "/me/account/leave/anonymise", "/me/account/leave/erase/confirm", "/me/account/wishes", "/consent",
    ]

    @Test(arguments: Language.allCases)
    func `every page says all in the language chosen`(language: Language) async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", language: language, consent: true)
            let receipt = Receipt(user: .role(.steward), use: .sample, at: world.time.now)
            try await world.database.write { try AccountsFeature.leaveReceipt(receipt, with: ana, in: $0) }
            var browser = try await world.browser(of: ana, language: language)
            for path in Self.pages {
                let page = await browser.get(path)
                expect(page, 200, holds: "<html lang=\"\(language.rawValue)\"")
                #expect(!page.text.contains("⟦"), "\(path)")
            }
            for path in ["/sign-up", "/sign-in", "/recover"] {
                var visitor = world.browser(language)
                let page = await visitor.get(path)
                expect(page, 200, holds: "<html lang=\"\(language.rawValue)\"")
                #expect(!page.text.contains("⟦"), "\(path)")
            }
        }
    }

    @Test func `a visitor is asked to sign in first`() async throws {
        try await withAccounts { world in
            for path in Self.pages {
                var visitor = world.browser()
                let answer = await visitor.get(path)
                #expect(answer.status == 303, "\(path)")
                #expect(answer.header("location")?.hasPrefix("/sign-in?to=") == true, "\(path)")
            }
        }
    }

    @Test func `the consent is asked before something is recorded, and the answer is taken either way`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let no = await browser.post(
                "/consent", on: "/consent?to=/me/treatments/new", [("decision", "no"), ("to", "/me/treatments/new")])
            expect(no, 303, to: "/")
            #expect(try await !world.agrees(ana))
            let yes = await browser.post(
                "/consent", [("decision", "yes"), ("version", "2"), ("to", "/me/treatments/new")])
            expect(yes, 303, to: "/me/treatments/new")
            #expect(try await world.agrees(ana))
            // Said again, it is no further decision.
            _ = await browser.post("/consent", [("decision", "yes"), ("version", "2")])
            #expect(try await world.count("SELECT COUNT(*) FROM consents WHERE kind = 'health_data'") == 2)
            let back = await browser.post("/consent", [("decision", "no"), ("to", "/me/account")])
            // Where what was recorded can be looked at and deleted.
            expect(back, 303, to: "/me")
            #expect(try await !world.agrees(ana))
            expect(await browser.get("/consent"), 200, holds: ["Right now your answer is no."])
            for wrong in ["", "perhaps", "YES", "\u{0}"] {
                expect(await browser.post("/consent", [("decision", wrong)]), 422)
            }
        }
    }

    @Test func `changing the passphrase ends every other session`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var (phone, desk) = (try await world.browser(of: ana), try await world.browser(of: ana))
            let before = phone.cookies["__Host-wayfellow"]
            func change(_ current: String, _ new: String) -> [(String, String)] {
                [
                    ("current", current), ("words", "own"), ("passphrase", new),
                    ("offered", "amber river stone owl moss"),
                ]
            }
            let path = "/me/account/passphrase"
            expect(await phone.post(path, change("not mine at all", "nine blue goats on the roof")), 422)
            expect(await phone.post(path, change(TestAccounts.passphrase, "short")), 422)
            expect(
                await phone.post(path, change(TestAccounts.passphrase, "nine blue goats on the roof")), 303,
                to: "/me/account")
            #expect(phone.cookies["__Host-wayfellow"] != before)
            expect(await phone.get("/me/account"), 200)
            expect(await desk.get("/me/account"), 303)
            for (passphrase, opens) in [(TestAccounts.passphrase, false), ("nine blue goats on the roof", true)] {
                let entered = try await world.signIn("Ana", passphrase)
                #expect((entered != nil) == opens)
            }
        }
    }

    @Test func `the recovery code sets a new passphrase once, and shows the next code`() async throws {
        try await withAccounts { world in
            let code = RecoveryCode.random()
            let ana = try await world.member("Ana", recovery: code)
            var (thief, owner) = (try await world.browser(of: ana), world.browser())
            func fields(_ name: String, _ code: String) -> [(String, String)] {
                [("pseudonym", name), ("code", code), ("words", "offered"), ("offered", "nine blue goats roof lemon")]
            }
            let wrong = RecoveryCode.random().shown
            // The same bytes for a name that exists and one that does not.
            var answers: [String] = []
            for name in ["Ana", "Eva"] {
                var stranger = world.browser()
                let answer = await stranger.post("/recover", fields(name, wrong))
                expect(answer, 422)
                answers.append(SignInTests.withoutTokens(answer.text, name: name))
            }
            #expect(answers[0] == answers[1])
            let done = await owner.post("/recover", fields("ana", code.shown.lowercased()))
            expect(done, 200, holds: "Your new recovery code")
            let next = try #require(done.text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/)).0
            #expect(String(next) != code.shown)
            expect(await owner.get("/me/account"), 200)
            expect(await thief.get("/me/account"), 303)
            var late = world.browser()
            expect(await late.post("/recover", fields("Ana", code.shown)), 422)
            expect(await late.post("/recover", fields("Ana", String(next))), 200)
        }
    }

    @Test func `a renewed recovery code takes the place of the earlier`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", recovery: .random())
            var browser = try await world.browser(of: ana)
            let before = try await world.database.read { try CredentialStore.own(as: .person(ana, roles: []), in: $0) }
            expect(await browser.post("/me/account/recovery-code", [("current", "")]), 422)
            let answer = await browser.post("/me/account/recovery-code", [("current", TestAccounts.passphrase)])
            expect(answer, 200, holds: "Your new recovery code")
            let after = try await world.database.read { try CredentialStore.own(as: .person(ana, roles: []), in: $0) }
            #expect(before?.recoveryHash != after?.recoveryHash)
        }
    }

    @Test func `the language chosen is kept with the account`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            expect(
                await browser.post("/me/account/language", on: "/me/account", [("language", "es")]), 303,
                to: "/me/account")
            expect(await browser.get("/me/account"), 200, holds: "Cuenta y datos")
            _ = await browser.post("/me/account/language", on: "/me/account", [("language", "xx")])
            var elsewhere = world.browser()
            _ = await elsewhere.post("/sign-in", SignInTests.fields("Ana"))
            expect(await elsewhere.get("/me/account"), 200, holds: "Cuenta y datos")
        }
    }

    @Test func `nobody does anything for a member from another site`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let foreign = try #require(Browser.token(in: await browser.get("/me/account")))
            var stranger = try await world.browser(of: try await world.member("Bo"))
            for path in ["/consent", "/me/account/leave/erase/confirm", "/me/account/sessions/end-others", "/sign-out"]
            {
                #expect(await stranger.send(path, [("decision", "yes")], token: "").status == 403, "\(path)")
                #expect(await stranger.send(path, [("decision", "yes")], token: foreign).status == 403, "\(path)")
            }
        }
    }
}
