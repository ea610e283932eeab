import Dispatch
import Logging
import Synchronization

/// Writes that lost to another one go here, and are tried again one after the other, in the order in which they came; while
/// those of a place keep losing, the others of that place come at once. Whoever stands in nobody's way does not wait.
///
/// **Only the order hangs on it**: every write is still a serializable transaction, so a line that is passed by, or two at
/// once, cost tries and oversell nothing.
final class PostgresLine: Sendable {
    /// What takes longer has no place here, for all the others would wait behind it.
    static let patience = Duration.milliseconds(250)

    let queue: WorkQueue
    private let ordinary: WorkQueue
    private let places = Mutex(CrowdedPlaces())
    /// When what runs now began, or the wait for the other processes; 0: nothing does. As `DispatchTime` counts.
    private let began = Atomic<UInt64>(0)

    /// - Parameter ordinary: where writes wait that do not stand in line.
    init(beside ordinary: WorkQueue, bound: Int) {
        self.ordinary = ordinary
        queue = WorkQueue(bound: bound)
    }

    /// One thread, with a connection that is made with the first loss.
    func start(connect: @escaping @Sendable () throws(StorageError) -> PostgresConnection, logger: Logger) {
        queue.startThread("postgres-line") { [self] in
            var session = PostgresLineSession(line: self, connect: connect, logger: logger)
            while let work = queue.take() { session.run(work) }
        }
    }

    /// Whether a write that just came goes to the line.
    func isMeant(for work: Work) -> Bool {
        guard let place = work.place, !isHeldUp else { return false }
        return places.withLock { $0.holds(place, now: DispatchTime.now().uptimeNanoseconds) }
    }

    /// Takes a write that lost; `false` where it has to try again where it is.
    func takes(_ work: Work, thatLostAfter duration: Duration) -> Bool {
        guard work.isWrite, let place = work.place else { return false }
        places.withLock { $0.noteLoss(at: place, now: DispatchTime.now().uptimeNanoseconds) }
        guard !work.hasLeftLine, duration < Self.patience, !isHeldUp else { return false }
        queue.addAccepted(work)
        return true
    }

    /// A write came through on its own.
    func noteSuccess(of work: Work) {
        guard work.isWrite, let place = work.place else { return }
        places.withLock { $0.noteSuccess(at: place, now: DispatchTime.now().uptimeNanoseconds) }
    }

    /// Lets whoever waits behind something long go back to the others. Called by a thread that serves those.
    func relieveIfHeldUp() {
        guard isHeldUp else { return }
        while let work = queue.takeWaiting() { ordinary.addAccepted(work) }
    }

    /// Something begins, or nothing runs any more.
    func note(isRunning: Bool) {
        began.store(isRunning ? DispatchTime.now().uptimeNanoseconds : 0, ordering: .relaxed)
    }

    private var isHeldUp: Bool {
        let began = began.load(ordering: .relaxed)
        guard began > 0 else { return false }
        return DispatchTime(uptimeNanoseconds: began).duration > Self.patience
    }

    /// Has a write try again outside; `false` where there is nobody any more to do so.
    func sendBack(_ work: Work) -> Bool {
        var work = work
        work.hasLeftLine = true
        do {
            try ordinary.add(work)
            return true
        } catch {
            return false
        }
    }
}

extension DispatchTime {
    /// How long ago it was.
    var duration: Duration {
        let now = DispatchTime.now().uptimeNanoseconds
        return .nanoseconds(Int64(clamping: now > uptimeNanoseconds ? now - uptimeNanoseconds : 0))
    }
}
