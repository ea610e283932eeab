import Storage
import Web

/// Seats, counted from the people who have them; nothing else is kept. Reads `enrolments`, `attendance` and
/// `sessions`.
enum SeatCountStore {
    /// How dates stand for the viewer, for a list of at most 100: one statement each for seats, line and own.
    static func counts(of sessions: [SessionID], at now: Instant, as viewer: Viewer, in tx: Transaction) throws
        -> [SessionID: SeatCount]
    { throw Problem.unavailable }

    /// The seats of a series, in the transaction that gives them away. Offers whose time is over are no seats.
    static func ledger(of series: ID<Series>, at now: Instant, in tx: Transaction) throws -> SeatLedger {
        throw Problem.unavailable
    }

    /// Who waits, in order.
    static func line(of series: ID<Series>, in tx: Transaction) throws -> [SeatLedger.Waiting] {
        throw Problem.unavailable
    }
}
