import Logging
import Safety
import Storage
import Web

// "Answered before": questions like one that has no best answer yet, beside it. They are looked for beside the requests, for
// everybody at once who may read the question (`LikeQuestions`); each page asks only which of them its own reader may read now.
extension CommunitiesFeature {
    /// How many stand on a page, and how many are kept for it: some will not be there for each reader.
    private static let (shown, kept) = (3, 12)

    /// Only a question that others read and that has no best answer has such a card.
    private func wanted(for thread: CommunityThread, by viewer: Viewer) -> LikeQuestions.Wanted? {
        guard thread.kind == .question, thread.best == nil, thread.state == .shown else { return nil }
        let audience: ThreadVisibility =
            switch (thread.visibility, viewer.personID) {
            case (.community, _): .community
            case (_, nil): .anyone
            default: .members
            }
        return LikeQuestions.Wanted(
            key: LikeQuestions.Key(thread: thread.id, audience: audience), title: thread.title,
            community: thread.community)
    }

    /// Notes that somebody reads a question, so that what is like it will be known.
    func wantLikes(of thread: CommunityThread, _ visit: Visit) {
        if let wanted = wanted(for: thread, by: visit.viewer) { likes.want(wanted, at: visit.now) }
    }

    /// A part of the version under which a page is kept for visitors.
    func likesVersion(of thread: CommunityThread) -> Int64 {
        wanted(for: thread, by: .anonymous).map { likes.version($0.key) } ?? 0
    }

    /// Answered questions like this one that the viewer may read now.
    func answeredBefore(
        _ thread: CommunityThread, _ folding: PostFolding?, as viewer: Viewer, _ tx: Transaction
    ) throws -> [AnsweredQuestion] {
        guard let wanted = wanted(for: thread, by: viewer) else { return [] }
        let known = likes.threads(wanted.key)
        guard !known.isEmpty else { return [] }
        let found = try SearchStore.answered(known, as: viewer, in: tx)
        let few = known.compactMap { found[$0] }.prefix(Self.shown)
        let folded = try ThreadFoldingStore.folded(few.map(\.thread), by: folding, as: viewer, in: tx)
        return few.map { one in
            var one = one
            one.isFolded = folded.contains(one.thread.id)
            return one
        }
    }

    // MARK: - Beside the requests

    /// For as long as the server runs.
    func keepFindingLikes() async {
        await dependencies.logger.repeating(every: .seconds(5), "questions like others were not looked for") {
            try await findLikes()
        }
    }

    /// Looks for some of what is wanted. Where that fails the next page wants it again.
    func findLikes() async throws {
        let now = dependencies.clock.now()
        for wanted in likes.take() {
            // As in a search: beside words of danger nothing stands that only has the same words.
            let words =
                safety.reader.holding(wanted.title) == nil ? SearchedWords(title: wanted.title, smallWords) : nil
            let threads = try await database.read { tx in
                try words.map { try SearchStore.like(wanted, $0, limit: Self.kept, in: tx) } ?? []
            }
            likes.put(threads, for: wanted, at: now)
        }
    }
}
