import Storage
import Synchronization
import Testing
import World

@testable import Communities

/// What is due waits while the clock cannot be trusted.
@Suite struct DarkClockTests {
    private final class Steady: Sendable {
        let passed = Mutex(Duration.zero)
    }

    private static let noon = Instant(milliseconds: 20_000 * 86_400_000) + .hours(13)

    @Test func `an hour of the grid is one of four`() {
        let noon = Self.noon
        expect(DarkPace.hour(before: noon), is: noon - .hours(1))
        expect(DarkPace.hour(after: noon), is: noon + .hours(5))
        expect(DarkPace.hour(before: noon - .hours(1)), is: noon - .hours(1))
    }

    @Test(arguments: [1, 119, -119, 121, -121, 40_000, -40_000])
    func `a clock that is set holds what is due until the hour of the grid but one`(seconds: Int) {
        let steady = Steady()
        let clock = DarkClock { steady.passed.withLock { $0 } }
        var wall = Self.noon
        func pass(_ time: Duration, set: Duration = .zero) {
            steady.passed.withLock { $0 += time }
            wall = wall + time + set
            clock.note(wall)
        }
        clock.note(wall)
        for _ in 0..<20 { pass(.hours(1)) }
        expect(clock.mayRelease(at: wall), is: true, "time that passes is no jump")
        pass(.seconds(3), set: .seconds(seconds))
        let isHeld = abs(seconds) > 120
        expect(clock.mayRelease(at: wall), is: !isHeld)
        guard isHeld else { return }
        let until = DarkPace.hour(after: DarkPace.hour(after: wall))
        pass(DarkPace.hour(after: wall) - wall)
        expect(clock.mayRelease(at: wall), is: false, "the next hour")
        pass(until - wall)
        expect(clock.mayRelease(at: wall), is: true, "the next but one")
    }

    @Test func `a clock that is set right again keeps nobody waiting for days`() {
        let steady = Steady()
        let clock = DarkClock { steady.passed.withLock { $0 } }
        clock.note(Self.noon)
        clock.note(Self.noon + .days(30))
        clock.note(Self.noon)
        expect(clock.mayRelease(at: Self.noon), is: false)
        expect(clock.mayRelease(at: Self.noon + .hours(12)), is: true)
    }
}
