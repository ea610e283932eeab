import Logging
import Safety
import Storage
import Synchronization
import Web

/// What stands in the dark, in the memory of every process: read again with every beat, for everybody at once. Whoever asked finds
/// theirs in it without a statement of their own.
final class DarkBook: Sendable {
    /// A thread as its asker reads it, also where others do not.
    struct Entry: Sendable {
        let thread: CommunityThread
        let community: Community
        /// What they wrote and is not gone.
        let posts: [DarkPostStore.Own]
        /// What was decided about those, by number.
        let rulings: [Int: UnnamedRuling]
    }

    private struct State {
        var rows: [DarkMark: DarkThread] = [:]
        var entries: [ID<CommunityThread>: Entry] = [:]
        var worried: Set<ID<CommunityThread>> = []
    }

    private let state = Mutex(State())

    /// Those of some marks that are spent.
    func threads(_ marks: Set<DarkMark>) -> [DarkThread] {
        state.withLock { state in marks.compactMap { state.rows[$0] } }
    }

    /// What stands in a thread that a mark owns; nil once it is let go, or nothing of its asker is left.
    func entry(_ thread: ID<CommunityThread>) -> Entry? { state.withLock { $0.entries[thread] } }

    /// Somebody was worried about who asked there.
    func isWorried(about thread: ID<CommunityThread>) -> Bool { state.withLock { $0.worried.contains(thread) } }

    /// Until when whoever holds these marks writes nothing in the dark; nil for nearly all.
    func barredUntil(_ marks: Set<DarkMark>, on day: PartialDate) -> PartialDate? {
        threads(marks).filter { $0.isBarred(on: day) }.compactMap(\.barredUntil).max()
    }

    func mayWrite(_ marks: Set<DarkMark>, on day: PartialDate) -> Bool { barredUntil(marks, on: day) == nil }

    // MARK: - Read again

    /// Threads whose entries are of another revision than they are at, and the marks.
    fileprivate func changed(_ rows: [(row: DarkThread, revision: Int?)]) -> [ID<CommunityThread>] {
        state.withLock { state in
            rows.compactMap { one in
                guard let id = one.row.thread, let revision = one.revision else { return nil }
                return state.entries[id]?.thread.revision == revision ? nil : id
            }
        }
    }

    fileprivate func put(
        _ rows: [(row: DarkThread, revision: Int?)], _ fresh: [ID<CommunityThread>: Entry?],
        worried: Set<ID<CommunityThread>>
    ) {
        let owned = Set(rows.compactMap(\.row.thread))
        state.withLock { state in
            state.rows = Dictionary(rows.map { ($0.row.mark, $0.row) }) { $1 }
            for (id, entry) in fresh { state.entries[id] = entry }
            state.entries = state.entries.filter { owned.contains($0.key) }
            state.worried = worried
        }
    }
}

extension CommunitiesFeature {
    /// Has the book say what stands there now.
    func rereadDark() async throws {
        let now = dependencies.clock.now()
        let (book, safety) = (darkBook, safety)
        let (rows, fresh, worried) = try await database.read { tx in
            let rows = try DarkThreadStore.all(in: tx)
            let fresh = try book.changed(rows).map { ($0, try entry($0, tx)) }
            let worried = try safety.worriedAboutUnnamed(of: Self.postKind, at: now, tx)
            return (rows, fresh, Set(worried.compactMap { PostPlace(record: $0)?.thread }))
        }
        book.put(rows, Dictionary(fresh) { $1 }, worried: worried)
    }

    /// For as long as the server runs, whoever is there.
    func keepReadingDark() async {
        guard darkPool.isBeaten else { return }
        await dependencies.logger.repeating(every: .seconds(3), "what was asked in the dark was not read again") {
            darkClock.note(dependencies.clock.now())
            try await rereadDark()
        }
    }

    private func entry(_ id: ID<CommunityThread>, _ tx: Transaction) throws -> DarkBook.Entry? {
        guard let thread = try ThreadStore.find(id, as: .system(reason: "the book"), in: tx),
            let community = try CommunityStore.find(thread.community, in: tx)
        else { return nil }
        let posts = try DarkPostStore.own(of: id, in: tx)
        let places = Dictionary(posts.map { (PostPlace(id, $0.number).record, $0.number) }) { $1 }
        let rulings = try safety.rulings(on: Set(places.keys), of: Self.postKind, tx)
        return DarkBook.Entry(
            thread: thread, community: community, posts: posts,
            rulings: Dictionary(rulings.compactMap { record, ruling in places[record].map { ($0, ruling) } }) { $1 })
    }
}
