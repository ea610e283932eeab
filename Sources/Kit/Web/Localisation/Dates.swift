package import Markup
package import Storage

extension Text {
    /// "November 3, 2026", "3 de noviembre de 2026": the day in UTC, later by an offset in seconds.
    package func date(_ instant: Instant, offsetSeconds: Int = 0) -> String {
        let date = (instant + Int64(offsetSeconds) * 1_000).utc
        return self.date(year: date.year, month: date.month, day: date.day)
    }

    /// "November 3, 2026, 14:05 UTC"; with seconds where several may fall into a minute.
    package func dateAndTime(_ instant: Instant, withSeconds: Bool = false) -> String {
        let time = instant.utc
        return dateAndTime(
            date(instant), hour: time.hour, minute: time.minute, second: withSeconds ? time.second : nil)
    }

    /// "in 40 minutes", "3 hours ago": for whoever works against a clock. From two days away on it is the date and time.
    package func fromNow(_ instant: Instant, now: Instant) -> String {
        let minutes = (instant.milliseconds - now.milliseconds) / 60_000
        let count = Int(minutes.magnitude)
        let sense = minutes < 0 ? "ago" : "in"
        return switch count {
        case 0: self("web.time.now")
        case ..<90: self("web.time.minutes.\(sense)", ["n": .count(count)])
        case ..<2_880: self("web.time.hours.\(sense)", ["n": .count((count + 30) / 60)])
        default: dateAndTime(instant)
        }
    }

    /// As much as is known: "2019", "March 2019", "March 14, 2019".
    package func date(_ date: PartialDate) -> String {
        self.date(year: date.year, month: date.month, day: date.day)
    }
}
