import Markup
import Storage
import Web

/// `/communities`: all places where people talk, one's own first.
struct CommunitiesPage: Sendable {
    let communities: CommunitiesFeature

    var routes: [Route] { [.get("/communities", .anyone) { try await show($0) }] }

    private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let (all, own) = try await communities.database.read {
            (try CommunityStore.all(in: $0), try CommunityStore.ofViewer(viewer, in: $0))
        }
        let text = visit.text
        let others = all.filter { !own.contains($0) }
        let title = text("communities.title")
        return visit.page(
            title,
            HTML.stack([
                HTML.pageHeader(title, lead: HTML(text: text("communities.lead"))),
                list(own, text("communities.yours"), visit),
                HTML.when(
                    !others.isEmpty,
                    HTML.grid([
                        list(others.filter { $0.kind == .condition }, text("communities.conditions"), visit),
                        list(others.filter { $0.kind == .theme }, text("communities.themes"), visit),
                    ])),
                HTML.when(
                    all.isEmpty,
                    HTML.emptyState(title: text("communities.none"), body: text("communities.none.body"))),
            ]))
    }

    private func list(_ some: [Community], _ title: String, _ visit: Visit) -> HTML {
        guard !some.isEmpty else { return .empty }
        let text = visit.text
        let named = some.map { (community: $0, name: communities.name(of: $0, text)) }
            .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
        return HTML.card(
            HTML.linkList(
                named.map { ($0.name, CommunityPage.link($0.community.slug), communities.about($0.community, text)) }),
            title: title)
    }
}
