import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Works and rests by turns, half a millisecond and as long as it worked, so that a release leaves the processors to those who read:
/// on two cores their 99th percentile more than doubled while one made a release without a rest.
///
/// Blocks its thread, which is a database's own. Small tallies never rest.
struct Throttle {
    /// Rows between two looks at the clock.
    private static let rows: UInt32 = 256
    /// Nanoseconds; waiting for a database's process is work as well, for that works meanwhile.
    private static let work: UInt64 = 500_000
    private static let longestRest: UInt64 = 5_000_000

    private var count: UInt32 = 0
    private var since: UInt64 = 0

    /// A row was read.
    mutating func step() {
        count &+= 1
        guard count & (Self.rows - 1) == 0 else { return }
        let now = Self.nanoseconds()
        if since == 0 {
            since = now
        } else if now &- since >= Self.work {
            usleep(UInt32(min(now &- since, Self.longestRest) / 1_000))
            since = Self.nanoseconds()
        }
    }

    private static func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
