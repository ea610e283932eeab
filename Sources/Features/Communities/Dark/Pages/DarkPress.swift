import Accounts
import Markup
import Storage
import Web

/// Before somebody writes, presses or watches in their own name what they asked in the dark: privately, once, and nothing is
/// forbidden. Everybody who does so there is looked up alike.
struct DarkPress: Sendable {
    let communities: CommunitiesFeature

    /// The field by which they go on all the same.
    private static let known = "known"

    /// The page that asks; nil where there is nothing to ask.
    func question(_ visit: Visit, to action: Link) async throws -> Reply? {
        let thread: ID<CommunityThread> = try visit.id("thread")
        guard visit.fields[Self.known] == nil, communities.isOwnInTheDark(thread, visit) else { return nil }
        let text = visit.text
        let sent = HTML.each(visit.fields.names.filter { $0 != "csrf" }) { name in
            HTML.with(visit.fields[name]) { HTML.hidden(name, $0) }
        }
        let title = text("communities.dark.press")
        let page = ThreadPage.link(try visit.parameter("community"), thread)
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("communities.dark.press.is"))))\
                \(DarkDesk.button(
                    text("communities.dark.press.desk"), visit, kind: .primary,
                    [("do", "thread"), ("thread", thread.description)]))\
                \(HTML.form(
                    action: action, csrf: visit.csrf,
                    sent + HTML.hidden(Self.known, "yes")
                        + HTML.actions([HTML.button(text("communities.dark.press.go"), kind: .secondary)])))\
                <p><a href="\(page)">\(text("communities.dark.press.leave"))</a></p>
                """))
    }
}

extension ThreadView {
    /// On every thread of the dark, for every reader: nothing there depends on whose it is.
    var yours: HTML {
        guard communities.darkPool.isOffered, thread.byAsker else { return .empty }
        return """
            <p class="note">\(HTML.icon(.night))\(text("communities.dark.yours")) \
            <a href="/me/talk">\(text("communities.menu.own"))</a>. \
            <a href="\(InTheDarkPage.link)">\(text("communities.dark.about.title"))</a></p>
            """
    }
}
