package import Storage
import Web

/// Who is on duty, and the shifts.
extension SafetyFeature {
    /// How far ahead gaps are told.
    static let gapsAhead = Duration.days(14)

    /// Who is on duty, first, then second: of those on the roster whoever holds the role and can act.
    /// - Parameter writer: who needs somebody, and is no help to themselves.
    func onDuty(
        in space: Space, except writer: ID<Person>? = nil, at now: Instant, _ tx: Transaction
    ) throws -> [ID<Person>] {
        let shifts = try standing(in: space, from: now, to: now + 1, tx)
        let members = (shifts.filter { $0.place == .first } + shifts.filter { $0.place == .second }).map(\.member)
        return members.reduce(into: []) { if $1 != writer, !$0.contains($1) { $0.append($1) } }
    }

    /// Shifts of those who hold the role and can act.
    func standing(in space: Space, from start: Instant, to end: Instant, _ tx: Transaction) throws -> [Shift] {
        let shifts = try DutyStore.shifts(in: space, from: start, to: end, tx: tx)
        guard !shifts.isEmpty else { return [] }
        let holders = Set(try house.holders(.moderator, space, tx))
        return shifts.filter { holders.contains($0.member) }
    }

    /// When somebody is on duty next, if that is soon enough to be told.
    private func nextDuty(
        in space: Space, except writer: ID<Person>?, after now: Instant, _ tx: Transaction
    ) throws -> Instant? {
        try standing(in: space, from: now, to: now + Self.gapsAhead, tx).first { $0.member != writer }?.from
    }

    /// Spans of the days ahead in which nobody is on duty.
    func gaps(in space: Space, from now: Instant, _ tx: Transaction) throws -> [Range<Instant>] {
        let end = now + Self.gapsAhead
        return Shift.gaps(in: try standing(in: space, from: now, to: end, tx), from: now, to: end)
    }

    /// Whether somebody is on duty now, and when one is next: what may be said to whoever writes, and is none of them.
    func duty(
        in space: Space, except writer: ID<Person>? = nil, at now: Instant
    ) async throws -> (isNow: Bool, next: Instant?) {
        try await database.read { tx in
            let isNow = try !onDuty(in: space, except: writer, at: now, tx).isEmpty
            return (isNow, isNow ? nil : try nextDuty(in: space, except: writer, after: now, tx))
        }
    }

    /// Puts somebody on the roster; `isSecond`: is asked when the first does not take it.
    package func putOnDuty(
        _ member: ID<Person>, isSecond: Bool = false, from start: Instant, to end: Instant, in space: Space,
        _ tx: Transaction
    ) throws {
        let shift = Shift(
            id: .random(), member: member, place: isSecond ? .second : .first, from: start, to: end, isOffered: false)
        try DutyStore.add(shift, in: space, tx: tx)
    }

    /// What a moderator can do with a shift that is on the roster.
    enum ShiftAction: String, Sendable, CaseIterable {
        /// Their own: would rather not; it stays theirs until another takes it.
        case offer
        /// Their own: keeps it after all.
        case keep
        /// Another's that is offered.
        case take
        /// Anybody's: the roster is the moderators' together.
        case remove
    }

    /// Throws `.notFound` where there is no such shift, `.conflict` where it is over or not theirs to do that with.
    func change(
        _ id: ID<Shift>, _ action: ShiftAction, in space: Space, as viewer: Viewer, at now: Instant
    ) async throws {
        guard let me = viewer.personID, viewer.has(.moderator, in: space) else { throw Problem.notFound }
        try await database.write { tx in
            guard let shift = try DutyStore.find(id, in: space, tx: tx) else { throw Problem.notFound }
            let isMine = shift.member == me
            switch action {
            case .offer where isMine, .keep where isMine:
                try DutyStore.set(id, member: me, isOffered: action == .offer, in: tx)
            case .take where shift.isOffered && shift.to > now:
                guard try !DutyStore.isTaken(shift, by: me, in: space, tx: tx) else {
                    throw Problem.conflict(key: "safety.duty.youAreOn")
                }
                try DutyStore.set(id, member: me, isOffered: false, in: tx)
            case .remove: try DutyStore.remove(id, in: tx)
            case .offer, .keep, .take: throw Problem.conflict(key: "safety.duty.notOffered")
            }
        }
    }
}
