import Markup
import Recurrence
import Storage

/// A series as a coordinator asks for it: twelve Thursdays from December 3, half past six, two hours.
struct SeriesDraft: Sendable {
    /// A form that is sent twice gives the same: then it is made once.
    var id = ID<Series>.random()
    let program: ID<Program>
    /// In addresses; nil: after the program's title.
    var slug: String?
    var kind: Series.Kind
    var zone: String
    var starts: LocalDateTime
    /// RRULE; nil: one date.
    var rule: String?
    var minutes: Int
    var meeting: Meeting
    var minimum = 0
    var languages: [Language]
    var allowsSingle = true
    var onlineURL: String?
    var onlinePhone: String?
    var showsOnline = false
    /// Local days on which the rule would have a date and there is none: holidays. Made, and cancelled at once.
    var without: [LocalDateTime] = []
    /// A date before the first, for whoever wonders.
    var sessionZero: LocalDateTime?
    var leaders: [SeriesLeader] = []
}

/// What is to become of a date, of it and all later ones, or of all. What is nil stays as it is.
struct SessionChange: Sendable, Hashable {
    /// Of one date: where it is moved. Of several: where the date that was chosen is from now on; the others follow
    /// by the same days and to the same hour (`Rescheduling`).
    var starts: LocalDateTime?
    var minutes: Int?
    /// Of several only: another rhythm from the chosen date on.
    var rule: String?
    var meeting: Meeting?
    var theme: String?
    /// False puts a cancelled date back.
    var isCancelled: Bool?
}

/// What came of it. Nothing is written but with `done`.
enum ScheduleAnswer: Sendable, Hashable {
    case done(ID<Series>)
    /// Taken rooms and leaders: the coordinator changes it, or says yes to them.
    case conflicts([SessionConflict])
    /// And on which date, where it is one of several.
    case fault(ScheduleFault, at: LocalDateTime?)
    /// With how many people have a seat then.
    case fewerSeatsThanPeople(people: Int, at: LocalDateTime)
}
