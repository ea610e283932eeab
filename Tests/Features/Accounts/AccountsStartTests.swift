import Foundation
import Markup
import Storage
import Testing
import Web

import World

@testable import Accounts

/// What happens before anybody visits: demonstration accounts, administrators, made-up members.
@Suite struct AccountsStartTests {
    @Test(arguments: Backend.available)
    func `demonstration accounts stay the same and sign in`(on backend: Backend) async throws {
        try await withFolder { folder in
            try await withAccounts(on: backend) { world in
                let made = try await world.accounts.createDemoAccounts(folder: folder.path)
                #expect(try await world.accounts.createDemoAccounts(folder: folder.path) == made)
                #expect(made.map(\.kind) == [.member, .leader, .moderator, .administrator])
                #expect(try await world.count("SELECT COUNT(*) FROM members") == 4)
                let path = folder.path + "/demo-accounts.txt"
                #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
                let roles: [Set<HeldRole>] = [
                    [], [HeldRole(.leader, in: .site), HeldRole(.steward, in: .site)],
                    [HeldRole(.moderator, in: .site)], [HeldRole(.administrator, in: .site)],
                ]
                for (account, roles) in zip(made, roles) {
                    let entered = try await world.signIn(account.pseudonym, account.passphrase)
                    let session = try await world.session(try #require(entered).cookie)
                    #expect(session?.appointments == roles)
                    #expect(
                        session?[AccountsFeature.healthConsent]
                            == ([.moderator, .administrator].contains(account.kind) ? 0 : 1))
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `made-up members are the same for a seed and agree to figures`(on backend: Backend) async throws {
        var first: [ID<Person>] = []
        let joined: @Sendable (Int) -> Instant = { Instant(milliseconds: 1_700_000_000_000 + Int64($0) * 60_000) }
        try await withAccounts(on: backend) { world in
            first = try await world.accounts.createSynthetic(count: 300, seed: 7, joined: joined)
            #expect(Set(first).count == 300)
            #expect(first == first.sorted())
            let more = try await world.accounts.createSynthetic(count: 20, seed: 7, joined: joined)
            #expect(Set(more).isDisjoint(with: first))
            let agreeing: SQL =
                "SELECT COUNT(*) FROM members WHERE is_synthetic = TRUE AND \(AccountsFeature.hasHealthConsent("members.id"))"
            #expect(try await world.count(agreeing) == 320)
            // They wait from their simulated joining.
            let inFigures = try await world.inFigures()
            #expect(inFigures.count == 320)
            #expect(inFigures[first[0]] == joined(0) && inFigures[first[299]] == joined(299))
            #expect(try await world.count("SELECT COUNT(*) FROM consents WHERE kind = 'health_data'") == 320)
            #expect(
                try await world.count("SELECT COUNT(*) FROM consents JOIN members ON members.id = consents.id") == 0)
        }
        try await withAccounts(on: backend) { world in
            // A real member has the name that number 0 would get.
            _ = try await world.member(try WordLists().suggestion(.en).numbered(0))
            let second = try await world.accounts.createSynthetic(count: 300, seed: 7, joined: joined)
            #expect(second.dropLast() == first.dropFirst())
        }
    }
}
