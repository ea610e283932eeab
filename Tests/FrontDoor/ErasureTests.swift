import Databases
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import wayfellow

/// Erasing reaches every room, and every place in which a room names somebody.
@Suite struct ErasureTests {
    @Test(arguments: Backend.available)
    func `who erases their account is nowhere in the database any more`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { house in
            let steward = Caller.holder(HeldRole(.steward, in: .site), hasSecondStep: true)
            try await house.decideOnAWord(as: steward)
            let callers = [Caller.owner, steward, .held]
            for caller in callers { _ = try await house.known(caller) }
            for caller in callers {
                let (id, name) = try await house.known(caller)
                let before = try await house.house.dependencies.database.places(of: id)
                #expect(before.contains("members.id"), "\(caller)")
                try await house.erase(id)
                let after = try await house.house.dependencies.database.places(of: id, orWords: [name])
                #expect(after == [], "\(caller), who was in \(before.sorted())")
            }
        }
    }
}

extension WholeHouse {
    func known(_ caller: Caller) async throws -> (ID<Person>, String) {
        let id = try await person(caller)
        return (id, try #require(try await house.rooms.accounts.pseudonyms(of: [id])[id]))
    }

    /// The steward takes the owner's word into the catalogue's entry for sertraline.
    func decideOnAWord(as steward: Caller) async throws {
        let route = try #require(site.routes.first { $0.path == "/steward/words/:id/merge" })
        let path = try path(of: route, in: "Vocabulary")
        let answer = try await send("POST", path, as: steward, [("entry", "sertraline")])
        #expect(answer.status == 303, "\(answer.text.suffix(1_500))")
    }

    func erase(_ member: ID<Person>) async throws {
        _ = try await house.rooms.accounts.erase(
            member, by: .person(member, roles: []), features.compactMap(\.eraser),
            at: house.dependencies.clock.now())
    }
}
