import Storage

/// A job that is due every day at a time in UTC, once however many processes there are.
///
/// A day that was missed is made up for, the last one only, and only while that is still welcome.
package struct Schedule: Sendable {
    package let kind: String
    private let ofDay: Int64
    private let patience: Duration

    /// `hour` and `minute` in UTC; out of range they are brought into it.
    /// - Parameter patience: for how long a time that was missed is made up for: what stops others must not run by day.
    package init(nightly kind: String, hour: Int, minute: Int, madeUpWithin patience: Duration = .days(1)) {
        (self.kind, self.patience) = (kind, patience)
        ofDay = Int64(min(max(hour, 0), 23) * 60 + min(max(minute, 0), 59)) * 60_000
    }

    /// The last time it was due: now or before; nil where that is too long ago.
    func lastDue(now: Instant) -> Instant? {
        let day: Int64 = 86_400_000
        let sinceDue = (now.milliseconds - ofDay) % day
        let due = now - (sinceDue < 0 ? sinceDue + day : sinceDue)
        return now < due + patience ? due : nil
    }

    /// What makes a day's job one job.
    func key(due: Instant) -> String {
        "nightly:\(kind):\(PartialDate(due).text)"
    }
}
