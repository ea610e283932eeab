import Markup
import Safety
import Storage
import Web

/// Who is expected on a date, for its coordinator (`…/series/:group/roster`) and whoever leads it (`…/led/:group`).
/// **Each opening leaves a line in the audit log, in the transaction that reads it.** Nothing of a person stands there
/// but what receiving them needs: no other group of theirs, and no link to them.
struct RosterPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] {
        [
            .get("\(GroupsFeature.staff)/series/:group/roster", GroupsFeature.coordinator) { visit in
                try await show(visit, try await read(visit, isLeader: false), isLeader: false)
            },
            .get(
                "\(GroupsFeature.staff)/led/:group", .role(.leader, in: .organization(parameter: "organization"))
            ) { visit in
                // What one does not lead, and what is not there, lead to the same place.
                do { return try await show(visit, try await read(visit, isLeader: true), isLeader: true) } catch Problem
                    .notFound
                { return visit.redirect("/staff/groups/led", problem: "groups.staff.led.not") }
            },
        ]
    }

    private func read(_ visit: Visit, isLeader: Bool) async throws -> (Organization, RosterView) {
        try await groups.database.write { tx in
            let (organization, series) = try groups.named(visit, tx)
            if isLeader {
                let led = try LeaderStore.led(by: visit.viewer, in: organization.id, tx: tx)
                guard led.contains(series.id) else { throw Problem.notFound }
            }
            guard let program = try ProgramStore.find(series.program, as: visit.viewer, in: tx) else {
                throw Problem.notFound
            }
            let sessions = try SessionStore.all(
                of: series.id, from: visit.now - .days(RosterView.daysBack), as: visit.viewer, in: tx)
            let session = try chosen(visit, of: series, sessions, tx)
            let lines = try RosterStore.lines(
                of: series, on: session, agreement: program.agreementVersion, as: visit.viewer, in: tx)
            try groups.noteRoster(series.id, on: session?.id.recurrence, by: visit.viewer, at: visit.now, tx)
            let view = RosterView(
                series: series, title: program.title(visit.language), hasAgreement: program.agreementVersion > 0,
                session: session, sessions: sessions, lines: lines, reader: groups.safety.reader,
                address: StaffAddress(organization),
                isLeader: isLeader, visit: visit)
            return (organization, view)
        }
    }

    /// The date that the address names, else the one that is on or comes next; nil where there is none.
    private func chosen(_ visit: Visit, of series: Series, _ sessions: [Session], _ tx: Transaction) throws
        -> Session?
    {
        if let asked = visit.query["date"], !asked.isEmpty {
            guard let name = RecurrenceID(asked),
                let found = try SessionStore.find(SessionID(series.id, name), as: visit.viewer, in: tx)
            else { throw Problem.notFound }
            return found
        }
        return sessions.first { !$0.isCancelled && $0.endsAt > visit.now } ?? sessions.last
    }

    private func show(_ visit: Visit, _ read: (Organization, RosterView), isLeader: Bool) async throws -> Reply {
        let (organization, view) = read
        let text = visit.text
        guard !isLeader else {
            let title = view.title
            let header = HTML.pageHeader(
                title, lead: HTML(text: view.lead),
                breadcrumb: HTML.breadcrumb(
                    [(text("groups.staff.led"), "/staff/groups/led")], label: text("groups.staff.way")))
            return visit.page(title, HTML.stack([header + view.html()]))
        }
        return StaffFrame(
            organization: organization, steps: [(view.title, view.address.series(view.series.slug))], isWide: true,
            visit: visit
        ).page(text("groups.staff.roster.of", ["group": .text(view.title)]), lead: view.lead, view.html())
    }
}
