import Storage
import Testing
import Web
import World

@testable import Accounts

/// How the visitor of `PresenceTests` proves who they are.
enum PresenceWay: String, CaseIterable {
    case passphrase, code, passkey
}

/// What a person of that test has besides the passphrase.
struct PresenceFactors: Sendable {
    let app = TOTP.random()
    let passkey = TestAuthenticator()
}

extension TestAccounts {
    /// Two members with the same past.
    func peopleAlike(_ way: PresenceWay) async throws -> ([String: ID<Person>], [String: PresenceFactors]) {
        var (people, factors): ([String: ID<Person>], [String: PresenceFactors]) = ([:], [:])
        for name in ["Ana", "Ben"] {
            let (member, own) = (try await member(name, consent: true), PresenceFactors())
            (people[name], factors[name]) = (member, own)
            _ = try await signIn(name)
            if way != .passphrase { try await set(own, of: member) }
        }
        try await database.write { tx in
            try tx.execute("CREATE TABLE visits (pseudonym TEXT PRIMARY KEY, seen_at BIGINT NOT NULL)")
            for name in ["Ana", "Ben"] { try tx.execute("INSERT INTO visits (pseudonym, seen_at) VALUES (\(name), 0)") }
        }
        return (people, factors)
    }

    private func set(_ factors: PresenceFactors, of member: ID<Person>) async throws {
        let seal = accounts.keys.secondFactor.seal
        try await database.write { tx in
            try SecondFactorStore.setApp(factors.app, of: member, seal: seal, in: tx)
            try PasskeyStore.add(
                .init(id: factors.passkey.id, publicKey: factors.passkey.publicKey), named: "telephone", of: member,
                seal: seal, in: tx)
        }
    }

    /// Some days of a member: mistypes the passphrase, signs in, reads, ends other sessions, signs out, comes again.
    func visit(as name: String, by way: PresenceWay, _ factors: PresenceFactors?) async throws {
        time.pass(.hours(7))
        var browser = browser()
        expect(await browser.post("/sign-in", SignInTests.fields(name, "not the passphrase")), 422)
        try await enter(&browser, SignInTests.fields(name), by: way, factors)
        for _ in 0..<4 {
            time.pass(.days(1) + .minutes(17))
            for path in ["/me/account", "/me/account/receipts", "/consent", "/me/account/export"] {
                expect(await browser.get(path), 200)
            }
        }
        expect(await browser.post("/me/account/sessions/end-others", on: "/me/account", []), 303)
        expect(await browser.post("/sign-out", on: "/me/account", []), 303)
        time.pass(.hours(3))
        try await enter(&browser, SignInTests.fields(name) + [("shared", "yes")], by: way, factors)
        time.pass(.minutes(5))
        expect(await browser.get("/me/account"), 200)
        try await accounts.sweepSessions()
    }

    private func enter(
        _ browser: inout Browser, _ fields: [(String, String)], by way: PresenceWay, _ factors: PresenceFactors?
    ) async throws {
        let asked = await browser.post("/sign-in", fields)
        guard way != .passphrase else { return expect(asked, 303) }
        let own = try #require(factors)
        let challenge = try #require(Browser.bytes("challenge", in: asked))
        let answer = way == .code ? [("code", code(own.app))] : try own.passkey.answer(challenge)
        expect(await browser.answer(asked, "/sign-in/code", answer), 303)
    }
}
