import Storage

/// Which threads of a list stay folded for its reader: those whose title, or the post that they begin with, speaks of something
/// that they asked to be warned of. Two statements a page, whatever stands on it; one for who asked for nothing.
enum ThreadFoldingStore {
    /// What the viewer asked to be warned of, as it is looked for; nil where that is nothing.
    static func folding(as viewer: Viewer, in tx: Transaction) throws -> PostFolding? {
        let filters = try TalkFilterStore.find(as: viewer, in: tx)
        return filters.isEmpty ? nil : PostFolding(filters)
    }

    /// Of threads that the viewer may read those that are folded. What they began themselves they know.
    static func folded(
        _ threads: [CommunityThread], by folding: PostFolding?, as viewer: Viewer, in tx: Transaction
    ) throws -> Set<ID<CommunityThread>> {
        guard let folding else { return [] }
        let others = threads.filter { $0.author == nil || $0.author != viewer.personID }
        guard !others.isEmpty else { return [] }
        let words: SQL = folding.readsWords ? "posts.words" : "NULL"
        let titles = Dictionary(others.map { ($0.id, $0.title) }) { first, _ in first }
        // A title is looked through also where the post beneath it is not there any more.
        var folded = Set(titles.filter { folding.folds([], warnedOf: nil, [$0.value]) }.keys)
        let found = try tx.rows(
            """
            SELECT posts.thread_id, posts.themes, warnings.theme, posts.warning, \(words)
            FROM posts LEFT JOIN post_warnings AS warnings
                ON warnings.thread_id = posts.thread_id AND warnings.number = posts.number
            WHERE posts.thread_id IN (\(SQL.list(titles.keys))) AND posts.number = 1
                AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
            """
        ) { row in
            (
                thread: try row.get(0, as: ID<CommunityThread>.self),
                folds: folding.folds(
                    Set(names: try row.get(1)),
                    warnedOf: try row.get(2, as: String?.self).flatMap(TalkTheme.init(rawValue:)),
                    [try row.get(4, as: String?.self), try row.get(3, as: String?.self)])
            )
        }
        folded.formUnion(found.filter(\.folds).map(\.thread))
        return folded
    }
}
