import World
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Signing in in two steps, as somebody without script does it.
@Suite struct SignInCodeTests {
    @Test(arguments: Backend.available)
    func `the passphrase alone opens nothing, and with the code the member comes to where they were going`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            var browser = world.browser()
            let asked = await browser.givePassphrase("Ana", to: "/me/account/contact")
            expect(asked, 200, holds: "autocomplete=\"one-time-code\"")
            expect(asked, 200, holds: "inputmode=\"numeric\"")
            #expect(!browser.isSignedIn)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 0)
            for (code, key) in [
                ("", "Write the code."), ("12 34", "A code has six digits"), (world.wrongCode(ana.app), "used before"),
            ] {
                expect(await browser.answer(asked, "/sign-in/code", [("code", code)]), 422, holds: key)
            }
            let code = world.code(ana.app)
            let entered = await browser.answer(asked, "/sign-in/code", [("code", code)])
            expect(entered, 303, to: "/me/account/contact")
            expect(await browser.get("/me/account"), 200)
            // Played again in another browser, the same code opens nothing.
            var other = world.browser()
            let again = await other.givePassphrase("Ana")
            expect(await other.answer(again, "/sign-in/code", [("code", code)]), 422)
            #expect(!other.isSignedIn)
        }
    }

    @Test(arguments: Language.allCases)
    func `the step is said in the member's language`(language: Language) async throws {
        try await withAccounts { world in
            _ = try await world.protected("Ana", language: language)
            var browser = world.browser(language)
            let asked = await browser.givePassphrase("Ana")
            expect(asked, 200, holds: try worldTexts([world.accounts.feature])[language]("accounts.code.title"))
            #expect(!asked.text.contains("⟦"))
            // The crisis line stays.
            expect(asked, 200, holds: "tel:988")
        }
    }

    @Test func `a spare code opens in place of the telephone`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = world.browser()
            let asked = await browser.givePassphrase("Ana")
            expect(await browser.answer(asked, "/sign-in/code", [("spare", "no code")]), 422, holds: "24 letters")
            let spare = ana.codes[3].shown.lowercased()
            expect(await browser.answer(asked, "/sign-in/code", [("code", ""), ("spare", spare)]), 303)
            expect(await browser.get("/me/account/second-factor"), 200, holds: "7 spare codes")
        }
    }

    @Test func `the ticket lasts five minutes, and not beyond a new passphrase`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = world.browser()
            let late = await browser.givePassphrase("Ana")
            world.time.pass(.minutes(5))
            let code = [("code", world.code(ana.app))]
            expect(await browser.answer(late, "/sign-in/code", code), 303, to: "/sign-in")
            let changed = await browser.givePassphrase("Ana")
            world.time.pass(.minutes(1))
            try await world.database.write { try world.accounts.endAllSessions(of: ana.member, in: $0) }
            let refused = await browser.answer(changed, "/sign-in/code", [("code", world.code(ana.app))])
            expect(refused, 409, holds: "Sign in again")
            #expect(!browser.isSignedIn)
            #expect(try await world.count("SELECT COUNT(*) FROM used_second_factors") == 0)
            for junk in ["", "AAAA", "é"] {
                let token = Browser.token(in: await browser.get("/sign-in")) ?? ""
                expect(
                    await browser.send("/sign-in/code", [("ticket", junk), ("code", "123456")], token: token), 303,
                    to: "/sign-in")
            }
            expect(await browser.get("/sign-in/code"), 303, to: "/sign-in")
        }
    }

    @Test func `one member's ticket does not take another's code`() async throws {
        try await withAccounts { world in
            _ = try await world.protected("Ana")
            let bo = try await world.protected("Bo")
            var browser = world.browser()
            let asked = await browser.givePassphrase("Ana")
            expect(await browser.answer(asked, "/sign-in/code", [("code", world.code(bo.app))]), 422)
            expect(await browser.answer(asked, "/sign-in/code", [("spare", bo.codes[0].shown)]), 422)
        }
    }

    @Test func `ten wrong codes are answered in plain words with the time to wait`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = world.browser()
            let asked = await browser.givePassphrase("Ana")
            for _ in 0..<FailedTries.most {
                expect(await browser.answer(asked, "/sign-in/code", [("code", world.wrongCode(ana.app))]), 422)
            }
            let waits = await browser.answer(asked, "/sign-in/code", [("code", world.code(ana.app))])
            expect(waits, 429, holds: "Please wait 15 minutes")
            #expect(!browser.isSignedIn)
            // Their passphrase is still taken: only the second step waits.
            expect(await browser.givePassphrase("Ana"), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `the account's recovery code leaves the second factor standing`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let recovery = RecoveryCode.random()
            let ana = try await world.protected("Ana", recovery: recovery)
            var browser = world.browser()
            let fields = [
                ("pseudonym", "Ana"), ("code", recovery.shown), ("words", "own"),
                ("passphrase", "nine blue goats on the roof"),
            ]
            let form = await browser.get("/recover")
            let token = try #require(Browser.token(in: form))
            let sent = fields + [("form", Browser.hidden("form", in: form) ?? "")]
            let recovered = await browser.send("/recover", sent, token: token)
            expect(recovered, 200, holds: "href=\"/sign-in\"")
            // Sent again: it is done, and the code that was shown then is not shown to who has no second factor.
            expect(await browser.send("/recover", sent, token: token), 303, to: "/sign-in")
            expect(await browser.get("/sign-in"), 200, holds: "Your new passphrase is set.")
            #expect(world.failures("recover", PseudonymKey(of: "Ana").text) == 0)
            #expect(!browser.isSignedIn)
            expect(await browser.get("/me/account"), 303)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 0)
            let asked = await browser.post(
                "/sign-in", SignInTests.fields("Ana", "nine blue goats on the roof"))
            expect(asked, 200, holds: "one-time-code")
            expect(await browser.answer(asked, "/sign-in/code", [("code", world.code(ana.app))]), 303, to: "/me")
        }
    }

    @Test func `a passkey opens, once for each time it is asked`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            let passkey = TestAuthenticator()
            let seal = world.accounts.keys.secondFactor.seal
            try await world.database.write {
                try PasskeyStore.add(
                    .init(id: passkey.id, publicKey: passkey.publicKey), named: "my phone", of: ana, seal: seal, in: $0)
            }
            var browser = world.browser()
            let asked = await browser.givePassphrase("Ana")
            // Hidden until a script finds that the browser can.
            expect(asked, 200, holds: "data-passkey=\"get\"")
            #expect(!asked.text.contains("one-time-code"))
            let challenge = try #require(Browser.bytes("challenge", in: asked))
            for wrong in [challenge.reversed(), PasskeyTicket.newChallenge()] {
                let fields = try passkey.answer(wrong)
                expect(await browser.answer(asked, "/sign-in/code", fields), 422, holds: "did not fit")
            }
            let right = try passkey.answer(challenge)
            expect(await browser.answer(asked, "/sign-in/code", right), 303)
            expect(await browser.get("/me/account"), 200)
            var other = world.browser()
            _ = await other.givePassphrase("Ana")
            expect(await other.answer(asked, "/sign-in/code", right), 403)
            let page = await other.givePassphrase("Ana")
            let mixed = right + [("passkey-ticket", Browser.hidden("passkey-ticket", in: asked) ?? "")]
            let hidden = [("ticket", Browser.hidden("ticket", in: page) ?? "")]
            expect(
                await other.send("/sign-in/code", hidden + mixed, token: Browser.token(in: page) ?? ""), 422)
            #expect(!other.isSignedIn)
        }
    }
}
