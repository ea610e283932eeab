import Markup
import Recurrence
import Storage
import Web

/// What the schedule in memory is made of: `series`, `programs` with their words and topics, `group_sessions`, `places`.
/// Read by the program for everybody: what is published and listed, and of nobody who comes.
enum ScheduleBookStore {
    /// What became of series since a revision.
    struct Change {
        /// All that changed, those that nobody sees any more, too.
        var touched: Set<ID<Series>> = []
        /// Those of them that everybody finds.
        var series: [SeriesFacts] = []
        var sessions: [SessionFacts] = []
        /// All, however little changed.
        var cities: [City] = []
    }

    /// - Parameters:
    ///   - known: a revision; of every series that changed behind it all is read.
    ///   - earliest: dates before it are left out.
    static func changes(since known: Int, from earliest: Instant, in tx: Transaction) throws -> Change {
        var change = Change()
        var programs: [ID<Program>: Words] = [:]
        try words(of: &programs, since: known, in: tx)
        _ = try tx.rows(
            """
            SELECT series.id, series.program_id, series.slug, series.languages, series.kind, series.state,
                programs.cost_cents, programs.listing
            FROM series JOIN programs ON programs.id = series.program_id WHERE series.revision > \(known)
            ORDER BY series.id
            """
        ) { row in
            let id = try row.get(0, as: ID<Series>.self)
            change.touched.insert(id)
            let (state, listing) = (try row.get(5, as: String.self), try row.get(7, as: String.self))
            let isPublished = [Series.State.open, .closed].contains { $0.rawValue == state }
            guard isPublished, listing == Program.Listing.open.rawValue else { return }
            let program = try row.get(1, as: ID<Program>.self)
            let words = programs[program] ?? Words()
            change.series.append(
                SeriesFacts(
                    id: id, program: program, slug: try row.get(2), topics: words.topics, titleWords: words.titles,
                    languages: SeriesStore.languages(try row.get(3)), cost: Cost(cents: try row.get(6)),
                    kind: Series.Kind(rawValue: try row.get(4)) ?? .cohort,
                    isOpen: state == Series.State.open.rawValue))
        }
        change.sessions = try sessions(since: known, from: earliest, in: tx)
        change.cities = try cities(in: tx)
        return change
    }

    private struct Words {
        var topics: Set<String> = []
        var titles: Set<[UInt8]> = []
    }

    private static func words(of programs: inout [ID<Program>: Words], since known: Int, in tx: Transaction) throws {
        let touched: SQL = "(SELECT program_id FROM series WHERE revision > \(known))"
        _ = try tx.rows(
            "SELECT program_id, title FROM program_texts WHERE program_id IN \(touched) ORDER BY program_id, language"
        ) { row in
            let title = try row.get(1, as: String.self)
            programs[try row.get(0), default: Words()].titles
                .formUnion(Folding.words(title, limit: 2 * ProgramText.mostTitle))
        }
        _ = try tx.rows(
            "SELECT program_id, topic FROM program_topics WHERE program_id IN \(touched) ORDER BY program_id, topic"
        ) { programs[try $0.get(0), default: Words()].topics.insert(try $0.get(1)) }
    }

    /// Each once, where its first place is; the longest name first.
    private static func cities(in tx: Transaction) throws -> [City] {
        var (cities, known): ([City], Set<String>) = ([], [])
        let all = try tx.rows("SELECT city, region, latitude, longitude FROM places ORDER BY city, region, id") {
            row -> City? in
            let point = PlaceStore.point(try row.get(2), try row.get(3))
            return try point.flatMap { City(try row.get(0), region: try row.get(1), point: $0) }
        }
        for city in all.compactMap({ $0 }) where known.insert(city.label).inserted { cities.append(city) }
        return cities.sorted { $0.name.count > $1.name.count }
    }

    private static func sessions(since known: Int, from earliest: Instant, in tx: Transaction) throws
        -> [SessionFacts]
    {
        try tx.rows(
            """
            SELECT group_sessions.series_id, group_sessions.recurrence_id, group_sessions.starts_at, group_sessions.starts_local,
                group_sessions.mode, group_sessions.state, places.latitude, places.longitude
            FROM series JOIN programs ON programs.id = series.program_id
                JOIN group_sessions ON group_sessions.series_id = series.id LEFT JOIN places ON places.id = group_sessions.place_id
            WHERE series.revision > \(known) AND series.state IN ('open', 'closed') AND programs.listing = 'open'
                AND group_sessions.starts_at >= \(earliest)
            ORDER BY group_sessions.starts_at, group_sessions.series_id, group_sessions.recurrence_id
            """
        ) { row -> SessionFacts? in
            guard let recurrence = RecurrenceID(try row.get(1, as: String.self)) else { return nil }
            let starts = try LocalDateTime(stored: row.get(3))
            return SessionFacts(
                id: SessionID(try row.get(0), recurrence), startsAt: try row.get(2), weekday: starts.weekday,
                minuteOfDay: starts.minuteOfDay, mode: Meeting.Mode(rawValue: try row.get(4)) ?? .room,
                point: PlaceStore.point(try row.get(6), try row.get(7)),
                isCancelled: try row.get(5, as: String.self) == Session.State.cancelled.rawValue)
        }.compactMap { $0 }
    }
}
