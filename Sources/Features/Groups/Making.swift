import Accounts
import Markup
import Recurrence
import Storage
import Web

// What coordinators do to the schedule. Each checks that the viewer is coordinator of the organization, else
// `notFound`; each is one transaction, counts the revision, and ends with `tellOfDates` and `giveSeats` where it
// concerns people.
extension GroupsFeature {
    /// Makes a draft of a series with its dates. `yes`: conflicts were shown, and are meant.
    func make(_ draft: SeriesDraft, yes: Bool, as viewer: Viewer) async throws -> ScheduleAnswer {
        let now = clock.now()
        return try await answering { try make(draft, yes: yes, as: viewer, at: now, in: $0) }
    }

    /// The same within a transaction; throws `ScheduleRefusal`.
    func make(_ draft: SeriesDraft, yes: Bool, as viewer: Viewer, at now: Instant, in tx: Transaction) throws
        -> ScheduleAnswer
    {
        guard let program = try ProgramStore.find(draft.program, as: viewer, in: tx) else { throw Problem.notFound }
        try Self.checkCoordinator(viewer, of: program.organization)
        // The form came twice.
        if let made = try SeriesStore.find(draft.id, as: viewer, in: tx), made.program == program.id {
            return .done(made.id)
        }
        let zone = try Zone(draft.zone)
        let (rules, dates) = try draft.dates(in: zone, at: now)
        if !yes {
            let taken = try conflicts(
                of: dates, besides: [], led: draft.leaders, in: program.organization, at: now, tx)
            guard taken.isEmpty else { return .conflicts(taken) }
        }
        try SeriesStore.add(try series(draft, of: program, in: tx), rules, at: now, in: tx)
        try SessionStore.add(dates, in: tx)
        for leader in draft.leaders { try LeaderStore.add(leader, to: draft.id, in: tx) }
        return .done(draft.id)
    }

    private func series(_ draft: SeriesDraft, of program: Program, in tx: Transaction) throws -> Series {
        let title = program.texts.min { $0.key.rawValue < $1.key.rawValue }?.value.title ?? program.slug
        let slug = try draft.slug ?? ProgramStore.freeSlug(title, in: tx)
        return Series(
            id: draft.id, program: program.id, organization: program.organization, slug: slug, kind: draft.kind,
            state: .draft, zone: draft.zone, meeting: draft.meeting.tidied, onlineURL: draft.onlineURL,
            onlinePhone: draft.onlinePhone, showsOnline: draft.showsOnline, languages: draft.languages,
            minimum: draft.minimum, allowsSingle: draft.allowsSingle)
    }

    /// One date more, also a Session Zero.
    /// - Parameter meeting: nil: as the series usually meets.
    func addDate(
        _ kind: Session.Kind, at starts: LocalDateTime, minutes: Int, meeting: Meeting? = nil, to series: ID<Series>,
        yes: Bool, as viewer: Viewer
    ) async throws -> ScheduleAnswer {
        let now = clock.now()
        return try await answering { tx in
            let series = try self.series(series, for: viewer, in: tx)
            guard series.state != .cancelled else { return .fault(.cancelled, at: nil) }
            let zone = try Zone(series.zone)
            guard zone.instant(of: starts) > now else { return .fault(.over, at: starts) }
            var rules = try SeriesStore.rules(of: series.id, in: tx)
            // Dates that are added one by one share a rule without rhythm.
            var byHand = rules.first { $0.rule == nil }
            if byHand == nil {
                let number = (rules.map(\.number).max() ?? 0) + 1
                byHand = SeriesRule(number: number, starts: starts, rule: nil, minutes: minutes)
                rules += [byHand].compactMap { $0 }
                try SeriesStore.setRules(rules, of: series.id, in: tx)
            }
            let name = RecurrenceID.free(starts, besides: try SessionStore.names(of: series.id, in: tx))
            let date = try Session(
                SessionID(series.id, name), kind, rule: byHand?.number ?? 1, at: starts, minutes: minutes,
                meeting: (meeting ?? series.meeting).tidied, in: zone)
            return try put([], [date], [:], of: series, yes: yes, at: now, in: tx) {
                try SeriesStore.touch(series.id, in: tx)
            }
        }
    }

    /// Draft to open, open to closed and back, and to cancelled: with that every date ahead is cancelled. What it is
    /// already it stays. Throws `Problem.conflict` with the sentence of a `ScheduleFault`: `cancelled` for what was
    /// cancelled once, `noDates` for opening what has no date ahead.
    func set(_ state: Series.State, of series: ID<Series>, as viewer: Viewer) async throws {
        let now = clock.now()
        try await database.write { try set(state, of: series, as: viewer, at: now, in: $0) }
    }

    /// The same within a transaction.
    func set(_ state: Series.State, of series: ID<Series>, as viewer: Viewer, at now: Instant, in tx: Transaction)
        throws
    {
        var series = try self.series(series, for: viewer, in: tx)
        guard series.state != state else { return }
        guard series.state != .cancelled, state != .draft else { throw Self.problem(.cancelled) }
        let ahead = try SessionStore.all(
            of: series.id, from: now + .milliseconds(1), as: .system(reason: "state of a series"), in: tx
        ).filter { !$0.isCancelled }
        guard state == .cancelled || state == .closed || !ahead.isEmpty else { throw Self.problem(.noDates) }
        series.state = state
        try SeriesStore.update(series, in: tx)
        if state == .cancelled {
            try SessionStore.update(ahead.map { $0.cancelled }, in: tx)
            try tellOfDates(ahead.map(\.id), in: tx)
        }
        try giveSeats(of: series.id, in: tx)
        let event: AuditEvent? =
            switch state {
            case .open: Self.seriesOpened
            case .cancelled: Self.seriesCancelled
            case .draft, .closed: nil
            }
        if let event {
            try accounts.audit.record(event, about: nil, by: viewer, detail: series.id.description, at: now, in: tx)
        }
    }

    private static let seriesOpened = AuditEvent("series-opened")
    private static let seriesCancelled = AuditEvent("series-cancelled")

    private static func problem(_ fault: ScheduleFault) -> Problem {
        .conflict(key: "groups.fault.\(fault.rawValue)")
    }

    // MARK: - For all of them

    /// A coordinator's own, or nothing.
    func series(_ id: ID<Series>, for viewer: Viewer, in tx: Transaction) throws -> Series {
        guard let series = try SeriesStore.find(id, as: viewer, in: tx) else { throw Problem.notFound }
        try Self.checkCoordinator(viewer, of: series.organization)
        return series
    }

    static func checkCoordinator(_ viewer: Viewer, of organization: ID<Space>) throws {
        if case .system = viewer { return }
        guard viewer.has(.coordinator, in: .organization(organization)) else { throw Problem.notFound }
    }

    /// One transaction; a refusal undoes it, and is the answer.
    func answering(
        _ body: @escaping @Sendable (Transaction) throws -> ScheduleAnswer
    ) async throws -> ScheduleAnswer {
        do {
            return try await database.write(body)
        } catch let refusal as ScheduleRefusal {
            return refusal.answer
        }
    }
}

extension Session {
    fileprivate var cancelled: Session {
        var date = self
        date.state = .cancelled
        return date
    }
}
