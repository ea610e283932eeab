import Storage
import Testing
import Web
import World

@testable import Accounts

/// What administrators do with the second factors of others, and cannot do without their own.
@Suite struct AdministratorSecondFactorTests {
    private static let (base, passphrase) = (SecondFactorPageTests.base, SecondFactorPageTests.passphrase)

    @Test(arguments: Backend.available)
    func `an administrator takes factors away with their own, and the member reads of it`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.protected("Root Keeper", roles: [HeldRole(.administrator, in: .site)])
            let ana = try await world.protected("Ana")
            var browser = try await world.trustedBrowser(of: root.member)
            let path = "/admin/second-factor"
            func fields(_ name: String, _ code: String, _ passphrase: String = TestAccounts.passphrase) -> [(
                String, String
            )] {
                [("pseudonym", name), ("current", passphrase), ("code", code)]
            }
            let code = world.code(root.app)
            for (wrong, words) in [
                (fields("ana", code), "Nobody goes by exactly"), (fields("Root Keeper", code), "This is you"),
                (fields("Ana", code, "not my passphrase"), "not your passphrase"),
                (fields("Ana", world.wrongCode(root.app)), "used before"),
                (fields("Ana", world.code(ana.app)), "used before"),
            ] {
                expect(await browser.post(path, wrong), 422, holds: words)
            }
            #expect(try await world.accounts.hasSecondFactor(ana.member))
            expect(await browser.post(path, fields("Ana", code)), 303, to: path)
            expect(
                await browser.post(path, fields("Ana", world.code(root.app, later: 1))), 422, holds: "no second step")
            // The passphrase is still needed, and what happened is told first.
            var hers = world.browser()
            expect(await hers.givePassphrase("Ana"), 303, to: Self.base)
            expect(await hers.get(Self.base), 200, holds: "Your second step was taken away")
            expect(await hers.post(Self.base + "/reset/read", on: Self.base, []), 303, to: Self.base)
            expect(await hers.givePassphraseAnew("Ana"), 303, to: "/me/account")
        }
    }

    @Test func `an administrator without a second factor takes none away`() async throws {
        try await withAccounts { world in
            let root = try await world.member("Root Keeper", roles: [HeldRole(.administrator, in: .site)])
            let ana = try await world.protected("Ana")
            var browser = try await world.trustedBrowser(of: root)
            let page = await browser.get("/admin/second-factor")
            expect(page, 200, holds: "Set up your own first")
            let token = Browser.token(in: await browser.get("/me/account")) ?? ""
            let fields = [("pseudonym", "Ana"), Self.passphrase, ("code", world.code(ana.app))]
            expect(await browser.send("/admin/second-factor", fields, token: token), 200)
            #expect(try await world.accounts.hasSecondFactor(ana.member))
            var member = try await world.browser(of: ana.member)
            expect(await member.get("/admin/second-factor"), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `a role rests until the second step is taken in this session`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.protected("Root Keeper", roles: [HeldRole(.administrator, in: .site)])
            var (browser, other) = (try await world.browser(of: root.member), try await world.browser(of: root.member))
            let asked = "/sign-in/confirm?to=%2Fadmin%2Fsecond-factor"
            expect(await browser.get("/admin/second-factor"), 303, to: asked)
            let page = await browser.get(asked)
            expect(page, 200, holds: "one-time-code")
            let to = ("to", "/admin/second-factor")
            func give(_ code: String) async -> Exchange {
                await browser.answer(page, "/sign-in/confirm", [to, ("code", code)])
            }
            expect(await give(world.wrongCode(root.app)), 422)
            expect(await browser.get("/admin/second-factor"), 303, to: asked)
            expect(await give(world.code(root.app)), 303, to: "/admin/second-factor")
            expect(await browser.get("/admin/second-factor"), 200)
            // The other session stays, and stays without.
            expect(await other.get("/admin/second-factor"), 303, to: asked)
            world.time.pass(.minutes(31))
            expect(await browser.get("/admin/second-factor"), 303, to: asked)
            // Whoever has a role and no second factor is led to where one is set up.
            let bare = try await world.member("Bare Keeper", roles: [HeldRole(.administrator, in: .site)])
            var third = try await world.browser(of: bare)
            expect(await third.get(asked), 200, holds: "href=\"/me/account/second-factor\"")
        }
    }
}

extension Browser {
    /// The same in a new browser.
    func givePassphraseAnew(_ name: String) async -> Exchange {
        var browser = Browser(site: site, language: .en)
        return await browser.givePassphrase(name)
    }
}
