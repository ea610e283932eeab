import Accounts
import Markup
import Storage
import Web

/// `…/posts/:number/warning`: what a moderator of the community, or of the site, warns readers of. One of the themes: it is
/// said in each reader's language, and follows their own filters.
struct PostWarningPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/posts/:number/warning"

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0) },
            .post(Self.path, .member) { try await warn($0) },
        ]
    }

    private struct Found: Sendable {
        let community: Community
        let thread: CommunityThread
        let place: PostPlace
        let author: ID<Person>?
        let words: String
        let theme: TalkTheme?
    }

    private func find(_ visit: Visit, _ tx: Transaction) throws -> Found {
        let (community, thread) = try communities.thread(visit, tx)
        let place = PostPlace(thread.id, try communities.number(visit))
        guard visit.viewer.moderates(.community(community.id)),
            let post = try PostStore.words(of: place, as: visit.viewer, in: tx)
        else { throw Problem.notFound }
        return Found(
            community: community, thread: thread, place: place, author: post.author, words: post.words,
            theme: try PostWarningStore.find(at: place, in: tx))
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let found = try await communities.database.read { try find(visit, $0) }
        let text = visit.text
        let title = text("communities.warn.title")
        let options =
            [Choice("none", text("communities.warn.none"))]
            + TalkTheme.allCases.map { Choice($0.rawValue, $0.name(text)) }
        let form = HTML.form(
            action: EditPostPage.link(found.community.slug, found.place, "warning"), csrf: visit.csrf,
            """
            \(HTML.radios(
                Choices(
                    name: "theme", legend: text("communities.warn.ask"), options: options,
                    selected: found.theme?.rawValue ?? "none")))\
            \(HTML.actions([HTML.button(text("communities.warn.save"))]))
            """)
        let way = HTML.breadcrumb([
            (found.thread.heading(text), ThreadPage.link(found.community.slug, found.place))
        ])
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("communities.warn.lead")), breadcrumb: way))\
                \(HTML.quote(found.words, by: .empty))\(form)
                """))
    }

    private func warn(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let chosen = reader.choice("theme", among: ["none"] + TalkTheme.allCases.map(\.rawValue))
        let audit = communities.accounts.audit
        let isRead = reader.errors.isEmpty && chosen != nil
        let theme = chosen.flatMap(TalkTheme.init(rawValue:))
        let found = try await communities.database.write { tx in
            let found = try find(visit, tx)
            guard isRead, try PostWarningStore.set(theme, at: found.place, in: tx) else { return found }
            // Of what it warns is a word about the author's health.
            try audit.record(
                theme == nil ? .postWarningRemoved : .postWarned, about: found.author, by: visit.viewer,
                detail: found.place.record, at: visit.now, in: tx)
            try ThreadStore.recount(found.thread.id, in: tx)
            try tx.noteTakedown()
            return found
        }
        return visit.redirect(ThreadPage.link(found.community.slug, found.place), flash: "communities.warn.saved")
    }
}

extension AuditEvent {
    static let postWarned = AuditEvent("post-warned")
    static let postWarningRemoved = AuditEvent("post-warning-removed")
}
