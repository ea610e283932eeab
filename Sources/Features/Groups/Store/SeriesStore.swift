import Storage
import Web

/// The tables `series`, `series_rules` and `schedule_revisions`.
enum SeriesStore {
    /// By the name in its address, as the viewer may read it.
    static func find(slug: String, as viewer: Viewer, in tx: Transaction) throws -> Series? {
        throw Problem.unavailable
    }

    /// By identifier.
    static func find(_ id: ID<Series>, as viewer: Viewer, in tx: Transaction) throws -> Series? {
        throw Problem.unavailable
    }

    /// The same of several.
    static func find(_ ids: Set<ID<Series>>, as viewer: Viewer, in tx: Transaction) throws -> [ID<Series>: Series] {
        throw Problem.unavailable
    }

    /// Of an organization; for its coordinators. Those that go on first.
    static func all(of organization: ID<Space>, as viewer: Viewer, in tx: Transaction) throws -> [Series] {
        throw Problem.unavailable
    }

    /// A new one.
    static func add(_ series: Series, _ rules: [SeriesRule], at now: Instant, in tx: Transaction) throws {
        throw Problem.unavailable
    }

    /// All but identifier, program and slug. Counts its revision and sequence.
    static func update(_ series: Series, in tx: Transaction) throws { throw Problem.unavailable }

    /// Counts a revision and puts it on a series: with every change of its rules, dates or leaders. `update` does so
    /// itself.
    static func touch(_ id: ID<Series>, in tx: Transaction) throws { throw Problem.unavailable }

    /// Its rules, by number.
    static func rules(of id: ID<Series>, in tx: Transaction) throws -> [SeriesRule] { throw Problem.unavailable }

    /// Other rules in their place.
    static func setRules(_ rules: [SeriesRule], of id: ID<Series>, in tx: Transaction) throws {
        throw Problem.unavailable
    }

    /// How often staff changed what is offered, of all organizations together.
    static func revision(in tx: Transaction) throws -> Int { throw Problem.unavailable }

    /// Whose last rule has no end.
    static func endless(in tx: Transaction) throws -> [ID<Series>] { throw Problem.unavailable }
}
