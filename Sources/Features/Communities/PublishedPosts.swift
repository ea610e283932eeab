import Accounts
import Markup
import Safety
import Storage
import Web

// What Safety may do with posts: find one as a reader does, take it out of sight, let go on what waited.
extension CommunitiesFeature {
    static let postKind = "communities.post"

    var safetyTexts: [WrittenText] {
        [
            WrittenText(
                Self.postKind, at: "/communities/:community/ask", "/communities/:community/threads/:thread/reply",
                "/communities/:community/threads/:thread/posts/:number/edit", "/me/talk", field: "words",
                published: PublishedText(
                    find: { try find($0, as: $1, $2) }, setHidden: { try setHidden($1, $0, $3) }),
                decideHeld: { try decide($0, isAllowed: $1, at: $2, $3) },
                picture: { record, tx in try PostPlace(record: record).flatMap { try findPicture(at: $0, tx) } }),
            pictureText, pollText,
            WrittenText("communities.filters", at: "/me/talk/filters", field: "words"),
            WrittenText(
                "communities.title", at: "/communities/:community/ask",
                "/communities/:community/threads/:thread/posts/:number/edit", "/me/talk", field: "title"),
            WrittenText("communities.source", at: "/communities/:community/ask", field: "source"),
            WrittenText("communities.search", at: "/communities/:community/search", field: "q"),
            WrittenText(
                "communities.warning", at: "/communities/:community/ask",
                "/communities/:community/threads/:thread/reply",
                "/communities/:community/threads/:thread/posts/:number/edit", "/me/talk", field: "warning"),
        ]
    }

    /// All that the author of a post wrote there, as moderators read it: they answer for all that others will.
    static func whole(_ words: String, warning: String?, title: String? = nil, source: String? = nil) -> String {
        [title, warning, words, source].compactMap(\.self).joined(separator: "\n\n")
    }

    private func find(_ record: String, as viewer: Viewer, _ tx: Transaction) throws -> FoundText? {
        guard let place = PostPlace(record: record),
            let thread = try ThreadStore.find(place.thread, as: viewer, in: tx),
            let found = try PostStore.words(of: place, as: viewer, in: tx)
        else { return nil }
        let opened = place.number == 1 ? thread : nil
        let slug = try CommunityStore.find(thread.community, in: tx)?.slug
        let isWorded = opened?.isToBeWorded == true && opened?.state.isHeld == true
        return FoundText(
            author: found.author,
            words: Self.whole(found.words, warning: found.warning, title: opened?.title, source: opened?.source),
            link: slug.map { isWorded ? WordingPage.link($0, thread.id) : ThreadPage.link($0, place) },
            in: .community(thread.community),
            isUnnamed: found.byAsker)
    }

    private func setHidden(_ isHidden: Bool, _ record: String, _ tx: Transaction) throws {
        guard let place = PostPlace(record: record) else { return }
        try setState(isHidden ? .hidden : .shown, place, tx)
    }

    /// A moderator has said whether what waits may be read, or said anew of what was refused. False where it is not there
    /// any more.
    private func decide(_ record: String, isAllowed: Bool, at now: Instant, _ tx: Transaction) throws -> Bool {
        guard let place = PostPlace(record: record), let state = try PostStore.state(of: place, in: tx),
            state.isHeld
        else { return false }
        let thread = try ThreadStore.find(place.thread, as: .system(reason: "decision"), in: tx)
        // Whoever wrote it wishes that others never read these words: they go on as somebody else puts them.
        if isAllowed, place.number == 1, thread?.isToBeWorded == true { return false }
        try setState(isAllowed ? .shown : .refused, place, tx)
        if isAllowed { try tell(of: place, tx) }
        return isAllowed
    }

    private func setState(_ state: PostState, _ place: PostPlace, _ tx: Transaction) throws {
        guard try PostStore.setState(state, place, in: tx) else { return }
        if place.number == 1 { try ThreadStore.setState(state, place.thread, in: tx) }
        try ThreadStore.recount(place.thread, in: tx)
        if state != .shown { try WatchStore.dropNews(of: place, in: tx) }
        try tx.noteTakedown()
    }
}
