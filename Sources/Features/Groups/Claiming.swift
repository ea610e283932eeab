import Accounts
import Storage
import Web

// Who comes by a card that a coordinator handed over (ADR 32, "By referral").
extension GroupsFeature {
    /// What a card is for, for whoever has it: the seat, its series and its program; nil where the card was used, ran
    /// out, or never was.
    func card(_ token: String, _ tx: Transaction) throws -> (Enrolment, Series, Program)? {
        guard let secret = LinkSecret(token, .referral),
            let id = try ClaimStore.find(secret, at: clock.now(), in: tx),
            let seat = try EnrolmentStore.find(id, as: Self.seating, in: tx),
            let group = try SeriesStore.find(seat.series, as: Self.seating, in: tx),
            let program = try ProgramStore.find(group.program, as: Self.seating, in: tx)
        else { return nil }
        return (seat, group, program)
    }

    /// Takes the seat of a card; the card is used up. Who has a seat for these dates already keeps it, and the card's
    /// is free; seats on single dates go into one on all.
    func claim(_ token: String, agreed: Int, as viewer: Viewer) async throws -> ID<Series> {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        return try await database.write { tx in
            guard let (seat, group, program) = try card(token, tx) else { throw Problem.notFound }
            try checkDates(seat.scope, of: group, as: Self.seating, at: now, tx)
            let whole = try EnrolmentStore.existing(of: member, in: group.id, .all, tx: tx)
            let former =
                whole?.state == .seated
                ? whole : try EnrolmentStore.existing(of: member, in: group.id, seat.scope, tx: tx)
            let signed = max(former?.agreedVersion ?? 0, min(agreed, program.agreementVersion))
            guard !Agreement.isSignatureMissing(signed: signed, of: program) else {
                throw SeatRefusal.agreementMissing
            }
            try ClaimStore.end(of: seat.id, in: tx)
            let own = try move(
                seat, to: member, instead: former?.lapsedIfOver(at: now), signed: signed, tx)
            if own.scope == .all, own.state == .seated { try dropSingleDates(of: group.id, as: viewer, tx) }
            try giveSeats(of: group.id, in: tx)
            if own.state == .seated { try remind(member, at: now, tx) }
            return group.id
        }
    }

    /// Makes a seat that staff gave to a name a member's, or lets them keep what is better. What staff called them is
    /// forgotten. Answers what they have.
    private func move(
        _ seat: Enrolment, to member: ID<Person>, instead former: Enrolment?, signed: Int, _ tx: Transaction
    ) throws -> Enrolment {
        func theirs(_ id: ID<Enrolment>) -> Enrolment {
            Enrolment(
                id: id, series: seat.series, scope: seat.scope, holder: .member(member), way: .referral,
                state: seat.state, line: seat.line, offerUntil: seat.offerUntil, agreedVersion: signed)
        }
        guard let former else {
            try EnrolmentStore.update(theirs(seat.id), in: tx)
            return theirs(seat.id)
        }
        let needs = try EnrolmentStore.needs(of: seat.id, in: tx)
        let needed = try EnrolmentStore.needs(of: former.id, in: tx)
        try EnrolmentStore.remove(seat, in: tx)
        var own = former
        if former.isBetter(than: seat) { own.agreedVersion = signed } else { own = theirs(former.id) }
        try EnrolmentStore.update(own, in: tx)
        if needed.isEmpty { try EnrolmentStore.setNeeds(needs, of: own.id, in: tx) }
        guard let date = seat.scope.date, own.scope == .all, seat.state == .seated else { return own }
        // They had said that they cannot come that day, and now they bring a card for it.
        let session = SessionID(seat.series, date)
        if try NeedStore.declined(of: [own.id], in: tx).contains(session) {
            try EnrolmentStore.setAnswer(true, of: own.id, on: session, in: tx)
        }
        return own
    }
}

extension Enrolment {
    /// Whether whoever has both keeps this one: a seat, else an offer, else the earlier place in line.
    fileprivate func isBetter(than other: Enrolment) -> Bool {
        (rank, line) < (other.rank, other.line)
    }

    private var rank: Int {
        switch state {
        case .seated: 0
        case .offered: 1
        case .waiting: 2
        case .lapsed, .left: 3
        }
    }
}
