import Recurrence
import Storage
import Web

/// How the groups of an organization stand, in numbers, for its coordinators. It reads `series`, `group_sessions`,
/// `enrolments`, `attendance` and needs, and names nobody.
enum OutlookStore {
    /// The next date of every series that has one, with who comes and who waits. By time.
    static func next(of organization: ID<Space>, at now: Instant, as viewer: Viewer, in tx: Transaction) throws
        -> [SeriesOutlook]
    {
        guard viewer.has(.coordinator, in: .organization(organization)) else { return [] }
        return try tx.rows(
            """
            SELECT group_sessions.series_id, group_sessions.recurrence_id, group_sessions.starts_local,
                group_sessions.starts_at, group_sessions.capacity,
                (SELECT COUNT(*) FROM enrolments seat WHERE seat.series_id = group_sessions.series_id
                    AND seat.state = 'seated' AND seat.recurrence_id IN ('', group_sessions.recurrence_id)
                    AND NOT EXISTS (SELECT 1 FROM attendance said WHERE said.series_id = group_sessions.series_id
                        AND said.recurrence_id = group_sessions.recurrence_id AND said.enrolment_id = seat.id
                        AND said.answer = 'declined')),
                (SELECT COUNT(*) FROM enrolments line WHERE line.series_id = group_sessions.series_id
                    AND line.state = 'waiting')
            FROM series JOIN group_sessions ON group_sessions.series_id = series.id
            WHERE series.organization_id = \(organization) AND series.state <> 'cancelled'
                AND group_sessions.state = 'planned' AND group_sessions.starts_at = (
                    SELECT MIN(later.starts_at) FROM group_sessions later WHERE later.series_id = series.id
                        AND later.state = 'planned' AND later.starts_at > \(now))
            ORDER BY group_sessions.starts_at, group_sessions.series_id, group_sessions.recurrence_id
            """
        ) { row -> SeriesOutlook? in
            guard let next = RecurrenceID(try row.get(1, as: String.self)),
                let starts = LocalDateTime(basicText: try row.get(2, as: String.self))
            else { return nil }
            return SeriesOutlook(
                series: try row.get(0), next: next, starts: starts, startsAt: try row.get(3), capacity: try row.get(4),
                coming: try row.get(5), waiting: try row.get(6))
        }.compactMap(\.self)
    }

    /// How many needs of people who come are open on dates until then, by series.
    static func openNeeds(
        of organization: ID<Space>, from now: Instant, to end: Instant, as viewer: Viewer, in tx: Transaction
    ) throws -> [ID<Series>: Int] {
        guard viewer.has(.coordinator, in: .organization(organization)) else { return [:] }
        let rows = try tx.rows(
            """
            SELECT group_sessions.series_id, COUNT(*)
            FROM series JOIN group_sessions ON group_sessions.series_id = series.id
                JOIN enrolments ON enrolments.series_id = group_sessions.series_id AND enrolments.state = 'seated'
                    AND enrolments.recurrence_id IN ('', group_sessions.recurrence_id)
                JOIN enrolment_needs ON enrolment_needs.enrolment_id = enrolments.id
            WHERE series.organization_id = \(organization) AND series.state IN ('open', 'closed')
                AND group_sessions.state = 'planned' AND group_sessions.starts_at > \(now)
                AND group_sessions.starts_at <= \(end)
                AND NOT EXISTS (SELECT 1 FROM need_arrangements done WHERE done.enrolment_id = enrolments.id
                    AND done.need = enrolment_needs.need AND done.recurrence_id = group_sessions.recurrence_id
                    AND done.arranged_for = group_sessions.starts_at)
                AND NOT EXISTS (SELECT 1 FROM attendance said WHERE said.series_id = group_sessions.series_id
                    AND said.recurrence_id = group_sessions.recurrence_id AND said.enrolment_id = enrolments.id
                    AND said.answer = 'declined')
            GROUP BY group_sessions.series_id ORDER BY group_sessions.series_id
            """
        ) { (try $0.get(0, as: ID<Series>.self), try $0.get(1, as: Int.self)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// How many come to each of some dates of a series, and how many people have any seat in it.
    static func seats(of series: Series, as viewer: Viewer, in tx: Transaction) throws -> (
        people: Int, coming: [RecurrenceID: Int]
    ) {
        guard viewer.has(.coordinator, in: .organization(series.organization)) else { return (0, [:]) }
        let id = series.id
        let rows = try tx.rows(
            """
            SELECT recurrence_id, COUNT(*) FROM enrolments
            WHERE series_id = \(id) AND state IN ('seated', 'offered')
            GROUP BY recurrence_id ORDER BY recurrence_id
            """
        ) { (try $0.get(0, as: String.self), try $0.get(1, as: Int.self)) }
        let declined = try tx.rows(
            """
            SELECT attendance.recurrence_id, COUNT(*) FROM attendance
                JOIN enrolments ON enrolments.id = attendance.enrolment_id
            WHERE attendance.series_id = \(id) AND attendance.answer = 'declined' AND enrolments.state = 'seated'
            GROUP BY attendance.recurrence_id ORDER BY attendance.recurrence_id
            """
        ) { (try $0.get(0, as: String.self), try $0.get(1, as: Int.self)) }
        let whole = rows.first { $0.0.isEmpty }?.1 ?? 0
        var coming: [RecurrenceID: Int] = [:]
        for name in try SessionStore.names(of: id, in: tx) {
            let single = rows.first { $0.0 == name.text }?.1 ?? 0
            coming[name] = max(whole + single - (declined.first { $0.0 == name.text }?.1 ?? 0), 0)
        }
        return (rows.reduce(0) { $0 + $1.1 }, coming)
    }
}
