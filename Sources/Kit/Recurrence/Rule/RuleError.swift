/// What is wrong with a recurrence rule. Says the part, what stood there and what may stand there.
package enum RuleError: Error, Hashable, CustomStringConvertible {
    /// Longer than `RecurrenceRule.longestText`; bytes.
    case tooLong(Int)
    /// Between two semicolons stands nothing of the form `NAME=VALUE`.
    case malformedPart(String)
    /// RFC 5545 3.3.10 has no part of this name.
    case unknownPart(String)
    case repeatedPart(RulePart)
    case missingFrequency
    case invalidValue(part: RulePart, value: String, allowed: String)
    /// A part that may not stand beside another, or not alone; `reason` says which.
    case misplacedPart(RulePart, reason: String)
    /// A rule by hours, minutes or seconds for a day without a time.
    case needsTimeOfDay(Frequency)

    package var description: String {
        switch self {
        case .tooLong(let bytes): "The rule has \(bytes) bytes; allowed are \(RecurrenceRule.longestText)."
        case .malformedPart(let text): "\"\(text)\" is not of the form NAME=VALUE."
        case .unknownPart(let name): "There is no rule part \"\(name)\"."
        case .repeatedPart(let part): "\(part.rawValue) stands twice."
        case .missingFrequency: "FREQ is missing."
        case .invalidValue(let part, let value, let allowed): "\(part.rawValue)=\(value): allowed are \(allowed)."
        case .misplacedPart(let part, let reason): "\(part.rawValue) \(reason)."
        case .needsTimeOfDay(let frequency): "FREQ=\(frequency.rawValue) needs a start with a time of day."
        }
    }
}

/// The parts of a rule, in the order in which they are written.
package enum RulePart: String, Sendable, CaseIterable {
    case frequency = "FREQ"
    case interval = "INTERVAL"
    case count = "COUNT"
    case until = "UNTIL"
    case weekStart = "WKST"
    case byMonth = "BYMONTH"
    case byWeekNumber = "BYWEEKNO"
    case byYearDay = "BYYEARDAY"
    case byMonthDay = "BYMONTHDAY"
    case byDay = "BYDAY"
    case byHour = "BYHOUR"
    case byMinute = "BYMINUTE"
    case bySecond = "BYSECOND"
    case bySetPosition = "BYSETPOS"

    /// The numbers that may stand in it.
    var range: ClosedRange<Int> {
        switch self {
        case .byMonth: 1...12
        case .byWeekNumber, .byDay: 1...53
        case .byYearDay, .bySetPosition: 1...366
        case .byMonthDay: 1...31
        case .byHour: 0...23
        case .byMinute: 0...59
        case .bySecond: 0...60
        default: 1...999_999_999
        }
    }

    /// Whether they may be negative, too: counted from the end.
    var isSigned: Bool {
        switch self {
        case .byWeekNumber, .byYearDay, .byMonthDay, .byDay, .bySetPosition: true
        default: false
        }
    }

    var allowed: String {
        switch self {
        case .frequency: Frequency.allCases.map(\.rawValue).joined(separator: ", ")
        case .until: "a date, a date and time, or one in UTC, in the years 1 to 9999"
        case .weekStart: Weekday.names.joined(separator: ", ")
        case .byDay:
            Weekday.names.joined(separator: ", ") + ", before each perhaps a number from 1 to 53 or -53 to -1"
        default:
            "\(range.lowerBound) to \(range.upperBound)"
                + (isSigned ? " and \(-range.upperBound) to \(-range.lowerBound)" : "")
        }
    }
}
