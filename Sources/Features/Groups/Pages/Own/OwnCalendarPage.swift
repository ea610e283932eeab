import Markup
import Storage
import Web

/// `/me/groups/calendar`: the address of a member's own calendar, for a calendar program. Shown once, on the answer; a
/// new one ends the old.
struct OwnCalendarPage: Sendable {
    static let path: Link = "/me/groups/calendar"

    let groups: GroupsFeature

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 20, within: 3_600)
        return [
            .post("/me/groups/calendar", .member, limit: limit) { try await make($0) },
            .post("/me/groups/calendar/end", .member, limit: limit) { try await end($0) },
        ]
    }

    private func make(_ visit: Visit) async throws -> Reply {
        let (secret, viewer) = (LinkSecret(.calendar), visit.viewer)
        try await groups.database.write { try CalendarFeedStore.set(secret, as: viewer, in: $0) }
        let text = visit.text
        let address = visit.absolute(AppointmentsFeedPage.link(secret))
        return visit.page(
            text("groups.card.calendar.made"),
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    text("groups.card.calendar.made"), lead: HTML(text: text("groups.card.calendar.copy")),
                    breadcrumb: OwnGroupsPage.breadcrumb(text)))\
                \(HTML.card(
                    """
                    <p class="wrapped"><code>\(address)</code></p><p>\(text("groups.card.calendar.says"))</p>\
                    <p>\(text("groups.card.calendar.secret"))</p>
                    """, kind: .yours))\
                \(HTML.actions([
                    HTML.with(Link(calendar: address)) {
                        HTML.buttonLink(text("groups.card.calendar.open"), to: $0)
                    },
                    HTML.buttonLink(text("groups.seat.toMine"), to: OwnGroupsPage.path, kind: .secondary),
                ]))
                """))
    }

    private func end(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        try await groups.database.write { try CalendarFeedStore.remove(as: viewer, in: $0) }
        return visit.redirect(OwnGroupsPage.path, flash: "groups.card.calendar.ended")
    }

    /// The card on the page of own groups.
    static func card(_ exists: Bool, _ visit: Visit) -> HTML {
        let text = visit.text
        let label = text(exists ? "groups.card.calendar.renew" : "groups.card.calendar.make")
        return HTML.card(
            """
            <p>\(text(exists ? "groups.card.calendar.there" : "groups.card.calendar.about"))</p>\
            \(HTML.form(
                action: path, csrf: visit.csrf, HTML.actions([HTML.button(label, kind: .secondary)])))\
            \(HTML.when(
                exists,
                HTML.form(
                    action: "/me/groups/calendar/end", csrf: visit.csrf,
                    HTML.actions([HTML.button(text("groups.card.calendar.end"), kind: .quiet)]))))
            """, title: text("groups.card.calendar.title"))
    }
}
