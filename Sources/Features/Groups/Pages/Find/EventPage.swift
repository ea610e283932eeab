import Markup
import Recurrence
import Storage
import Web

/// `/groups/:group` and `/groups/:group/dates/:date`: what a shy person asks before they come, in the order in which
/// they ask. A date's address is its name (ADR 32): it stays when the date moves.
struct EventPage: Sendable {
    /// Dates that are listed.
    static let shown = 31

    let groups: GroupsFeature

    static func link(_ series: Series) -> Link { "/groups/\(series.slug)" }
    static func link(_ series: Series, _ date: RecurrenceID) -> Link { "/groups/\(series.slug)/dates/\(date)" }

    var routes: [Route] {
        [
            .get("/groups/:group", .anyone) { try await show($0) },
            .get("/groups/:group/dates/:date", .anyone) { try await showDate($0) },
        ]
    }

    /// What the version of a page is made of: read on each request.
    struct Subject: Sendable {
        let series: Series
        let program: Program
        /// Those ahead and the one that is on now, in order; at most `shown`, and how many there are besides.
        var dates: [Session]
        var later = 0
        var counts: [SessionID: SeatCount] = [:]
        let revision: Int

        /// The next that takes place, or is on now.
        func next(at now: Instant) -> Session? { dates.first { !$0.isCancelled && $0.endsAt > now } }

        /// How the next date stands in which a seat can be taken; nil where there is none.
        func seats(at now: Instant) -> SeatCount? {
            dates.first { !$0.isCancelled && $0.kind == .regular && $0.isAhead(at: now) }.flatMap { counts[$0.id] }
        }
    }

    /// What it shows besides: read where the page is made.
    struct Detail: Sendable {
        let program: Program
        let organization: Organization?
        let places: [ID<Place>: Place]
        let leaders: [SeriesLeader]
        /// What it is called ("Thursdays"): the rhythm that holds now, then those that follow it. At least one.
        let rhythms: [Rhythm]
        let agreement: (language: Language, agreement: Agreement)?
    }

    /// Dates of one rule.
    struct Rhythm: Sendable {
        /// Where the rule has its dates, of all there were.
        let slots: [LocalDateTime]
        /// Minutes of a usual date.
        let minutes: Int
        let isEndless: Bool
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let slug = try visit.parameter("group")
        let (viewer, now) = (visit.viewer, visit.now)
        let subject = try await groups.database.read { try self.subject(slug, at: now, as: viewer, in: $0) }
        guard let subject else { return try await showProgram(slug, visit) }
        let detail = { @Sendable in try await self.detail(subject.series, visit) }
        let program = subject.program
        let title = ProgramWords(text: visit.text).name(program)
        let version = self.version(subject, at: now)
        let count = subject.seats(at: now)
        guard visit.session != nil, subject.series.isPublished else {
            return try await visit.published(
                title, version: version, summary: program.text(for: visit.language)?.text.summary,
                isIndexed: program.listing == .open
            ) {
                let (before, after) = EventView(subject: subject, detail: try await detail(), visit: visit).parts()
                // Made in here: a panel with a form token would be found, and not be kept for others.
                return before + SeatPanel.html(subject.series, program, count, visit) + after
            }
        }
        let shared = try await visit.fragments("groups:\(slug)", version: version) {
            // Without what is the viewer's own: members share it.
            var plain = subject
            plain.counts = subject.counts.mapValues(\.plain)
            let (before, after) = EventView(subject: plain, detail: try await detail(), visit: visit).parts()
            return [before, after]
        }
        let panel = SeatPanel.html(subject.series, program, count, visit)
        return visit.page(title, (shared.first ?? .empty) + panel + (shared.last ?? .empty))
    }

    private func showDate(_ visit: Visit) async throws -> Reply {
        let slug = try visit.parameter("group")
        guard let recurrence = RecurrenceID(try visit.parameter("date")) else { throw Problem.notFound }
        let (viewer, now) = (visit.viewer, visit.now)
        let found = try await groups.database.read { tx -> Subject? in
            guard let series = try SeriesStore.find(slug: slug, as: viewer, in: tx),
                let session = try SessionStore.find(SessionID(series.id, recurrence), as: viewer, in: tx),
                let program = try ProgramStore.find(series.program, as: viewer, in: tx)
            else { return nil }
            var subject = Subject(
                series: series, program: program, dates: [session], revision: try SeriesStore.revision(in: tx))
            subject.counts = try groups.seats.counts(of: [session.id], at: now, as: viewer, in: tx)
            return subject
        }
        guard let subject = found, let session = subject.dates.first else { throw Problem.notFound }
        let name = ProgramWords(text: visit.text).name(subject.program)
        let title = visit.text(
            "groups.event.date.title", ["title": .text(name), "day": .text(visit.text.day(session.starts))])
        let main: @Sendable () async throws -> HTML = {
            let detail = try await self.detail(subject.series, visit)
            return DateView(subject: subject, session: session, detail: detail, visit: visit).html()
        }
        guard subject.program.listing == .open, subject.series.isPublished else {
            return visit.page(title, try await main())
        }
        return try await groups.kept(
            title, of: subject.counts, version: version(subject, at: now), summary: nil, visit, main)
    }

    private func version(_ subject: Subject, at now: Instant) -> String {
        let dates = subject.dates.map { date in
            // Ahead, on now or over.
            let place = date.startsAt > now ? 0 : date.endsAt > now ? 1 : 2
            return "|\(date.id.recurrence) \(place) \(subject.counts[date.id]?.mark ?? "")"
        }
        return "\(subject.revision)" + dates.joined()
    }
}

// MARK: - What is read

extension EventPage {
    private func subject(_ slug: String, at now: Instant, as viewer: Viewer, in tx: Transaction) throws -> Subject? {
        guard let series = try SeriesStore.find(slug: slug, as: viewer, in: tx),
            let program = try ProgramStore.find(series.program, as: viewer, in: tx)
        else { return nil }
        // What is on now began at most a day ago.
        let dates = try SessionStore.all(of: series.id, from: now - .days(1), as: viewer, in: tx)
            .filter { $0.endsAt > now }
        var subject = Subject(
            series: series, program: program, dates: Array(dates.prefix(Self.shown)),
            later: max(dates.count - Self.shown, 0),
            revision: try SeriesStore.revision(in: tx))
        subject.counts = try groups.seats.counts(of: subject.dates.map(\.id), at: now, as: viewer, in: tx)
        return subject
    }

    private func detail(_ series: Series, _ visit: Visit) async throws -> Detail {
        let (viewer, language, now) = (visit.viewer, visit.language, visit.now)
        return try await groups.database.read { tx in
            guard let program = try ProgramStore.find(series.program, as: viewer, in: tx) else {
                throw Problem.notFound
            }
            let sessions = try SessionStore.all(of: series.id, from: nil, as: viewer, in: tx)
            let rules = try SeriesStore.rules(of: series.id, in: tx)
            return Detail(
                program: program, organization: try OrganizationStore.find(series.organization, in: tx),
                places: try PlaceStore.find(Set(sessions.compactMap(\.meeting.place)), in: tx),
                leaders: try LeaderStore.all(of: series.id, in: tx),
                rhythms: Self.rhythms(rules, sessions, at: now),
                agreement: try ProgramStore.agreement(of: program.id, for: language, in: tx))
        }
    }

    /// Of the rules that have a date ahead, the earlier first; what was before "this and later" is no more. Where nothing is
    /// ahead, the last. Dates that were added one by one have no rule.
    private static func rhythms(_ rules: [SeriesRule], _ sessions: [Session], at now: Instant) -> [Rhythm] {
        let regular = sessions.filter { $0.kind == .regular }
        let ahead = Set(regular.filter { $0.endsAt > now }.map(\.rule))
        let said = rules.filter { $0.rule != nil && ahead.contains($0.number) }
        let holding: [SeriesRule?] = said.isEmpty ? [rules.current] : said
        return holding.map { rule in
            let own = regular.filter { $0.rule == rule?.number }
            return Rhythm(
                slots: own.map(\.slot), minutes: rule?.minutes ?? own.first?.minutes ?? 60,
                isEndless: rule?.isEndless ?? false)
        }
    }

    /// The name of a program in an address: its series, or the choice of them.
    private func showProgram(_ slug: String, _ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let found = try await groups.database.read { tx -> [(Series, Program)] in
            let ids = try ProgramSlugStore.series(ofProgram: slug, as: viewer, in: tx)
            let series = try SeriesStore.find(Set(ids), as: viewer, in: tx)
            let programs = try ProgramStore.find(Set(series.values.map(\.program)), as: viewer, in: tx)
            return ids.compactMap { id in series[id].flatMap { one in programs[one.program].map { (one, $0) } } }
        }
        guard let (first, program) = found.first else { throw Problem.notFound }
        guard found.count > 1 else { return visit.redirect(Self.link(first)) }
        let schedules = try await groups.database.read { tx in
            try found.map { series, _ in
                try SessionStore.all(of: series.id, from: visit.now, as: viewer, in: tx)
            }
        }
        let links = zip(found, schedules).map { one, dates -> (String, Link, String?) in
            let next = dates.first { !$0.isCancelled }.map { visit.text.when($0, one.0.zone) }
            return (next ?? visit.text("groups.event.over"), Self.link(one.0), nil)
        }
        let name = ProgramWords(text: visit.text).name(program)
        let lead = program.text(for: visit.language)?.text.summary ?? ""
        return visit.page(
            name,
            HTML.narrow(
                HTML.pageHeader(name, lead: HTML(text: lead))
                    + HTML.card(HTML.linkList(links), title: visit.text("groups.event.choose"))))
    }
}

extension SeatCount {
    /// Without what is the viewer's own.
    var plain: SeatCount { SeatCount(capacity: capacity, free: free, freeForAll: freeForAll, waiting: waiting) }
}
