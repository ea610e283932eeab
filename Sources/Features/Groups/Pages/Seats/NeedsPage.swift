import Accounts
import Markup
import Safety
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
        var reader = FormReader(visit.fields)
        let needs = NeedFields.read(&reader)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let id: ID<Enrolment> = try visit.id("enrolment")
        return try await keep(needs, visit, flash: "groups.need.saved") { try EnrolmentStore.find(id, as: $0, in: $1) }
    }

    /// Keeps what somebody needs; words of danger in it wait (`HeldNeeds`).
    /// - Parameters:
    ///   - isMore: it comes to what stands there already, of which nothing goes.
    ///   - find: whose needs they are.
    func keep(
        _ said: [AccessNeed], _ visit: Visit, isMore: Bool = false, flash: String,
        _ find: @escaping @Sendable (Viewer, Transaction) throws -> Enrolment?
    ) async throws -> Reply {
        let (own, typed, parted, organization) = try await groups.database.write { tx in
            guard let own = try find(visit.viewer, tx) else { throw Problem.notFound }
            let known = try EnrolmentStore.needs(of: own.id, in: tx)
            let typed = said + known.filter { old in isMore && !said.contains { $0.kind == old.kind } }
            let parted = HeldNeeds(typed, known: known, visit, groups.safety.reader)
            try EnrolmentStore.setNeeds(parted.kept, of: own.id, in: tx)
            let series = try SeriesStore.find(own.series, as: visit.viewer, in: tx)
            let organization = try series.flatMap { try OrganizationStore.find($0.organization, in: tx) }
            return (own, typed, parted, organization)
        }
        return parted.page(own, typed, readers: NeedFields.readers(organization, visit.text), visit)
            ?? visit.redirect(OwnGroupsPage.path, flash: flash)
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
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("groups.need.lead")), breadcrumb: OwnGroupsPage.breadcrumb(text)))\
                \(HTML.form(
                    action: Self.link(id), csrf: visit.csrf,
                    NeedFields.html(visit, kept: needs, readers: NeedFields.readers(organization, text), errors)
                        + HTML.actions([HTML.button(text("groups.need.save"))])))
                """))
    }
}
