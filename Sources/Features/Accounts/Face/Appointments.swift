import Logging
import Markup
package import Storage
import Web

/// Why a role cannot be given or taken. The raw value ends the key of a sentence, `accounts.appointment.…`.
package enum AppointmentError: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    /// The space is not there (any more).
    case noSuchSpace
    /// The administrator's role is the site's alone.
    case administratorElsewhere
    /// Nobody would be left who can run the server.
    case lastAdministrator
    /// The member does not hold the role.
    case notHeld

    package var description: String {
        switch self {
        case .noSuchSpace: "That space does not exist. See the ones there are with: account spaces"
        case .administratorElsewhere: "An administrator runs the whole server: grant it in the space \"site\"."
        case .lastAdministrator: "This is the last administrator. Make somebody else administrator first."
        case .notHeld: "The account does not have that role there."
        }
    }
}

extension AccountsFeature {
    /// Gives a member a role in a space, from their next request on. Leaves an audit line.
    package func grant(_ held: HeldRole, to member: ID<Person>, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        try await database.write { try Self.appoint(member, held, by: actor, audit: audit, at: now, in: $0) }
    }

    /// Takes a role away; at the member's next request it is gone. Throws `AppointmentError`.
    package func revoke(_ held: HeldRole, from member: ID<Person>, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        try await database.write { tx in
            if held.role == .administrator { try Self.keepAnAdministrator(besides: member, at: now, in: tx) }
            guard try RoleStore.revoke(held, from: member, in: tx) else { throw AppointmentError.notHeld }
            try audit.record(
                .roleRevoked, about: member, by: actor, detail: "\(held.role.rawValue) \(held.space.code)", at: now,
                in: tx)
        }
    }

    /// Suspends or closes an account: every session ends, and who signs in can only take their data along or erase it.
    package func hold(_ member: ID<Person>, isForGood: Bool, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        let kind: AccountHold.Kind = isForGood ? .closed : .suspended
        try await database.write { tx in
            try Self.keepAnAdministrator(besides: member, at: now, in: tx)
            try HoldStore.set(kind, on: member, at: now, in: tx)
            try endAllSessions(of: member, in: tx)
            try audit.record(.accountHeld, about: member, by: actor, detail: kind.rawValue, at: now, in: tx)
        }
    }

    /// Suspends an account until then, inside a transaction of the room that decided it. One that is held for longer, or
    /// without an end, stays so.
    /// - Throws: `AppointmentError.lastAdministrator`.
    package func suspend(_ member: ID<Person>, until: Instant, by actor: Viewer, in tx: Transaction) throws {
        let now = clock.now()
        try Self.keepAnAdministrator(besides: member, at: now, in: tx)
        if let hold = try HoldStore.find(member, in: tx) {
            guard let end = hold.until, end < until else { return }
        }
        try HoldStore.set(.suspended, on: member, at: now, until: until, in: tx)
        try endAllSessions(of: member, in: tx)
        try audit.record(.accountHeld, about: member, by: actor, detail: "suspended until \(until)", at: now, in: tx)
    }

    /// Opens an account that was suspended until just then; one that is held for another reason stays so.
    package func reopen(_ member: ID<Person>, until: Instant, by actor: Viewer, in tx: Transaction) throws {
        guard try HoldStore.find(member, in: tx)?.until == until else { return }
        try HoldStore.lift(from: member, in: tx)
        try audit.record(.accountReopened, about: member, by: actor, at: clock.now(), in: tx)
    }

    /// Who holds a role in a space and can act: not those whose account is held. Longest first.
    package static func openHolders(of role: Role, in space: Space, tx: Transaction) throws -> [ID<Person>] {
        try RoleStore.openHolders(of: HeldRole(role, in: space), in: tx)
    }

    /// Opens an account that was suspended or closed.
    package func liftHold(from member: ID<Person>, by actor: Viewer) async throws {
        let (audit, now) = (audit, clock.now())
        try await database.write { tx in
            try HoldStore.lift(from: member, in: tx)
            try audit.record(.accountReopened, about: member, by: actor, at: now, in: tx)
        }
    }

    /// Lifts suspensions whose end has come, a minute late at most, for as long as the server runs.
    func keepLiftingEndedHolds() async {
        // What fails is tried again a minute later; until then an account stays held.
        await logger.repeating(every: .seconds(60), "ended suspensions were not lifted") { try await liftEndedHolds() }
    }

    /// Lifts suspensions whose end has come.
    func liftEndedHolds() async throws {
        let now = clock.now()
        guard try await database.read({ try HoldStore.hasEnded(at: now, in: $0) }) else { return }
        try await database.write { try HoldStore.liftEnded(at: now, in: $0) }
    }

    /// Makes a space in which roles can be held: for the rooms that communities and organizations belong to.
    package static func addSpace(_ space: Space, named name: String, in tx: Transaction) throws {
        try RoleStore.addSpace(space, named: name, in: tx)
    }

    /// Takes a space away with every role held there.
    package static func removeSpace(_ space: Space, in tx: Transaction) throws {
        try RoleStore.removeSpace(space, in: tx)
    }

    /// Who holds a role in a space, longest first.
    package static func holders(of role: Role, in space: Space, in tx: Transaction) throws -> [ID<Person>] {
        try RoleStore.holders(of: HeldRole(role, in: space), in: tx)
    }

    static func appoint(
        _ member: ID<Person>, _ held: HeldRole, by actor: Viewer, audit: Audit, at now: Instant, in tx: Transaction
    ) throws {
        guard held.role != .administrator || held.space == .site else { throw AppointmentError.administratorElsewhere }
        guard try RoleStore.hasSpace(held.space, in: tx) else { throw AppointmentError.noSuchSpace }
        try RoleStore.grant(held, to: member, at: now, in: tx)
        try audit.record(
            .roleGranted, about: member, by: actor, detail: "\(held.role.rawValue) \(held.space.code)", at: now, in: tx)
    }

    /// Throws where a member is the only one who can run the server.
    static func keepAnAdministrator(besides member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        guard try RoleStore.openAdministrators(at: now, in: tx) != [member] else {
            throw AppointmentError.lastAdministrator
        }
    }
}
