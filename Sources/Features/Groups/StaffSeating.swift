import Accounts
import Storage
import Web

// Who comes by a coordinator's hand, and by a card that they handed over (ADR 32, "By staff" and "By referral").
extension GroupsFeature {
    private static let enrolled = AuditEvent("enrolment-made")
    private static let tookOut = AuditEvent("enrolment-taken-out")

    /// By a coordinator: a member gets an offer, somebody without an account a seat, or a place in line.
    ///
    /// Whether there is a member of that name is told to nobody: the answer is the same, and they are asked by mail and
    /// on their own page.
    func enrol(_ enrolment: StaffEnrolment, as viewer: Viewer) async throws -> StaffAnswer {
        let now = clock.now()
        return try await database.write { tx in
            let (group, _) = try joinable(
                enrolment.series, enrolment.scope, byStaff: true, as: viewer, at: now, tx)
            try checkCoordinator(viewer, of: group)
            try accounts.audit.record(
                Self.enrolled, about: nil, by: viewer, detail: group.id.description, at: now, in: tx)
            switch enrolment.whom {
            case .member(let name):
                if let member = try AccountsFeature.member(exactly: name, in: tx) {
                    try invite(member, enrolment, at: now, tx)
                }
                return .done
            case .called(let name):
                let (_, answer) = try putIn(name, .staff, enrolment, at: now, tx)
                if case .waiting(let place) = answer { return .waiting(place: place) }
                return .done
            case .referred(let name):
                let (id, _) = try putIn(name, .referral, enrolment, at: now, tx)
                let secret = LinkSecret(.referral)
                try ClaimStore.set(secret, until: now + LinkSecret.lastingOfCard, of: id, in: tx)
                return .card(token: secret.text)
            }
        }
    }

    private func checkCoordinator(_ viewer: Viewer, of series: Series) throws(Problem) {
        guard viewer.has(.coordinator, in: .organization(series.organization)) else { throw .notFound }
    }

    /// Asks a member: a seat that is free is kept for them, else they are in line. Nothing where they have either.
    private func invite(_ member: ID<Person>, _ asked: StaffEnrolment, at now: Instant, _ tx: Transaction) throws {
        let own = try EnrolmentStore.own(of: asked.series, as: .person(member, roles: []), in: tx)
        let isIn = own.map { $0.lapsedIfOver(at: now) }.contains {
            $0.state != .lapsed && ($0.scope == asked.scope || ($0.scope == .all && $0.state.holdsSeat))
        }
        guard !isIn else { return }
        let former = try EnrolmentStore.existing(of: member, in: asked.series, asked.scope, tx: tx)
        let new = Enrolment(
            id: former?.id ?? .random(), series: asked.series, scope: asked.scope, holder: .member(member),
            way: .staff, state: .waiting, line: try EnrolmentStore.nextInLine(of: asked.series, in: tx),
            agreedVersion: former?.agreedVersion ?? 0)
        if former == nil { try EnrolmentStore.add(new, in: tx) } else { try EnrolmentStore.update(new, in: tx) }
        try EnrolmentStore.setNeeds(asked.needs, of: new.id, in: tx)
        let line = try offerable(try SeatCountStore.line(of: new.series, in: tx), of: new.series, at: now, tx)
        let next = try SeatCountStore.ledger(of: new.series, at: now, in: tx).next(of: line)
        if next.contains(where: { $0.id == new.id }) { try offer(new, at: now, tx) }
    }

    private func putIn(
        _ name: String, _ way: Enrolment.Way, _ asked: StaffEnrolment, at now: Instant, _ tx: Transaction
    ) throws -> (ID<Enrolment>, JoinAnswer) {
        let new = Enrolment(
            id: .random(), series: asked.series, scope: asked.scope, holder: .called(name), way: way,
            state: .waiting, line: try EnrolmentStore.nextInLine(of: asked.series, in: tx))
        let answer = try giveOrLineUp(new, isKnown: false, at: now, tx)
        try EnrolmentStore.setNeeds(asked.needs, of: new.id, in: tx)
        return (new.id, answer)
    }

    /// Takes somebody out, as a coordinator. Once more is the same.
    func takeOut(_ enrolment: ID<Enrolment>, as viewer: Viewer) async throws {
        let now = clock.now()
        try await database.write { tx in
            guard let found = try EnrolmentStore.find(enrolment, as: Self.seating, in: tx),
                let group = try SeriesStore.find(found.series, as: viewer, in: tx)
            else { throw Problem.notFound }
            try checkCoordinator(viewer, of: group)
            guard found.state != .left else { return }
            try accounts.audit.record(
                Self.tookOut, about: nil, by: viewer, detail: group.id.description, at: now, in: tx)
            try EnrolmentStore.remove(found, in: tx)
            try giveSeats(of: group.id, in: tx)
        }
    }
}

// MARK: - With a card

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

    /// Takes the seat of a card; the card is used up. Who has a seat there already keeps it, and the card's is free.
    func claim(_ token: String, agreed: Int, as viewer: Viewer) async throws -> ID<Series> {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let now = clock.now()
        return try await database.write { tx in
            guard let (seat, group, program) = try card(token, tx) else { throw Problem.notFound }
            guard group.state != .cancelled else { throw SeatRefusal.cancelled }
            let former = try EnrolmentStore.existing(of: member, in: group.id, seat.scope, tx: tx)
            let signed = max(former?.agreedVersion ?? 0, min(agreed, program.agreementVersion))
            guard !Agreement.isSignatureMissing(signed: signed, of: program) else {
                throw SeatRefusal.agreementMissing
            }
            try ClaimStore.end(of: seat.id, in: tx)
            try move(seat, to: member, instead: former, signed: signed, tx)
            if seat.scope == .all, seat.state == .seated { try dropSingleDates(of: group.id, as: viewer, tx) }
            try giveSeats(of: group.id, in: tx)
            if seat.state == .seated { try remind(member, at: now, tx) }
            return group.id
        }
    }

    /// Makes a seat that staff gave to a name a member's. What staff called them is forgotten.
    private func move(
        _ seat: Enrolment, to member: ID<Person>, instead former: Enrolment?, signed: Int, _ tx: Transaction
    ) throws {
        func theirs(_ id: ID<Enrolment>) -> Enrolment {
            Enrolment(
                id: id, series: seat.series, scope: seat.scope, holder: .member(member), way: .referral,
                state: seat.state, line: seat.line, offerUntil: seat.offerUntil, agreedVersion: signed)
        }
        guard let former else { return try EnrolmentStore.update(theirs(seat.id), in: tx) }
        let needs = try EnrolmentStore.needs(of: seat.id, in: tx)
        let own = try EnrolmentStore.needs(of: former.id, in: tx)
        try EnrolmentStore.remove(seat, in: tx)
        if former.state != .seated { try EnrolmentStore.update(theirs(former.id), in: tx) }
        if own.isEmpty { try EnrolmentStore.setNeeds(needs, of: former.id, in: tx) }
    }
}
