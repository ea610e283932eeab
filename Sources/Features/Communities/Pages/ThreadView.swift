import Accounts
import Evidence
import Markup
import Storage
import Vocabulary
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

    func html() async throws -> HTML {
        HTML.columns(
            HTML.stack([
                try await opening, yours, poll, try await answers, paging, forReaders, try await replying,
            ]),
            beside: HTML.stack([try await mentioned, isMember ? own : .empty, before]), header: header)
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
        \(HTML.when(
            isKeeper && thread.byAsker,
            "<p class=\"note\"><a href=\"\(BarPage.link(slug, thread.id))\">\(text("communities.bar"))</a></p>"))\
        \(HTML.with(thread.source.flatMap { Link(external: $0) }) {
                "<p class=\"note\">\(text("communities.source.is")) <a rel=\"nofollow noopener noreferrer ugc\" href=\"\($0)\">\($0.text)</a></p>"
            })
        """
    }

    // MARK: - Posts

    private var opening: HTML {
        get async throws { try await posts(read.posts.prefix(1).filter { $0.number == 1 }) }
    }

    private var poll: HTML {
        guard let poll = read.poll, thread.state != .gone else { return .empty }
        return PollView(poll: poll, slug: slug, isMine: isMine, visit: visit)
            .html()
    }

    /// The best answer stands first, on the first page.
    private var best: Post? {
        guard read.page == 1, let found = thread.best.flatMap(find) else { return nil }
        return found.html.isEmpty ? nil : found
    }

    private var answers: HTML {
        get async throws {
            let rest = read.posts.filter { $0.number > 1 && !(read.page == 1 && $0.number == thread.best) }
            let best = best.map { [$0] } ?? []
            guard !rest.isEmpty || !best.isEmpty else { return unanswered }
            let new = seen.flatMap { seen in rest.firstIndex { $0.number > seen && $0.author != me } } ?? rest.endIndex
            let known = try await posts(best + rest[..<new])
            return """
                <section class="posts"><h2 class="unseen">\(text("communities.answers.title"))</h2>\(known)\
                \(HTML.when(new < rest.endIndex, newMark))\(try await posts(rest[new...]))</section>
                """
        }
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

    /// Posts one below another. Those that are the same for all who read them are made and compressed once.
    private func posts(_ posts: some Sequence<Post>) async throws -> HTML {
        var html = HTML()
        for run in PostRun.all(of: posts.map(view)) {
            guard let key = run.key else {
                html += try await written(run.posts)
                continue
            }
            html += try await visit.fragment("thread \(thread.id) \(key)", version: try await version) {
                try await written(run.posts)
            }
        }
        return html
    }

    private func view(_ post: Post) -> PostView {
        PostView(
            post: post, page: self, own: read.own[post.number] ?? [],
            quoted: post.isQuoting ? post.answers.flatMap(find) : nil, picture: read.pictures[post.number])
    }

    private func written(_ posts: [PostView]) async throws -> HTML {
        let mentions = try await mentions(of: posts.flatMap { treatments(of: $0.post) })
        return HTML.each(posts) { $0.html(mentions?.lines(of: treatments(of: $0.post)) ?? .empty) }
    }

    // MARK: - Evidence beside talk

    /// Changes with the thread and with what is known of treatments.
    private var version: String {
        get async throws { "\(thread.revision) \(try await communities.evidence.mentionsVersion)" }
    }

    private func treatments(of post: Post) -> [ID<Treatment>] {
        post.html.isEmpty ? [] : read.treatments[post.number] ?? []
    }

    private func mentions(of treatments: [ID<Treatment>]) async throws -> Mentions? {
        guard !treatments.isEmpty else { return nil }
        let condition = communities.vocabulary.catalogue.condition(slug: slug)
        return try await communities.evidence.mentions(
            of: treatments, for: condition.map { ID(high: $0.id.high, low: $0.id.low) }, text)
    }

    /// What is known of the treatments that this page names.
    private var mentioned: HTML {
        get async throws {
            let named = read.posts.flatMap(treatments)
            guard !named.isEmpty else { return .empty }
            let key = "mentioned in \(slug) \(named.map(\.description).joined(separator: " "))"
            return try await visit.fragment(key, version: try await communities.evidence.mentionsVersion) {
                try await mentions(of: named)?.card() ?? .empty
            }
        }
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
        get async throws {
            guard isMember else {
                let signIn = Link("/sign-in").adding("to", ThreadPage.link(slug, thread.id).text)
                return HTML.actions([HTML.buttonLink(text("communities.reply.signIn"), to: signIn, kind: .secondary)])
            }
            guard thread.state == .shown else { return .empty }
            let title = text(isMine ? "communities.reply.mine" : "communities.reply.\(thread.kind.rawValue)")
            // One form for every reaction on the page: its buttons stand under the posts.
            return HTML.card(try await replyForm, title: title, id: "reply") + """
                <form id="react" action="\(PostActions.link(slug, thread.id, "react"))" method="post">\
                \(HTML.hidden("csrf", visit.csrf))</form>
                """
        }
    }

    private var replyForm: HTML {
        get async throws {
            // Whoever has not agreed is asked by that page: words that are sent before are lost on the way to the question.
            guard visit.hasHealthConsent else {
                let link = ReplyPage.link(slug, thread.id)
                return HTML.actions([HTML.buttonLink(text("communities.reply"), to: link, kind: .secondary)])
            }
            let form = ReplyForm(
                slug: slug, thread: thread, answers: nil, quoted: nil, errors: FormErrors(),
                values: FormValues(sent: visit.fields, draft: read.draft), visit: visit)
            guard read.draft == nil else { return form.html() }
            return form.html(try await visit.fragment("reply fields", version: "empty") { form.fields })
        }
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
