import Jobs
import Logging
import Storage
import Synchronization
import Web

// When it happens: four standing schedules, one an hour of the grid, whether anything waits or not. Never a job for an act: the
// row of a job has the moment in which it was put off.
extension CommunitiesFeature {
    static let darkHours = [0, 6, 12, 18]
    static func hourJob(_ hour: Int) -> String { "communities-hour-\(hour)" }
    static let cleanJob = "communities-clean"

    var darkSchedules: [Schedule] {
        Self.darkHours.map { Schedule(nightly: Self.hourJob($0), hour: $0, minute: 0) } + [
            Schedule(nightly: Self.cleanJob, hour: 4, minute: 35)
        ]
    }

    var darkHandlers: [JobHandler] {
        let hours = Self.darkHours.map { hour in
            JobHandler(Self.hourJob(hour), concurrency: 1) { _ in
                try await releaseDark(at: dependencies.clock.now())
            }
        }
        return hours + [
            followHandler, JobHandler(Self.cleanJob, concurrency: 1) { _ in try await cleanDark() },
        ]
    }

    /// Does all that is due, of whatever process took it. Not while the clock cannot be trusted.
    func releaseDark(at now: Instant) async throws {
        darkClock.note(now)
        guard darkClock.mayRelease(at: now) else { return }
        try await releaseDark(await darkPool.due(at: now), at: now)
    }

    /// Takes out marks whose epoch and bar are over and that own nothing any more. A mark is of the epoch in which its form was
    /// opened: that of the day on which it appeared, or the one before.
    func cleanDark() async throws {
        let now = dependencies.clock.now()
        let today = PartialDate(now)
        let epoch = Instant(milliseconds: Int64(DarkEpoch.at(now) * DarkEpoch.days) * 86_400_000)
        try await database.write { tx in
            try DarkThreadStore.clean(appearedBefore: PartialDate(epoch), today: today, in: tx)
        }
    }
}

/// Whether the clock on the wall has gone on as time does. One that was set, by hand or by a machine that woke up, could have
/// something appear at a moment that says when it was sent.
final class DarkClock: Sendable {
    private struct State {
        var last: (wall: Instant, steady: Duration)?
        var heldUntil: Instant?
    }

    private let state = Mutex(State())
    private let steady: @Sendable () -> Duration

    /// What a clock is put right by without anybody noticing.
    static let tolerance = Duration.minutes(2)

    /// - Parameter steady: time since some beginning, which nobody sets.
    init(steady: @escaping @Sendable () -> Duration = DarkClock.sinceStart) { self.steady = steady }

    private static let start = ContinuousClock.now
    static let sinceStart: @Sendable () -> Duration = { ContinuousClock.now - start }

    /// Compares both clocks with where they were before. With a jump what is due waits for the next hour of the grid but one.
    func note(_ wall: Instant) {
        let steady = steady()
        state.withLock { state in
            defer { state.last = (wall, steady) }
            guard let last = state.last else { return }
            let drift = (wall - last.wall) - (steady - last.steady)
            guard drift > Self.tolerance || drift < .zero - Self.tolerance else { return }
            state.heldUntil = DarkPace.hour(after: DarkPace.hour(after: wall))
        }
    }

    func mayRelease(at now: Instant) -> Bool {
        state.withLock { state in
            guard let held = state.heldUntil else { return true }
            // Set back by more than that, it was wrong before: nobody waits for days.
            guard now < held, held - now <= .hours(12) else {
                state.heldUntil = nil
                return true
            }
            return false
        }
    }
}
