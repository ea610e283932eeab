import Markup
import Storage
import Web

/// `/me/groups`: what a member has seats in, what is kept for them, and where they wait.
struct OwnGroupsPage: Sendable {
    static let path: Link = "/me/groups"

    let groups: GroupsFeature

    static func breadcrumb(_ text: Text) -> HTML { HTML.breadcrumb([(text("groups.mine.title"), path)]) }

    var routes: [Route] { [.get("/me/groups", .member) { try await show($0) }] }

    private func show(_ visit: Visit) async throws -> Reply {
        let (viewer, now) = (visit.viewer, visit.now)
        let (own, hasCalendar) = try await groups.database.read { tx in
            (
                try groups.ownGroups(as: viewer, at: now, tx),
                try CalendarFeedStore.exists(as: viewer, in: tx)
            )
        }
        let text = visit.text
        let list =
            own.isEmpty
            ? HTML.emptyState(
                title: text("groups.mine.empty"), body: text("groups.mine.empty.body"),
                action: HTML.buttonLink(text("groups.mine.find"), to: "/groups"))
            : HTML.each(own) { OwnGroupsView(group: $0, visit: visit).html() }
        return visit.page(
            text("groups.mine.title"),
            HTML.narrow(
                """
                \(HTML.pageHeader(text("groups.mine.title"), lead: HTML(text: text("groups.mine.lead"))))\
                \(list)\(OwnCalendarPage.card(hasCalendar, visit))\
                \(HTML.when(!own.isEmpty, "<p><a href=\"/groups\">\(text("groups.mine.find"))</a></p>"))
                """))
    }
}
