import Storage
import Web

/// The table `series_leaders`.
enum LeaderStore {
    /// Who leads, leaders first. Public: what they are shown as.
    static func all(of series: ID<Series>, in tx: Transaction) throws -> [SeriesLeader] { throw Problem.unavailable }

    /// One more.
    static func add(_ leader: SeriesLeader, to series: ID<Series>, in tx: Transaction) throws {
        throw Problem.unavailable
    }

    /// One less.
    static func remove(_ leader: ID<SeriesLeader>, of series: ID<Series>, in tx: Transaction) throws {
        throw Problem.unavailable
    }

    /// The series of an organization that the viewer leads.
    static func led(by viewer: Viewer, in organization: ID<Space>, tx: Transaction) throws -> Set<ID<Series>> {
        throw Problem.unavailable
    }
}
