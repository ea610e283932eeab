import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// What gives a second factor to whoever has one already: an open browser and the passphrase are not enough.
@Suite struct NewFactorTests {
    static let base = SecondFactorPageTests.base

    @Test(arguments: Backend.available)
    func `nobody gets a factor or spare codes in place of a second step`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana", roles: [HeldRole(.administrator, in: .site)])
            var browser = try await world.browser(of: ana.member)
            let token = try #require(Browser.token(in: await browser.get("/me/account/passphrase")))
            for (path, page) in [
                ("/app", "/app"), ("/app/confirm", "/app"), ("/passkey", "/passkey"), ("/passkey/finish", "/passkey"),
                ("/codes", "/codes"),
            ] {
                let fields = [SecondFactorPageTests.passphrase, ("name", "Phone")]
                let answer = await browser.send(Self.base + path, fields, token: token)
                expect(answer, 303, to: "/sign-in/confirm?to=" + PercentEncoding.encode(Self.base + page))
                expect(
                    await browser.get(Self.base + page), 303,
                    to: "/sign-in/confirm?to=" + PercentEncoding.encode(Self.base + page))
            }
            #expect(try await world.check(.spare(ana.codes[0]), of: ana.member))
        }
    }

    @Test func `after the second step they do, until they were away for long`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.browser(of: ana.member)
            expect(await browser.post("/sign-in/confirm", [("code", world.code(ana.app))]), 303)
            expect(await browser.post(Self.base + "/codes", [SecondFactorPageTests.passphrase]), 200)
            expect(await browser.get(Self.base + "/app"), 200)
            world.time.pass(SessionTerms.idleOfRoles)
            let asked = Link("/sign-in/confirm").adding("to", Self.base + "/app").text
            expect(await browser.get(Self.base + "/app"), 303, to: asked)
            expect(await browser.get(Self.base + "/app"), 303, to: asked)
            // A member without a role is not told of one.
            expect(await browser.get(asked), 200, holds: ["Your second step guards"], lacks: ["Your role"])
        }
    }

    @Test func `what was typed stands there again after a mistake elsewhere`() async throws {
        try await withAccounts { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.browser(of: ana.member)
            let fields = [("current", "not my passphrase"), ("spare", ana.codes[0].shown)]
            let again = await browser.post(Self.base + "/app/remove", fields)
            expect(again, 422, holds: ["value=\"\(ana.codes[0].shown)\"", "class=\"disclosure\" open"])
        }
    }

    @Test func `who comes back by the recovery code reads first that their second factors were taken away`()
        async throws
    {
        try await withAccounts { world in
            let code = RecoveryCode.random()
            let ana = try await world.protected("Ana", recovery: code)
            _ = try await world.accounts.resetSecondFactor(of: "Ana")
            var browser = world.browser()
            let fields = MemberKeyTests.newWords("nine blue goats on the roof")
            let back = await browser.post("/recover", fields + [("pseudonym", "Ana"), ("code", code.shown)])
            expect(back, 200, holds: ["href=\"/me/account/second-factor\""], "\(ana.member)")
        }
    }
}

/// Codes as people type and paste them.
@Suite struct TypedCodeTests {
    @Test(arguments: [
        "123456", "123 456", " 123-456 ", "123\u{A0}456", "\u{200E}123\u{202F}456\u{200B}", "１２３４５６", "١٢٣٤٥٦",
        "123–456", "123\n456", "L23456",
    ])
    func `six digits are read however they were typed`(raw: String) {
        #expect(OneTimeCode(raw)?.digits == Array("123456".utf8))
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", "123.456", "½23456", "②23456", "12345\u{301}6"])
    func `anything else is no code`(raw: String) {
        #expect(OneTimeCode(raw) == nil)
    }

    @Test func `long codes are read with other dashes, spaces and widths`() throws {
        let (spare, recovery) = (SpareCode.random(), RecoveryCode.random())
        for dash in ["–", "\u{A0}", "\n", "\u{2011}", "", " - "] {
            #expect(SpareCode(spare.shown.replacing("-", with: dash).lowercased()) == spare)
            #expect(RecoveryCode(recovery.shown.replacing("-", with: dash).lowercased()) == recovery)
        }
        let wide = recovery.shown.unicodeScalars.map { scalar in
            Unicode.Scalar(scalar.value + 0xFEE0).map { String(Character($0)) } ?? ""
        }
        #expect(RecoveryCode(wide.joined()) == recovery)
    }
}
