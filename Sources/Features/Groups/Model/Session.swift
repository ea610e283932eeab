package import Recurrence
package import Storage

/// A date of a series.
package struct Session: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case regular
        /// Before it begins: what it is, for whoever wonders. Takes no seat (`docs/decisions/0032-groups.md`).
        case zero
    }

    package enum State: String, Sendable, CaseIterable {
        case planned, cancelled
    }

    package let id: SessionID
    package var kind: Kind
    package var state: State
    /// The rule that it follows, and where that has it: what feeds call RECURRENCE-ID.
    package var rule: Int
    package var slot: LocalDateTime
    /// When it is now, in the series' zone, and as moments.
    package var starts: LocalDateTime
    package var startsAt: Instant
    package var endsAt: Instant
    package var meeting: Meeting
    /// What it is about; nil: as the program says.
    package var theme: String?
    package var sequence: Int

    package init(
        id: SessionID, kind: Kind = .regular, state: State = .planned, rule: Int, slot: LocalDateTime,
        starts: LocalDateTime, startsAt: Instant, endsAt: Instant, meeting: Meeting, theme: String? = nil,
        sequence: Int = 0
    ) {
        (self.id, self.kind, self.state, self.rule, self.slot) = (id, kind, state, rule, slot)
        (self.starts, self.startsAt, self.endsAt, self.meeting) = (starts, startsAt, endsAt, meeting)
        (self.theme, self.sequence) = (theme, sequence)
    }

    package var isMoved: Bool { starts != slot }
    package var isCancelled: Bool { state == .cancelled }
    /// Whole minutes.
    package var minutes: Int { Int((endsAt.milliseconds - startsAt.milliseconds) / 60_000) }

    /// Whether a seat can still be taken, or a change still be made.
    package func isAhead(at now: Instant) -> Bool { startsAt > now }

    /// Two that take place at once, if only for a minute. One that ends as the other begins does not.
    package func overlaps(_ other: Session) -> Bool {
        !isCancelled && !other.isCancelled && startsAt < other.endsAt && other.startsAt < endsAt
    }
}

/// Why a date cannot stand as it was asked for. A coordinator reads each, with the date; the form comes back as it
/// was.
package struct SessionConflict: Sendable, Hashable {
    /// The raw values end text keys.
    package enum Kind: String, Sendable, CaseIterable {
        /// The place, or a leader, is taken then by the other.
        case place, leader
    }

    package let kind: Kind
    package let session: SessionID
    package let other: SessionID

    package init(_ kind: Kind, _ session: SessionID, with other: SessionID) {
        (self.kind, self.session, self.other) = (kind, session, other)
    }

    /// All pairs of new dates with those that stand already, of which the caller has read those at that place or with
    /// that leader. A date is in no conflict with itself. In the order of the new ones.
    package static func all(_ new: [Session], with standing: [Session], _ kind: Kind) -> [SessionConflict] {
        new.flatMap { one in
            standing.filter { $0.id != one.id && $0.overlaps(one) }.map { SessionConflict(kind, one.id, with: $0.id) }
        }
    }
}

/// Why a series or a date cannot be as it was asked for, besides conflicts. The raw value ends the key of a sentence.
package enum ScheduleFault: String, Error, Sendable, CaseIterable {
    /// The clock jumps over that time that night: 02:30 in March.
    case timeDoesNotExist
    /// A cohort must end.
    case ruleWithoutEnd
    /// The rule has no date at all, or more than `Series.mostSessions`.
    case noDates, tooManyDates
    /// It has begun, or the series is cancelled.
    case over, cancelled
    /// Fewer seats than people who have one.
    case fewerSeatsThanPeople
    case placeMissing, onlineMissing
}
