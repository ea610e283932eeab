import Recurrence
import Storage
import Web

// What coordinators change of dates. Every date keeps its name, and with it who has a seat (ADR 32).
extension GroupsFeature {
    /// Changes a date, it and all later ones, or all that have not begun.
    func change(
        _ session: SessionID, _ scope: EditScope, _ change: SessionChange, yes: Bool, as viewer: Viewer
    ) async throws -> ScheduleAnswer {
        let now = clock.now()
        return try await answering { try self.change(session, scope, change, yes: yes, as: viewer, at: now, in: $0) }
    }

    /// The same within a transaction; throws `ScheduleRefusal`.
    func change(
        _ session: SessionID, _ scope: EditScope, _ change: SessionChange, yes: Bool, as viewer: Viewer,
        at now: Instant, in tx: Transaction
    ) throws -> ScheduleAnswer {
        let (table, chosen) = try timetable(session, for: viewer, at: now, in: tx)
        let outcome = try table.changed(chosen, scope, change)
        let former = Dictionary(uniqueKeysWithValues: table.sessions.map { ($0.id, $0) })
        return try put(outcome.updated, outcome.added, former, of: outcome.series, yes: yes, at: now, in: tx) {
            if let rules = outcome.rules { try SeriesStore.setRules(rules, of: outcome.series.id, in: tx) }
            if scope == .this {
                try SeriesStore.touch(outcome.series.id, in: tx)
            } else {
                try SeriesStore.update(outcome.series, in: tx)
            }
        }
    }

    /// What a change would do, without doing it: for the page that asks before. Dates as they would be, those that
    /// change and new ones. Throws `ScheduleRefusal`, also where there would be fewer seats than people.
    func preview(
        _ session: SessionID, _ scope: EditScope, _ change: SessionChange, as viewer: Viewer, in tx: Transaction
    ) throws -> (former: [Session], outcome: Timetable.Outcome) {
        let now = clock.now()
        let (table, chosen) = try timetable(session, for: viewer, at: now, in: tx)
        let outcome = try table.changed(chosen, scope, change)
        let former = Dictionary(uniqueKeysWithValues: table.sessions.map { ($0.id, $0) })
        let fewer = try tooFewSeats(
            outcome.updated + outcome.added, former, of: outcome.series.id, at: now, in: tx)
        if let fewer { throw ScheduleRefusal(fewer) }
        return (table.sessions, outcome)
    }

    private func timetable(
        _ session: SessionID, for viewer: Viewer, at now: Instant, in tx: Transaction
    ) throws -> (Timetable, Session) {
        let series = try series(session.series, for: viewer, in: tx)
        let sessions = try SessionStore.all(
            of: series.id, from: nil, as: .system(reason: "change of a date"), in: tx)
        guard let chosen = sessions.first(where: { $0.id == session }) else { throw Problem.notFound }
        let rules = try SeriesStore.rules(of: series.id, in: tx)
        return (try Timetable(series, rules, sessions, at: now), chosen)
    }

    /// Writes dates where nothing is in the way: people first, then rooms and leaders.
    /// - Parameters:
    ///   - former: dates as they were; none where it is new.
    ///   - andSeries: writes what belongs to the series, and counts its revision.
    func put(
        _ updated: [Session], _ added: [Session], _ former: [SessionID: Session], of series: Series, yes: Bool,
        at now: Instant, in tx: Transaction, andSeries: () throws -> Void
    ) throws -> ScheduleAnswer {
        let dates = updated + added
        if let fewer = try tooFewSeats(dates, former, of: series.id, at: now, in: tx) { return fewer }
        if !yes {
            let taking = dates.filter { $0.takesOtherwise(than: former[$0.id]) }
            let leaders = try LeaderStore.all(of: series.id, in: tx)
            let taken = try conflicts(
                of: taking, besides: Set(dates.map(\.id)), led: leaders, in: series.organization, at: now, tx)
            guard taken.isEmpty else { return .conflicts(taken) }
        }
        try SessionStore.update(updated, in: tx)
        try SessionStore.add(added, in: tx)
        try andSeries()
        let told = dates.filter { $0.isNews(after: former[$0.id]) }.map(\.id)
        if !told.isEmpty { try tellOfDates(told, in: tx) }
        try giveSeats(of: series.id, in: tx)
        return .done(series.id)
    }

    /// Everybody keeps the seat that they have: neither is a date cut below them, nor is one put back or added that
    /// has fewer seats than come to all. Of several the one with most people: whoever heeds it is refused no more.
    private func tooFewSeats(
        _ dates: [Session], _ former: [SessionID: Session], of series: ID<Series>, at now: Instant, in tx: Transaction
    ) throws -> ScheduleAnswer? {
        let ledger = try SeatCountStore.ledger(of: series, at: now, in: tx)
        var fewer: (people: Int, date: LocalDateTime)?
        for date in dates where date.kind == .regular && !date.isCancelled {
            guard let seats = date.meeting.capacity else { continue }
            let isNew = former[date.id].map { $0.isCancelled || $0.meeting.capacity != seats } ?? true
            let people = max(ledger.whole, ledger.fewestSeats(on: date.id.recurrence))
            if isNew, seats < people, people > fewer?.people ?? 0 { fewer = (people, date.starts) }
        }
        return fewer.map { .fewerSeatsThanPeople(people: $0.people, at: $0.date) }
    }
}

extension Session {
    /// Whether a room or a leader is needed that was not before.
    fileprivate func takesOtherwise(than former: Session?) -> Bool {
        guard let former, !former.isCancelled else { return !isCancelled }
        return startsAt != former.startsAt || endsAt != former.endsAt || meeting.place != former.meeting.place
            || meeting.mode != former.meeting.mode
    }

    /// Whether people who have a seat on it must know: another time, cancelled or put back, another place or way to
    /// come. A date that is new and cancelled already is no news.
    func isNews(after former: Session?) -> Bool {
        guard let former else { return !isCancelled && kind == .regular }
        guard state == former.state else { return true }
        return !isCancelled && takesOtherwise(than: former)
    }
}
