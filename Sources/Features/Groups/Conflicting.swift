import Storage
import Web

// What is taken already: a room, or whoever leads.
extension GroupsFeature {
    /// What stands in the way of dates as they are to be, those that are ahead: other dates in the same place, and
    /// other dates of the same leaders. Ends that touch are no conflict.
    /// - Parameters:
    ///   - changed: dates of which what stands in the tables is over with this.
    ///   - leaders: of their series.
    ///   - organization: whose dates they are. What a leader does elsewhere is nothing that is known here.
    func conflicts(
        of dates: [Session], besides changed: Set<SessionID>, led leaders: [SeriesLeader],
        in organization: ID<Space>, at now: Instant, _ tx: Transaction
    ) throws -> [SessionConflict] {
        let dates = dates.filter { !$0.isCancelled && $0.isAhead(at: now) }
        var found: [SessionConflict] = []
        let rooms = Dictionary(grouping: dates) { $0.meeting.mode.needsPlace ? $0.meeting.place : nil }
        for (place, dates) in rooms.sorted(by: { ($0.key?.description ?? "") < ($1.key?.description ?? "") }) {
            guard let place else { continue }
            let standing = try SessionStore.at(place, during: dates.map(\.time), in: tx)
            found += Self.conflicts(dates, standing.filter { !changed.contains($0.id) }, .place)
        }
        return try found + leaderConflicts(of: dates, besides: changed, led: leaders, in: organization, at: now, tx)
    }

    /// Of these only those of leaders.
    func leaderConflicts(
        of dates: [Session], besides changed: Set<SessionID>, led leaders: [SeriesLeader],
        in organization: ID<Space>, at now: Instant, _ tx: Transaction
    ) throws -> [SessionConflict] {
        let dates = dates.filter { !$0.isCancelled && $0.isAhead(at: now) }
        var found: [SessionConflict] = []
        for (member, scopes) in Dictionary(grouping: leaders, by: \.member).sorted(by: {
            $0.value[0].id < $1.value[0].id
        }) {
            guard let member else { continue }
            let own = dates.filter { date in scopes.contains { $0.scope.holds(date.id.recurrence) } }
            let standing = try SessionStore.led(by: member, in: organization, during: own.map(\.time), tx)
            found += Self.conflicts(own, standing.filter { !changed.contains($0.id) }, .leader)
        }
        return found
    }

    /// With those that stand, and among themselves, each pair once.
    private static func conflicts(
        _ dates: [Session], _ standing: [Session], _ kind: SessionConflict.Kind
    ) -> [SessionConflict] {
        let places = Dictionary(dates.enumerated().map { ($1.id, $0) }) { one, _ in one }
        return SessionConflict.all(dates, with: standing + dates, kind).filter { conflict in
            guard let one = places[conflict.session], let other = places[conflict.other] else { return true }
            return one < other
        }
    }
}

extension Session {
    fileprivate var time: Range<Instant> { startsAt..<max(startsAt, endsAt) }
}
