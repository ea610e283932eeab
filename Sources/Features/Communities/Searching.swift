import Jobs
import Logging
import Markup
import Storage
import Vocabulary
import Web

// What people wrote, found by its words: in the one search of the site, in a community (`CommunitySearchPage`), and while one
// writes a question (`SimilarQuestions`).
extension CommunitiesFeature {
    /// Threads that stand in the answers of the one search.
    private static let found = 6
    /// Questions that are shown beside one that is being written.
    private static let similar = 5

    var smallWords: SmallWords { vocabulary.catalogue.smallWords }

    /// What the one search finds here. Beneath a card about danger nothing stands that only has the same words.
    var finder: Finder {
        Finder { typed, visit in
            guard visit.card == nil, let words = SearchedWords(typed, smallWords) else { return nil }
            let viewer = visit.viewer
            let posts = try await database.read { tx in
                try SearchStore.newest(Self.found, holding: words, in: nil, as: viewer, in: tx).posts
            }
            guard !posts.isEmpty else { return nil }
            let lines = FoundPosts(communities: self, posts: posts, words: words, text: visit.text)
            return """
                <section class="stack"><h2>\(visit.text("communities.found"))</h2>\
                \(lines.html(namingPlaces: true))</section>
                """
        }
    }

    /// Questions like one that is being written, as the viewer may read them.
    func similarQuestions(to title: String, as viewer: Viewer, _ tx: Transaction) throws -> [FoundPost] {
        guard let words = SearchedWords(title: title, smallWords) else { return [] }
        return try SearchStore.similar(to: words, limit: Self.similar, as: viewer, in: tx)
    }

    // MARK: - The index

    static let indexJob = "communities-index"
    /// Posts that are put into the index in one transaction: nobody waits long for it.
    private static let piece = 100

    var indexHandler: JobHandler {
        JobHandler(Self.indexJob, concurrency: 1) { job in try await setIndexRight { try await job.renew() } }
    }

    var indexSchedule: Schedule { Schedule(nightly: Self.indexJob, hour: 4, minute: 10) }

    /// After an update of the server posts of before are put into the index, beside the requests.
    func beginIndexing() async throws {
        guard try await database.read({ try PostIndexStore.isBehind(in: $0) }) else { return }
        let queue = self.queue
        try await database.write { tx in _ = try queue.enqueue(Self.indexJob, in: tx) }
    }

    /// Puts in what is missing, and takes out what is too much.
    func setIndexRight(_ goOn: () async throws -> Void = {}) async throws {
        if try await database.read({ try PostIndexStore.isBehind(in: $0) }) {
            var last: PostPlace?
            repeat {
                let behind = last
                last = try await database.write { tx in
                    try PostIndexStore.catchUp(behind: behind, limit: Self.piece, in: tx)
                }
                try await goOn()
            } while last != nil
        }
        while try await database.write({ try PostIndexStore.removeLost(in: $0) }) > 0 { try await goOn() }
    }

    /// Has the last byte of words that are gone leave SQLite's file: soon enough that its log is rid of them, too, within the
    /// minute that docs/erasing.md promises. Once at the start, for a process that ended in between; then only behind a
    /// removal, for what is written meanwhile would be rewritten along each time.
    func keepPurging() async {
        guard database.engine == .sqlite else { return }
        await dependencies.logger.repeating(every: .seconds(20), "words that are gone were not overwritten") {
            try await database.purge(PostIndexStore.index)
        }
    }
}
