import Storage
import Web

// How people get seats and give them up. Each is one serializable transaction; refusals are `SeatRefusal`.
extension GroupsFeature {
    /// A seat, or the end of the line. With a signature where the program has an agreement.
    func join(
        _ series: ID<Series>, _ scope: SeatScope, agreed: Int, needs: [AccessNeed], as viewer: Viewer
    ) async throws -> JoinAnswer { throw Problem.unavailable }

    func accept(_ enrolment: ID<Enrolment>, as viewer: Viewer) async throws { throw Problem.unavailable }

    /// In one tap; also a place in line, and an offer.
    func leave(_ enrolment: ID<Enrolment>, as viewer: Viewer) async throws { throw Problem.unavailable }

    /// That they cannot come to one date of all, or can after all.
    func answer(_ isComing: Bool, on session: SessionID, as viewer: Viewer) async throws { throw Problem.unavailable }

    /// By a coordinator. See ADR 32, "By staff" and "By referral".
    func enrol(_ enrolment: StaffEnrolment, as viewer: Viewer) async throws -> StaffAnswer {
        throw Problem.unavailable
    }

    /// Takes somebody out, as a coordinator.
    func takeOut(_ enrolment: ID<Enrolment>, as viewer: Viewer) async throws { throw Problem.unavailable }

    /// Takes the seat of a card; the card is used up.
    func claim(_ token: String, agreed: Int, as viewer: Viewer) async throws -> ID<Series> { throw Problem.unavailable }

    /// Offers what seats are free to who is next, and puts down mail and the end of each offer. After everything that
    /// may have freed one: leaving, an absence, more seats, a lapse.
    func giveSeats(of series: ID<Series>, in tx: Transaction) throws {}

    /// Has everybody told who has a seat on one of these dates: moved, cancelled or put back. Puts reminders where
    /// the dates are now.
    func tellOfDates(_ sessions: [SessionID], in tx: Transaction) throws {}
}
