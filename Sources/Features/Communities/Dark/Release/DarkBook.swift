import Storage
import Synchronization

/// Stand-in: threads in memory, put there by tests.
final class DarkBook: Sendable {
    struct Entry: Sendable {
        let thread: CommunityThread
        let community: Community
        let posts: [DarkPostStore.Own]
        let rulings: [Int: UnnamedRuling]
    }

    private struct State {
        var rows: [DarkThread] = []
        var entries: [ID<CommunityThread>: Entry] = [:]
        var worried: Set<ID<CommunityThread>> = []
    }

    private let state = Mutex(State())

    func threads(_ marks: Set<DarkMark>) -> [DarkThread] {
        state.withLock { $0.rows.filter { marks.contains($0.mark) } }
    }
    func entry(_ thread: ID<CommunityThread>) -> Entry? { state.withLock { $0.entries[thread] } }
    func isWorried(about thread: ID<CommunityThread>) -> Bool { state.withLock { $0.worried.contains(thread) } }

    func put(_ row: DarkThread, _ entry: Entry?, isWorried: Bool = false) {
        state.withLock { state in
            state.rows.removeAll { $0.mark == row.mark }
            state.rows.append(row)
            if let id = row.thread {
                state.entries[id] = entry
                if isWorried { state.worried.insert(id) }
            }
        }
    }
}

/// Stand-in.
enum DarkPostStore {
    struct Own: Sendable, Equatable {
        let number: Int
        let words: String
        let html: [UInt8]
        let warning: String?
        let state: PostState
        let isJudged: Bool
    }
}

/// Stand-in.
struct UnnamedRuling: Sendable, Equatable {
    let isDecided: Bool
    let isHidden: Bool
    let category: String
    let explanation: String
    let at: Instant
    let appealUntil: Instant?
}

extension Post {
    /// Stand-in.
    var byAsker: Bool { author == nil }
}

extension CommunityThread {
    /// Stand-in.
    var byAsker: Bool { author == nil && kind == .question }
}
