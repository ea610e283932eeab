import Accounts
import Evidence
import Markup
import Storage
import Vocabulary
import Web

/// `/communities/:community/threads/:thread`: what was asked or told, and what others answered, a page of twenty at a time.
struct ThreadPage: Sendable {
    let communities: CommunitiesFeature

    static func link(_ slug: String, _ thread: ID<CommunityThread>) -> Link { "/communities/\(slug)/threads/\(thread)" }

    /// Where a post stands.
    static func link(_ slug: String, _ place: PostPlace) -> Link {
        let page = CommunityThread.page(of: place.number)
        return page == 1
            ? "/communities/\(slug)/threads/\(place.thread)#p\(place.number)"
            : "/communities/\(slug)/threads/\(place.thread)?page=\(page)#p\(place.number)"
    }

    var routes: [Route] {
        [.get("/communities/:community/threads/:thread", .anyone) { try await show($0) }]
    }

    /// What the page shows, as its viewer may read it.
    struct Read: Sendable {
        let community: Community
        let thread: CommunityThread
        let page: Int
        let posts: [Post]
        /// Posts of other pages that stand here too: the best answer, and what posts here quote.
        let others: [Int: Post]
        let own: [Int: Set<Reaction>]
        let isWatching: Bool
        /// What the viewer began to answer.
        let draft: Draft?
        let poll: Poll?
        /// Pictures of posts here.
        let pictures: [Int: PostPicture]
        /// What the viewer asked to be warned of; nil where that is nothing.
        let folding: PostFolding?
        /// Treatments that each post of the page names, whether the viewer may read it or not.
        let treatments: [Int: [ID<Treatment>]]
        /// About how often it was opened, for its author.
        let views: Int?
        /// Questions like it, where it has no best answer.
        let before: [AnsweredQuestion]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        guard visit.session != nil else { return try await showToVisitor(visit) }
        let read = try await read(visit)
        communities.wantLikes(of: read.thread, visit)
        var seen = SeenThreads(visit.seen ?? "")
        let view = ThreadView(
            communities: communities, read: read, seen: seen.number(of: read.thread.id), visit: visit)
        communities.countView(of: read.thread, isFirst: seen.number(of: read.thread.id) == nil, visit)
        let page = visit.page(read.thread.heading(visit.text), try await view.html())
        let isNew = read.posts.last.map { seen.note($0.number, of: read.thread.id) } ?? false
        return isNew ? .rememberingSeen(seen.text, page) : page
    }

    /// The same page for every visitor, kept until something in the thread changes. Search engines are asked to stay out.
    private func showToVisitor(_ visit: Visit) async throws -> Reply {
        let thread = try await communities.database.read { try communities.thread(visit, $0).thread }
        communities.countView(of: thread, isFirst: true, visit)
        communities.wantLikes(of: thread, visit)
        let likes = communities.likesVersion(of: thread)
        return try await visit.published(
            thread.heading(visit.text),
            version: "thread \(thread.revision) \(likes) \(try await communities.evidence.mentionsVersion)",
            isIndexed: false
        ) {
            try await ThreadView(communities: communities, read: try await read(visit), seen: nil, visit: visit).html()
        }
    }

    private func read(_ visit: Visit) async throws -> Read {
        try await read(try visit.parameter("community"), try visit.id("thread"), page: visit.query["page"], visit)
    }

    /// The same for a thread that no address names.
    /// - Parameter asked: the page; the first, where nothing is said.
    func read(
        _ slug: String, _ id: ID<CommunityThread>, page asked: String?, _ visit: Visit
    ) async throws -> Read {
        let viewer = visit.viewer
        return try await communities.database.read { tx in
            let (community, thread) = try communities.thread(id, in: slug, as: viewer, tx)
            let page = try page(asked, of: thread)
            let beside = try BesideThreadStore.find(thread.id, as: viewer, in: tx)
            let folding = beside.hasFilters ? try ThreadFoldingStore.folding(as: viewer, in: tx) : nil
            let (numbers, withWords) = (CommunityThread.numbers(onPage: page), folding?.readsWords == true)
            let posts = try PostStore.posts(of: thread.id, numbers, withWords: withWords, as: viewer, in: tx)
            var wanted = Set(posts.filter(\.isQuoting).compactMap(\.answers))
            if page == 1, let best = thread.best { wanted.insert(best) }
            wanted.subtract(posts.map(\.number))
            let others =
                wanted.isEmpty
                ? [] : try PostStore.posts(of: thread.id, numbered: wanted, withWords: withWords, as: viewer, in: tx)
            return Read(
                community: community, thread: thread, page: page, posts: posts,
                others: Dictionary(others.map { ($0.number, $0) }) { $1 },
                own: beside.hasReactions ? try ReactionStore.own(of: thread.id, as: viewer, in: tx) : [:],
                isWatching: beside.isWatching,
                draft: beside.hasDrafts
                    ? try communities.draft(of: ReplyPage.link(community.slug, thread.id), visit, tx) : nil,
                poll: page == 1 && beside.hasPoll ? try PollStore.find(thread.id, as: viewer, in: tx) : nil,
                pictures: beside.hasPictures
                    ? try PostPictureStore.all(
                        of: thread.id, numbered: Array(numbers) + others.map(\.number), as: viewer, in: tx) : [:],
                folding: folding,
                treatments: try PostStore.treatments(of: thread.id, numbers, in: tx),
                views: thread.author == viewer.personID
                    ? try ViewCountStore.told(of: thread.id, as: viewer, in: tx) : nil,
                before: page == 1 ? try communities.answeredBefore(thread, folding, as: viewer, tx) : [])
        }
    }

    private func page(_ asked: String?, of thread: CommunityThread) throws -> Int {
        guard let asked else { return 1 }
        guard asked.utf8.count <= 6, let page = Int(asked), (1...max(thread.pages, 1)).contains(page) else {
            throw Problem.notFound
        }
        return page
    }
}

extension CommunityThread {
    /// Its title, or that there is none any more.
    func heading(_ text: Text) -> String { title.isEmpty ? text("communities.thread.gone") : title }

    /// Its title as lists have it. Where its reader asked to be warned of what it speaks of, it opens with a press.
    func heading(to link: Link, isFolded: Bool, above beneath: HTML = .empty, _ text: Text) -> HTML {
        let title: HTML = """
            <h3 class="thread-title" dir="auto" lang="\(language)"><a href="\(link)">\(heading(text))</a></h3>\(beneath)
            """
        return isFolded ? HTML.disclosure(text("communities.filters.hidden"), title) : title
    }

    /// "Question · 3 answers · November 3, 2026". That there is none yet is said where somebody asked.
    func facts(_ text: Text, at date: Instant) -> String {
        let answers =
            replies > 0
            ? text("communities.answers", ["n": .count(replies)])
            : kind == .question ? text("communities.answers.none") : nil
        return [text("communities.kind.\(kind.rawValue)"), answers, text.date(date)].compactMap(\.self)
            .joined(separator: " · ")
    }
}
