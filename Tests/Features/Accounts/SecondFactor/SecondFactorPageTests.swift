import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Setting second factors up, taking them out, and having them taken away.
@Suite struct SecondFactorPageTests {
    static let base = "/me/account/second-factor"
    static let passphrase = ("current", TestAccounts.passphrase)

    @Test(arguments: Backend.available)
    func `an app is set up in three steps and nothing is kept before the last`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var (browser, desk) = (try await world.browser(of: ana), try await world.browser(of: ana))
            expect(await browser.post(Self.base + "/app", [("current", "not my passphrase")]), 422)
            let shown = await browser.post(Self.base + "/app", [Self.passphrase])
            expect(shown, 200, holds: "<svg role=\"img\"")
            expect(shown, 200, holds: "href=\"otpauth://totp/Wayfellow:Ana?secret=")
            let typed = try #require(shown.text.firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)?.1)
            let app = TOTP(secret: try #require(Base32.decode(String(typed).replacing(" ", with: ""))))
            for code in ["", "12345", world.wrongCode(app)] {
                expect(await browser.answer(shown, Self.base + "/app/confirm", [("code", code)]), 422)
            }
            #expect(try await world.accounts.hasSecondFactor(ana) == false)
            #expect(try await world.count("SELECT COUNT(*) FROM spare_codes") == 0)
            let done = await browser.answer(shown, Self.base + "/app/confirm", [("code", world.code(app))])
            expect(done, 200, holds: "Your spare codes")
            let codes = done.text.matches(of: /<code>([0-9A-Z-]{29})<\/code>/).compactMap { SpareCode(String($0.1)) }
            #expect(codes.count == SpareCode.count)
            // Whoever was signed in with the passphrase alone is signed out; this browser goes on.
            expect(await desk.get("/me/account"), 303)
            expect(await browser.get(Self.base), 200, holds: "8 spare codes")
            #expect(try await world.check(.spare(codes[0]), of: ana))
            // The code that confirmed is used up.
            #expect(try await world.check(world.answer(world.code(app)), of: ana) == false)
        }
    }

    @Test func `a stale or foreign set-up begins again`() async throws {
        try await withAccounts { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            var (hers, his) = (try await world.browser(of: ana), try await world.browser(of: bo))
            let shown = await hers.post(Self.base + "/app", [Self.passphrase])
            let ticket = ("ticket", Browser.hidden("ticket", in: shown) ?? "")
            let token = Browser.token(in: await his.get(Self.base + "/app")) ?? ""
            expect(await his.send(Self.base + "/app/confirm", [ticket, ("code", "123456")], token: token), 422)
            world.time.pass(.minutes(15))
            expect(
                await hers.answer(shown, Self.base + "/app/confirm", [("code", "123456")]), 422,
                holds: "That took too long")
        }
    }

    @Test(arguments: Backend.available)
    func `a passkey is added under a name and removed with a code`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let asked = await browser.post(Self.base + "/passkey", [("name", "my <phone>"), Self.passphrase])
            expect(asked, 200, holds: "data-passkey=\"create\"")
            let passkey = TestAuthenticator()
            let challenge = try #require(Browser.bytes("challenge", in: asked))
            func fields(_ challenge: [UInt8]) -> [(String, String)] {
                [
                    ("passkey-client", Base64URL.encode(passkey.client(.create, challenge))),
                    ("passkey-attestation", Base64URL.encode(passkey.attestation())),
                ]
            }
            for wrong in [fields(PasskeyTicket.newChallenge()), [("passkey-client", "AAAA")], []] {
                expect(await browser.answer(asked, Self.base + "/passkey/finish", wrong), 422)
            }
            #expect(try await world.count("SELECT COUNT(*) FROM passkeys") == 0)
            let done = await browser.answer(asked, Self.base + "/passkey/finish", fields(challenge))
            expect(done, 200, holds: "Your spare codes")
            let spare = try #require(done.text.firstMatch(of: /<code>([0-9A-Z-]{29})<\/code>/)?.1)
            let page = await browser.get(Self.base)
            expect(page, 200, holds: "my &lt;phone&gt;")
            let remove = try #require(page.text.firstMatch(of: /href="([^"]+passkeys\/[^"]+\/remove)"/)?.1)
            expect(await browser.post(String(remove), [Self.passphrase]), 422, holds: "Write the code.")
            expect(await browser.post(String(remove), [Self.passphrase, ("spare", SpareCode.random().shown)]), 422)
            expect(await browser.post(String(remove), [Self.passphrase, ("spare", String(spare))]), 303, to: Self.base)
            // The last factor takes the spare codes along, and the passphrase is enough again.
            #expect(try await world.count("SELECT COUNT(*) FROM spare_codes") == 0)
            var other = world.browser()
            expect(await other.givePassphrase("Ana"), 303)
        }
    }

    @Test func `a made passkey cannot be registered twice`() async throws {
        try await withAccounts { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            let passkey = TestAuthenticator()
            func add(_ asked: Exchange) async throws -> Exchange {
                let challenge = try #require(Browser.bytes("challenge", in: asked))
                return await browser.answer(
                    asked, Self.base + "/passkey/finish",
                    [
                        ("passkey-client", Base64URL.encode(passkey.client(.create, challenge))),
                        ("passkey-attestation", Base64URL.encode(passkey.attestation())),
                    ])
            }
            expect(try await add(await browser.post(Self.base + "/passkey", [("name", "one"), Self.passphrase])), 200)
            expect(
                try await add(await browser.post(Self.base + "/passkey", [("name", "two"), Self.passphrase])), 422,
                holds: "value=\"two\"")
            #expect(try await world.count("SELECT COUNT(*) FROM passkeys") == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `an app is removed with passphrase and code, and both are needed`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.browser(of: ana.member)
            let code = ("code", world.code(ana.app))
            let path = Self.base + "/app/remove"
            expect(
                await browser.post(path, [("current", "not my passphrase"), code]), 422, holds: "not your passphrase")
            expect(await browser.post(path, [Self.passphrase, ("code", world.wrongCode(ana.app))]), 422)
            #expect(try await world.accounts.hasSecondFactor(ana.member))
            // The refused try did not use the code up.
            expect(await browser.post(path, [Self.passphrase, code]), 303, to: Self.base)
            #expect(try await world.accounts.hasSecondFactor(ana.member) == false)
            expect(await browser.get(Self.base), 200)
            expect(await browser.get(path), 404)
        }
    }

    @Test func `another member's passkey cannot be removed, nor seen`() async throws {
        try await withAccounts { world in
            let (ana, bo) = (try await world.protected("Ana"), try await world.protected("Bo"))
            try await world.addFactors(to: bo.member, marker: "bo")
            let id = try await world.database.read { tx in
                try tx.first("SELECT id FROM passkeys") { try $0.get(0, as: ID<PasskeyRow>.self) }
            }
            var browser = try await world.trustedBrowser(of: ana.member)
            let path = Self.base + "/passkeys/\(try #require(id))/remove"
            expect(await browser.get(path), 404)
            let fields = [Self.passphrase, ("code", world.code(ana.app))]
            expect(await browser.post(path, on: Self.base + "/app", fields), 404)
            #expect(try await world.count("SELECT COUNT(*) FROM passkeys") == 1)
        }
    }

    @Test func `new spare codes replace the old ones`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.trustedBrowser(of: ana.member)
            expect(await browser.post(Self.base + "/codes", [("current", "wrong wrong wrong")]), 422)
            #expect(try await world.check(.spare(ana.codes[0]), of: ana.member))
            let shown = await browser.post(Self.base + "/codes", [Self.passphrase])
            let code = try #require(shown.text.firstMatch(of: /<code>([0-9A-Z-]{29})<\/code>/)?.1)
            #expect(try await world.check(.spare(ana.codes[1]), of: ana.member) == false)
            #expect(try await world.check(SpareCode(String(code)).map { .spare($0) }, of: ana.member))
            // Without a factor there are none to be had.
            var other = try await world.browser(of: try await world.member("Bo"))
            expect(await other.get(Self.base + "/codes"), 303, to: Self.base)
        }
    }

    @Test(arguments: Language.allCases)
    func `every page says all in the language chosen`(language: Language) async throws {
        try await withAccounts { world in
            let root = try await world.protected(
                "Root", roles: [HeldRole(.administrator, in: .site)], language: language)
            try await world.addFactors(to: root.member, marker: "root")
            var browser = try await world.trustedBrowser(of: root.member, language)
            let own = await browser.get(Self.base)
            let remove = own.text.matches(of: /href="([^"]+\/remove)"/).map { String($0.1) }
            #expect(remove.count == 2)
            for path in [Self.base, Self.base + "/codes", "/admin/second-factor"] + remove {
                let page = await browser.get(path)
                expect(page, 200, holds: "<html lang=\"\(language.rawValue)\"")
                #expect(!page.text.contains("⟦"), "\(path)")
            }
            let form = await browser.post(Self.base + "/app", [Self.passphrase])
            #expect(!form.text.contains("⟦"))
        }
    }
}
