import Accounts
import Markup
import Storage
import Web

/// `/me/groups/:enrolment/needs`: what somebody needs to come, for all dates of a group.
struct NeedsPage: Sendable {
    static let pattern = "/me/groups/:enrolment/needs"

    let groups: GroupsFeature

    static func link(_ enrolment: ID<Enrolment>) -> Link { "/me/groups/\(enrolment)/needs" }

    var routes: [Route] {
        [
            .get(Self.pattern, .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors())
            },
            .post(Self.pattern, .member, body: .words, limit: RateLimit(per: .person, count: 60, within: 600)) {
                if let question = $0.healthConsentQuestion { return question }
                return try await save($0)
            },
        ]
    }

    private func save(_ visit: Visit) async throws -> Reply {
        let (id, viewer): (ID<Enrolment>, Viewer) = (try visit.id("enrolment"), visit.viewer)
        var reader = FormReader(visit.fields)
        let needs = NeedFields.read(&reader)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        try await groups.database.write { tx in
            guard try EnrolmentStore.find(id, as: viewer, in: tx) != nil else { throw Problem.notFound }
            try EnrolmentStore.setNeeds(needs, of: id, in: tx)
        }
        return visit.redirect(OwnGroupsPage.path, flash: "groups.need.saved")
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (id, viewer): (ID<Enrolment>, Viewer) = (try visit.id("enrolment"), visit.viewer)
        let (program, organization, needs) = try await groups.database.read { tx in
            guard let own = try EnrolmentStore.find(id, as: viewer, in: tx),
                let series = try SeriesStore.find(own.series, as: viewer, in: tx),
                let program = try ProgramStore.find(series.program, as: viewer, in: tx)
            else { throw Problem.notFound }
            return (
                program, try OrganizationStore.find(series.organization, in: tx),
                try EnrolmentStore.needs(of: id, in: tx)
            )
        }
        let text = visit.text
        let title = text("groups.need.title", ["group": .text(program.called(text))])
        let readers = text("groups.need.readers", ["organization": .text(organization?.name ?? "")])
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("groups.need.lead")), breadcrumb: OwnGroupsPage.breadcrumb(text)))\
                \(HTML.form(
                    action: Self.link(id), csrf: visit.csrf,
                    NeedFields.html(visit, kept: needs, readers: readers, errors)
                        + HTML.actions([HTML.button(text("groups.need.save"))])))
                """))
    }
}
