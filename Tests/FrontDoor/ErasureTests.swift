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

    @Test(arguments: Backend.available)
    func `an account that is being erased is closed to everybody at once, and gone with the next look`(
        on backend: Backend
    ) async throws {
        try await WholeHouse.open(on: backend) { house in
            let marks = try await house.writeEverywhere()
            let (owner, name) = try await house.known(.owner)
            let (accounts, database) = (house.house.rooms.accounts, house.house.dependencies.database)
            let (member, features) = (Viewer.person(try await house.person(.member), roles: []), await house.features)
            // No time for even one piece.
            let reference = try await accounts.erase(
                owner, by: .person(owner, roles: []), features, at: house.house.dependencies.clock.now(),
                patience: .zero)
            expect(try await accounts.isErasing(reference), is: true)
            expect(try await accounts.pseudonyms(of: [owner]), is: [:])
            expect(try await accounts.profile(of: owner, as: member) == nil, is: true)
            for path in ["/me/asks", "/me/questions", "/treatments/sertraline/for/depression"] {
                expect(try await house.send("GET", path, as: .member), 200, lacks: marks + [name])
            }
            try await accounts.finishErasures(features, olderThan: .seconds(-1))
            expect(try await accounts.isErasing(reference), is: false)
            expect(try await database.places(of: owner, orWords: [name]), is: [])
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
            member, by: .person(member, roles: []), features,
            at: house.dependencies.clock.now())
    }
}
