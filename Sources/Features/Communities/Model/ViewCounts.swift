import Storage
import Synchronization

/// How often threads were opened since it was last written down: in memory, for a write with every page view would tell when
/// somebody was here, and cost more than the page.
final class ViewCounts: Sendable {
    /// Threads that are counted at a time; what comes beyond is not counted.
    static let most = 10_000

    private let counts = Mutex<[ID<CommunityThread>: Int]>([:])

    func add(_ thread: ID<CommunityThread>, _ views: Int = 1) {
        counts.withLock { counts in
            guard counts[thread] != nil || counts.count < Self.most else { return }
            counts[thread, default: 0] += views
        }
    }

    /// What was counted, in the order of identifiers; it begins anew.
    func take() -> [(thread: ID<CommunityThread>, views: Int)] {
        let taken = counts.withLock { counts in
            let taken = counts
            counts = [:]
            return taken
        }
        // In one order, or two processes could each hold a row that the other waits for.
        return taken.sorted { $0.key.description < $1.key.description }.map { ($0.key, $0.value) }
    }
}
