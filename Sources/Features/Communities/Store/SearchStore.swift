import Accounts
import Storage

/// What words find in posts: for everybody what they may read, and nothing that anything else would change.
enum SearchStore {
    /// The newest threads in which a post holds all words, one post of each: the newest of those.
    /// - Parameters:
    ///   - community: nil for all of them.
    ///   - cursor: where the page before ended. Threads that stand on one before are left out.
    static func newest(
        _ limit: Int, holding words: SearchedWords, in community: ID<Space>?, behind cursor: Int64? = nil,
        as viewer: Viewer, in tx: Transaction
    ) throws -> (posts: [FoundPost], next: Int64?) {
        var search = Search(words: words, community: community, viewer: viewer)
        let places = try search.newest(limit + 1, behind: cursor, in: tx)
        let shown = places.prefix(limit)
        let next = places.count > limit ? shown.last?.document : nil
        return (try posts(shown.map(\.document), as: viewer, in: tx), next)
    }

    /// Threads in which a post holds any of the words: those with the rarest first, at most so many.
    static func ranked(
        _ limit: Int, holdingAnyOf words: SearchedWords, in community: ID<Space>?, as viewer: Viewer,
        in tx: Transaction
    ) throws -> [FoundPost] {
        let search = Search(words: words, community: community, viewer: viewer)
        let places = try PostIndexStore.index.ranked(
            2 * limit, holdingAnyOf: words.query, in: tx, { search.question($0) }, row: Search.place)
        var seen: Set<ID<CommunityThread>> = []
        let first = places.filter { seen.insert($0.thread).inserted }.prefix(limit)
        return try posts(first.map(\.document), as: viewer, in: tx)
    }

    /// Questions like one that is being written, those with an answer first: they share two of its words at least, where it
    /// has two. Wherever they stand: who lives with something else may have asked it, too.
    static func similar(
        to title: SearchedWords, limit: Int, as viewer: Viewer, in tx: Transaction
    ) throws -> [FoundPost] {
        let search = Search(words: title, community: nil, viewer: viewer)
        let places = try PostIndexStore.index.ranked(
            2 * limit, holdingAnyOf: title.query, in: tx,
            { "\(search.question($0)) AND posts.number = 1 AND threads.kind = 'question'" }, row: Search.place)
        let found = try posts(places.map(\.document), as: viewer, in: tx).filter { post in
            let words = SearchedWords.ofPost(title: post.thread.title, post.words)
            return title.count(in: words) >= min(2, title.count)
        }
        let answered = found.filter { $0.thread.replies > 0 }
        return Array((answered + found.filter { $0.thread.replies == 0 }).prefix(limit))
    }

    /// Answered questions like one, for all who may read it; they share two words of its title at least, where it has two.
    static func like(
        _ wanted: LikeQuestions.Wanted, _ title: SearchedWords, limit: Int, in tx: Transaction
    ) throws -> [ID<CommunityThread>] {
        let viewer = Viewer.system(reason: "like questions")
        let search = Search(words: title, community: nil, viewer: viewer)
        let isForAll = ThreadVisibilityStore.isReadable(byAllOf: wanted.key.audience, in: wanted.community)
        let places = try PostIndexStore.index.ranked(
            limit, holdingAnyOf: title.query, in: tx,
            {
                """
                \(search.question($0)) AND posts.number = 1 AND threads.kind = 'question' AND threads.replies > 0
                    AND threads.id <> \(wanted.key.thread) AND \(isForAll)
                """
            }, row: Search.place)
        return try posts(places.map(\.document), as: viewer, in: tx).filter { post in
            let words = SearchedWords.ofPost(title: post.thread.title, post.words)
            return title.count(in: words) >= min(2, title.count)
        }.map(\.thread.id)
    }

    /// Of some questions those that are answered and that the viewer may read.
    static func answered(
        _ threads: [ID<CommunityThread>], as viewer: Viewer, in tx: Transaction
    ) throws -> [ID<CommunityThread>: AnsweredQuestion] {
        let rows = try tx.rows(
            """
            SELECT communities.slug, \(ThreadStore.columns)
            FROM threads JOIN communities ON communities.id = threads.community_id
            WHERE threads.id IN (\(SQL.list(threads))) AND threads.kind = 'question' AND threads.state = 'shown'
                AND threads.replies > 0 AND \(ThreadVisibilityStore.isReadable(by: viewer))
            """
        ) { AnsweredQuestion(community: try $0.get(0), thread: try ThreadStore.thread($0, from: 1)) }
        return Dictionary(rows.map { ($0.thread.id, $0) }) { first, _ in first }
    }

    /// Posts in the order of their numbers in the index.
    private static func posts(_ documents: [Int64], as viewer: Viewer, in tx: Transaction) throws -> [FoundPost] {
        guard !documents.isEmpty else { return [] }
        let folding = try ThreadFoldingStore.folding(as: viewer, in: tx)
        let rows = try tx.rows(
            """
            SELECT posts.document, communities.slug, posts.number, posts.words, posts.warning, posts.themes,
                warnings.theme, posts.author_id, \(ThreadStore.columns)
            FROM posts JOIN threads ON threads.id = posts.thread_id
                JOIN communities ON communities.id = threads.community_id
                LEFT JOIN post_warnings AS warnings
                    ON warnings.thread_id = posts.thread_id AND warnings.number = posts.number
            WHERE posts.document IN (\(SQL.list(documents)))
            """
        ) { (try $0.get(0, as: Int64.self), try post($0, folding, as: viewer)) }
        let byDocument = Dictionary(rows) { $1 }
        let folded = try ThreadFoldingStore.folded(rows.map(\.1.thread), by: folding, as: viewer, in: tx)
        return documents.compactMap { byDocument[$0] }.map { post in
            var post = post
            post.isThreadFolded = folded.contains(post.thread.id)
            return post
        }
    }

    private static func post(_ row: Row, _ folding: PostFolding?, as viewer: Viewer) throws -> FoundPost {
        let (number, thread) = (try row.get(2, as: Int.self), try ThreadStore.thread(row, from: 8))
        let (words, warning) = (try row.get(3, as: String.self), try row.get(4, as: String?.self))
        let warnedOf = try row.get(6, as: String?.self).flatMap(TalkTheme.init(rawValue:))
        let author = try row.get(7, as: ID<Person>?.self)
        // What they wrote themselves is folded for nobody, as on the thread's page.
        let isOwn = author != nil && author == viewer.personID
        let folds = try folding?.folds(
            Set(names: try row.get(5)), warnedOf: warnedOf, [words, number == 1 ? thread.title : nil, warning])
        return FoundPost(
            community: try row.get(1), number: number, words: words, warning: warning, warnedOf: warnedOf,
            isFolded: !isOwn && folds == true, thread: thread)
    }
}

/// One look for posts.
private struct Search {
    typealias Place = (document: Int64, thread: ID<CommunityThread>)

    let words: SearchedWords
    let community: ID<Space>?
    let viewer: Viewer
    /// Threads that are found, or stand on a page before.
    var met: Set<ID<CommunityThread>> = []

    /// Threads without end are not looked through for one page: one that has a post in every row is met once.
    private static let mostTurns = 60

    /// The question of the index. Lists leave out the same threads.
    func question(_ hit: SQL) -> SQL {
        let there: SQL = community.map { "AND threads.community_id = \($0)" } ?? SQL()
        return """
            SELECT hit.document, posts.thread_id FROM \(hit) CROSS JOIN posts CROSS JOIN threads
            WHERE posts.document = hit.document AND threads.id = posts.thread_id AND posts.state = 'shown'
                AND threads.state = 'shown' \(there)
                AND \(ThreadVisibilityStore.isReadable(by: viewer))
                AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
            """
    }

    static func place(_ row: Row) throws -> Place { (try row.get(0), try row.get(1)) }

    mutating func newest(_ limit: Int, behind cursor: Int64?, in tx: Transaction) throws -> [Place] {
        var (found, last) = ([Place](), cursor ?? .max)
        for _ in 0..<Self.mostTurns where found.count < limit {
            let met = met
            let some = try PostIndexStore.index.newest(
                2 * limit, holding: words.query, before: last, in: tx,
                { "\(question($0)) AND posts.thread_id NOT IN (\(Self.list(met)))" }, row: Self.place)
            var fresh = some.filter { self.met.insert($0.thread).inserted }
            if let cursor {
                let earlier = try earlier(Set(fresh.map(\.thread)), than: cursor, in: tx)
                fresh.removeAll { earlier.contains($0.thread) }
            }
            found += fresh
            guard some.count == 2 * limit, let place = some.last else { break }
            last = place.document
        }
        return Array(found.prefix(limit))
    }

    /// Of some threads those that a page before has: they hold a newer post with the words.
    private func earlier(
        _ threads: Set<ID<CommunityThread>>, than cursor: Int64, in tx: Transaction
    ) throws -> Set<ID<CommunityThread>> {
        var (earlier, rest) = (Set<ID<CommunityThread>>(), threads)
        while !rest.isEmpty {
            let asked = rest
            let some = try PostIndexStore.index.newest(
                asked.count, holding: words.query, in: tx,
                { "\(question($0)) AND hit.document >= \(cursor) AND posts.thread_id IN (\(SQL.list(asked)))" },
                row: Self.place)
            guard !some.isEmpty else { break }
            for place in some { earlier.insert(place.thread) }
            rest.subtract(earlier)
        }
        return earlier
    }

    /// `NULL` would be in no set, and nothing would be outside of it.
    private static func list(_ threads: Set<ID<CommunityThread>>) -> SQL {
        threads.isEmpty ? SQL.list([ID<CommunityThread>(high: 0, low: 0)]) : SQL.list(threads)
    }
}
