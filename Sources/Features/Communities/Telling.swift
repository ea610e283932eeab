import Accounts
import Jobs
import Storage
import Web

// Who hears of a post. By a job, apart from the request: a thread may be watched by many, and how long the answer takes tells
// nobody how many.
extension CommunitiesFeature {
    static let tellJob = "communities-tell"

    var tellHandler: JobHandler {
        JobHandler(Self.tellJob, concurrency: 2) { job in
            if let place = PostPlace(record: job.payload) { try await tellWatchers(of: place) }
        }
    }

    /// Has those told who watch the thread of a post, or whom it names, once it is on disk.
    func tell(of place: PostPlace, _ tx: Transaction) throws {
        try queue.enqueue(Self.tellJob, payload: place.record, in: tx)
    }

    func tellWatchers(of place: PostPlace) async throws {
        let (accounts, newsMail) = (self.accounts, self.newsMail)
        try await database.write { tx in
            guard let found = try PostStore.words(of: place, as: .system(reason: "telling"), in: tx),
                let author = found.author, try PostStore.state(of: place, in: tx) == .shown
            else { return }
            let mentioned = try Self.mentions(in: found.words, of: place.thread, besides: author, tx)
            for member in try WatchStore.watchers(of: place, besides: author, in: tx) {
                try WatchStore.addNews(
                    mentioned.contains(member) ? .mention : .answer, at: place, for: member, in: tx)
                try accounts.tellByPace(newsMail, to: member, in: tx)
            }
        }
    }
}

extension CommunitiesFeature {
    /// Has the author of the best answer told.
    func tellBest(_ place: PostPlace, _ tx: Transaction) throws {
        guard let author = try PostStore.words(of: place, as: .system(reason: "telling"), in: tx)?.author else {
            return
        }
        try WatchStore.addNews(.best, at: place, for: author, in: tx)
        try accounts.tellByPace(newsMail, to: author, in: tx)
    }
}
