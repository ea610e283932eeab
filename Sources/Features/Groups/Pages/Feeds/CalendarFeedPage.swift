import Markup
import Recurrence
import Storage
import Web

/// `/feeds/groups.ics`, `/feeds/groups/:group.ics`, `/feeds/organizations/:organization.ics`: what everybody may read,
/// for people's own calendars. In the language that the address names, for programs that read calendars name none; else
/// in the standard one, so that it is the same for everybody.
struct CalendarFeedPage: Sendable {
    static let type = "text/calendar; charset=utf-8"
    /// How far back dates are told.
    private static let past = Duration.days(31)
    /// Series that are read at once.
    private static let batch = 100

    let groups: GroupsFeature

    static func link(in language: Language) -> Link { Link("/feeds/groups.ics").adding("language", language.rawValue) }
    static func link(_ series: Series, in language: Language) -> Link {
        Link("/feeds/groups/\(series.slug + ".ics")").adding("language", language.rawValue)
    }
    static func link(_ organization: Organization, in language: Language) -> Link {
        Link("/feeds/organizations/\(organization.slug + ".ics")").adding("language", language.rawValue)
    }

    var routes: [Route] {
        [
            .get("/feeds/groups.ics", .anyone) { try await showAll($0) },
            .get("/feeds/groups/:group", .anyone) { try await showOne($0) },
            .get("/feeds/organizations/:organization", .anyone) { try await showOrganization($0) },
        ]
    }

    private func showAll(_ visit: Visit) async throws -> Reply {
        let revision = try await groups.database.read { try SeriesStore.revision(in: $0) }
        return try await answer(visit, named: "groups", revision) { tx in
            let ids = try groups.book.reading(in: tx).series.keys.sorted()
            return (visit.settings.name, try listed(ids, in: tx) { _ in true })
        }
    }

    private func showOne(_ visit: Visit) async throws -> Reply {
        let slug = try name("group", visit)
        let found = try await groups.database.read { tx in
            try SeriesStore.find(slug: slug, as: .anonymous, in: tx).map { ($0, try SeriesStore.revision(in: tx)) }
        }
        guard let (series, revision) = found else { throw Problem.notFound }
        let language = self.language(visit)
        return try await answer(visit, named: "group \(slug)", revision) { tx in
            let one = try listed([series.id], in: tx) { _ in true }
            guard let (_, program) = one.first else { throw Problem.notFound }
            return (program.text(for: language)?.text.title ?? slug, one)
        }
    }

    private func showOrganization(_ visit: Visit) async throws -> Reply {
        let slug = try name("organization", visit)
        let found = try await groups.database.read { tx in
            try OrganizationStore.find(slug: slug, in: tx).map { ($0, try SeriesStore.revision(in: tx)) }
        }
        guard let (organization, revision) = found else { throw Problem.notFound }
        return try await answer(visit, named: "organization \(slug)", revision) { tx in
            let ids = try groups.book.reading(in: tx).series.keys.sorted()
            return (organization.name, try listed(ids, in: tx) { $0.organization == organization.id })
        }
    }

    /// The parameter without the ending that makes it a file's name.
    private func name(_ parameter: String, _ visit: Visit) throws -> String {
        let file = try visit.parameter(parameter)
        let ending = Array(".ics".utf8)
        guard Array(file.utf8.suffix(ending.count)) == ending else { throw Problem.notFound }
        return String(file.utf8.dropLast(ending.count)) ?? ""
    }

    private func language(_ visit: Visit) -> Language {
        visit.query["language"].flatMap(visit.text.languages.named) ?? visit.text.languages.standard
    }
}

// MARK: - The file

extension CalendarFeedPage {
    private func answer(
        _ visit: Visit, named name: String, _ revision: Int,
        _ read: @escaping @Sendable (Transaction) throws -> (name: String, series: [(Series, Program)])
    ) async throws -> Reply {
        let (language, now) = (self.language(visit), visit.now)
        // Each day dates of long ago fall out; the address of the site stands in it.
        let version = "\(revision) \(now.milliseconds / 86_400_000) \(visit.absolute("/"))"
        return try await visit.publishedFile("calendar \(name) \(language)", version: version, type: Self.type) {
            try await groups.database.read { tx in
                let (title, series) = try read(tx)
                let all = try series.flatMap { try events($0, $1, in: language, now, visit, tx) }
                return ScheduleFeed.file(all, named: title, source: visit.absolute(Link(local: visit.path) ?? "/"))
            }
        }
    }

    /// Those that everybody may read and that are in lists.
    private func listed(
        _ ids: [ID<Series>], in tx: Transaction, _ takes: (Series) -> Bool
    ) throws -> [(Series, Program)] {
        var all: [(Series, Program)] = []
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            let few = ids[start..<min(start + Self.batch, ids.count)]
            let series = try SeriesStore.find(Set(few), as: .anonymous, in: tx)
            let programs = try ProgramStore.find(Set(series.values.map(\.program)), as: .anonymous, in: tx)
            all += few.compactMap { id in
                guard let one = series[id], takes(one), let program = programs[one.program], program.listing == .open
                else { return nil }
                return (one, program)
            }
        }
        return all
    }

    private func events(
        _ series: Series, _ program: Program, in language: Language, _ now: Instant, _ visit: Visit, _ tx: Transaction
    ) throws -> [CalendarEvent] {
        let sessions = try SessionStore.all(of: series.id, from: now - Self.past, as: .anonymous, in: tx)
        let rules = try SeriesStore.rules(of: series.id, in: tx)
        let own = program.text(for: language)?.text
        let detail = ScheduleFeed.Detail(
            places: try PlaceStore.find(Set(sessions.compactMap(\.meeting.place)), in: tx),
            address: visit.absolute(EventPage.link(series)), summary: own?.summary ?? "")
        let feed = ScheduleFeed(host: Self.host(visit.settings), stamp: now, detail: detail)
        let title = own?.title ?? series.slug
        return feed.events(of: series, rules, sessions) { session in
            session.theme.map { "\(title): \($0)" } ?? title
        }
    }

    /// One name for the site in all UIDs, whichever of its names was asked.
    static func host(_ settings: SiteSettings) -> String { settings.hosts?.min() ?? "wayfellow" }
}
