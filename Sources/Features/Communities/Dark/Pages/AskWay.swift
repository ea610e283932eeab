import Accounts
import Markup
import Storage
import Web

/// The choice before any field of a question: in one's own name, or in the dark. What is begun in the open and dropped would
/// tell who asked in the dark soon after. Both go by the same address.
struct AskWay: Sendable {
    static let own = "own"
    static let dark = "dark"

    let communities: CommunitiesFeature

    /// The page that asks; nil where there is nothing to choose: what was begun in the open goes on there.
    func choice(_ visit: Visit, _ kind: ThreadKind) async throws -> Reply? {
        guard communities.darkPool.isOffered, kind == .question, visit.query["week"] == nil else { return nil }
        let community = try await communities.database.read { tx -> Community? in
            let community = try communities.community(visit, tx)
            let form = NewThreadPage.link(community.slug, kind)
            return try communities.draft(of: form, visit, tx) == nil ? community : nil
        }
        return community.map { page($0, visit) }
    }

    private func page(_ community: Community, _ visit: Visit) -> Reply {
        let text = visit.text
        let title = text("communities.way.title")
        let isOpen = communities.crowd.band(of: community.id, in: visit.language).isOpen
        let night: HTML = """
            <p>\(text("communities.way.dark.is"))</p>\
            \(HTML.when(!isOpen, "<p>\(text("communities.way.dark.few"))</p>"))\
            \(button(text(isOpen ? "communities.way.dark" : "communities.way.dark.where"), Self.dark, community, visit))\
            <p class="note"><a href="\(InTheDarkPage.link)">\(text("communities.way.dark.how"))</a></p>
            """
        let name: [String: TextValue] = ["name": .text(visit.session?.pseudonym ?? "")]
        let own: HTML = """
            <p>\(text("communities.way.own.is", name))</p>\
            \(button(text("communities.way.own"), Self.own, community, visit))
            """
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("communities.way.lead")),
                    breadcrumb: HTML.breadcrumb([
                        (text("communities.title"), "/communities"),
                        (communities.name(of: community, text), CommunityPage.link(community.slug)),
                    ])))\
                \(HTML.card(own, title: text("communities.way.own.title")))\
                <section class="card night-card"><h2 class="card-title">\(HTML.icon(.night))\
                \(text("communities.way.dark.title"))</h2>\(night)</section>
                """))
    }

    private func button(_ label: String, _ way: String, _ community: Community, _ visit: Visit) -> HTML {
        HTML.form(
            action: DarkAskPage.action(community), csrf: visit.csrf,
            HTML.hidden("way", way) + HTML.actions([HTML.button(label, kind: .secondary)]))
    }
}
