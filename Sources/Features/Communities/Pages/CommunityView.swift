import Markup
import Storage
import Web

/// The front page of a community.
struct CommunityView {
    let communities: CommunitiesFeature
    let read: CommunityPage.Read
    /// Whether it is the top of the list.
    let isFirst: Bool
    let visit: Visit

    /// For what the place in a list is sealed.
    static let paging = "list of a community"

    private var text: Text { visit.text }
    private var slug: String { read.community.slug }

    func html() -> HTML {
        let name = communities.name(of: read.community, text)
        let header = HTML.pageHeader(
            name, lead: HTML(text: communities.about(read.community, text)),
            breadcrumb: HTML.breadcrumb([(text("communities.title"), "/communities")]))
        let care = read.care.map {
            CommunityCareView(communities: communities, community: read.community, care: $0, visit: visit)
        }
        let top = [
            HTML.when(isFirst, actions), HTML.with(care) { $0.question },
            HTML.when(isFirst && read.newest.isEmpty, quiet), HTML.with(care) { $0.doors + $0.pace },
        ]
        let lists = [
            HTML.when(isFirst && !read.newest.isEmpty, search),
            section(read.waiting, "communities.waiting"), section(read.answered, "communities.answered"), newest,
        ]
        guard isFirst, read.membership == nil else {
            return HTML.columns(
                HTML.stack(top + lists), beside: HTML.when(isFirst, HTML.stack([belonging, keepers])), header: header)
        }
        // Whoever may join is asked above the lists on a phone, too: those are long.
        return HTML.columns(
            HTML.stack(top), beside: belonging, below: HTML.stack(lists + [keepers]), header: header)
    }

    private var actions: HTML {
        HTML.actions([
            HTML.buttonLink(text("communities.ask"), to: NewThreadPage.link(slug, .question)),
            HTML.buttonLink(
                text("communities.tell"), to: NewThreadPage.link(slug, .experience), kind: .secondary),
        ])
    }

    private var search: HTML {
        HTML.searchForm(
            action: CommunitySearchPage.link(slug), label: text("communities.search.label"),
            button: text("communities.search.button"), kind: .secondary)
    }

    private var quiet: HTML {
        HTML.emptyState(
            title: text("communities.quiet"), body: text("communities.quiet.body"),
            action: HTML.buttonLink(text("communities.quiet.others"), to: "/communities", kind: .secondary))
    }

    private func section(_ threads: [CommunityThread], _ title: String) -> HTML {
        guard !threads.isEmpty else { return .empty }
        return HTML.card(HTML.each(threads, line), title: text(title))
    }

    private var newest: HTML {
        let shown = read.newest.prefix(CommunityPage.listed)
        // What stands above stands there already.
        let above = Set((read.waiting + read.answered).map(\.id))
        let rest = shown.filter { !above.contains($0.id) }
        var next: Link?
        if read.newest.count > shown.count, let last = shown.last,
            let place = try? visit.signer.seal("\(last.lastAt.milliseconds) \(last.id)", for: Self.paging)
        {
            next = CommunityPage.link(slug).adding("behind", place)
        }
        guard !rest.isEmpty || next != nil else { return .empty }
        return HTML.card(
            HTML.each(rest, line) + HTML.pagination(previous: nil, next: next, text: text),
            title: text("communities.newest"))
    }

    private func line(_ thread: CommunityThread) -> HTML {
        """
        <article class="thread-line">\
        \(thread.heading(to: ThreadPage.link(slug, thread.id), isFolded: read.folded.contains(thread.id), text))\
        <p class="note">\(thread.facts(text, at: thread.lastAt))</p></article>
        """
    }

    // MARK: - Beside

    private var belonging: HTML {
        guard visit.session != nil else {
            return HTML.card(
                """
                <p>\(text("communities.join.visitor"))</p>\
                \(HTML.actions([HTML.buttonLink(text("communities.join.signIn"), to: signIn, kind: .secondary)]))
                """, title: text("communities.join.title"), kind: .yours)
        }
        let asked = HTML.checkbox(
            name: "asked", label: text("communities.join.asked"), hint: text("communities.join.asked.hint"),
            checked: read.membership?.mayBeAsked ?? false)
        let isIn = read.membership != nil
        let form = HTML.form(
            action: "/communities/\(slug)/join", csrf: visit.csrf,
            asked + HTML.button(text(isIn ? "communities.join.change" : "communities.join"), kind: .secondary))
        let leaving = HTML.form(
            action: "/communities/\(slug)/leave", csrf: visit.csrf,
            HTML.button(text("communities.leave"), kind: .quiet))
        return HTML.card(
            "<p>\(text(isIn ? "communities.join.isIn" : "communities.join.why"))</p>\(form)\(HTML.when(isIn, leaving))",
            title: text("communities.join.title"), kind: .yours)
    }

    private var signIn: Link { Link("/sign-in").adding("to", CommunityPage.link(slug).text) }

    private var keepers: HTML {
        let names =
            read.moderators.isEmpty ? text("communities.keepers.site") : read.moderators.joined(separator: " · ")
        return HTML.card(
            "<p dir=\"auto\">\(names)</p><p><a href=\"/rules\">\(text("communities.rules"))</a></p><p><a href=\"\(FeedPage.link(slug))\">\(text("communities.feed"))</a></p>",
            title: text("communities.keepers"), kind: .quiet)
    }
}
