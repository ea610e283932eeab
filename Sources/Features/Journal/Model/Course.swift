package import Storage
package import Vocabulary

/// One person's one treatment for one purpose.
package struct Course: Sendable, Hashable {
    package let id: ID<Course>
    package let treatment: ID<Treatment>
    package let purpose: Purpose
    /// As far as the person remembers.
    package var started: PartialDate?
    package var ended: PartialDate?
    /// In the person's words: "60 mg in the morning", "twice a week". At most `longestDose` scalars.
    package var dose: String?
    package var stopReason: StopReason?

    /// Whether the person still takes or does it. A reason for stopping without a date means: stopped, date forgotten.
    package var isOngoing: Bool { ended == nil && stopReason == nil }

    static let longestDose = 80
}

/// What cannot be true of a course, whoever says it.
enum CourseFault: Sendable, Hashable, CaseIterable {
    case startedInFuture
    case endedInFuture
    case endedBeforeStarted
    /// A reason or an end for something that is said to go on.
    case endOfOngoing
    /// Said to be over, with neither a reason nor an end.
    case overWithoutReason
}

extension CourseFault {
    /// Every fault of what was said. Partial dates are given the benefit of the doubt: 2019 is not before March 2019.
    /// - Parameters:
    ///   - isOver: what the person answered to "do you still take it?"; nil when it was not asked.
    ///   - today: the last day that may have come anywhere on Earth.
    static func all(
        started: PartialDate?, ended: PartialDate?, stopReason: StopReason? = nil, isOver: Bool? = nil,
        today: PartialDate
    ) -> [CourseFault] {
        var faults: [CourseFault] = []
        if let started, today.isSurely(before: started) { faults.append(.startedInFuture) }
        if let ended, today.isSurely(before: ended) { faults.append(.endedInFuture) }
        if let started, let ended, ended.isSurely(before: started) { faults.append(.endedBeforeStarted) }
        if isOver == false, ended != nil || stopReason != nil { faults.append(.endOfOngoing) }
        if isOver == true, stopReason == nil { faults.append(.overWithoutReason) }
        return faults
    }
}

extension PartialDate {
    /// Whether all of it lies before all of the other: true for March and April 2019, false for March 2019 and 2019.
    func isSurely(before other: PartialDate) -> Bool {
        if year != other.year { return year < other.year }
        guard let month, let otherMonth = other.month else { return false }
        if month != otherMonth { return month < otherMonth }
        guard let day, let otherDay = other.day else { return false }
        return day < otherDay
    }

    /// The day on which the most eastern clocks are (UTC+14): what lies after it lies in the future for everybody.
    static func latestToday(_ now: Instant) -> PartialDate { PartialDate(now + .hours(14)) }
}
