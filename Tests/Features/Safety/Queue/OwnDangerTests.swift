import Storage
import Testing
import Web
import World

@testable import Safety

/// Who reports, or asks for another look, may be in danger themselves.
@Suite struct OwnDangerTests {
    private func alerts(_ site: QueueWorld) async throws -> [ID<Person>?] {
        try await site.world.database.read { try AlertStore.allOpen(in: $0).map(\.writer) }
    }

    @Test(arguments: Backend.available)
    func `an appeal that speaks of danger has the clock of danger and calls the duty`(on backend: Backend) async throws
    {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            try await site.decide(try #require(try await site.takeNext()), "hidden")
            let appeal = try #require(site.form("/appeal", on: await world.get("/me/notices", as: site.viewer(0))))
            let words = [("words", "Please let it stand, I am going to kill myself tonight.")]
            expect(await world.post(appeal, on: "/me/notices", as: site.viewer(0), words), 200)
            expect(try await alerts(site), is: [site.people[0]])
            expect(await world.get("/staff/queue", as: try await site.moderator(1)), 200, holds: ["Danger"])
        }
    }

    @Test(arguments: Backend.available)
    func `a report in which somebody tells of their own danger calls the duty for them, and says nothing untrue`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            let sent = await site.report(0, by: 1, .contact, words: "Me too, I am going to kill myself tonight.")
            expect(sent, 200, holds: ["Your report is with the moderators"], lacks: ["not saved or sent"])
            expect(try await alerts(site), is: [site.people[1]])
        }
    }

    @Test(arguments: ["I want to die.", "Me quiero morir.", "I took all of the pills an hour ago"])
    func `what is said outright calls the duty when it was sent on with a second yes`(_ words: String) async throws {
        try await withQueue { site in
            let (safety, now) = (site.safety, site.world.now)
            let held = HeldText(
                SubjectReference(kind: "board.note", record: "a"), by: site.people[0], words: words, found: [.danger])
            try await site.world.database.write { try safety.submit(held, at: now, $0) }
            expect(try await alerts(site), is: [site.people[0]])
        }
    }
}
