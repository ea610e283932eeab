import Jobs
import Logging
import Storage
import Web

// How often threads are opened: counted in memory, written down a minute later, told to authors once a day.
extension CommunitiesFeature {
    static let tellViewsJob = "communities-tell-views"
    static let tellViewsSchedule = Schedule(nightly: tellViewsJob, hour: 4, minute: 50)

    var tellViewsHandler: JobHandler {
        JobHandler(Self.tellViewsJob, concurrency: 1) { _ in
            try await database.write { try ViewCountStore.tell(in: $0) }
        }
    }

    /// Counts that somebody opened a thread: not its author, no robot that says it is one, no browser that reads ahead, and a
    /// member only the first time, as far as their own cookie knows. Nothing of a thread without an author: nobody is told that
    /// number, and it would say when somebody looked; who asked without their name looks oftener than others.
    func countView(of thread: CommunityThread, isFirst: Bool, _ visit: Visit) {
        guard isFirst, visit.isByPerson, let author = thread.author, author != visit.viewer.personID else { return }
        views.add(thread.id)
    }

    /// For as long as the server runs. What was not written down when it ends is lost: a minute's.
    func keepWritingViews() async {
        await dependencies.logger.repeating(every: .seconds(60), "views were not written down") {
            try await writeViews()
        }
    }

    /// In one transaction; where that fails they are counted again.
    func writeViews() async throws {
        let counts = views.take()
        guard !counts.isEmpty else { return }
        do {
            try await database.write { try ViewCountStore.add(counts, in: $0) }
        } catch {
            for count in counts { views.add(count.thread, count.views) }
            throw error
        }
    }
}
