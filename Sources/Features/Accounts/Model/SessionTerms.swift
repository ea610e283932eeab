import Storage

/// How long a sign-in lasts (ASVS 5.0, 7.3.1 and 7.3.2).
enum SessionTerms {
    /// Days from sign-in to the end, whatever happens; sessions end with a day, never at a time of somebody's.
    static let longestDays: Int64 = 30
    /// Without a page opened.
    static let idle: Duration = .days(7)
    /// Without a page opened, on a telephone or computer that others use too.
    static let idleWhenShared: Duration = .minutes(30)
    /// Without a page opened, until roles rest and the second step is asked for again.
    static let idleOfRoles: Duration = .minutes(30)
    /// From a passphrase that was given again, on a telephone that others use too, until it is asked for once more.
    static let deskOpen: Duration = .minutes(10)
    /// A cookie in use is renewed at most so often; idle times are true to this much.
    static let renewEvery: Duration = .minutes(2)

    /// The day of an instant, counted in UTC from 1970.
    static func day(of instant: Instant) -> Int64 { instant.milliseconds / 86_400_000 }
}
