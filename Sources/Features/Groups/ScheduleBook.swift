import Storage
import Web

/// What is offered and when, in memory: published series with their dates from the beginning of last month on,
/// brought up to date by the revision of the schedule. It knows nothing of who comes.
final class ScheduleBook: Sendable {
    /// Of one moment; immutable, so that a page reads one schedule from beginning to end.
    struct Reading: Sendable {
        let revision: Int
        let series: [ID<Series>: SeriesFacts]
        /// In the order of time.
        let sessions: [SessionFacts]
    }

    /// As of the transaction: reads again only what changed since, and nothing where nothing did.
    func reading(in tx: Transaction) throws -> Reading { throw Problem.unavailable }
}

extension ScheduleBook.Reading {
    /// Dates that a query admits, in the order of time, behind one and from a time on; at most so many. Seats are not
    /// asked here.
    func find(_ query: FindQuery, from: Instant, to: Instant? = nil, after: SessionID? = nil, limit: Int)
        -> [SessionFacts]
    { [] }
}
