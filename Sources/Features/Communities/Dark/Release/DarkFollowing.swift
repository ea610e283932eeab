import Jobs
import Storage
import Web

// What something that happened in the dark means for others: in transactions of their own, by jobs, apart from it.
extension CommunitiesFeature {
    static let followJob = "communities-follow"

    enum DarkFollowUp: Sendable {
        /// Another answer is the best, or none.
        case best(ID<CommunityThread>)
        /// The words of a post went.
        case gone(PostPlace)

        var payload: String {
            switch self {
            case .best(let thread): "best \(thread)"
            case .gone(let place): "gone \(place.record)"
            }
        }

        init?(payload: String) {
            let parts = payload.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "best":
                guard let thread = ID<CommunityThread>(parts[1]) else { return nil }
                self = .best(thread)
            case "gone":
                guard let place = PostPlace(record: parts[1]) else { return nil }
                self = .gone(place)
            default: return nil
            }
        }
    }

    func follow(_ what: DarkFollowUp, _ tx: Transaction) throws {
        try queue.enqueue(Self.followJob, payload: what.payload, in: tx)
    }

    var followHandler: JobHandler {
        JobHandler(Self.followJob, concurrency: 1) { job in
            guard let what = DarkFollowUp(payload: job.payload) else { return }
            try await database.write { tx in
                switch what {
                case .best(let thread): try followBest(of: thread, tx)
                case .gone(let place): try PostStore.removeOfReaders(at: place, in: tx)
                }
            }
        }
    }

    /// Whoever is the best no more is told no more that they are; whoever is now is told.
    private func followBest(of id: ID<CommunityThread>, _ tx: Transaction) throws {
        try WatchStore.dropBest(of: id, in: tx)
        guard let thread = try ThreadStore.find(id, as: .system(reason: "telling"), in: tx), let best = thread.best
        else { return }
        try tellBest(PostPlace(id, best), tx)
    }
}
