import Storage
import Web

/// The table `sessions`.
enum SessionStore {
    /// A date of a series that the viewer may read.
    static func find(_ id: SessionID, as viewer: Viewer, in tx: Transaction) throws -> Session? {
        throw Problem.unavailable
    }

    /// Several, in the order of time.
    static func find(_ ids: [SessionID], as viewer: Viewer, in tx: Transaction) throws -> [Session] {
        throw Problem.unavailable
    }

    /// Of a series, in the order of time, cancelled ones too.
    static func all(of series: ID<Series>, from earliest: Instant?, as viewer: Viewer, in tx: Transaction) throws
        -> [Session]
    { throw Problem.unavailable }

    /// Every name that the series ever gave.
    static func names(of series: ID<Series>, in tx: Transaction) throws -> Set<RecurrenceID> {
        throw Problem.unavailable
    }

    /// New dates; those whose name is there already are passed over.
    static func add(_ sessions: [Session], in tx: Transaction) throws { throw Problem.unavailable }

    /// All but the name; counts the sequence of each.
    static func update(_ sessions: [Session], in tx: Transaction) throws { throw Problem.unavailable }

    /// Planned dates at a place that touch one of the times, of whatever series.
    static func at(_ place: ID<Place>, during times: [Range<Instant>], in tx: Transaction) throws -> [Session] {
        throw Problem.unavailable
    }

    /// The same of a leader.
    static func led(by member: ID<Person>, during times: [Range<Instant>], in tx: Transaction) throws -> [Session] {
        throw Problem.unavailable
    }

    /// Planned dates that begin within a time, in order: for reminders.
    static func beginning(in range: Range<Instant>, in tx: Transaction) throws -> [Session] {
        throw Problem.unavailable
    }
}
