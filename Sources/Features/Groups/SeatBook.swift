import Storage
import Synchronization
import Web

/// How the seats of series stand, in memory: counted from people, and counted again where a seat or a date changed
/// since, or a time came. **Pages say by it what is free; who gets a seat `SeatCountStore.ledger` decides**, from rows,
/// in the transaction that gives it away.
final class SeatBook: Sendable {
    /// Of one series, from a time until another.
    struct Standing: Sendable {
        let revision: SeatCountStore.Revision
        let ledger: SeatLedger
        let freeForAll: Int
        /// Dates that nobody needs a seat for.
        let open: Set<RecurrenceID>
        let waiting: [SeatScope: Int]
        let from: Instant
        /// Nil: nothing that is known changes it.
        let until: Instant?

        init(
            revision: SeatCountStore.Revision, ledger: SeatLedger, open: Set<RecurrenceID>,
            waiting: [SeatScope: Int], from: Instant, until: Instant?
        ) {
            (self.revision, self.ledger, self.open, self.waiting) = (revision, ledger, open, waiting)
            (freeForAll, self.from, self.until) = (ledger.free(for: .all), from, until)
        }

        fileprivate func holds(_ revision: SeatCountStore.Revision, at now: Instant) -> Bool {
            self.revision == revision && from <= now && until.map { now < $0 } ?? true
        }
    }

    /// Series that it remembers; more, and it begins anew.
    private static let most = 10_000
    private let kept = Mutex<[ID<Series>: Standing]>([:])

    /// In a transaction that only reads: what one that writes sees may be undone, and would stay here.
    private func standings(of series: [ID<Series>], at now: Instant, in tx: Transaction) throws
        -> [ID<Series>: Standing]
    {
        // Read first: where rows are newer than the number, they are only counted once more.
        let revisions = try SeatCountStore.revisions(of: series, in: tx)
        let known = kept.withLock { kept in
            revisions.reduce(into: [ID<Series>: Standing]()) { known, one in
                if let standing = kept[one.key], standing.holds(one.value, at: now) { known[one.key] = standing }
            }
        }
        let fresh = try SeatCountStore.standings(of: revisions.filter { known[$0.key] == nil }, at: now, in: tx)
        guard !fresh.isEmpty else { return known }
        kept.withLock { kept in
            if kept.count + fresh.count > Self.most { kept = [:] }
            kept.merge(fresh) { $1 }
        }
        return known.merging(fresh) { $1 }
    }

    /// How dates stand for the viewer, for a list of at most 100. Of a Session Zero everything is open; a date that is
    /// over or cancelled has no seat free. In a transaction that only reads.
    func counts(of sessions: [SessionID], at now: Instant, as viewer: Viewer, in tx: Transaction) throws
        -> [SessionID: SeatCount]
    {
        guard !sessions.isEmpty else { return [:] }
        let series = Set(sessions.map(\.series)).sorted()
        let standings = try standings(of: series, at: now, in: tx)
        let own = try SeatCountStore.own(of: series, at: now, as: viewer, in: tx)
        var counts: [SessionID: SeatCount] = [:]
        for id in sessions {
            guard let standing = standings[id.series] else { continue }
            // Who has both a seat on all dates and one on this comes by the first.
            let held = own[id.series]?.filter { $0.enrolment.scope.holds(id.recurrence) }
                .min { Self.rank($0.enrolment) < Self.rank($1.enrolment) }
            let isOpen = standing.open.contains(id.recurrence)
            counts[id] = SeatCount(
                capacity: standing.ledger.dates[id.recurrence]?.capacity,
                free: isOpen ? nil : Self.number(standing.ledger.free(for: .date(id.recurrence))),
                freeForAll: Self.number(standing.freeForAll),
                waiting: standing.waiting.reduce(0) { $1.key.holds(id.recurrence) ? $0 + $1.value : $0 },
                own: held?.enrolment, isDeclined: held?.declined.contains(id.recurrence) ?? false)
        }
        return counts
    }

    /// Nil: nobody is turned away.
    private static func number(_ free: Int) -> Int? { free == .max ? nil : free }

    /// A seat before an offer before a place in line; of two, the one for all dates.
    private static func rank(_ enrolment: Enrolment) -> Int {
        let state =
            switch enrolment.state {
            case .seated: 0
            case .offered: 1
            case .waiting: 2
            case .lapsed: 3
            case .left: 4
            }
        return state * 2 + (enrolment.scope == .all ? 0 : 1)
    }
}
