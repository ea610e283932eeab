import Crypto
import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct MemberKeyTests {
    @Test(arguments: Backend.available)
    func `passphrase, code and session open the same key, and no other does`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            let ana = try await world.member("Ana", recovery: code)
            let entered = try #require(try await world.signIn("Ana"))
            let key = try #require(try await world.key(of: ana, under: TestAccounts.passphrase))
            #expect(try await world.key(of: ana, by: code) == key)
            #expect(try await world.key(inSession: entered.cookie) == key)
            #expect(entered.newCode == nil)
            #expect(try await world.key(of: ana, under: "another passphrase") == nil)
            #expect(try await world.key(of: ana, by: .random()) == nil)
            let ben = try await world.member("Ben")
            #expect(try await world.key(of: ben, under: TestAccounts.passphrase) != key)
            #expect("\(key)" == "•••")
        }
    }

    @Test func `a wrap that was changed or moved stays shut`() throws {
        let wraps = MemberKeyWraps(pepper: SymmetricKey(size: .bits256))
        let (ana, ben) = (ID<Person>.random(), ID<Person>.random())
        let (key, secret) = (MemberKey.random(), SymmetricKey(size: .bits256))
        let wrap = try wraps.close(key, at: .code, of: ana, under: secret)
        #expect(wrap.count == MemberKeyWraps.size)
        #expect(wraps.open(wrap, at: .code, of: ana, under: secret) == key)
        #expect(wraps.open(wrap, at: .code, of: ben, under: secret) == nil)
        for place in [MemberKeyWraps.Place.passphrase, .session] {
            #expect(wraps.open(wrap, at: place, of: ana, under: secret) == nil)
        }
        #expect(wraps.open(wrap, at: .code, of: ana, under: SymmetricKey(size: .bits256)) == nil)
        #expect(wraps.open([], at: .code, of: ana, under: secret) == nil)
        for place in wrap.indices {
            var changed = wrap
            changed[place] ^= 1
            #expect(wraps.open(changed, at: .code, of: ana, under: secret) == nil)
        }
        // Random bytes where there is no key are none.
        #expect(wraps.open(RandomBytes.make(MemberKeyWraps.size), at: .session, of: ana, under: secret) == nil)
    }

    @Test(arguments: Backend.available)
    func `a new passphrase, a recovery and a renewed code keep the key`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let key = try #require(try await world.key(of: ana, under: TestAccounts.passphrase))
            var browser = world.browser()
            expect(await browser.post("/sign-in", SignInTests.fields("Ana")), 303)
            let second = "nine blue goats on the roof"
            expect(
                await browser.post(
                    "/me/account/passphrase", Self.newWords(second) + [("current", TestAccounts.passphrase)]),
                303)
            #expect(try await world.key(of: ana, under: second) == key)
            #expect(try await world.key(of: ana, under: TestAccounts.passphrase) == nil)
            #expect(try await world.key(inSession: browser.cookies["__Host-wayfellow"]) == key)
            expect(await browser.post("/me/account/sessions/end-others", on: "/me/account", []), 303)
            #expect(try await world.key(inSession: browser.cookies["__Host-wayfellow"]) == key)
            let renewed = await browser.post("/me/account/recovery-code", [("current", second)])
            let code = try #require(Self.code(in: renewed))
            #expect(try await world.key(of: ana, by: code) == key)
            let third = "seven green hens under the bed"
            var elsewhere = world.browser()
            let recovered = await elsewhere.post(
                "/recover", Self.newWords(third) + [("pseudonym", "Ana"), ("code", code.shown)])
            expect(recovered, 200)
            #expect(try await world.key(of: ana, under: third) == key)
            #expect(try await world.key(of: ana, by: try #require(Self.code(in: recovered))) == key)
            #expect(try await world.key(of: ana, by: code) == nil)
            #expect(try await world.key(inSession: elsewhere.cookies["__Host-wayfellow"]) == key)
        }
    }

    @Test(arguments: Backend.available)
    func `a session that holds no key loses none: the confirmed passphrase opens it`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let key = try #require(try await world.key(of: ana, under: TestAccounts.passphrase))
            var browser = try await world.browser(of: ana)
            #expect(try await world.key(inSession: browser.cookies["__Host-wayfellow"]) == nil)
            let renewed = await browser.post("/me/account/recovery-code", [("current", TestAccounts.passphrase)])
            #expect(try await world.key(of: ana, by: try #require(Self.code(in: renewed))) == key)
            let words = "nine blue goats on the roof"
            let fields = Self.newWords(words) + [("current", TestAccounts.passphrase)]
            expect(await browser.post("/me/account/passphrase", fields), 303)
            #expect(try await world.key(of: ana, under: words) == key)
            #expect(try await world.key(inSession: browser.cookies["__Host-wayfellow"]) == key)
        }
    }

    @Test(arguments: Backend.available)
    func `a key that the passphrase does not open is left for the code`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            let ana = try await world.member("Ana", recovery: code)
            let key = try #require(try await world.key(of: ana, by: code))
            let damaged = RandomBytes.make(MemberKeyWraps.size)
            try await world.database.write {
                try $0.execute("UPDATE member_keys SET passphrase_wrap = \(damaged) WHERE member_id = \(ana)")
            }
            let entered = try #require(try await world.signIn("Ana"))
            #expect(entered.newCode == nil)
            #expect(try await world.key(of: ana, by: code) == key)
        }
    }

    @Test(arguments: Backend.available)
    func `an account from before gets its key and a new code at the next sign-in`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let old = RecoveryCode.random()
            let ana = try await world.member("Ana", recovery: old)
            try await world.database.write { try $0.execute("DELETE FROM member_keys") }
            var browser = world.browser()
            let shown = await browser.post("/sign-in", SignInTests.fields("Ana"))
            expect(shown, 200, holds: "Your new recovery code")
            let code = try #require(Self.code(in: shown))
            let key = try #require(try await world.key(of: ana, under: TestAccounts.passphrase))
            #expect(try await world.key(of: ana, by: code) == key)
            #expect(try await world.key(inSession: browser.cookies["__Host-wayfellow"]) == key)
            // From then on nothing is asked any more, and the old code is no use.
            var later = world.browser()
            expect(await later.post("/sign-in", SignInTests.fields("Ana")), 303, to: "/me")
            let words = Self.newWords("nine blue goats on the roof") + [("pseudonym", "Ana")]
            var stranger = world.browser()
            expect(await stranger.post("/recover", words + [("code", old.shown)]), 422)
            expect(await stranger.post("/recover", words + [("code", code.shown)]), 200)
        }
    }

    /// What changes the key's wraps, and a table whose absence stops it on the way.
    enum Act: String, CaseIterable {
        case join, change, renew, recover, firstSignIn

        var tables: [SQL] {
            switch self {
            case .change, .renew: ["audit_events"]
            case .join, .recover: ["audit_events", "sessions"]
            case .firstSignIn: ["sessions"]
            }
        }
    }

    @Test(arguments: Backend.available, Act.allCases)
    func `what breaks off on the way leaves everything as it was, and can be done again`(
        on backend: Backend, act: Act
    ) async throws {
        try await withAccounts(on: backend) { world in
            let code = RecoveryCode.random()
            let ana = try await world.member("Ana", recovery: code)
            var browser = try await world.browser(of: ana)
            if act == .firstSignIn { try await world.database.write { try $0.execute("DELETE FROM member_keys") } }
            for table in act.tables {
                let before = try await world.dump()
                try await world.database.write { try $0.execute("ALTER TABLE \(table) RENAME TO away") }
                expect(await Self.perform(act, &browser, world, code), 500)
                try await world.database.write { try $0.execute("ALTER TABLE away RENAME TO \(table)") }
                #expect(try await world.dump() == before)
            }
            expect(await Self.perform(act, &browser, world, code), act == .change ? 303 : 200)
        }
    }

    private static func perform(
        _ act: Act, _ browser: inout Browser, _ world: TestAccounts, _ code: RecoveryCode
    ) async -> Exchange {
        let words = newWords("nine blue goats on the roof")
        var visitor = world.browser()
        switch act {
        case .join: return await visitor.post("/sign-up", JoiningTests.good)
        case .change:
            return await browser.post("/me/account/passphrase", words + [("current", TestAccounts.passphrase)])
        case .renew: return await browser.post("/me/account/recovery-code", [("current", TestAccounts.passphrase)])
        case .recover:
            return await visitor.post("/recover", words + [("pseudonym", "Ana"), ("code", code.shown)])
        case .firstSignIn: return await visitor.post("/sign-in", SignInTests.fields("Ana"))
        }
    }

    static func newWords(_ own: String) -> [(String, String)] {
        [("words", "own"), ("passphrase", own), ("offered", "amber river stone owl moss")]
    }

    static func code(in page: Exchange) -> RecoveryCode? {
        page.text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/).flatMap { RecoveryCode(String($0.0)) }
    }
}

extension TestAccounts {
    func key(of member: ID<Person>, under passphrase: String) async throws -> MemberKey? {
        let sealed = try await database.read { try MemberKeyStore.find(member, in: $0) }
        return try await accounts.memberKey(sealed, of: member, under: try #require(Passphrase(given: passphrase)))
    }

    func key(of member: ID<Person>, by code: RecoveryCode) async throws -> MemberKey? {
        accounts.memberKey(try await database.read { try MemberKeyStore.find(member, in: $0) }, of: member, under: code)
    }

    func key(inSession cookie: String?) async throws -> MemberKey? {
        let cookie = try #require(accounts.sessionSeal.open(cookie ?? ""))
        let wrap = try #require(try await database.read { try SessionStore.row(of: cookie, in: $0)?.keyWrap })
        return accounts.keyWraps.open(
            wrap, at: .session, of: cookie.member, under: accounts.keyWraps.secret(sessionToken: cookie.token))
    }
}
