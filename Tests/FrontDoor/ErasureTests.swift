import Databases
import Storage
import Testing
import Web

@testable import Accounts
@testable import wayfellow

/// Erasing reaches every room, and every place in which a room names somebody.
@Suite struct ErasureTests {
    @Test(arguments: Backend.available)
    func `who erases their account is nowhere in the database any more`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { house in
            // Everything that a route of a member's speaks of is there then.
            for route in await house.features.routes { _ = try await house.path(of: route) }
            try await house.decideOnAWord()
            for caller in [Caller.owner, .steward, .stranger] {
                let before = try await house.places(of: caller)
                #expect(before.contains("members.id"), "\(caller)")
                let id = try await house.id(of: caller)
                try await house.erase(caller)
                let after = try await house.features.dependencies.database.places(
                    of: id, orWords: ["Caller \(caller.rawValue)"])
                #expect(after == [], "\(caller), who was in \(before.sorted())")
            }
        }
    }
}

extension WholeHouse {
    func id(of caller: Caller) async throws -> ID<Person> {
        let key = PseudonymKey(of: "Caller \(caller.rawValue)")
        let found = try await features.dependencies.database.read { try MemberStore.find(key, in: $0) }
        return try #require(found)
    }

    func places(of caller: Caller) async throws -> Set<String> {
        try await features.dependencies.database.places(of: try await id(of: caller))
    }

    /// The steward takes a member's word into the catalogue's entry for sertraline.
    func decideOnAWord() async throws {
        let route = try #require(features.routes.first { $0.path == "/steward/words/:id/merge" })
        let answer = await send("POST", try await path(of: route), as: .steward, [("entry", "sertraline")])
        #expect(answer.status == 303, "\(answer.text.suffix(1_500))")
    }

    func erase(_ caller: Caller) async throws {
        try await enter(caller)
        let passphrase = try #require(passphrases[caller])
        let answer = await send("POST", "/me/account/erase/confirm", as: caller, [("current", passphrase)])
        #expect(answer.status == 303, "\(answer.text.suffix(1_500))")
    }
}
