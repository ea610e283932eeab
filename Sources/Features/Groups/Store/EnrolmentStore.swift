import Storage
import Web

/// The tables `enrolments`, `enrolment_needs` and `attendance.answer`.
enum EnrolmentStore {
    /// The viewer's own seats and places in line, of a series or of all; left ones not.
    static func own(of series: ID<Series>?, as viewer: Viewer, in tx: Transaction) throws -> [Enrolment] {
        throw Problem.unavailable
    }

    /// One of the viewer's own; for the system any.
    static func find(_ id: ID<Enrolment>, as viewer: Viewer, in tx: Transaction) throws -> Enrolment? {
        throw Problem.unavailable
    }

    /// A new one, or the one that the same person left, in its place.
    static func add(_ enrolment: Enrolment, in tx: Transaction) throws { throw Problem.unavailable }

    /// Its state, line, offer, holder and signature.
    static func update(_ enrolment: Enrolment, in tx: Transaction) throws { throw Problem.unavailable }

    /// Out: deleted where nothing is known of their coming, else left.
    static func remove(_ enrolment: Enrolment, in tx: Transaction) throws { throw Problem.unavailable }

    /// The next number of a line, behind all there are.
    static func nextInLine(of series: ID<Series>, in tx: Transaction) throws -> Int { throw Problem.unavailable }

    /// Offers whose time is over.
    static func lapsing(at now: Instant, limit: Int, in tx: Transaction) throws -> [Enrolment] {
        throw Problem.unavailable
    }

    /// Members who have a seat on a date and did not say that they cannot come.
    static func seated(on session: SessionID, in tx: Transaction) throws -> [ID<Person>] { throw Problem.unavailable }

    /// What an enrolment needs.
    static func needs(of enrolment: ID<Enrolment>, in tx: Transaction) throws -> [AccessNeed] {
        throw Problem.unavailable
    }

    /// Other needs in their place; those that stay keep what was arranged.
    static func setNeeds(_ needs: [AccessNeed], of enrolment: ID<Enrolment>, in tx: Transaction) throws {
        throw Problem.unavailable
    }

    /// Whether they can come to a date; nil: they say nothing of it.
    static func setAnswer(_ isComing: Bool?, of enrolment: ID<Enrolment>, on session: SessionID, in tx: Transaction)
        throws
    { throw Problem.unavailable }
}
