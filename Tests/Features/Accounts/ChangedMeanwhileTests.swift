import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Signing in waits in a queue for two slow hashes. What was changed in the meantime must hold against it.
@Suite struct ChangedMeanwhileTests {
    @Test(arguments: Backend.available, [false, true])
    func `signing in with a passphrase that is changed meanwhile opens nothing and puts nothing back`(
        on backend: Backend, isOldHash: Bool
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            if isOldHash { try await world.keepOldHash(of: ana) }
            let checked = try #require(
                try await world.accounts.checkPassphrase(
                    name: "Ana", passphrase: TestAccounts.passphrase, at: world.time.now))
            var browser = try await world.browser(of: ana)
            let words = "nine blue goats on the roof"
            let fields = MemberKeyTests.newWords(words) + [("current", TestAccounts.passphrase)]
            expect(await browser.post("/me/account/passphrase", fields), 303, to: "/me/account")
            let before = try await world.dump()
            await expectExpired { _ = try await world.accounts.signIn(checked, isShared: false) }
            #expect(try await world.dump() == before)
            try await world.addFactors(to: ana, marker: "Ana")
            await expectExpired {
                _ = try await world.accounts.secondFactorTicket(checked, isShared: false, to: "/me")
            }
            #expect(try await world.signIn("Ana") == nil)
            #expect(try await world.signIn("Ana", words) != nil)
        }
    }

    @Test(arguments: Backend.available)
    func `signing in asks for a second factor that is turned on meanwhile`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let checked = try #require(
                try await world.accounts.checkPassphrase(
                    name: "Ana", passphrase: TestAccounts.passphrase, at: world.time.now))
            #expect(try await world.accounts.secondFactorTicket(checked, isShared: false, to: "/me") == nil)
            var browser = try await world.browser(of: ana)
            let base = SecondFactorPageTests.base
            let app = TOTP.random()
            let ticket = try world.accounts.keys.secondFactor.tickets.seal(
                AppTicket(member: ana.description, secret: app.secret), at: world.time.now)
            let fields = [("ticket", ticket), ("code", world.code(app))]
            expect(await browser.post(base + "/app/confirm", on: base + "/app", fields), 200)
            await expectExpired { _ = try await world.accounts.signIn(checked, isShared: false) }
        }
    }
}

private func expectExpired(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    await expectProblem(sourceLocation, body) {
        if case .conflict("accounts.code.expired") = $0 { true } else { false }
    }
}

extension TestAccounts {
    /// The hash of the usual passphrase as an earlier program made it.
    func keepOldHash(of member: ID<Person>) async throws {
        let old = PassphraseHashing(
            pepper: accounts.keys.pepper, cost: Argon2id(memory: 32, passes: 1, lanes: 1))
        let phc = try await old.phc(of: try #require(Passphrase(given: Self.passphrase)))
        try await database.write { try CredentialStore.setPHC(phc, of: member, at: time.now, in: $0) }
    }
}
