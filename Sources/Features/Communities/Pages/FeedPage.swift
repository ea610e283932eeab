import Markup
import Storage
import Web

/// `/communities/:community/feed`: what anyone may read here, as a web feed (Atom, RFC 4287). Titles and addresses only.
struct FeedPage: Sendable {
    let communities: CommunitiesFeature

    private static let most = 30

    static func link(_ slug: String) -> Link { "/communities/\(slug)/feed" }

    var routes: [Route] { [.get("/communities/:community/feed", .anyone) { try await show($0) }] }

    private func show(_ visit: Visit) async throws -> Reply {
        let (community, threads) = try await communities.database.read { tx in
            let community = try communities.community(visit, tx)
            // The same for everybody, whoever asks.
            let threads = try ThreadStore.list(of: community.id, limit: Self.most, as: .anonymous, in: tx)
            return (community, threads)
        }
        // Addresses in it begin with the host by which it was asked for.
        let newest = ([visit.absolute("/")] + threads.map { "\($0.id) \($0.revision)" }).joined(separator: " ")
        return try await visit.publishedFeed(version: newest) { feed(community, threads, visit) }
    }

    private func feed(_ community: Community, _ threads: [CommunityThread], _ visit: Visit) -> HTML {
        let page = visit.absolute(CommunityPage.link(community.slug))
        let updated = threads.first?.lastAt ?? Instant(milliseconds: 0)
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(visit.language.rawValue)">\
            <id>\(page)</id><title>\(communities.name(of: community, visit.text))</title>\
            <link rel="alternate" href="\(page)"/><link rel="self" href="\(visit.absolute(Self.link(community.slug)))"/>\
            <updated>\(updated.description)</updated>\
            <author><name>\(visit.settings.name)</name></author>\(HTML.each(threads) { entry($0, community, visit) })</feed>
            """
    }

    private func entry(_ thread: CommunityThread, _ community: Community, _ visit: Visit) -> HTML {
        let link = visit.absolute(ThreadPage.link(community.slug, thread.id))
        return """
            <entry><id>\(link)</id><title>\(thread.heading(visit.text))</title><link href="\(link)"/>\
            <updated>\(thread.lastAt.description)</updated></entry>
            """
    }
}
