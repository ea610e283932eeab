import Markup
import Storage
import Web

/// `/me/following`: whom a member follows and who follows them; `/me/blocked`: whom they blocked. Each list is its owner's
/// alone, a page at a time.
struct TiesPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [.get("/me/following", .member, follows), .get("/me/blocked", .member, blocks)]
    }

    private static let atOnce = 50

    // MARK: Following

    @Sendable private func follows(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let after = visit.query["after"].flatMap { ID<Person>($0) }
        let (following, followers) = try await accounts.database.read { tx in
            (
                try FollowStore.following(as: viewer, in: tx),
                try FollowStore.followers(as: viewer, after: after, limit: Self.atOnce + 1, in: tx)
            )
        }
        let text = visit.text
        return visit.page(
            text("accounts.follow.title"),
            HTML.narrow(
                """
                \(HTML.pageHeader(text("accounts.follow.title"), lead: HTML(text: text("accounts.follow.lead"))))\
                \(HTML.card(followed(following, visit), title: text("accounts.file.following")))\
                \(HTML.card(follower(followers, isFirst: after == nil, visit), title: text("accounts.file.followers")))\
                <p><a href="/me/blocked">\(text("accounts.file.blocking"))</a></p>
                """))
    }

    /// At most a thousand, by name: they are cut here.
    private func followed(_ all: [Follow], _ visit: Visit) -> HTML {
        guard !all.isEmpty else { return "<p>\(visit.text("accounts.follow.none"))</p>" }
        let page = PageOfList(all, visit.query["page"], of: Self.atOnce)
        return list(page.items) { item($0, isFollowed: true, visit) }
            + page.links(visit.text) { Link("/me/following").adding("page", String($0)) }
    }

    private func follower(_ found: [Follow], isFirst: Bool, _ visit: Visit) -> HTML {
        guard !found.isEmpty else { return "<p>\(visit.text("accounts.follow.noFollowers"))</p>" }
        let shown = Array(found.prefix(Self.atOnce))
        let next = found.count > Self.atOnce ? shown.last?.member : nil
        return list(shown) { item($0, isFollowed: $0.isMutual, visit) }
            + HTML.pagination(
                previous: isFirst ? nil : "/me/following",
                next: next.map { Link("/me/following").adding("after", $0.description) }, text: visit.text)
    }

    private func item(_ follow: Follow, isFollowed: Bool, _ visit: Visit) -> HTML {
        let view = TieView(member: follow.member, pseudonym: follow.pseudonym, visit: visit, isInList: true)
        let name: HTML = "<bdi>\(follow.pseudonym)</bdi>"
        // Who shows them no profile has no page for them.
        let linked: HTML =
            follow.showsProfile ? "<a href=\"\(Link("/people/\(follow.member)"))\">\(name)</a>" : name
        let mutual = HTML.tag(visit.text("accounts.follow.mutual"), kind: .yours)
        return """
            <li><strong>\(linked)</strong>\(HTML.when(follow.isMutual, " \(mutual)"))\
            \(view.following(isFollowed))\(view.blocking)<p>\(TieView.reportName(follow.member, visit.text))</p></li>
            """
    }

    // MARK: Blocked

    @Sendable private func blocks(_ visit: Visit) async throws -> Reply {
        let (all, text) = (try await accounts.blocks(as: visit.viewer), visit.text)
        let page = PageOfList(all, visit.query["page"], of: Self.atOnce)
        let body: HTML =
            all.isEmpty ? "<p>\(text("accounts.block.none"))</p>" : list(page.items) { blocked($0, visit) }
        let back = HTML.breadcrumb(
            [(text("accounts.follow.title"), "/me/following")], label: text("accounts.account.back"))
        return visit.page(
            text("accounts.file.blocking"),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.file.blocking"), lead: HTML(text: text("accounts.block.lead")), breadcrumb: back)
                    + HTML.card(body + page.links(text) { Link("/me/blocked").adding("page", String($0)) })))
    }

    private func blocked(_ block: Block, _ visit: Visit) -> HTML {
        let view = TieView(member: block.member, pseudonym: block.pseudonym, visit: visit)
        return "<li><strong><bdi>\(block.pseudonym)</bdi></strong>\(view.unblocking)</li>"
    }

    private func list<Item>(_ items: [Item], _ html: (Item) -> HTML) -> HTML {
        "<ul class=\"link-list\">\(HTML.each(items) { html($0) })</ul>"
    }
}

/// A page of a list that was read whole.
struct PageOfList<Item> {
    let items: [Item]
    /// From 1.
    let number: Int
    let count: Int

    /// - Parameter asked: the page's number as it stands in the address; of a number that there is none of, the nearest.
    init(_ all: [Item], _ asked: String?, of size: Int) {
        count = max(1, (all.count + size - 1) / size)
        number = min(max(asked.flatMap { Int($0) } ?? 1, 1), count)
        items = Array(all.dropFirst((number - 1) * size).prefix(size))
    }

    func links(_ text: Text, _ link: (Int) -> Link) -> HTML {
        HTML.pagination(
            previous: number > 1 ? link(number - 1) : nil, next: number < count ? link(number + 1) : nil, text: text)
    }
}
