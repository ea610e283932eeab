import Recurrence
import Storage
import Web

// What coordinators do to the schedule. Each checks that the viewer is coordinator of the organization, else
// `notFound`; each is one transaction, counts the revision, and ends with `tellOfDates` and `giveSeats` where it
// concerns people.
extension GroupsFeature {
    /// Makes a draft of a series with its dates. `yes`: conflicts were shown, and are meant.
    func make(_ draft: SeriesDraft, yes: Bool, as viewer: Viewer) async throws -> ScheduleAnswer {
        throw Problem.unavailable
    }

    /// Changes a date, it and all later ones, or all that have not begun.
    func change(
        _ session: SessionID, _ scope: EditScope, _ change: SessionChange, yes: Bool, as viewer: Viewer
    ) async throws -> ScheduleAnswer { throw Problem.unavailable }

    /// One date more, also a Session Zero.
    func addDate(
        _ kind: Session.Kind, at starts: LocalDateTime, minutes: Int, to series: ID<Series>, yes: Bool,
        as viewer: Viewer
    ) async throws -> ScheduleAnswer { throw Problem.unavailable }

    /// Draft to open, open to closed and back, and to cancelled: with that every date ahead is cancelled.
    func set(_ state: Series.State, of series: ID<Series>, as viewer: Viewer) async throws {
        throw Problem.unavailable
    }
}
