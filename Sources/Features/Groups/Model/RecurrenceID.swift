package import Recurrence
package import Storage

/// What a date is called within its series, for ever: the local time for which it was first planned, `20261203T183000`
/// (RECURRENCE-ID of RFC 5545, 3.8.4.4, without a zone: that is the series').
///
/// A date that is moved, cancelled or changed keeps it; it is never made from a position in a list nor from the time
/// that the date has now. Two that would be called alike are told apart by a second (`free(besides:)`), so it must
/// not be read as a time.
package struct RecurrenceID: Sendable, Hashable, Comparable, LosslessStringConvertible {
    package let text: String

    package init(_ planned: LocalDateTime) { text = planned.description }

    /// Eight digits, `T`, six digits: anything else is nil. As long as an address needs, so that nothing else is
    /// looked up.
    package init?(_ text: String) {
        guard LocalDateTime(basicText: text) != nil else { return nil }
        self.text = text
    }

    /// As a row has it. Only names of dates are written, so it is not read once more: that took a fifth of the time of a list.
    init(stored text: String) { self.text = text }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// The name of a date that is new at a time, where others of its series are called so already.
    /// - Parameter taken: every name that the series ever gave, cancelled dates' too.
    package static func free(_ planned: LocalDateTime, besides taken: Set<RecurrenceID>) -> RecurrenceID {
        var time = planned
        while taken.contains(RecurrenceID(time)) { time = time.adding(seconds: 1) }
        return RecurrenceID(time)
    }
}

/// What everything that is known of a date hangs on.
package struct SessionID: Sendable, Hashable {
    package let series: ID<Series>
    package let recurrence: RecurrenceID

    package init(_ series: ID<Series>, _ recurrence: RecurrenceID) {
        (self.series, self.recurrence) = (series, recurrence)
    }
}

/// Of what a seat is: all dates of a series, or one.
package enum SeatScope: Sendable, Hashable {
    case all
    case date(RecurrenceID)

    /// As it is kept: empty for all.
    package var code: String {
        switch self {
        case .all: ""
        case .date(let recurrence): recurrence.text
        }
    }

    /// Nil for what is no name of a date.
    package init?(code: String) {
        guard !code.isEmpty else {
            self = .all
            return
        }
        guard let recurrence = RecurrenceID(code) else { return nil }
        self = .date(recurrence)
    }

    /// As a row has it.
    init(stored code: String) { self = code.isEmpty ? .all : .date(RecurrenceID(stored: code)) }

    /// The one date; nil for all.
    package var date: RecurrenceID? {
        switch self {
        case .all: nil
        case .date(let recurrence): recurrence
        }
    }

    /// Whether it is good for a date.
    package func holds(_ recurrence: RecurrenceID) -> Bool {
        switch self {
        case .all: true
        case .date(let one): one == recurrence
        }
    }
}
