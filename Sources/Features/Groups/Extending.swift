import Jobs
import Logging
import Recurrence
import Storage
import Web

// Dates of rules without end are made half a year ahead, every night.
extension GroupsFeature {
    /// Each series in a transaction of its own: one that fails keeps no other from its dates.
    func extendAll() async throws {
        let endless = try await database.read { try SeriesStore.endless(in: $0) }
        var failed = 0
        for series in endless {
            do {
                try await extend(series)
            } catch {
                failed += 1
                dependencies.logger.warning(
                    "dates of a series were not made", metadata: ["error": "\(type(of: error))"])
            }
        }
        if failed > 0 { throw JobFailure("dates of \(failed) series were not made") }
    }

    /// Makes the dates that the rule without end of a series has up to the horizon and that are not there; answers how
    /// many. It need not have the last number: a rule before it may have been divided later.
    @discardableResult
    func extend(_ id: ID<Series>) async throws -> Int {
        let now = clock.now()
        return try await database.write { tx in
            let system = Viewer.system(reason: "nightly dates")
            guard let series = try SeriesStore.find(id, as: system, in: tx), series.state != .cancelled,
                let endless = try SeriesStore.rules(of: id, in: tx).first(where: \.isEndless)
            else { return 0 }
            let sessions = try SessionStore.all(of: id, from: nil, as: system, in: tx)
            let dates = try Self.missing(endless, of: series, besides: sessions, at: now)
            guard !dates.isEmpty else { return 0 }
            try SessionStore.add(dates, in: tx)
            try SeriesStore.touch(id, in: tx)
            return dates.count
        }
    }

    private static func missing(
        _ endless: SeriesRule, of series: Series, besides sessions: [Session], at now: Instant
    ) throws -> [Session] {
        guard let text = endless.rule else { return [] }
        let (zone, rule) = (try Zone(series.zone), try RecurrenceRule(text))
        let there = Set(sessions.filter { $0.rule == endless.number }.map(\.slot))
        var (names, dates) = (Set(sessions.map(\.id.recurrence)), [Session]())
        let horizon = now + .days(Series.horizonDays)
        let earliest = max(endless.starts, zone.local(atMilliseconds: now.milliseconds))
        for slot in try rule.occurrences(from: endless.starts, zone: zone, earliest: earliest) {
            let startsAt = zone.instant(of: slot)
            guard startsAt <= horizon, dates.count < Series.mostSessions else { break }
            guard startsAt > now, !there.contains(slot) else { continue }
            let name = RecurrenceID.free(slot, besides: names)
            names.insert(name)
            // Nobody is there to ask at night: where the clock jumps over it, it is as much later (RFC 5545, 3.3.5).
            dates.append(
                Session(
                    id: SessionID(series.id, name), rule: endless.number, slot: slot,
                    starts: zone.local(atMilliseconds: startsAt.milliseconds), startsAt: startsAt,
                    endsAt: startsAt + .minutes(endless.minutes), meeting: series.meeting.tidied))
        }
        return dates
    }
}
