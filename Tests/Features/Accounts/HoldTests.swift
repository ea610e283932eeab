import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct HoldTests {
    /// What stays every person's by right.
    static let open = [
        "/me/account/held", "/me/account/export", "/me/account/leave", "/me/account/leave/erase",
        "/me/account/leave/erase/confirm",
    ]
    static let shut = [
        "/me/account", "/me/account/passphrase", "/me/account/contact", "/me/account/recovery-code",
        "/me/account/receipts", "/consent", "/admin", "/admin/people",
    ]

    @Test(arguments: Backend.available, [false, true])
    func `a held account ends all its sessions at once, and opens for taking data along or erasing them only`(
        on backend: Backend, isForGood: Bool
    ) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [HeldRole(.administrator, in: .site)])
            let ana = try await world.member("Ana", roles: [HeldRole(.administrator, in: .site)])
            var (phone, desk) = (try await world.browser(of: ana), try await world.browser(of: ana))
            try await world.accounts.hold(ana, isForGood: isForGood, by: .person(root, roles: []))
            expect(await phone.get("/me/account/held"), 303, to: "/sign-in?to=%2Fme%2Faccount%2Fheld")
            expect(await desk.get("/me/account"), 303, to: "/sign-in?to=%2Fme%2Faccount")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana")), 303)
            for path in Self.open { expect(await browser.get(path), 200) }
            for path in Self.shut {
                let way = Link("/me/account/held").adding("to", path).text
                expect(await browser.get(path), 303, to: way)
            }
            let token = try #require(Browser.token(in: await browser.get("/me/account/export")))
            for path in ["/me/account/passphrase", "/me/account/contact", "/me/account/language", "/consent"] {
                let answer = await browser.send(path, [("decision", "yes"), ("language", "es")], token: token)
                // An action without a page of its own leads back to the page above it.
                let back = path == "/me/account/language" ? "/me/account" : path
                expect(answer, 303, to: Link("/me/account/held").adding("to", back).text)
            }
            let export = await browser.post("/me/account/export", [("current", TestAccounts.passphrase)])
            expect(export, 200, holds: isForGood ? "\"kind\":\"closed\"" : "\"kind\":\"suspended\"")
            expect(await browser.post("/sign-out", on: "/me/account/leave/erase/confirm", []), 303, to: "/")
        }
    }

    @Test(arguments: Backend.available)
    func `who is held can erase their account`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            try await world.accounts.hold(ana, isForGood: true, by: .system(reason: "test"))
            var browser = try await world.browser(of: ana)
            let done = await browser.post("/me/account/leave/erase/confirm", [("current", TestAccounts.passphrase)])
            #expect(done.status == 303 && done.header("location")?.hasPrefix("/erased/") == true)
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 0)
            #expect(try await world.count("SELECT COUNT(*) FROM account_holds") == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `an account that was opened again is as before`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let role = HeldRole(.moderator, in: .site)
            let ana = try await world.member("Ana", roles: [role])
            try await world.accounts.hold(ana, isForGood: false, by: .system(reason: "test"))
            let during = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            #expect(try await world.session(during)?.roles == [])
            try await world.accounts.liftHold(from: ana, by: .system(reason: "test"))
            let session = try await world.session(during)
            #expect(session?.roles == [role] && session?.hold == nil)
            var browser = try await world.browser(of: ana)
            expect(await browser.get("/me/account/held"), 303, to: "/me/account")
        }
    }

    @Test(arguments: Language.allCases, [("suspended", false), ("closed", true)])
    func `the page says what it is in the language chosen`(language: Language, hold: (String, Bool)) async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            try await world.accounts.hold(ana, isForGood: hold.1, by: .system(reason: "test"))
            var browser = try await world.browser(of: ana, language: language)
            let page = await browser.get("/me/account/held")
            expect(page, 200, holds: try allTexts()[language]("accounts.held.\(hold.0).title"))
        }
    }
}
