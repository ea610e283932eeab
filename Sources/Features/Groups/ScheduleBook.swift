import Storage
import Synchronization
import Web

/// What is offered and when, in memory: published series with their dates from the beginning of last month on,
/// brought up to date by the revision of the schedule. It knows nothing of who comes, and nothing that is by referral
/// only.
final class ScheduleBook: Sendable {
    /// Of one moment; immutable, so that a page reads one schedule from beginning to end.
    struct Reading: Sendable {
        let revision: Int
        let series: [ID<Series>: SeriesFacts]
        /// In the order of time.
        let sessions: [SessionFacts]
        /// The series as the search goes through them, and of each date which of them is its own.
        let order: [SeriesFacts]
        let owners: [Int32]
        /// Which series are about a topic, by their place in `order`.
        let byTopic: [String: [Int32]]
        /// Where places are, the longest name first.
        let cities: [City]
        /// From when on it has dates, and when it was made from nothing.
        let earliest: Instant
        let madeAt: Instant
    }

    private let clock: Clock
    private let kept = Mutex<Reading?>(nil)

    init(clock: Clock) { self.clock = clock }

    /// As of the transaction: reads again only what changed since, and nothing where nothing did. Where another
    /// request has read further meanwhile, as of that.
    ///
    /// In a transaction that only reads: what one that writes sees may be undone, and would stay here.
    func reading(in tx: Transaction) throws -> Reading {
        let (now, revision) = (clock.now(), try SeriesStore.revision(in: tx))
        let known = kept.withLock { $0 }.flatMap { $0.isFresh(at: now) ? $0 : nil }
        if let known, known.revision >= revision { return known }
        let earliest = known?.earliest ?? Self.beginningOfLastMonth(now)
        let change = try ScheduleBookStore.changes(since: known?.revision ?? -1, from: earliest, in: tx)
        let reading = Reading(
            known, change, revision: revision, earliest: earliest, madeAt: known?.madeAt ?? now)
        return kept.withLock { kept in
            if let other = kept, other.isFresh(at: now), other.revision > revision { return other }
            kept = reading
            return reading
        }
    }

    /// In UTC, less a day: for every zone the month is whole.
    static func beginningOfLastMonth(_ now: Instant) -> Instant {
        let today = now.utc
        let (year, month) = today.month == 1 ? (today.year - 1, 12) : (today.year, today.month - 1)
        return (Instant(year: year, month: month, day: 1) ?? now) - .days(1)
    }
}

extension ScheduleBook.Reading {
    /// A day long; then the window has moved.
    fileprivate func isFresh(at now: Instant) -> Bool { madeAt <= now && now < madeAt + .days(1) }

    /// A reading with what changed since in its place.
    fileprivate init(
        _ former: Self?, _ change: ScheduleBookStore.Change, revision: Int, earliest: Instant, madeAt: Instant
    ) {
        var series = former?.series ?? [:]
        for id in change.touched { series[id] = nil }
        for facts in change.series { series[facts.id] = facts }
        let order = series.values.sorted { $0.id < $1.id }
        let places = Dictionary(uniqueKeysWithValues: zip(order.map(\.id), 0 as Int32..<Int32(order.count)))
        let sessions = Self.merged(
            former?.sessions ?? [], without: change.touched, with: change.sessions.sorted(by: Self.isEarlier))
        self.init(
            revision: revision, series: series, sessions: sessions, order: order,
            owners: sessions.map { places[$0.id.series] ?? -1 },
            byTopic: order.enumerated().reduce(into: [:]) { byTopic, one in
                for topic in one.element.topics { byTopic[topic, default: []].append(Int32(one.offset)) }
            }, cities: change.cities, earliest: earliest,
            madeAt: madeAt)
    }

    private static func merged(
        _ old: [SessionFacts], without touched: Set<ID<Series>>, with new: [SessionFacts]
    ) -> [SessionFacts] {
        guard !old.isEmpty else { return new }
        var (all, next) = ([SessionFacts](), 0)
        all.reserveCapacity(old.count + new.count)
        for one in old where !touched.contains(one.id.series) {
            while next < new.count, isEarlier(new[next], one) {
                all.append(new[next])
                next += 1
            }
            all.append(one)
        }
        return all + new[next...]
    }

    private static func isEarlier(_ left: SessionFacts, _ right: SessionFacts) -> Bool {
        (left.startsAt, left.id.series, left.id.recurrence) < (right.startsAt, right.id.series, right.id.recurrence)
    }
}
