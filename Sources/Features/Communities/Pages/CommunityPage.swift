import Accounts
import Markup
import Storage
import Web

/// `/communities/:community`: what people ask and tell here, and what waits for an answer.
struct CommunityPage: Sendable {
    let communities: CommunitiesFeature

    static let listed = 15

    static func link(_ slug: String) -> Link { "/communities/\(slug)" }

    var routes: [Route] {
        [
            .get("/communities/:community", .anyone) { try await show($0) },
            .post("/communities/:community/join", .member) { try await join($0) },
            .post("/communities/:community/leave", .member) { try await leave($0) },
        ]
    }

    /// What the page shows.
    struct Read: Sendable {
        let community: Community
        let membership: Membership?
        let answered: [CommunityThread]
        let waiting: [CommunityThread]
        let newest: [CommunityThread]
        /// Those that its reader asked to be warned of.
        let folded: Set<ID<CommunityThread>>
        let moderators: [String]
        /// Nil behind the first page.
        let care: CommunityCare?
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let cursor = cursor(visit)
        let read = try await communities.database.read { tx in
            let community = try communities.community(visit, tx)
            func list(_ choice: ThreadStore.Choice, _ limit: Int) throws -> [CommunityThread] {
                try ThreadStore.list(of: community.id, choice, limit: limit, as: viewer, in: tx)
            }
            let keepers = try AccountsFeature.holders(of: .moderator, in: .community(community.id), in: tx)
            let names = try AccountsFeature.pseudonyms(of: keepers, in: tx)
            let newest = try ThreadStore.list(
                of: community.id, behind: cursor, limit: Self.listed + 1, as: viewer, in: tx)
            let answered = cursor == nil ? try list(.answered, 3) : []
            let waiting = cursor == nil ? try list(.unanswered, 3) : []
            let folding = try ThreadFoldingStore.folding(as: viewer, in: tx)
            return Read(
                community: community,
                membership: try CommunityStore.membership(in: community.id, as: viewer, tx: tx),
                answered: answered, waiting: waiting, newest: newest,
                folded: try ThreadFoldingStore.folded(
                    answered + waiting + newest, by: folding, as: viewer, in: tx),
                moderators: keepers.compactMap { names[$0] },
                care: cursor == nil
                    ? try communities.care(for: community, newest: newest, as: viewer, at: visit.now, tx) : nil)
        }
        communities.showHelp(above: read.community, visit)
        let view = CommunityView(communities: communities, read: read, isFirst: cursor == nil, visit: visit)
        return visit.page(communities.name(of: read.community, visit.text), view.html())
    }

    /// Where the list goes on: sealed, for a thread that one may not read must not be told by its time.
    private func cursor(_ visit: Visit) -> ThreadStore.Cursor? {
        guard let text = visit.query["behind"].flatMap({ visit.signer.open($0, for: CommunityView.paging) }) else {
            return nil
        }
        let parts = text.split(separator: " ")
        guard parts.count == 2, let at = Int64(parts[0]), let id = ID<CommunityThread>(parts[1]) else { return nil }
        return ThreadStore.Cursor(lastAt: Instant(milliseconds: at), id: id)
    }

    private func join(_ visit: Visit) async throws -> Reply {
        let page = Self.link(try visit.parameter("community"))
        if let question = visit.healthConsentQuestion(backTo: page) { return question }
        let (viewer, mayBeAsked) = (visit.viewer, FormReader(visit.fields).isOn("asked"))
        let community = try await communities.database.write { tx in
            let community = try communities.community(visit, tx)
            try CommunityStore.join(community.id, mayBeAsked: mayBeAsked, as: viewer, in: tx)
            return community
        }
        return visit.redirect(Self.link(community.slug), flash: "communities.joined")
    }

    private func leave(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let community = try await communities.database.write { tx in
            let community = try communities.community(visit, tx)
            try CommunityStore.leave(community.id, as: viewer, in: tx)
            return community
        }
        return visit.redirect(Self.link(community.slug), flash: "communities.left")
    }
}
