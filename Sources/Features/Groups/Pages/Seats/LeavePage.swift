import Accounts
import Markup
import Storage
import Web

/// `/me/groups/:enrolment/leave`: gives up a seat, an offer or a place in line, in one tap and without a reason.
struct LeavePage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "groups leave"

    var routes: [Route] { [.post("/me/groups/:enrolment/leave", .member) { try await leave($0) }] }

    /// The button. Its form carries that the seat was theirs: who presses twice is told the same twice, though by then
    /// no row says so any more.
    static func form(_ own: Enrolment, _ label: String, _ visit: Visit) -> HTML {
        HTML.form(
            action: "/me/groups/\(own.id)/leave", csrf: visit.csrf,
            HTML.hidden("form", visit.formID(own.id, for: purpose)) + HTML.actions([HTML.button(label, kind: .quiet)]))
    }

    private func leave(_ visit: Visit) async throws -> Reply {
        let id: ID<Enrolment> = try visit.id("enrolment")
        do {
            try await groups.leave(id, as: visit.viewer)
        } catch Problem.notFound {
            let wasTheirs: ID<Enrolment>? = visit.sentFormID(for: Self.purpose)
            guard wasTheirs == id else { throw Problem.notFound }
        }
        return visit.redirect(OwnGroupsPage.path, flash: "groups.mine.left")
    }
}
