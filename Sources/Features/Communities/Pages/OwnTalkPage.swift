import Markup
import Storage
import Web

/// `/me/talk`: what is new in threads that one watches, and what one began. What was opened is kept nowhere: it is new until
/// its reader says that they have read it.
struct OwnTalkPage: Sendable {
    let communities: CommunitiesFeature

    var routes: [Route] {
        [
            .get("/me/talk", .member) { try await show($0) },
            .post("/me/talk/read", .member) { try await noteRead($0) },
            .post("/me/talk/mailed/drop", .member) { try await MailedAnswersCard.drop(communities, $0) },
            .post("/me/talk/drafts/drop", .member) { visit in
                let form = Link(local: visit.fields["draft"] ?? "") ?? "/me/talk"
                try await communities.dropDraft(of: form, visit)
                return visit.redirect("/me/talk", flash: "communities.draft.dropped")
            },
        ]
    }

    /// Lines of each list.
    private static let listed = 50

    /// What stood on the page that they pressed on. What came since, or did not fit, is new still.
    private func noteRead(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let places = visit.fields["news"].map { news in
            news.utf8.split(separator: UInt8(ascii: " ")).prefix(Self.listed)
                .compactMap { PostPlace(record: String(Substring($0))) }
        }
        try await communities.database.write { try WatchStore.noteRead(places, as: viewer, in: $0) }
        return visit.redirect("/me/talk", flash: "communities.own.read.done")
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let (news, watched, folded, own, places, drafts, mailed) = try await communities.database.read { tx in
            let news = try WatchStore.news(as: viewer, limit: Self.listed, in: tx)
            let watched = try WatchStore.watched(as: viewer, limit: Self.listed, in: tx)
            let folding = try ThreadFoldingStore.folding(as: viewer, in: tx)
            let places = try CommunityStore.all(in: tx)
            return (
                news, watched,
                try ThreadFoldingStore.folded(news.map(\.thread) + watched, by: folding, as: viewer, in: tx),
                try ThreadStore.own(as: viewer, limit: Self.listed, in: tx),
                places, try communities.drafts(visit, tx),
                try MailedAnswersCard.read(viewer, among: places, tx)
            )
        }
        let text = visit.text
        let slugs = Dictionary(places.map { ($0.id, $0.slug) }) { $1 }
        let mine = HTML.linkList(
            own.compactMap { thread in
                slugs[thread.community].map { slug in
                    (
                        thread.heading(text), ThreadPage.link(slug, thread.id),
                        thread.facts(text, at: thread.lastAt)
                    )
                }
            })
        let title = text("communities.menu.own")
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("communities.own.lead"))))\(mailed.html(visit))\
                \(list(news, folded, visit))\(begun(drafts, visit))\
                \(HTML.card(
                    own.isEmpty ? nothingBegun(text) : mine, title: text("communities.own.threads")))\
                \(inTheDark(visit))\(following(watched, besides: news, folded, slugs, text))\
                <p><a href="/communities">\(text("communities.title"))</a> · \
                <a href="\(FiltersPage.link)">\(text("communities.filters.title"))</a></p>
                """))
    }

    /// The way to the desk, for everybody: whoever asked in the dark and whoever did not.
    private func inTheDark(_ visit: Visit) -> HTML {
        guard communities.darkPool.isOffered else { return .empty }
        let text = visit.text
        return HTML.card(
            "<p>\(text("communities.dark.desk.about"))</p>\(DarkDesk.button(text("communities.dark.key.open"), visit))",
            title: text("communities.way.dark.title"))
    }

    /// Where to find again what one answered, or meant to come back to. What is new stands above already.
    private func following(
        _ watched: [CommunityThread], besides news: [TalkNews], _ folded: Set<ID<CommunityThread>>,
        _ slugs: [ID<Space>: String], _ text: Text
    ) -> HTML {
        let isNew = Set(news.map(\.thread.id))
        let lines = HTML.each(watched.filter { !isNew.contains($0.id) }) { thread -> HTML in
            guard let slug = slugs[thread.community] else { return .empty }
            return """
                <article class="thread-line">\(thread.heading(
                    to: ThreadPage.link(slug, thread.id), isFolded: folded.contains(thread.id), text))\
                <p class="note">\(thread.facts(text, at: thread.lastAt))</p></article>
                """
        }
        return HTML.when(!lines.isEmpty, HTML.card(lines, title: text("communities.own.following")))
    }

    private func nothingBegun(_ text: Text) -> HTML {
        """
        <p>\(text("communities.own.none"))</p>\
        \(HTML.actions([HTML.buttonLink(text("communities.quiet.others"), to: "/communities", kind: .secondary)]))
        """
    }

    private func list(_ news: [TalkNews], _ folded: Set<ID<CommunityThread>>, _ visit: Visit) -> HTML {
        let text = visit.text
        guard !news.isEmpty else {
            return HTML.emptyState(title: text("communities.own.quiet"), body: text("communities.own.quiet.body"))
        }
        let lines = HTML.each(news) { one -> HTML in
            let place = PostPlace(one.thread.id, one.number)
            return """
                <article class="thread-line">\(one.thread.heading(
                    to: ThreadPage.link(one.community, place), isFolded: folded.contains(one.thread.id), text))\
                <p class="note">\(text("communities.news.\(one.reason.rawValue)")) · \
                \(HTML.with(one.writer(text)) { "<bdi>\($0)</bdi> · " })\(text.date(one.at))</p></article>
                """
        }
        let shown = news.map { PostPlace($0.thread.id, $0.number).record }.joined(separator: " ")
        let read = HTML.form(
            action: "/me/talk/read", csrf: visit.csrf,
            HTML.hidden("news", shown) + HTML.button(text("communities.own.read"), kind: .secondary))
        return HTML.card("\(lines)\(read)", title: text("communities.own.new"))
    }

    private func begun(_ drafts: [Draft], _ visit: Visit) -> HTML {
        guard !drafts.isEmpty else { return .empty }
        let text = visit.text
        let lines = HTML.each(drafts) { draft -> HTML in
            guard let link = Link(local: draft.form) else { return .empty }
            let drop = PostFields.dropping(
                text("communities.draft.drop"), at: "/me/talk/drafts/drop", with: HTML.hidden("draft", draft.form),
                visit)
            return """
                <article class="thread-line"><h3 class="thread-title" dir="auto"><a href="\(link)">\
                \(draft.isLetter ? text("communities.letters.begun") : draft.beginning)</a></h3>\
                \(drop)</article>
                """
        }
        return HTML.card(lines, title: text("communities.draft.title"), kind: .yours)
    }
}
