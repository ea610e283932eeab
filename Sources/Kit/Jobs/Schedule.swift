import Storage

/// A job that is due every day at a time in UTC, once however many processes there are.
///
/// A day that was missed is made up for, the last one only.
package struct Schedule: Sendable {
    package let kind: String
    private let ofDay: Int64

    /// `hour` and `minute` in UTC; out of range they are brought into it.
    package init(nightly kind: String, hour: Int, minute: Int) {
        self.kind = kind
        ofDay = Int64(min(max(hour, 0), 23) * 60 + min(max(minute, 0), 59)) * 60_000
    }

    /// The last time it was due: now or before.
    func lastDue(now: Instant) -> Instant {
        let day: Int64 = 86_400_000
        let sinceDue = (now.milliseconds - ofDay) % day
        return now - (sinceDue < 0 ? sinceDue + day : sinceDue)
    }

    /// What makes a day's job one job.
    func key(due: Instant) -> String {
        "nightly:\(kind):\(PartialDate(due).text)"
    }
}
