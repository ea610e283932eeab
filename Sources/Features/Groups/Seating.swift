import Accounts
import Storage
import Web

// How people get seats and give them up. Each is one serializable transaction; refusals are `SeatRefusal`.
extension GroupsFeature {
    /// For whom rules are asked that go for everybody.
    static let seating = Viewer.system(reason: "seats")

    /// A seat, or the end of the line. With a signature where the program has an agreement.
    /// - Parameter agreed: the version of the agreement that was read; 0: none.
    func join(
        _ series: ID<Series>, _ scope: SeatScope, agreed: Int, needs: [AccessNeed], as viewer: Viewer
    ) async throws -> JoinAnswer {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        return try await database.write { tx in
            let (group, program) = try joinable(series, scope, as: viewer, at: now, tx)
            guard program.isJoinedFreely else { throw SeatRefusal.referralNeeded }
            let known = try EnrolmentStore.all(of: member, in: group.id, tx: tx)
            let own = known.filter { $0.state != .left }.map { $0.lapsedIfOver(at: now) }
            guard !own.contains(where: { $0.isInTheWay(of: scope) }) else { throw SeatRefusal.alreadyIn }
            guard !Agreement.isSignatureMissing(signed: agreed, of: program) else {
                throw SeatRefusal.agreementMissing
            }
            let former = known.first { $0.scope == scope }
            let new = Enrolment(
                id: former?.id ?? .random(), series: group.id, scope: scope, holder: .member(member), way: .`self`,
                state: .waiting, line: try EnrolmentStore.nextInLine(of: group.id, in: tx),
                agreedVersion: min(agreed, program.agreementVersion))
            let answer = try giveOrLineUp(new, isKnown: former != nil, besides: own, at: now, tx)
            if former != nil || !needs.isEmpty { try EnrolmentStore.setNeeds(needs, of: new.id, in: tx) }
            if answer == .seated { try remind(member, at: now, tx) }
            return answer
        }
    }

    /// Says yes to a seat that is kept. Once more is the same.
    /// - Parameter agreed: the version of the agreement that was read now; 0: none.
    func accept(_ enrolment: ID<Enrolment>, agreed: Int = 0, as viewer: Viewer) async throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        try await database.write { tx in
            guard let own = try EnrolmentStore.find(enrolment, as: viewer, in: tx),
                let group = try SeriesStore.find(own.series, as: viewer, in: tx),
                let program = try ProgramStore.find(group.program, as: viewer, in: tx)
            else { throw Problem.notFound }
            guard own.state != .seated else { return }
            guard group.state != .cancelled else { throw SeatRefusal.cancelled }
            if let date = own.scope.date { try checkDate(SessionID(group.id, date), as: viewer, at: now, tx) }
            var seated = try own.accepted(at: now)
            let signed = max(own.agreedVersion, min(agreed, program.agreementVersion))
            guard !Agreement.isSignatureMissing(signed: signed, of: program) else {
                throw SeatRefusal.agreementMissing
            }
            seated.agreedVersion = signed
            try EnrolmentStore.update(seated, in: tx)
            if own.scope == .all { try dropSingleDates(of: group.id, as: viewer, tx) }
            // While an offer of one date stood, they were passed over for all of them.
            if own.scope != .all { try giveSeats(of: group.id, in: tx) }
            try remind(member, at: now, tx)
        }
    }

    /// In one tap; also a place in line, and an offer.
    func leave(_ enrolment: ID<Enrolment>, as viewer: Viewer) async throws {
        let now = clock.now()
        try await database.write { tx in
            guard let own = try EnrolmentStore.find(enrolment, as: viewer, in: tx) else { throw Problem.notFound }
            try giveUp(own, at: now, tx)
            try giveSeats(of: own.series, in: tx)
        }
    }

    /// That they cannot come to one date of all, or can after all. Who has a seat on that date alone gives it up so.
    func answer(_ isComing: Bool, on session: SessionID, as viewer: Viewer) async throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        try await database.write { tx in
            guard
                let own = try EnrolmentStore.own(of: session.series, as: viewer, in: tx).first(where: {
                    $0.state == .seated && $0.scope.holds(session.recurrence)
                })
            else { throw Problem.notFound }
            try checkDate(session, as: viewer, at: now, tx)
            guard own.scope == .all else {
                guard !isComing else { return }
                try EnrolmentStore.remove(own, in: tx)
                return try giveSeats(of: session.series, in: tx)
            }
            let wasDeclined = try NeedStore.declined(of: [own.id], in: tx).contains(session)
            guard wasDeclined == isComing else { return }
            if isComing {
                let ledger = try SeatCountStore.ledger(of: session.series, at: now, in: tx)
                guard ledger.free(for: .date(session.recurrence)) > 0 else { throw SeatRefusal.seatGivenAway }
            }
            try EnrolmentStore.setAnswer(isComing, of: own.id, on: session, in: tx)
            if isComing { try remind(member, at: now, tx) } else { try giveSeats(of: session.series, in: tx) }
        }
    }
}

// MARK: - What everybody is asked

extension GroupsFeature {
    /// A series that takes seats for these dates, with its program. Throws `SeatRefusal`, or `.notFound` where the
    /// viewer may not know of it. The program is without its words.
    /// - Parameter byStaff: whether somebody is put in by hand, also before it is open and when it is closed.
    func joinable(
        _ series: ID<Series>, _ scope: SeatScope, byStaff: Bool = false, as viewer: Viewer, at now: Instant,
        _ tx: Transaction
    ) throws -> (Series, Program) {
        guard let group = try SeriesStore.find(series, as: viewer, in: tx),
            let program = try ProgramStore.terms(of: group.program, as: viewer, in: tx)
        else { throw Problem.notFound }
        guard group.state == .open || group.state == .cancelled || byStaff else { throw SeatRefusal.closed }
        try checkDates(scope, of: group, as: viewer, at: now, tx)
        guard scope == .all || group.allowsSingle || byStaff else { throw SeatRefusal.allDatesOnly }
        return (group, program)
    }

    /// Throws where nobody can come to these dates any more: the group, or the one date, was cancelled or is over.
    func checkDates(_ scope: SeatScope, of group: Series, as viewer: Viewer, at now: Instant, _ tx: Transaction) throws
    {
        guard group.state != .cancelled else { throw SeatRefusal.cancelled }
        if let date = scope.date { return try checkDate(SessionID(group.id, date), as: viewer, at: now, tx) }
        let ahead = try SessionStore.all(of: group.id, from: now, as: viewer, in: tx)
        guard ahead.contains(where: { $0.takesSeats(at: now) }) else { throw SeatRefusal.over }
    }

    /// Throws where a date takes nobody: it is over, does not take place, or there is none that takes seats.
    private func checkDate(_ id: SessionID, as viewer: Viewer, at now: Instant, _ tx: Transaction) throws {
        guard let date = try SessionStore.find(id, as: viewer, in: tx), date.kind == .regular else {
            throw Problem.notFound
        }
        guard !date.isCancelled else { throw SeatRefusal.cancelled }
        guard date.isAhead(at: now) else { throw SeatRefusal.over }
    }

    /// Gives the seat to whoever is new if it is theirs, else lets them wait behind the others, of whom none loses
    /// anything.
    /// - Parameters:
    ///   - isKnown: its row is there already, from an earlier time.
    ///   - own: what the same person has in the series. Seats on single dates go into one on all, so they are not
    ///     counted twice; where that one is not free, they stay.
    func giveOrLineUp(
        _ new: Enrolment, isKnown: Bool, besides own: [Enrolment] = [], at now: Instant, _ tx: Transaction
    ) throws -> JoinAnswer {
        let singles = new.scope == .all ? own.filter { $0.scope != .all && $0.state.holdsSeat } : []
        for single in singles { try EnrolmentStore.update(single.gone(), in: tx) }
        let waiting = SeatLedger.Waiting(
            id: new.id, scope: new.scope, line: new.line, people: Set(new.member.map { [.member($0)] } ?? []))
        let ledger = try SeatCountStore.ledger(of: new.series, at: now, in: tx)
        // Of a crowd most come when all is taken: then nobody need be asked whose turn it would be.
        var next: [SeatLedger.Waiting] = []
        if ledger.free(for: new.scope) > 0 {
            let line = try SeatCountStore.line(of: new.series, in: tx)
            next = ledger.next(of: try offerable(line, of: new.series, at: now, tx) + [waiting])
        }
        guard next.contains(waiting) else {
            for single in singles { try EnrolmentStore.update(single, in: tx) }
            let place = try EnrolmentStore.countWaiting(before: new, in: tx) + 1
            try keep(new, isKnown: isKnown, tx)
            return .waiting(place: place)
        }
        if new.scope == .all { for one in own where one.scope != .all { try EnrolmentStore.remove(one, in: tx) } }
        try keep(try new.seated(), isKnown: isKnown, tx)
        // Where nobody freed a seat since the last was given away, nobody else is next.
        if next.count > 1 || !singles.isEmpty { try giveSeats(of: new.series, in: tx) }
        return .seated
    }

    private func keep(_ enrolment: Enrolment, isKnown: Bool, _ tx: Transaction) throws {
        if isKnown { try EnrolmentStore.update(enrolment, in: tx) } else { try EnrolmentStore.add(enrolment, in: tx) }
    }

    /// Whoever has a seat on all dates needs none on one.
    func dropSingleDates(of series: ID<Series>, as viewer: Viewer, _ tx: Transaction) throws {
        let singles = try EnrolmentStore.own(of: series, as: viewer, in: tx).filter { $0.scope != .all }
        guard !singles.isEmpty else { return }
        for single in singles { try EnrolmentStore.remove(single, in: tx) }
        try giveSeats(of: series, in: tx)
    }
}

extension Session {
    /// Whether somebody could still sit down there: it is ahead, takes place, and is no Session Zero.
    func takesSeats(at now: Instant) -> Bool { kind == .regular && !isCancelled && isAhead(at: now) }
}

extension Enrolment {
    /// Whether whoever has this can ask for no other of that scope: the same dates, or a seat on all.
    func isInTheWay(of other: SeatScope) -> Bool {
        switch state {
        case .lapsed, .left: false
        case .waiting: scope == other
        case .offered, .seated: scope == other || scope == .all
        }
    }
}
