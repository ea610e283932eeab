import Storage

/// Whose reports hide a text before a person has looked (docs/decisions/0020-queue.md says what this can do and what not).
enum ReportWeight {
    /// How long before the case an account must have joined.
    static let leastAge = Duration.days(14)
    /// How long a report weighs nothing after one that a moderator did not follow.
    static let dismissal = Duration.days(30)
    /// Texts that a member may have helped to hide while nobody has looked at them.
    static let mostPending = 2
    /// Alerts that a member's reports may raise within a day: nobody wakes the duty for every name there is.
    static let mostAlerts = 3
    /// Alerts that reports, and worries, of all accounts that joined lately may raise within a day: who makes them by the dozen
    /// keeps nobody from whom else the duty has to look after.
    static let mostAlertsOfNew = 10
    /// Accounts that joined within this time of one another count once: most makers of many accounts make them in a row.
    static let joinedTogether = Duration.days(1)

    /// How many people accounts stand for, by when they joined.
    static func people(_ joined: [Instant]) -> Int {
        var last: Instant?
        var count = 0
        for instant in joined.sorted() where last.map({ instant - $0 >= joinedTogether }) ?? true {
            (last, count) = (instant, count + 1)
        }
        return count
    }

    /// Whether a text is hidden: by two who report danger or contact details, by three of any kind; words that moderators
    /// kept before need two more each time.
    static func hides(all: Int, early: Int, timesKept: Int) -> Bool {
        early >= 2 + 2 * timesKept || all >= 3 + 2 * timesKept
    }
}

/// Whose texts only a moderator hides.
enum TrustedAuthor {
    /// How long an account must have been here, and nothing decided against it.
    static let leastAge = Duration.days(365)
}
