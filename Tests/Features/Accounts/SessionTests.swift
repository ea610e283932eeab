import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct SessionTests {
    @Test(arguments: Backend.available)
    func `a cookie tells who is signed in, with roles in their spaces and what rooms ask to know`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ours = Space.community(.random())
            try await world.database.write { try AccountsFeature.addSpace(ours, named: "Ours", in: $0) }
            let (leader, steward) = (HeldRole(.leader, in: ours), HeldRole(.steward, in: .site))
            let ana = try await world.member("Ana", roles: [leader, steward, HeldRole(.leader, in: .site)])
            let cookie = try await world.accounts.openSession(of: ana)
            let session = try #require(try await world.session(cookie))
            #expect(session.person == ana)
            #expect(session.pseudonym == "Ana")
            #expect(session.appointments == [leader, steward, HeldRole(.leader, in: .site)])
            #expect(session[AccountsFeature.healthConsent] == 0)
            try await world.accounts.grant(HeldRole(.moderator, in: ours), to: ana, by: .system(reason: "test"))
            try await world.accounts.revoke(leader, from: ana, by: .system(reason: "test"))
            let later = try await world.session(cookie)?.appointments
            #expect(later == [HeldRole(.moderator, in: ours), steward, HeldRole(.leader, in: .site)])
        }
    }

    @Test(arguments: Backend.available)
    func `nothing but the cookie opens a session`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben"))
            let cookie = try await world.accounts.openSession(of: ana)
            let other = try await world.accounts.openSession(of: ben)
            let seal = world.accounts.sessionSeal
            let opened = try #require(seal.open(cookie))
            // Even who could write what is sealed has no row for another member, epoch or token.
            let moved = SessionCookie(
                token: opened.token, member: ben, epoch: 0, lastUsed: world.time.now, isShared: false,
                hasSecondStep: true)
            let later = SessionCookie(
                token: opened.token, member: ana, epoch: 1, lastUsed: world.time.now, isShared: false,
                hasSecondStep: false)
            let foreign = SessionCookieSeal(key: try AccountKeys.ephemeral().session)
            let bytes = try #require(Hex.bytes(cookie))
            var wrong = [
                "", Hex.text(opened.mark), Hex.text(opened.token), String(cookie.dropLast()), cookie + "0",
                cookie.uppercased(), String(cookie.prefix(64) + other.dropFirst(64)), try foreign.close(opened),
                try seal.close(moved), try seal.close(later),
            ]
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1
                wrong.append(Hex.text(changed))
            }
            for cookie in wrong { #expect(try await world.session(cookie) == nil, "\(cookie)") }
            #expect(try await world.session(cookie)?.person == ana)
            // The rows tell neither the token nor the member.
            let marks = try await world.database.read {
                try $0.rows("SELECT mark FROM sessions") { try $0.get(0, as: [UInt8].self) }
            }
            #expect(marks.contains(opened.mark) && !marks.contains(opened.token))
        }
    }

    @Test(arguments: Backend.available)
    func `a session ends after seven days without a page, on a shared phone after half an hour`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            for (isShared, within, limit) in [
                (false, Duration.days(6), Duration.days(7)), (true, .minutes(29), .minutes(30)),
            ] {
                let first = try await world.accounts.openSession(of: ana, isShared: isShared)
                world.time.pass(within)
                let second = try #require(try await world.session(first)?.renewedCookie)
                world.time.pass(within)
                // Whoever found an edition from before cannot use it beyond its own time.
                #expect(try await world.session(first) == nil)
                let third = try #require(try await world.session(second)?.renewedCookie)
                world.time.pass(limit)
                #expect(try await world.session(third) == nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a session ends with its thirtieth day in any case, at no time of its member's`(on backend: Backend)
        async throws
    {
        try await withAccounts(on: backend) { world in
            world.time.pass(.hours(15))
            var cookie = try await world.accounts.openSession(of: try await world.member("Ana"))
            for _ in 0..<29 {
                world.time.pass(.days(1))
                cookie = try #require(try await world.session(cookie)?.renewedCookie)
            }
            world.time.pass(.hours(9) - .milliseconds(1))
            #expect(try await world.session(cookie) != nil)
            world.time.pass(.milliseconds(1))
            #expect(try await world.session(cookie) == nil)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 1)
            try await world.accounts.sweepSessions()
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `neither ending the others nor a second step puts the thirtieth day off`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            var browser = try await world.browser(of: ana.member)
            for _ in 0..<5 {
                world.time.pass(.days(5))
                expect(await browser.post("/me/account/sessions/end-others", on: "/me/account", []), 303)
                expect(await browser.post("/sign-in/confirm", [("code", world.code(ana.app))]), 303)
            }
            world.time.pass(.days(5) - .milliseconds(1))
            expect(await browser.get("/me/account"), 200)
            world.time.pass(.milliseconds(1))
            expect(await browser.get("/me/account"), 303, to: "/sign-in?to=%2Fme%2Faccount")
        }
    }

    @Test(arguments: Backend.available)
    func `a cookie in use is renewed after two minutes, and reading writes nothing`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let first = try #require(browser.cookies["__Host-wayfellow"])
            let before = try await world.dump()
            world.time.pass(.minutes(2) - .milliseconds(1))
            expect(await browser.get("/me/account"), 200)
            #expect(browser.cookies["__Host-wayfellow"] == first)
            world.time.pass(.milliseconds(1))
            let page = await browser.get("/me/account")
            let set = page.headers.first { $0.name == "set-cookie" && $0.value.hasPrefix("__Host-wayfellow=") }?.value
            #expect(set?.contains("HttpOnly") == true && set?.contains("Max-Age") == true)
            #expect(browser.cookies["__Host-wayfellow"] != first)
            expect(await browser.get("/me/account"), 200)
            #expect(try await world.dump() == before)
        }
    }

    @Test(arguments: Backend.available)
    func `ending all sessions works however often it was done`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, ben) = (try await world.member("Ana"), try await world.member("Ben"))
            let other = try await world.accounts.openSession(of: ben)
            for time in 0..<9 {
                let cookie = try await world.accounts.openSession(of: ana)
                #expect(try await world.session(cookie) != nil)
                #expect(world.accounts.sessionSeal.open(cookie)?.epoch == Int64(time))
                try await world.database.write { try world.accounts.endAllSessions(of: ana, in: $0) }
                #expect(try await world.session(cookie) == nil)
            }
            #expect(try await world.session(other) != nil)
            _ = try await world.accounts.erase(ana, by: .person(ana, roles: []), [], at: world.time.now)
            #expect(try await world.count("SELECT COUNT(*) FROM ended_sessions") == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `roles rest before the second step and after half an hour without a page`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let held = HeldRole(.administrator, in: .site)
            let ana = try await world.member("Ana", roles: [held])
            var plain = try await world.browser(of: ana)
            expect(await plain.get("/admin"), 303, to: "/sign-in/confirm?to=%2Fadmin")
            let withoutStep = try #require(try await world.session(try await world.accounts.openSession(of: ana)))
            #expect(withoutStep.roles == [] && withoutStep.appointments == [held])
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            for _ in 0..<3 {
                world.time.pass(.minutes(29))
                expect(await browser.get("/admin"), 200)
            }
            world.time.pass(.minutes(30))
            expect(await browser.get("/admin"), 303, to: "/sign-in/confirm?to=%2Fadmin")
            // They do not come back by themselves, and the account itself stays open.
            expect(await browser.get("/me/account"), 200)
            expect(await browser.get("/admin"), 303, to: "/sign-in/confirm?to=%2Fadmin")
        }
    }

    @Test(arguments: Backend.available, ["/me/account/sessions/end-others", "/me/account/passphrase"])
    func `a form that was opened before the roles came to rest does not wake them`(
        on backend: Backend, path: String
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", roles: [HeldRole(.administrator, in: .site)])
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            let token = try #require(Browser.token(in: await browser.get("/me/account")))
            world.time.pass(.minutes(31))
            let fields = [
                ("current", TestAccounts.passphrase), ("words", "own"), ("passphrase", "nine blue goats on the roof"),
                ("offered", "amber river stone owl moss"),
            ]
            expect(await browser.send(path, fields, token: token), 303, to: "/me/account")
            expect(await browser.get("/me/account"), 200)
            expect(await browser.get("/admin"), 303, to: "/sign-in/confirm?to=%2Fadmin")
        }
    }
}

extension TestAccounts {
    func session(_ cookie: String) async throws -> Session? {
        try await accounts.authenticate(cookie, facts: [AccountsFeature.healthConsent, AccountsFeature.figuresConsent])
    }
}
