import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Accounts made at the command line, whose first passphrase somebody else has seen.
@Suite struct ProvisionalTests {
    @Test(arguments: Backend.available)
    func `a passphrase that somebody else has seen is changed before anything else`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let passphrase = try await world.accounts.add(
                named: "Root Keeper", roles: [HeldRole(.administrator, in: .site)])
            world.time.pass(.days(1) - .milliseconds(1))
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Root Keeper", passphrase)), 303)
            for path in ["/me/account", "/me/account/contact", "/consent", "/admin"] {
                expect(await browser.get(path), 303, to: ChangePassphrasePage.link.adding("to", path).text)
            }
            let step = try await world.accounts.openSession(
                of: try await world.id(of: "Root Keeper"), hasSecondStep: true)
            #expect(try await world.session(step)?.roles == [])
            let own = "nine blue goats on the roof"
            let fields = [
                ("current", passphrase), ("words", "own"), ("passphrase", own),
                ("offered", "amber river stone owl moss"),
            ]
            let changed = await browser.post("/me/account/passphrase", fields)
            expect(changed, 200, holds: "Your recovery code")
            expect(await browser.get("/me/account"), 200)
            // The code that the account was made with is known to nobody.
            let keeper = try await world.id(of: "Root Keeper")
            let code = try #require(MemberKeyTests.code(in: changed))
            #expect(try await world.key(of: keeper, by: code) == world.key(of: keeper, under: own))
            #expect(try await world.key(of: keeper, by: code) != nil)
            world.time.pass(.days(3))
            #expect(try await world.signIn("Root Keeper", own) != nil)
            #expect(try await world.signIn("Root Keeper", passphrase) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `after a day it is refused like a wrong one`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let passphrase = try await world.accounts.add(named: "Root Keeper")
            var early = world.browser()
            expect(await early.post("/sign-in", SignInTests.fields("Root Keeper", passphrase)), 303)
            world.time.pass(.days(1))
            var pages: [String] = []
            for tried in [passphrase, "not the passphrase at all"] {
                var browser = world.browser()
                let answer = await browser.post("/sign-in", SignInTests.fields("Root Keeper", tried))
                expect(answer, 422)
                pages.append(SignInTests.withoutTokens(answer.text, name: "Root Keeper"))
            }
            #expect(pages[0] == pages[1])
            #expect(world.failures("sign-in", PseudonymKey(of: "Root Keeper").text) == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `it is not changed to itself`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let passphrase = try await world.accounts.add(named: "Root Keeper")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Root Keeper", passphrase)), 303)
            for (words, own) in [("own", passphrase), ("offered", "")] {
                let fields = [
                    ("current", passphrase), ("words", words), ("passphrase", own), ("offered", passphrase),
                ]
                let answer = await browser.post("/me/account/passphrase", fields)
                expect(answer, 422, holds: "Choose another one")
            }
            expect(await browser.get("/me/account"), 303)
        }
    }

    @Test func `nobody gets a name that somebody has or that reads like it`() async throws {
        try await withAccounts { world in
            _ = try await world.run("account add", "Root Keeper", "--role", "administrator")
            for name in ["Root Keeper", "root-keeper", "<b>"] {
                await #expect(throws: CommandError.self) { try await world.run("account add", name) }
            }
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 1)
            let said = try await world.run("account add", "Ana", "--consent")
            #expect(said.first == "name: Ana")
            #expect(said.joined().contains("24 hours"))
        }
    }

    @Test(arguments: Backend.available)
    func `an account that nobody came to in time gets another passphrase`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let first = try await world.accounts.add(named: "Root Keeper", roles: [RoleTests.root])
            let keeper = try await world.id(of: "Root Keeper")
            var early = world.browser()
            expect(await early.post("/sign-in", SignInTests.fields("Root Keeper", first)), 303)
            world.time.pass(.days(2))
            await #expect(throws: CommandError.self) { try await world.run("account renew", "Root Keeper") }
            let said = try await world.run("account renew", "Root Keeper", "--yes")
            let second = try #require(said.first { $0.hasPrefix("passphrase: ") }).dropFirst(12)
            #expect(try await world.lastAudit(1)[0][0] == "passphrase-renewed")
            expect(await early.get("/me/account"), 303, to: "/sign-in?to=%2Fme%2Faccount")
            #expect(try await world.signIn("Root Keeper", first) == nil)
            #expect(try await world.key(of: keeper, under: String(second)) != nil)
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Root Keeper", String(second))), 303)
            expect(await browser.get("/me/account"), 303)
            // Once it is the person's own, nobody else sets it.
            let fields = MemberKeyTests.newWords("nine blue goats on the roof") + [("current", String(second))]
            expect(await browser.post("/me/account/passphrase", fields), 200)
            let before = try await world.dump()
            for name in ["Root Keeper", "Nobody", "root-keeper"] {
                await #expect(throws: CommandError.self) { try await world.run("account renew", name, "--yes") }
            }
            #expect(try await world.dump() == before)
            #expect(try await world.key(of: keeper, under: "nine blue goats on the roof") != nil)
        }
    }

    @Test(arguments: Language.allCases)
    func `the page says why one is there, and what else is open`(language: Language) async throws {
        try await withAccounts { world in
            let passphrase = try await world.accounts.add(named: "Root Keeper")
            var browser = world.browser(language)
            expect(await browser.post("/sign-in", SignInTests.fields("Root Keeper", passphrase)), 303)
            let text = try allTexts()[browser.cookies["language"].map(Language.init(rawValue:)) ?? language]
            expect(
                await browser.get("/me/account/passphrase"), 200,
                holds: [
                    text("accounts.change.provisional.lead"), "href=\"/me/account/export\"",
                    "href=\"/me/account/leave\"",
                ],
                lacks: [text("accounts.account.back"), "⟦"])
        }
    }

    @Test(arguments: Backend.available)
    func `the last administrator is one who can still sign in`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            _ = try await world.accounts.add(named: "Root Keeper", roles: [RoleTests.root])
            world.time.pass(.days(1))
            await #expect(throws: AppointmentError.lastAdministrator) {
                try await world.accounts.hold(root, isForGood: false, by: .system(reason: "test"))
            }
            await #expect(throws: AppointmentError.lastAdministrator) {
                try await world.accounts.revoke(RoleTests.root, from: root, by: .system(reason: "test"))
            }
            _ = try await world.run("account renew", "Root Keeper", "--yes")
            try await world.accounts.revoke(RoleTests.root, from: root, by: .system(reason: "test"))
        }
    }

    @Test(arguments: Backend.available, ["/me/account/export", "/me/account/leave/erase/confirm"])
    func `the audit log says who takes their data along or erases them, though the account is held`(
        on backend: Backend, path: String
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let name = world.accounts.audit.pseudonym(ana)
            try await world.accounts.hold(ana, isForGood: true, by: .system(reason: "test"))
            var browser = try await world.browser(of: ana)
            _ = await browser.post(path, [("current", TestAccounts.passphrase)])
            let line = try #require(try await world.lastAudit(1).first)
            #expect(line[1] == name && line[2] == name)
            #expect(["exported", "erased"].contains(line[0]))
        }
    }
}
