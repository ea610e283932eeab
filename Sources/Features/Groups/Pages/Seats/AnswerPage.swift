import Accounts
import Markup
import Storage
import Web

/// `/groups/:group/answer`: that one cannot come to a date, or can after all.
struct AnswerPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] { [.post("/groups/:group/answer", .member) { try await answer($0) }] }

    /// The button below a date.
    static func form(_ series: Series, _ recurrence: RecurrenceID, isComing: Bool, _ label: String, _ visit: Visit)
        -> HTML
    {
        HTML.form(
            action: "/groups/\(series.slug)/answer", csrf: visit.csrf,
            """
            \(HTML.hidden("date", recurrence.text))\(HTML.hidden("coming", isComing ? "yes" : "no"))\
            \(HTML.button(label, kind: .quiet))
            """)
    }

    private func answer(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion(backTo: OwnGroupsPage.path) { return question }
        let (slug, viewer) = (try visit.parameter("group"), visit.viewer)
        let found = try await groups.database.read { try SeriesStore.find(slug: slug, as: viewer, in: $0) }
        guard let series = found, let recurrence = visit.fields["date"].flatMap({ RecurrenceID($0) }),
            let coming = visit.fields["coming"], ["yes", "no"].contains(coming)
        else { throw Problem.notFound }
        let isComing = coming == "yes"
        do {
            try await groups.answer(isComing, on: SessionID(series.id, recurrence), as: viewer)
        } catch let refusal as SeatRefusal {
            return visit.redirect(OwnGroupsPage.path, problem: "groups.refusal.\(refusal.rawValue)")
        }
        return visit.redirect(
            OwnGroupsPage.path, flash: isComing ? "groups.mine.comingAgain" : "groups.mine.notComing")
    }
}
