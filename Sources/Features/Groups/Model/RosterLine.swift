import Recurrence
import Storage

/// Somebody on a roster: as little as whoever looks after the group needs to receive them.
struct RosterLine: Sendable, Hashable {
    let enrolment: ID<Enrolment>
    /// The pseudonym, or what staff call somebody without an account, or by which name they asked somebody.
    let name: String
    let scope: SeatScope
    let way: Enrolment.Way
    let state: Enrolment.State
    /// They said that they cannot come to the date.
    let isDeclined: Bool
    /// They signed the agreement that is signed now, or there is none.
    let isSigned: Bool
    let needs: [RosterNeed]

    /// Whether a chair is set out for them.
    var comes: Bool { state == .seated && !isDeclined }
}

/// What somebody on a roster needs, and how that stands for the date.
struct RosterNeed: Sendable, Hashable {
    let need: AccessNeed
    let standing: NeedStanding
}

/// How a series stands for its coordinator: its next date, and what needs a look.
struct SeriesOutlook: Sendable, Hashable {
    let series: ID<Series>
    let next: RecurrenceID
    let starts: LocalDateTime
    let startsAt: Instant
    /// Nil: nobody is turned away.
    let capacity: Int?
    /// Who has a seat and did not say that they cannot come.
    let coming: Int
    /// In line for the series or one of its dates.
    let waiting: Int

    /// Nobody is kept waiting by a chair that is free.
    var isFullWithLine: Bool { capacity.map { coming >= $0 && waiting > 0 } ?? false }
}

/// What a series asks of its coordinator, the most urgent first. The raw value ends the key of a sentence.
enum SeriesCare: String, Sendable, CaseIterable {
    case today, needs, belowMinimum, full, draft, fine

    /// - Parameters:
    ///   - outlook: nil where no date is ahead.
    ///   - needs: how many are open this week.
    ///   - tomorrow: the end of the day that it is in the series' zone.
    static func of(_ series: Series, _ outlook: SeriesOutlook?, needs: Int, tomorrow: Instant, weekEnds: Instant)
        -> SeriesCare
    {
        if series.state == .draft { return .draft }
        guard let outlook else { return .fine }
        if outlook.startsAt < tomorrow { return .today }
        if needs > 0 { return .needs }
        if outlook.coming < series.fewest, outlook.startsAt < weekEnds { return .belowMinimum }
        return outlook.isFullWithLine ? .full : .fine
    }
}
