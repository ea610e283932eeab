import Safety
import Storage
import Testing
import Web
import World

@testable import Accounts

/// The line about oneself: others read it, so it is looked at first.
@Suite struct ProfileLineTests {
    private static let path = "/me/profile"
    private static let line = "/me/profile/about"
    private static let number = "Call me on 603 555 0123"

    private func save(_ line: String, of member: ID<Person>, in world: ProfileWorld) async -> Exchange {
        await world.send(
            Self.path, on: Self.path, as: member,
            [("name-shown", "members"), ("about", line), ("about-shown", "members")])
    }

    private func state(of member: ID<Person>, in world: ProfileWorld) async throws -> ProfileLineState {
        try await world.database.read { try ProfileLineStore.line(of: member, in: $0).state }
    }

    /// What a moderator does with the next case, through Safety's own pages.
    private func decide(_ outcome: String, in world: ProfileWorld, _ moderator: ID<Person>) async throws {
        let viewer = try await world.world.viewer(moderator)
        let taken = await world.world.post("/staff/queue/next", on: "/staff/queue", as: viewer)
        let one = try #require(taken.header("location"))
        let done = await world.world.post(
            "\(one)/decide", on: one, as: viewer,
            [("outcome", outcome), ("category", "contact"), ("measure", "none"), ("explanation", "No numbers.")])
        expect(done, 303, to: "/staff/queue")
    }

    private func moderator(in world: ProfileWorld) async throws -> ID<Person> {
        let moderator = try await world.member("Moderator")
        try await world.world.grant(.moderator, to: moderator)
        return moderator
    }

    @Test(arguments: Backend.available)
    func `a way to reach somebody waits while all else is saved, and is mended or read by a person`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let moderator = try await moderator(in: world)
            expect(await save(Self.number, of: ana, in: world), 303, to: Self.line)
            expect(
                await world.world.get(Self.line, as: ana.asViewer), 200,
                holds: ["<mark>603 555 0123</mark>", "All else is saved"], lacks: ["⟦"])
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["<h1>Ana</h1>"], lacks: ["603 555"])
            expect(
                await world.world.get(Self.path, as: ana.asViewer), 200, holds: ["Others do not see this line yet"])
            // Saving the rest once more does not ask about it again.
            expect(await save(Self.number, of: ana, in: world), 303, to: Self.path)
            let mended = await world.send(Self.line, on: Self.line, as: ana, [("about", "Rowing\nagain.")])
            expect(mended, 303, to: Self.path)
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["Rowing again."])
            // A person reads it: nobody does before.
            let sent = await world.send(Self.line, on: Self.line, as: ana, [("about", Self.number), ("person", "yes")])
            expect(sent, 303, to: Self.path)
            expect(await world.page(of: ana, as: bo.asViewer), 200, lacks: ["603 555", "Rowing"])
            try await decide("allowed", in: world, moderator)
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: [Self.number])
        }
    }

    @Test(arguments: Backend.available)
    func `what a moderator said no to does not come back by another way`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let moderator = try await moderator(in: world)
            _ = await save(Self.number, of: ana, in: world)
            _ = await world.send(Self.line, on: Self.line, as: ana, [("about", Self.number), ("person", "yes")])
            try await decide("declined", in: world, moderator)
            expect(try await state(of: ana, in: world), is: .refused)
            expect(
                await world.world.get(Self.line, as: ana.asViewer), 200,
                holds: ["A moderator read it and said no", Self.number])
            // Others in its place are read as ever; the same words once more wait for a moderator.
            expect(await save("Rowing again.", of: ana, in: world), 303, to: Self.path)
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["Rowing again."])
            _ = await save(Self.number, of: ana, in: world)
            expect(try await state(of: ana, in: world), is: .waiting)
            expect(await world.page(of: ana, as: bo.asViewer), 200, lacks: ["603 555"])
        }
    }

    @Test(arguments: Backend.available)
    func `a line that is reported and taken out of sight stays so, whatever comes in its place`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let moderator = try await moderator(in: world)
            _ = await save("I row at dawn.", of: ana, in: world)
            let report = "/report/accounts.about/\(ana)"
            expect(await world.world.get(report, as: ana.asViewer), 200, holds: ["These are your own words"])
            expect(await world.send(report, on: report, as: bo, [("reason", "harassment")]), 200)
            try await decide("hidden", in: world, moderator)
            expect(await world.page(of: ana, as: bo.asViewer), 200, lacks: ["dawn"])
            expect(await world.world.get(report, as: bo.asViewer), 404)
            expect(
                await world.world.get(Self.path, as: ana.asViewer), 200,
                holds: ["it was taken out of sight", "I row at dawn."])
            _ = await save("I row at dusk.", of: ana, in: world)
            expect(await world.page(of: ana, as: bo.asViewer), 200, lacks: ["dusk"])
            try await decide("allowed", in: world, moderator)
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["I row at dusk."])
        }
    }

    @Test(arguments: Backend.available)
    func `words of danger go to nobody without a second yes, and then to a person first`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let words = "I want to kill myself tonight"
            expect(
                await save(words, of: ana, in: world), 200, holds: ["Your words wait", words, "All else is saved"],
                lacks: ["⟦"])
            expect(try await world.accounts.ownProfile(as: ana.asViewer).about == nil, is: true)
            expect(await world.page(of: ana, as: bo.asViewer), 200)
            let yes = await world.send(Self.line, on: Self.line, as: ana, [("about", words), ("anyway", "yes")])
            expect(yes, 303, to: Self.path)
            expect(try await state(of: ana, in: world), is: .waiting)
            expect(await world.page(of: ana, as: bo.asViewer), 200, lacks: ["kill"])
        }
    }

    @Test(arguments: Backend.available)
    func `a line for nobody's eyes is looked at when it is opened`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let ana = try await world.member("Ana")
            let own = [("name-shown", "members"), ("about", Self.number), ("about-shown", "only-me")]
            expect(await world.send(Self.path, on: Self.path, as: ana, own), 303, to: Self.path)
            expect(try await state(of: ana, in: world), is: .unread)
            expect(await world.send(Self.path, on: Self.path, as: ana, [("about-shown", "anyone")]), 303, to: Self.line)
            expect(try await state(of: ana, in: world), is: .held)
            expect(await world.send(Self.line, on: Self.line, as: ana, [("about", "")]), 303, to: Self.path)
            expect(try await world.accounts.ownProfile(as: ana.asViewer).about == nil, is: true)
        }
    }
}
