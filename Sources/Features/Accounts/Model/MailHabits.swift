import Foundation
import Storage

/// How often, when and in what words a member wishes to be written to.
package struct MailHabits: Sendable, Equatable {
    /// How often, about what has time. The raw values stand in forms and in the database.
    package enum Pace: String, Sendable, CaseIterable {
        case atOnce, daily, weekly, never
    }

    package var pace: Pace = .weekly
    /// They wish to read titles and first words in mail, and have read who else may.
    package var showsWords = false
    /// IANA name; nil: the site's.
    package var zone: String?
    /// Hours of their day; the same twice: none are quiet.
    package var quiet = (from: 21, to: 8)

    package static func == (left: Self, right: Self) -> Bool {
        (left.pace, left.showsWords, left.zone) == (right.pace, right.showsWords, right.zone)
            && left.quiet == right.quiet
    }

    /// When a day's or a week's mail goes out.
    static let hour = 9
    /// 1 January 1970 was a Thursday: so many days later a Monday.
    private static let monday: Int64 = 4

    /// Whether there is a time zone of that name; a bare number would lose an hour twice a year.
    package static func isZone(_ name: String) -> Bool { zones.contains(name) }
    /// All there are, by name.
    static let zones = Set(TimeZone.knownTimeZoneIdentifiers + ["UTC"])

    /// Until when they wish to be left in peace at a moment; nil where they do not.
    func quietUntil(_ now: Instant, in usual: String) -> Instant? {
        guard quiet.from != quiet.to else { return nil }
        let clock = LocalClock(zone ?? usual)
        let hour = clock.hour(now)
        let isQuiet =
            quiet.from < quiet.to
            ? (quiet.from..<quiet.to).contains(hour) : hour >= quiet.from || hour < quiet.to
        return isQuiet ? clock.next(hour: quiet.to, after: now) : nil
    }

    /// When a mail about what comes up now goes out by their pace; nil where none does.
    /// - Returns: the moment, and the number of its hour, day or week: what comes up before it is in the same mail.
    func due(_ now: Instant, in usual: String) -> (at: Instant, number: Int64)? {
        let clock = LocalClock(zone ?? usual)
        switch pace {
        case .never: return nil
        case .atOnce: return (now, now.milliseconds / 3_600_000)
        case .daily:
            let at = clock.next(hour: Self.hour, after: now)
            return (at, clock.day(at))
        case .weekly:
            var at = clock.next(hour: Self.hour, after: now)
            while (clock.day(at) - Self.monday) % 7 != 0 { at = clock.next(hour: Self.hour, after: at) }
            return (at, clock.day(at) / 7)
        }
    }
}

/// Hours and days as they are in one time zone.
private struct LocalClock {
    private let zone: TimeZone

    /// A name that nobody knows any more counts as UTC.
    init(_ name: String) { zone = TimeZone(identifier: name) ?? .gmt }

    private func offset(_ at: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(at.milliseconds) / 1_000))) * 1_000
    }

    private func local(_ at: Instant) -> Int64 { at.milliseconds + offset(at) }

    func hour(_ at: Instant) -> Int { Int(local(at) % 86_400_000 / 3_600_000) }

    /// Days since 1970 began there.
    func day(_ at: Instant) -> Int64 { local(at) / 86_400_000 }

    /// The next time that their clock shows a full hour. Where clocks are set forward past it, when they have been.
    func next(hour: Int, after now: Instant) -> Instant {
        let today = day(now)
        for day in today...today + 2 {
            let wanted = day * 86_400_000 + Int64(hour) * 3_600_000
            let guess = Instant(milliseconds: wanted - offset(now))
            var at = Instant(milliseconds: wanted - offset(guess))
            if local(at) != wanted { at = max(at, guess) }
            if at > now { return at }
        }
        return now + .days(1)
    }
}
