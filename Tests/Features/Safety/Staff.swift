import Accounts
import Storage
import Web
import World

@testable import Safety

/// A site with two moderators and a member.
struct Staff: Sendable {
    let world: World
    let safety: SafetyFeature
    let ana: Viewer
    let ben: Viewer
    let member: Viewer

    static func run(on backend: Backend, _ body: (Staff) async throws -> Void) async throws {
        let reader = try CrisisReader()
        try await withWorld(on: backend, rooms: { [try SafetyFeature($0, reader: reader, house: $1.forSafety)] }) {
            world in
            let now = world.now
            let people = try await world.accounts.createSynthetic(count: 3, seed: 1, joined: { _ in now })
            for person in people.prefix(2) { try await world.grant(.moderator, to: person) }
            guard let safety: SafetyFeature = world.room() else { throw Problem.notFound }
            try await body(
                Staff(
                    world: world, safety: safety, ana: try await world.viewer(people[0]),
                    ben: try await world.viewer(people[1]), member: .person(people[2], roles: [])))
        }
    }

    /// Puts somebody on the roster from now on.
    func putOnDuty(_ viewer: Viewer, _ place: Shift.Place = .first, for duration: Duration = .hours(8)) async throws {
        guard let member = viewer.personID else { return }
        let (safety, now) = (safety, world.now)
        try await world.database.write { tx in
            try safety.putOnDuty(
                member, isSecond: place == .second, from: now, to: now + duration, in: .site, tx)
        }
    }

    @discardableResult
    func raise(_ kind: AlertKind = .danger, about record: String? = "1") async throws -> AlertReceipt {
        let (now, writer) = (world.now, member.personID)
        let subject = record.map { SubjectReference(kind: "sample.text", record: $0) }
        return try await world.database.write {
            try safety.raise(kind, about: subject, by: writer, in: .site, at: now, $0)
        }
    }

    func alert(_ id: ID<Alert>) async throws -> Alert? {
        // Whoever moderates and neither wrote nor asked sees every one.
        let moderator = Viewer.person(.random(), roles: [HeldRole(.moderator, in: .site)])
        return try await world.database.read { try AlertStore.find(id, in: .site, as: moderator, tx: $0) }
    }

    /// The member says that they have read what stood on a page.
    func read(_ page: Exchange, as viewer: Viewer? = nil) async -> Exchange {
        let shown = page.text.matches(of: /name="shown" value="([^"]+)"/).map { ("shown", String($0.1)) }
        let path = "/me/ask-for-somebody"
        return await world.post("\(path)/read", on: path, as: viewer ?? member, shown)
    }

    func steps(_ id: ID<Alert>) async throws -> [AlertStep.Kind] {
        try await world.database.read { try AlertStore.steps(of: id, in: $0) }.map(\.kind)
    }

    /// Time passes, and what moves alerts has its turn.
    func pass(_ duration: Duration) async throws {
        world.time.pass(duration)
        try await safety.escalate(at: world.now)
    }
}
