import Accounts
import Evidence
import Markup
import Storage
import Web

/// The page of a thread. A class, for each of its posts leads back to it, and a copy for each takes time.
final class ThreadView {
    let communities: CommunitiesFeature
    let read: ThreadPage.Read
    /// The highest number that the viewer has seen here before; nil where they never did.
    let seen: Int?
    let visit: Visit
    let text: Text
    let thread: CommunityThread
    let me: ID<Person>?
    /// Whether its reader is a moderator of the place.
    let isKeeper: Bool

    init(communities: CommunitiesFeature, read: ThreadPage.Read, seen: Int?, visit: Visit) {
        (self.communities, self.read, self.seen, self.visit) = (communities, read, seen, visit)
        (text, thread, me) = (visit.text, read.thread, visit.viewer.personID)
        isKeeper = visit.viewer.moderates(.community(read.community.id))
    }

    var slug: String { read.community.slug }
    private var isMember: Bool { visit.session != nil }
    private var isMine: Bool { me != nil && thread.author == me }

    func html() -> HTML {
        HTML.columns(
            HTML.stack([opening, poll, answers, paging, forReaders, replying]),
            beside: HTML.stack([read.mentions?.card() ?? .empty, isMember ? own : .empty, before]), header: header)
    }

    private var header: HTML {
        let name = communities.name(of: read.community, text)
        return """
            <div class="page-header">\(HTML.breadcrumb(
                [(text("communities.title"), "/communities"), (name, CommunityPage.link(slug))]))\
            <h1 class="thread-heading" dir="auto" lang="\(thread.language)">\(thread.heading(text))</h1>\(facts)</div>
            """
    }

    private var facts: HTML {
        """
        <p class="note">\(thread.facts(text, at: thread.startedAt)) · \
        \(text("communities.readers.\(thread.visibility.rawValue).short"))</p>\
        \(HTML.when(read.page > 1, thread.state.said(text)))\
        \(HTML.with(thread.source.flatMap { Link(external: $0) }) {
                "<p class=\"note\">\(text("communities.source.is")) <a rel=\"nofollow noopener noreferrer ugc\" href=\"\($0)\">\($0.text)</a></p>"
            })
        """
    }

    // MARK: - Posts

    private var opening: HTML {
        guard let first = read.posts.first, first.number == 1 else { return .empty }
        return post(first)
    }

    private var poll: HTML {
        guard let poll = read.poll, thread.state != .gone else { return .empty }
        return PollView(poll: poll, slug: slug, isMine: isMine, visit: visit)
            .html()
    }

    private var best: HTML {
        guard read.page == 1, let number = thread.best,
            let found = read.posts.first(where: { $0.number == number }) ?? read.others[number]
        else { return .empty }
        return HTML.when(!found.html.isEmpty, post(found))
    }

    private var answers: HTML {
        let rest = read.posts.filter { $0.number > 1 && !(read.page == 1 && $0.number == thread.best) }
        let best = self.best
        guard !rest.isEmpty || !best.isEmpty else { return unanswered }
        let firstNew = seen.flatMap { seen in rest.first { $0.number > seen && $0.author != me } }?.number
        return """
            <section class="posts"><h2 class="unseen">\(text("communities.answers.title"))</h2>\(best)\
            \(HTML.each(rest) { HTML.when($0.number == firstNew, newMark) + post($0) })</section>
            """
    }

    /// What becomes of a question that nobody has answered, and what its reader can do.
    private var unanswered: HTML {
        guard thread.kind == .question, thread.state == .shown, thread.replies == 0 else { return .empty }
        return HTML.emptyState(
            title: text("communities.unanswered"),
            body: text(isMine ? "communities.unanswered.mine" : "communities.unanswered.reader"))
    }

    /// For who reads at night of what may be near to them. In the page and not above it, so that every visitor has it too.
    private var forReaders: HTML {
        let speaks = read.posts.contains { post in
            !post.html.isEmpty && (post.themes.contains(.selfHarm) || post.warnedOf == .selfHarm)
        }
        return HTML.when(speaks, "<p class=\"flash flash-notice\">\(text("safety.soft.after"))</p>")
    }

    private var newMark: HTML { "<p class=\"new-since\"><span>\(text("communities.new.since"))</span></p>" }

    private func post(_ post: Post) -> HTML {
        PostView(
            post: post, page: self, own: read.own[post.number] ?? [],
            quoted: post.isQuoting ? post.answers.flatMap(find) : nil,
            mentions: read.mentions?.lines(of: read.treatments[post.number] ?? []) ?? .empty,
            picture: read.pictures[post.number]
        ).html()
    }

    /// Whether the reader asked to be warned of what a post speaks of. One's own words one knows.
    func folds(_ post: Post) -> Bool {
        guard let folding = read.folding, post.author == nil || post.author != me else { return false }
        return folding.folds(post, titled: post.number == 1 ? thread.title : nil)
    }

    private func find(_ number: Int) -> Post? { read.posts.first { $0.number == number } ?? read.others[number] }

    private var paging: HTML {
        func page(_ number: Int) -> Link { ThreadPage.link(slug, thread.id).adding("page", String(number)) }
        return HTML.pagination(
            previous: read.page > 1 ? page(read.page - 1) : nil,
            next: read.page < thread.pages ? page(read.page + 1) : nil, text: text)
    }

    /// Others may have asked it, and been answered.
    private var before: HTML {
        guard !read.before.isEmpty else { return .empty }
        let lines = HTML.each(read.before) { one -> HTML in
            let link: HTML = """
                <a href="\(ThreadPage.link(one.community, one.thread.id))" dir="auto" lang="\(one.thread.language)">\
                \(one.thread.title)</a>
                """
            return """
                <li>\(one.isFolded ? HTML.disclosure(text("communities.filters.hidden"), link) : link)\
                <span class="note">\(one.thread.facts(text, at: one.thread.lastAt))</span></li>
                """
        }
        return HTML.card("<ul class=\"link-list\">\(lines)</ul>", title: text("communities.before"))
    }

    // MARK: - What a reader does

    private var replying: HTML {
        guard isMember else {
            let signIn = Link("/sign-in").adding("to", ThreadPage.link(slug, thread.id).text)
            return HTML.actions([HTML.buttonLink(text("communities.reply.signIn"), to: signIn, kind: .secondary)])
        }
        guard thread.state == .shown else { return .empty }
        // Whoever has not agreed is asked by that page: words that are sent before are lost on the way to the question.
        let link = HTML.buttonLink(text("communities.reply"), to: ReplyPage.link(slug, thread.id), kind: .secondary)
        let form = ReplyForm(
            slug: slug, thread: thread, answers: nil, quoted: nil, errors: FormErrors(),
            values: FormValues(sent: visit.fields, draft: read.draft), visit: visit)
        return HTML.card(
            visit.hasHealthConsent ? form.html() : HTML.actions([link]),
            title: text(isMine ? "communities.reply.mine" : "communities.reply.\(thread.kind.rawValue)"), id: "reply")
                // One form for every reaction on the page: its buttons stand under the posts.
                + """
                <form id="react" action="\(PostActions.link(slug, thread.id, "react"))" method="post">\
                \(HTML.hidden("csrf", visit.csrf))</form>
                """
    }

    private var own: HTML {
        let watching = HTML.form(
            action: PostActions.link(slug, thread.id, "watch"), csrf: visit.csrf,
            HTML.hidden("on", read.isWatching ? "" : "yes")
                + HTML.button(
                    text(read.isWatching ? "communities.watch.stop" : "communities.watch"), kind: .secondary))
        let isAsking = isMine && thread.kind != .claim && read.page == 1 && read.poll == nil
        let poll: HTML = HTML.when(
            isAsking,
            "<p><a href=\"\(PollPage.link(slug, thread.id))\">\(text("communities.poll.title"))</a></p>")
        return HTML.card(
            """
            <p>\(text(read.isWatching ? "communities.watch.isOn" : "communities.watch.isOff"))</p>\(watching)\(poll)\
            \(HTML.with(read.views) { HTML.note(HTML(text: text("communities.views", ["times": .text(text.number($0))]))) })
            """,
            title: text("communities.thread.you"), kind: .yours, id: "watching")
    }
}
