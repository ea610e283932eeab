import Recurrence
import Storage

/// The rules and dates of a series at a moment, and what a change makes of them. Pure: what is taken, and who has a
/// seat, the caller asks.
struct Timetable {
    let series: Series
    let rules: [SeriesRule]
    /// All there are.
    let sessions: [Session]
    let zone: Zone
    let now: Instant
    /// Rules that have a rhythm, read, with their dates as far as there are sessions.
    let rhythms: [Int: Rhythmed]

    struct Rhythmed {
        let rule: RecurrenceRule
        let minutes: Int
        /// Ascending.
        let slots: [LocalDateTime]
        let days: Set<LocalDateTime>
    }

    /// What is to be written. Nothing in it that stays as it was.
    struct Outcome {
        var series: Series
        /// Nil: the rules stay.
        var rules: [SeriesRule]?
        var updated: [Session] = []
        var added: [Session] = []
    }

    init(_ series: Series, _ rules: [SeriesRule], _ sessions: [Session], at now: Instant) throws {
        (self.series, self.rules, self.sessions, self.now) = (series, rules, sessions, now)
        let zone = try Zone(series.zone)
        self.zone = zone
        var rhythms: [Int: Rhythmed] = [:]
        for rule in rules {
            guard let read = try rule.rule.map({ try RecurrenceRule($0) }) else { continue }
            let last = sessions.filter { $0.rule == rule.number }.map(\.slot).max()
            let end = read.end == .never ? last.map(zone.instant) ?? now : nil
            let slots = try read.slots(from: rule.starts, in: zone, upTo: end)
            rhythms[rule.number] = Rhythmed(rule: read, minutes: rule.minutes, slots: slots, days: Set(slots))
        }
        self.rhythms = rhythms
    }

    /// Whether its rule has it. Not so: what was added by hand, and what a change of rhythm dropped.
    func isRuled(_ session: Session) -> Bool { rhythms[session.rule]?.days.contains(session.slot) ?? false }

    /// Whether a change of rhythm dropped it. Added by hand it has a rule without rhythm.
    func isDropped(_ session: Session) -> Bool {
        session.isCancelled && rhythms[session.rule] != nil && !isRuled(session)
    }

    // MARK: - Changes

    /// A date, it and later ones, or all that have not begun, as they are after a change.
    func changed(_ chosen: Session, _ scope: EditScope, _ change: SessionChange) throws -> Outcome {
        guard series.state != .cancelled else { throw ScheduleRefusal(.cancelled) }
        guard chosen.isAhead(at: now) else { throw ScheduleRefusal(.over, at: chosen.starts) }
        try change.meeting?.check(onlineURL: series.onlineURL, onlinePhone: series.onlinePhone)
        if let starts = change.starts, zone.instant(of: starts) <= now { throw ScheduleRefusal(.over, at: starts) }
        guard scope != .this else { return try one(chosen, change) }
        var outcome = Outcome(series: series)
        if let meeting = change.meeting { outcome.series.meeting = meeting.tidied }
        var dates = Dictionary(uniqueKeysWithValues: sessions.map { ($0.id.recurrence, $0) })
        var fresh: Set<RecurrenceID> = []
        let isRetimed =
            change.starts != nil || change.rule != nil || (change.minutes ?? chosen.minutes) != chosen.minutes
        if isRetimed {
            if isRuled(chosen) || change.rule != nil {
                var replan = Replan(self, chosen, scope, change)
                try replan.run()
                (outcome.rules, fresh) = (replan.rules, Set(replan.added.map(\.id.recurrence)))
                for one in replan.updated + replan.added { dates[one.id.recurrence] = one }
            } else {
                for one in try shifted(chosen, scope, change) { dates[one.id.recurrence] = one }
            }
        }
        for one in sessions where isMeant(one, chosen, scope) {
            guard let date = dates[one.id.recurrence] else { continue }
            dates[one.id.recurrence] = copied(change, to: date, isDropped: isDropped(one))
        }
        outcome.updated = sessions.compactMap { dates[$0.id.recurrence] != $0 ? dates[$0.id.recurrence] : nil }
        outcome.added = dates.values.filter { fresh.contains($0.id.recurrence) }
            .map { copied(change, to: $0, isDropped: false) }.sorted { $0.id.recurrence < $1.id.recurrence }
        if change.isCancelled == true { try endRhythms(&outcome) }
        return outcome
    }

    private func one(_ chosen: Session, _ change: SessionChange) throws -> Outcome {
        var date = copied(change, to: chosen, isDropped: false)
        try date.move(to: change.starts ?? chosen.starts, minutes: change.minutes ?? chosen.minutes, in: zone)
        return Outcome(series: series, updated: date == chosen ? [] : [date])
    }

    /// Whether a change of several is of this date, too: by where its rule has it, for that is what "later" means
    /// where one was moved.
    func isMeant(_ session: Session, _ chosen: Session, _ scope: EditScope) -> Bool {
        guard session.isAhead(at: now) else { return false }
        switch scope {
        case .this: return session.id == chosen.id
        case .later: return session.slot >= chosen.slot || session.id == chosen.id
        case .all: return true
        }
    }

    /// Place, seats, theme, and whether it takes place. What a change of rhythm dropped is put back by itself only.
    private func copied(_ change: SessionChange, to session: Session, isDropped: Bool) -> Session {
        var date = session
        if let meeting = change.meeting { date.meeting = meeting.tidied }
        if let theme = change.theme, date.kind == .regular { date.theme = theme.isEmpty ? nil : theme }
        switch change.isCancelled {
        case true: date.state = .cancelled
        case false where !isDropped: date.state = .planned
        case false, nil: break
        }
        return date
    }

    /// Dates that were added by hand have no rhythm: each goes by as many days, to the same hour. One that was moved
    /// besides stays where it is.
    private func shifted(_ chosen: Session, _ scope: EditScope, _ change: SessionChange) throws -> [Session] {
        let move = Shift(chosen, change)
        return try sessions.filter {
            isMeant($0, chosen, scope) && !isRuled($0) && !isDropped($0) && $0.kind == chosen.kind
        }.map { one in
            var date = one
            date.slot = move.of(one.slot)
            let starts = one.id == chosen.id ? change.starts ?? one.starts : one.isMoved ? one.starts : date.slot
            try date.move(to: starts, minutes: change.minutes ?? one.minutes, in: zone)
            guard date.isAhead(at: now) else { throw ScheduleRefusal(.over, at: starts) }
            return date
        }
    }

    /// Cancelled for good: else the nightly job would make the next dates.
    private func endRhythms(_ outcome: inout Outcome) throws {
        var rules = outcome.rules ?? self.rules
        let dates =
            sessions.filter { one in !outcome.updated.contains { $0.id == one.id } }
            + outcome.updated + outcome.added
        for at in rules.indices {
            guard let text = rules[at].rule, let rule = try? RecurrenceRule(text), rule.end == .never,
                let last = dates.filter({ $0.rule == rules[at].number }).map(\.slot).max()
            else { continue }
            rules[at].rule = try rule.ending(.last(last, in: zone)).text
            outcome.rules = rules
        }
    }
}

/// From where the chosen date is to where it is to be: so many days, and to an hour.
struct Shift: Equatable {
    let days: Int
    /// Seconds since midnight; nil: each keeps its own.
    let secondOfDay: Int?

    init(_ chosen: Session, _ change: SessionChange) {
        days = change.starts.map { $0.daysSinceEpoch - chosen.starts.daysSinceEpoch } ?? 0
        secondOfDay = change.starts?.secondOfDay
    }

    func of(_ slot: LocalDateTime) -> LocalDateTime {
        let later = slot.adding(days: days)
        return secondOfDay.map { later.at(secondOfDay: $0) } ?? later
    }
}
