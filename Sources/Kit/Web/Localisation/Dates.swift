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

    /// As much as is known: "2019", "March 2019", "March 14, 2019".
    package func date(_ date: PartialDate) -> String {
        self.date(year: date.year, month: date.month, day: date.day)
    }
}
