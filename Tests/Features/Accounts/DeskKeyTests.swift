import Crypto
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// On a telephone that others use, a page asks for the passphrase again, and for ten minutes no more.
@Suite struct DeskKeyTests {
    /// A page that says whether it may show what is behind it.
    private struct Desk: Room {
        let feature: Feature

        init(_ accounts: AccountsFeature) throws {
            var feature = try Feature.ofTest("Desk")
            feature.routes = { _ in
                [
                    .get("/desk", .member) { visit in try await Self.answer(visit, accounts) },
                    .post("/desk", .member) { visit in try await Self.answer(visit, accounts) },
                ]
            }
            self.feature = feature
        }

        private static func answer(_ visit: Visit, _ accounts: AccountsFeature) async throws -> Reply {
            func page(_ words: String, _ errors: FormErrors = FormErrors()) -> Reply {
                visit.page(words, HTML.form(action: "/desk", csrf: visit.csrf, visit.deskField(errors)))
            }
            switch try await accounts.deskKey(of: visit) {
            case .open: return page("It is open")
            case .opened(let cookie): return .signedIn(cookie, page("It opened"), isKept: visit.session?.isKept ?? true)
            case .asks(let errors): return page(errors.isEmpty ? "It asks" : "It refuses", errors)
            }
        }
    }

    private func withDesk(on backend: Backend = .sqlite, _ body: (TestAccounts) async throws -> Void) async throws {
        var settings = SiteSettings()
        settings.limits.slowAnswer = .max
        try await withWorld(
            on: backend, settings: settings, rooms: { _, accounts in [try Desk(accounts)] },
            accounts: { dependencies, keys in
                try AccountsFeature(
                    dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper, cost: cheap))
            }
        ) { try await body(TestAccounts(world: $0, backend: backend)) }
    }

    private static let right = [("current", TestAccounts.passphrase)]

    @Test(arguments: Backend.available)
    func `it asks, opens for ten minutes, asks again, and no row changes`(on backend: Backend) async throws {
        try await withDesk(on: backend) { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana") + [("shared", "yes")]), 303)
            let before = try await world.dump()
            expect(await browser.get("/desk"), 200, holds: "It asks")
            expect(await browser.post("/desk", []), 200, holds: "It asks")
            expect(await browser.post("/desk", [("current", "not my passphrase")]), 200, holds: "It refuses")
            let length = browser.cookies["__Host-wayfellow"]?.utf8.count
            let opened = await browser.post("/desk", Self.right)
            expect(opened, 200, holds: "It opened")
            // Nobody who counts the cookie's characters learns of it, and it goes with the window.
            #expect(browser.cookies["__Host-wayfellow"]?.utf8.count == length)
            #expect(!opened.cookies.joined().contains("Max-Age"))
            for _ in 0..<3 {
                world.time.pass(.minutes(3))
                expect(await browser.get("/desk"), 200, holds: "It is open")
            }
            world.time.pass(.minutes(1))
            expect(await browser.get("/desk"), 200, holds: "It asks")
            #expect(try await world.dump() == before)
        }
    }

    @Test func `on one's own telephone it asks nothing`() async throws {
        try await withDesk { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana")), 303)
            expect(await browser.get("/desk"), 200, holds: "It is open")
        }
    }

    @Test func `it opens for this session only, and ends with it`() async throws {
        try await withDesk { world in
            _ = try await world.member("Ana")
            var (browser, other) = (world.browser(), world.browser())
            for _ in 0..<2 {
                expect(await browser.post("/sign-in", SignInTests.fields("Ana") + [("shared", "yes")]), 303)
                expect(await browser.get("/desk"), 200, holds: "It asks")
                expect(await browser.post("/desk", Self.right), 200, holds: "It opened")
                expect(await browser.post("/sign-out", on: "/me/account", []), 303)
            }
            expect(await other.post("/sign-in", SignInTests.fields("Ana") + [("shared", "yes")]), 303)
            expect(await other.get("/desk"), 200, holds: "It asks")
        }
    }

    @Test func `wrong ones count, and the right one has to wait then`() async throws {
        try await withDesk { world in
            _ = try await world.member("Ana")
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana") + [("shared", "yes")]), 303)
            for _ in 0..<FailedTries.most {
                expect(await browser.post("/desk", [("current", "not my passphrase")]), 200, holds: "It refuses")
            }
            expect(await browser.post("/desk", Self.right), 429)
        }
    }

    @Test func `a cookie of the program before is read, and asks`() async throws {
        try await withDesk { world in
            let ana = try await world.member("Ana")
            let opening = SessionOpening(member: ana, isShared: true)
            let now = try await world.database.write { try world.accounts.open(opening, in: $0) }
            let cookie = try #require(world.accounts.sessionSeal.open(now))
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = try Self.closedAsBefore(cookie, world.accounts.sessionSeal)
            expect(await browser.get("/desk"), 200, holds: "It asks")
            expect(await browser.post("/desk", Self.right), 200, holds: "It opened")
            #expect(browser.cookies["__Host-wayfellow"]?.utf8.count == now.utf8.count)
        }
    }

    @Test func `roles that rest do not wake by it`() async throws {
        try await withDesk { world in
            let ana = try await world.member("Ana", roles: [HeldRole(.moderator, in: .site)])
            let cookie = try await world.accounts.openSession(of: ana, isShared: true, hasSecondStep: true)
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = cookie
            world.time.pass(.minutes(29))
            #expect(try await world.accounts.authenticate(cookie)?.mayUseRoles == true)
            let token = try #require(Browser.token(in: await browser.get("/desk")))
            var rested = try #require(world.accounts.sessionSeal.open(browser.cookies["__Host-wayfellow"] ?? ""))
            rested.hasSecondStep = false
            browser.cookies["__Host-wayfellow"] = try world.accounts.sessionSeal.close(rested)
            expect(await browser.send("/desk", Self.right, token: token), 200, holds: "It opened")
            let after = browser.cookies["__Host-wayfellow"] ?? ""
            #expect(try await world.accounts.authenticate(after)?.mayUseRoles == false)
        }
    }

    /// As the program wrote it that knew nothing of a passphrase given again.
    private static func closedAsBefore(_ cookie: SessionCookie, _ seal: SessionCookieSeal) throws -> String {
        var fields: [UInt8] = []
        let numbers = [
            cookie.member.high, cookie.member.low, UInt64(bitPattern: cookie.epoch),
            UInt64(bitPattern: cookie.lastUsed.milliseconds),
        ]
        for number in numbers { withUnsafeBytes(of: number.bigEndian) { fields.append(contentsOf: $0) } }
        fields.append(cookie.isShared ? 1 : 0)
        let box = try AES.GCM.seal(fields, using: seal.key, authenticating: cookie.token)
        return Hex.text(cookie.token + Array(try #require(box.combined)))
    }
}
