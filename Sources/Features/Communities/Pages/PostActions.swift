import Accounts
import Markup
import Storage
import Web

/// What is pressed on the page of a thread: reactions, the best answer, watching.
struct PostActions: Sendable {
    let communities: CommunitiesFeature

    static func link(_ slug: String, _ thread: ID<CommunityThread>, _ what: String) -> Link {
        "/communities/\(slug)/threads/\(thread)/\(what)"
    }

    var routes: [Route] {
        [
            .post("/communities/:community/threads/:thread/react", .member) { visit in
                if let question = try await question(visit, "react") { return question }
                return try await react(visit)
            },
            .post("/communities/:community/threads/:thread/watch", .member) { visit in
                if let question = try await question(visit, "watch") { return question }
                return try await watch(visit)
            },
        ]
    }

    private func question(_ visit: Visit, _ what: String) async throws -> Reply? {
        let action = Self.link(try visit.parameter("community"), try visit.id("thread"), what)
        return try await DarkPress(communities: communities).question(visit, to: action)
    }

    /// One form for the whole page: `post` says "3 thanks", or "3 thanks back" to take that back, or `best` the number of the
    /// best answer, 0 for none. A button says what it is for: pressed twice it does the same once more, not the opposite.
    private func react(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        if visit.fields["best"] != nil {
            let number = reader.integer("best", in: 0...9_999_999)
            try reader.finish()
            return try await choose(number ?? 0, visit)
        }
        let parts = (visit.fields["post"] ?? "").split(separator: " ", omittingEmptySubsequences: false)
        let isBack = parts.count == 3 && parts[2] == "back"
        guard parts.count == 2 || isBack, parts[0].utf8.count <= 7, let number = Int(parts[0]), number > 0,
            let kind = Reaction(rawValue: String(parts[1]))
        else { throw Problem.notFound }
        // What somebody presses under a post can say what they live with.
        let thread: ID<CommunityThread> = try visit.id("thread")
        let page = ThreadPage.link(try visit.parameter("community"), thread)
        if let question = visit.healthConsentQuestion(backTo: page) { return question }
        let viewer = visit.viewer
        let place = try await communities.database.write { tx in
            let (community, thread) = try communities.thread(visit, tx)
            let place = PostPlace(thread.id, number)
            try ReactionStore.set(kind, !isBack, at: place, as: viewer, in: tx)
            return (community.slug, place)
        }
        return visit.redirect(ThreadPage.link(place.0, place.1))
    }

    private func choose(_ number: Int, _ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let (slug, thread) = try await communities.database.write { tx in
            let (community, thread) = try communities.thread(visit, tx)
            guard try ThreadStore.setBest(number > 0 ? number : nil, of: thread.id, by: viewer, in: tx) else {
                throw Problem.notFound
            }
            try WatchStore.dropBest(of: thread.id, in: tx)
            try communities.tellBest(PostPlace(thread.id, number), tx)
            return (community.slug, thread.id)
        }
        // The best stands on the first page, whatever its number.
        return visit.redirect(
            number > 0 ? "/communities/\(slug)/threads/\(thread)#p\(number)" : ThreadPage.link(slug, thread))
    }

    private func watch(_ visit: Visit) async throws -> Reply {
        let (viewer, isOn) = (visit.viewer, FormReader(visit.fields).isOn("on"))
        let (slug, thread) = try await communities.database.write { tx in
            let (community, thread) = try communities.thread(visit, tx)
            try WatchStore.setWatching(isOn, thread.id, as: viewer, in: tx)
            return (community.slug, thread.id)
        }
        return visit.redirect(
            ThreadPage.link(slug, thread), flash: isOn ? "communities.watch.on" : "communities.watch.off")
    }
}
