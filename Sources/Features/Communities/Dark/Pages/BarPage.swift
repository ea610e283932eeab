import Accounts
import Markup
import Storage
import Web

/// `…/threads/:thread/bar`: for how long whoever asked a thread in the dark asks and answers nothing there. A moderator does not
/// learn who it is; the bar stands on the mark that owns the thread.
struct BarPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/bar"
    /// For how many days.
    private static let spans = [7, 30, 90]

    static func link(_ slug: String, _ thread: ID<CommunityThread>) -> Link {
        "/communities/\(slug)/threads/\(thread)/bar"
    }

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0) },
            .post(Self.path, .member) { try await bar($0) },
        ]
    }

    private struct Found: Sendable {
        let community: Community
        let thread: CommunityThread
        /// A mark owns it still.
        let isOwned: Bool
        let until: PartialDate?

        var link: Link { ThreadPage.link(community.slug, thread.id) }
    }

    /// Also of what others do not read: it is taken out of sight first, as a rule.
    private func find(_ visit: Visit, _ tx: Transaction) throws -> Found {
        let community = try communities.community(visit, tx)
        guard visit.viewer.moderates(.community(community.id)),
            let thread = try ThreadStore.find(try visit.id("thread"), as: .system(reason: "moderation"), in: tx),
            thread.community == community.id, thread.byAsker
        else { throw Problem.notFound }
        let bar = try DarkThreadStore.bar(on: thread.id, in: tx)
        let until = bar.until.flatMap { $0 >= PartialDate(visit.now) ? $0 : nil }
        return Found(community: community, thread: thread, isOwned: bar.isOwned, until: until)
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let found = try await communities.database.read { try find(visit, $0) }
        let text = visit.text
        let title = text("communities.bar.title")
        let way = HTML.breadcrumb([(found.thread.heading(text), found.link)])
        let header = HTML.pageHeader(title, lead: HTML(text: text("communities.bar.lead")), breadcrumb: way)
        guard found.isOwned else {
            return visit.page(title, HTML.narrow("\(header)<p>\(text("communities.bar.letGo"))</p>"))
        }
        let options =
            [Choice("0", text("communities.bar.none"))]
            + Self.spans.map { Choice(String($0), text("communities.bar.days", ["n": .count($0)])) }
        let form = HTML.form(
            action: BarPage.link(found.community.slug, found.thread.id), csrf: visit.csrf,
            """
            \(HTML.radios(
                Choices(name: "days", legend: text("communities.bar.ask"), options: options, selected: nil)))\
            \(HTML.actions([HTML.button(text("communities.warn.save"))]))
            """)
        let now = HTML.with(found.until) { until -> HTML in
            "<p>\(text("communities.bar.until", ["day": .text(text.date(until.start))]))</p>"
        }
        return visit.page(title, HTML.narrow("\(header)\(now)\(form)"))
    }

    private func bar(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let days = reader.choice("days", among: ["0"] + Self.spans.map { String($0) }).flatMap { Int($0) }
        let audit = communities.accounts.audit
        let found = try await communities.database.write { tx in
            let found = try find(visit, tx)
            guard let days else { return found }
            let until = days > 0 ? PartialDate(visit.now + .days(days)) : nil
            guard try DarkThreadStore.setBar(until: until, on: found.thread.id, in: tx) else { return found }
            try audit.record(
                until == nil ? .askerBarEnded : .askerBarred, about: nil, by: visit.viewer,
                detail: found.thread.id.description, at: visit.now, in: tx)
            return found
        }
        guard days != nil else { return visit.redirect(BarPage.link(found.community.slug, found.thread.id)) }
        try await communities.rereadDark()
        return visit.redirect(found.link, flash: "communities.warn.saved")
    }
}

extension AuditEvent {
    static let askerBarred = AuditEvent("asker-barred")
    static let askerBarEnded = AuditEvent("asker-bar-ended")
    static let askerWorded = AuditEvent("asker-worded")
}
