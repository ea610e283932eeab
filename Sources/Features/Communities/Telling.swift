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

    /// Members that are told in one transaction: whoever else writes does not wait for thousands.
    static let toldAtOnce = 200

    func tellWatchers(of place: PostPlace, atOnce: Int = Self.toldAtOnce) async throws {
        var last: ID<Person>?
        repeat { last = try await tellFew(atOnce, of: place, behind: last) } while last != nil
    }

    /// Answers behind whom the next few are; nil where all are told.
    private func tellFew(_ few: Int, of place: PostPlace, behind last: ID<Person>?) async throws -> ID<Person>? {
        let (accounts, newsMail) = (self.accounts, self.newsMail)
        return try await database.write { tx in
            guard let found = try PostStore.words(of: place, as: .system(reason: "telling"), in: tx),
                found.author != nil || found.byAsker, try PostStore.state(of: place, in: tx) == .shown
            else { return nil }
            // Nobody is spoken to in the dark.
            let mentioned =
                try found.author.map { try Self.mentions(in: found.words, of: place.thread, besides: $0, tx) } ?? []
            let watchers = try WatchStore.watchers(of: place, besides: found.author, behind: last, limit: few, in: tx)
            for member in watchers {
                try WatchStore.addNews(
                    mentioned.contains(member) ? .mention : .answer, at: place, for: member, in: tx)
                try accounts.tellByPace(newsMail, to: member, in: tx)
            }
            return watchers.count == few ? watchers.last : nil
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
