import Accounts
import Jobs
import Storage
import Web

// A question that nobody answers is put to a few who have said that they may be asked. Once a day, so that nobody's asking
// and nobody's being there show in its time.
extension CommunitiesFeature {
    static let putJob = "communities-put"

    /// How long a question waits for whoever comes by, and how old it may be.
    static let patience = Duration.hours(24)
    static let tooOld = Duration.days(30)
    /// To how many members one is put in all.
    static let mostAsked = 5

    var putHandler: JobHandler { JobHandler(Self.putJob, concurrency: 1) { _ in try await putQuestions() } }

    /// By day where most members are, and hours before the next day begins.
    static let putSchedule = Schedule(nightly: putJob, hour: 15, minute: 0)

    /// All that wait, some at a time: those that nobody can be asked keep none behind them from being put.
    func putQuestions(atOnce: Int = 500) async throws {
        let now = dependencies.clock.now()
        var last: UnansweredStore.Waiting?
        repeat {
            let behind = last
            let waiting = try await database.read {
                try UnansweredStore.waiting(
                    from: now - Self.tooOld, until: now - Self.patience, putToFewerThan: Self.mostAsked,
                    behind: behind, limit: atOnce, in: $0)
            }
            for one in waiting { try await put(one.thread, on: PartialDate(now)) }
            last = waiting.count == atOnce ? waiting.last : nil
        } while last != nil
    }

    private func put(_ thread: ID<CommunityThread>, on day: PartialDate) async throws {
        let accounts = self.accounts
        try await database.write { tx in
            for member in try UnansweredStore.askable(thread, on: day, most: Self.mostAsked, in: tx) {
                try UnansweredStore.put(thread, to: member, on: day, in: tx)
                try WatchStore.addNews(.canAnswer, at: PostPlace(thread, 1), for: member, in: tx)
                try accounts.tellOfNews(to: member, in: tx)
            }
        }
    }
}
