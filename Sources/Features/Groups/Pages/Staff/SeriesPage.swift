import Markup
import Recurrence
import Storage
import Web

/// `/staff/groups/:organization/series/:group`: its dates with their seats, who leads, and what can be done.
struct SeriesPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post("\(path)/state", GroupsFeature.coordinator) { try await setState($0) },
            .post("\(path)/dates", GroupsFeature.coordinator) { try await addDate($0) },
        ]
    }

    private func named(_ visit: Visit) async throws -> (Organization, Series) {
        try await groups.database.read { try groups.named(visit, $0) }
    }

    private func setState(_ visit: Visit) async throws -> Reply {
        let (organization, series) = try await named(visit)
        let address = StaffAddress(organization).series(series.slug)
        var reader = FormReader(visit.fields)
        let state = reader.choice("state", among: SeriesView.next(series.state).map(\.rawValue)).flatMap {
            Series.State(rawValue: $0)
        }
        // What it is already was asked twice; what it cannot become was asked on an old page.
        guard let state else { return visit.redirect(address) }
        do { try await groups.set(state, of: series.id, as: visit.viewer) } catch Problem.conflict(let key) {
            return visit.redirect(address, problem: key)
        }
        return visit.redirect(address, flash: "groups.staff.state.\(state.rawValue)")
    }

    private func addDate(_ visit: Visit) async throws -> Reply {
        let (organization, series) = try await named(visit)
        var reader = FormReader(visit.fields)
        let starts = PlannedTime.read("at", &reader, required: "groups.staff.day.required")
        let minutes = reader.integer("minutes", in: Series.minutes, required: "groups.staff.series.minutes.required")
        var meeting = series.meeting
        if visit.fields["capacity"] != nil { meeting.capacity = reader.integer("capacity", in: Meeting.capacities) }
        guard let starts, let minutes, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let kind: Session.Kind = reader.isOn("zero") ? .zero : .regular
        // The same date sent twice is there.
        let isThere = try await groups.database.read { tx in
            try SessionStore.all(of: series.id, from: visit.now, as: visit.viewer, in: tx).contains {
                $0.starts == starts && $0.kind == kind && !$0.isCancelled
            }
        }
        let address = StaffAddress(organization).series(series.slug)
        guard !isThere else { return visit.redirect(address, flash: "groups.staff.date.added") }
        let answer = try await groups.addDate(
            kind, at: starts, minutes: minutes, meeting: meeting, to: series.id, yes: visit.fields["meant"] == "yes",
            as: visit.viewer)
        if case .done = answer { return visit.redirect(address, flash: "groups.staff.date.added") }
        guard case .conflicts(let conflicts) = answer else {
            let errors = ScheduleAnswerView.errors(answer, time: "at", at: starts, visit.text)
            return try await show(visit, errors ?? FormErrors())
        }
        let new = Dictionary(conflicts.map { ($0.session, starts) }) { first, _ in first }
        let lines = try await groups.database.read { try ScheduleAnswerView.lines(conflicts, new: new, visit, $0) }
        return try await show(visit, FormErrors(), conflicts: lines)
    }

    private func show(_ visit: Visit, _ errors: FormErrors, conflicts: [ScheduleAnswerView.Line] = []) async throws
        -> Reply
    {
        let (organization, view) = try await groups.database.read { tx in
            let (organization, series) = try groups.named(visit, tx)
            let program = try groups.program(series.program, of: organization, visit, tx)
            let seats = try OutlookStore.seats(of: series, as: visit.viewer, in: tx)
            return (
                organization,
                SeriesView(
                    series: series, program: program,
                    sessions: try SessionStore.all(of: series.id, from: visit.now, as: visit.viewer, in: tx),
                    people: seats.people, coming: seats.coming,
                    waiting: try SeatCountStore.line(of: series.id, in: tx).count,
                    leaders: try LeaderStore.all(of: series.id, in: tx), address: StaffAddress(organization),
                    conflicts: conflicts, errors: errors, visit: visit)
            )
        }
        return StaffFrame(organization: organization, errors: errors, isWide: true, visit: visit).page(
            view.program.title(visit.language), lead: visit.text("groups.state.\(view.series.state.rawValue)"),
            status: conflicts.isEmpty ? nil : 422, view.html())
    }
}
