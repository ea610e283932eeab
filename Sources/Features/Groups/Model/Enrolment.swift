package import Storage

/// One person's seat in a series or on one date, or their place in its line. Nothing in it says when they did
/// anything.
package struct Enrolment: Sendable, Hashable {
    /// How it came about.
    package enum Way: String, Sendable, CaseIterable {
        case `self`, staff, referral
        /// By staff, who typed the name of a member and have no answer yet.
        case asked
    }

    package enum State: String, Sendable, CaseIterable {
        case waiting
        /// A seat is kept for them until `offerUntil`: they take it, or it goes to the next.
        case offered
        case seated
        /// The offer ran out. They can go into the line again, at its end.
        case lapsed
        case left

        /// Whether nobody else can have the seat.
        package var holdsSeat: Bool { self == .offered || self == .seated }
    }

    /// Whose it is.
    package enum Holder: Sendable, Hashable {
        case member(ID<Person>)
        /// Somebody without an account, as staff call them: first name and an initial.
        case called(String)
        /// Whoever staff asked by a name that they typed, until there is a yes or the offer is over. Nil: the name is
        /// nobody's, or whose it is said no, or cannot be asked. Nobody can tell these from one who has not answered.
        case asked(ID<Person>?, name: String)
    }

    /// Scalars of what staff call somebody.
    package static let mostCalled = 40

    package let id: ID<Enrolment>
    package let series: ID<Series>
    package let scope: SeatScope
    package private(set) var holder: Holder
    package private(set) var way: Way
    package private(set) var state: State
    /// Smaller is earlier, within the series.
    package private(set) var line: Int
    package private(set) var offerUntil: Instant?
    /// Of the program's agreement; 0: none yet.
    package var agreedVersion: Int

    package init(
        id: ID<Enrolment>, series: ID<Series>, scope: SeatScope, holder: Holder, way: Way, state: State, line: Int,
        offerUntil: Instant? = nil, agreedVersion: Int = 0
    ) {
        (self.id, self.series, self.scope, self.holder) = (id, series, scope, holder)
        (self.way, self.state, self.line, self.offerUntil) = (way, state, line, offerUntil)
        self.agreedVersion = agreedVersion
    }

    /// Who can answer for it; nil where nobody can.
    package var member: ID<Person>? {
        switch holder {
        case .member(let member): member
        case .asked(let member, _): member
        case .called: nil
        }
    }
}

/// Why somebody cannot have a seat. The raw value ends the key of a sentence.
package enum SeatRefusal: String, Error, Sendable, CaseIterable {
    /// The series takes nobody new, or was cancelled; the date is over, or was cancelled.
    case closed, cancelled, over
    case referralNeeded
    /// A single date of this series cannot be tried.
    case allDatesOnly
    /// The offer ran out before they said yes, or was answered already.
    case offerOver
    /// Nothing is offered to them yet: they stand in line.
    case inLine
    /// They have a seat, or stand in line, already.
    case alreadyIn
    /// The seat that they gave up for a date is somebody else's now.
    case seatGivenAway
    case agreementMissing
}

// MARK: - What can become of it

extension Enrolment {
    /// A seat at once: for who joins while nobody waits, and for staff.
    package func seated() throws(SeatRefusal) -> Enrolment {
        guard state != .seated else { throw .alreadyIn }
        return with(.seated, offerUntil: nil)
    }

    /// The seat is theirs if they say yes until then.
    package func offered(until: Instant) throws(SeatRefusal) -> Enrolment {
        guard state == .waiting else { throw .alreadyIn }
        return with(.offered, offerUntil: until)
    }

    /// They say yes. A moment too late is too late: the seat may be the next one's already.
    package func accepted(at now: Instant) throws(SeatRefusal) -> Enrolment {
        guard state != .waiting else { throw .inLine }
        guard state == .offered, let offerUntil, now < offerUntil else { throw .offerOver }
        return with(.seated, offerUntil: nil).answered()
    }

    /// The offer as it is now: lapsed where its time is over, else unchanged.
    package func lapsedIfOver(at now: Instant) -> Enrolment {
        guard state == .offered, let offerUntil, offerUntil <= now else { return self }
        return with(.lapsed, offerUntil: nil).answered()
    }

    /// What stays where whoever was asked says no: as if the name were nobody's, until it lapses. Nil where they were
    /// not asked, or their time is over.
    /// - Parameter id: under which it stays.
    package func declined(as id: ID<Enrolment>) -> Enrolment? {
        guard case .asked(_, let name) = holder, state == .waiting || state == .offered else { return nil }
        return Enrolment(
            id: id, series: series, scope: scope, holder: .asked(nil, name: name), way: way, state: state, line: line,
            offerUntil: offerUntil)
    }

    /// What staff typed is forgotten where there is an answer, or no time for one any more.
    private func answered() -> Enrolment {
        guard case .asked(let member?, _) = holder else { return self }
        var next = self
        (next.holder, next.way) = (.member(member), .staff)
        return next
    }

    /// Into the line, at its end.
    package func waiting(at line: Int) throws(SeatRefusal) -> Enrolment {
        guard state == .lapsed || state == .left else { throw .alreadyIn }
        var next = with(.waiting, offerUntil: nil)
        next.line = line
        return next
    }

    /// From any state, without a reason, as often as it is pressed.
    package func gone() -> Enrolment { with(.left, offerUntil: nil).answered() }

    private func with(_ state: State, offerUntil: Instant?) -> Enrolment {
        var next = self
        (next.state, next.offerUntil) = (state, offerUntil)
        return next
    }
}

/// For how long a seat is kept for who is next in line.
package enum Offer {
    /// A night and a working day, so that whoever reads mail once a day is not passed over.
    package static let usual = Duration.hours(24)
    /// Before a single date an offer ends so early that the next one can still be asked.
    package static let beforeStart = Duration.minutes(30)
    /// Shorter than that nobody is offered a single date: it would be gone before they have read of it.
    package static let shortest = Duration.minutes(60)

    /// The end of an offer that is made now; nil where it is too late for one.
    /// - Parameter start: of the date, for a seat on one date; nil for a seat on all.
    package static func end(at now: Instant, start: Instant?) -> Instant? {
        guard let start else { return now + usual }
        let end = min(now + usual, start - beforeStart)
        return end - now < shortest ? nil : end
    }
}
