import Markup
import Recurrence
import Storage
import Vocabulary
import Web

/// `/groups`: what there is, by words and place, day and way. What is looked for stands in the address, as in the one
/// search: no log has it.
struct FindPage: Sendable {
    static let link: Link = "/groups"
    /// Dates on a page.
    static let shown = 31
    /// Looked through at once for seats, and how often at most: beyond that the page says that there is more.
    private static let batch = 62
    private static let batches = 10
    /// For what the place in the list is sealed.
    private static let paging = "dates of groups"

    let groups: GroupsFeature

    var routes: [Route] { [.get("/groups", .anyone) { try await show($0) }] }

    /// The dates of a page, and how their seats stand.
    struct Dates: Sendable {
        let revision: Int
        /// What is asked for, read against this schedule.
        let form: FindForm
        let query: FindQuery
        var shown: [SessionFacts] = []
        var counts: [SessionID: SeatCount] = [:]
        /// Behind which the next page begins; nil: there is none.
        var last: SessionFacts?
        /// What fewer filters bring, where nothing fits.
        var relaxed: [Relaxed] = []
        /// Whether anything can be joined from home; looked at where nothing fits.
        var hasVideo = false
    }

    /// The same question without one filter, within a wider circle, or (neither is named) without any filter, and how
    /// many dates that brings; at most `most`.
    struct Relaxed: Sendable, Hashable {
        static let most = 100

        let filter: FindForm.Filter?
        let radius: SearchRadius?
        let count: Int
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let form = FindForm(visit)
        let title = visit.text("groups.title")
        // Beneath a card about danger nothing stands that only has the same words.
        guard form.errors.isEmpty, visit.card == nil else {
            let view = FindView(form: form, visit: visit)
            return visit.page(
                title, status: form.errors.isEmpty ? 200 : 422, view.html(view.instead(), hasViews: false))
        }
        if form.isMonth { return try await MonthPage(groups: groups).show(form, visit) }
        let (viewer, now, start) = (visit.viewer, visit.now, self.start(form, visit))
        let topics = groups.topics(in: visit.language)
        let dates = try await groups.database.read { tx in
            try self.dates(form, topics, from: start, at: now, as: viewer, in: tx)
        }
        let next = try self.next(dates, visit)
        let main: @Sendable () async throws -> HTML = {
            let lines = try await groups.database.read { try groups.lines.read(dates.shown, at: now, in: $0) }
            let view = FindView(form: dates.form, visit: visit)
            return view.html(view.list(lines, dates, near: dates.query.near, next: next))
        }
        return try await groups.kept(
            title, of: dates.counts, version: version(dates, at: now), summary: visit.text("groups.find.lead"), visit,
            main)
    }

    /// All on which the page depends besides the question: the schedule, how the seats stand, and what "today" is.
    private func version(_ dates: Dates, at now: Instant) -> String {
        // Without dates it names what is beyond them, which an hour may change.
        let time = dates.shown.isEmpty ? String(now.milliseconds / 3_600_000) : ""
        return "\(dates.revision) \(time)" + dates.shown.map { mark($0, dates.counts[$0.id], at: now) }.joined()
    }

    private func mark(_ fact: SessionFacts, _ count: SeatCount?, at now: Instant) -> String {
        "|\(fact.startsAt.milliseconds) \(fact.id.series) \(min(fact.daysAhead(of: now), 2)) \(count?.mark ?? "")"
    }
}

// MARK: - Which dates

extension FindPage {
    private func start(_ form: FindForm, _ visit: Visit) -> (from: Instant, after: SessionID?) {
        if let place = visit.query["after"].flatMap({ visit.signer.open($0, for: Self.paging) }).flatMap(Self.place) {
            return place
        }
        guard let from = form.from else { return (visit.now, nil) }
        // The day begins where it begins first; the day itself is looked at per date.
        return (max(visit.now, Instant(milliseconds: from.seconds * 1_000) - .hours(14)), nil)
    }

    /// What `next` sealed.
    private static func place(_ text: String) -> (from: Instant, after: SessionID?)? {
        let parts = text.split(separator: " ").map { String($0) }
        guard parts.count == 3, let moment = Int64(parts[0]), let series = ID<Series>(parts[1]),
            let recurrence = RecurrenceID(parts[2])
        else { return nil }
        return (Instant(milliseconds: moment), SessionID(series, recurrence))
    }

    private func next(_ dates: Dates, _ visit: Visit) throws -> Link? {
        guard let last = dates.last else { return nil }
        let place = "\(last.startsAt.milliseconds) \(last.id.series) \(last.id.recurrence)"
        return dates.form.link.adding("after", try visit.signer.seal(place, for: Self.paging))
    }

    private func dates(
        _ asked: FindForm, _ topics: TopicReader, from start: (from: Instant, after: SessionID?), at now: Instant,
        as viewer: Viewer, in tx: Transaction
    ) throws -> Dates {
        let reading = try groups.book.reading(in: tx)
        var form = asked
        let query = form.read(in: reading, topics)
        var dates = Dates(revision: reading.revision, form: form, query: query)
        var cursor = start
        for _ in 0..<Self.batches {
            let batch = reading.find(query, from: cursor.from, after: cursor.after, limit: Self.batch)
            var fitting = batch.filter { !$0.isCancelled && form.takes($0) }
            if query.hasSeatsOnly {
                let counts = try groups.seats.counts(of: fitting.map(\.id), at: now, as: viewer, in: tx)
                fitting = fitting.filter { counts[$0.id]?.hasSeat ?? false }
            }
            let room = Self.shown - dates.shown.count
            dates.shown += fitting.prefix(room)
            if fitting.count > room {
                dates.last = dates.shown.last
                break
            }
            dates.last = batch.count == Self.batch ? batch.last : nil
            guard let last = dates.last, dates.shown.count < Self.shown else { break }
            cursor = (last.startsAt, last.id)
        }
        dates.counts = try groups.seats.counts(of: dates.shown.map(\.id), at: now, as: viewer, in: tx)
        if dates.shown.isEmpty {
            dates.relaxed = relaxed(form, query, reading, from: now)
            dates.hasVideo = reading.find(FindQuery(modes: [.video]), from: now, limit: 12).contains { !$0.isCancelled }
        }
        return dates
    }

    /// Each filter taken away by itself, and a wider circle: what brings something, most first.
    private func relaxed(
        _ form: FindForm, _ query: FindQuery, _ reading: ScheduleBook.Reading, from now: Instant
    ) -> [Relaxed] {
        func count(_ query: FindQuery) -> Int {
            reading.find(query, from: now, limit: Relaxed.most).count { !$0.isCancelled }
        }
        var found = form.filters.map { filter in
            Relaxed(filter: filter, radius: nil, count: count(query.without(filter)))
        }
        if query.near != nil {
            for radius in SearchRadius.allCases where radius.rawValue > query.radius.rawValue {
                var wider = query
                wider.radius = radius
                found.append(Relaxed(filter: nil, radius: radius, count: count(wider)))
            }
        }
        found = found.filter { $0.count > 0 }.sorted { $0.count > $1.count }
        guard found.isEmpty, form.filters.count > 1 else { return found }
        // No one filter alone empties it.
        let plain = Relaxed(filter: nil, radius: nil, count: count(form.filters.reduce(query) { $0.without($1) }))
        return plain.count > 0 ? [plain] : []
    }
}

extension FindQuery {
    /// Without one filter.
    func without(_ filter: FindForm.Filter) -> FindQuery {
        var query = self
        switch filter {
        case .near: query.near = nil
        case .free: query.isFreeOnly = false
        case .seats: query.hasSeatsOnly = false
        case .day(let day): query.days.remove(day)
        case .part(let part): query.parts.remove(part)
        case .mode(let mode): query.modes.remove(mode)
        case .language: query.language = nil
        }
        return query
    }
}

extension FindForm {
    /// Whether a date lies on or behind the day from which on one looks.
    func takes(_ fact: SessionFacts) -> Bool { from.map { fact.local >= $0 } ?? true }
}

extension SeatCount {
    /// What of it pages show to everybody: part of their versions.
    var mark: String {
        func part(_ number: Int?) -> String { number.map(String.init) ?? "-" }
        return "\(part(free))/\(part(freeForAll))/\(waiting)"
    }

    /// Whether somebody new can sit down: those in line come before.
    var hasSeat: Bool { capacity == nil || (free ?? 1) > 0 && waiting == 0 }

    /// Whether there is something of the viewer's own in it, which nobody else may see.
    var isOwn: Bool { own != nil || isDeclined }
}

extension GroupsFeature {
    /// A page that is the same for everybody whose own seats are not on it: kept for visitors as a whole, for members
    /// its main part. `main` depends on language, address, version and these counts alone.
    func kept(
        _ title: String, of counts: [SessionID: SeatCount], version: String, summary: String?, _ visit: Visit,
        _ main: @escaping @Sendable () async throws -> HTML
    ) async throws -> Reply {
        guard visit.session != nil else {
            return try await visit.published(title, version: version, summary: summary, main)
        }
        if counts.values.contains(where: \.isOwn) { return visit.page(title, try await main()) }
        return visit.page(title, try await visit.fragment("groups:\(visit.address)", version: version, main))
    }
}
