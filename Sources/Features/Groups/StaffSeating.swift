import Accounts
import Storage
import Web

// Who comes by a coordinator's hand (ADR 32, "By staff").
extension GroupsFeature {
    private static let enrolled = AuditEvent("enrolment-made")
    private static let tookOut = AuditEvent("enrolment-taken-out")

    /// By a coordinator: a member gets an offer, somebody without an account a seat, or a place in line.
    func enrol(_ enrolment: StaffEnrolment, as viewer: Viewer) async throws -> StaffAnswer {
        let now = clock.now()
        return try await database.write { tx in
            let (group, _) = try joinable(
                enrolment.series, enrolment.scope, byStaff: true, as: viewer, at: now, tx)
            try checkCoordinator(viewer, of: group)
            if !enrolment.isAnother, let there = try namesake(of: enrolment, in: group, as: viewer, at: now, tx) {
                return .there(name: there)
            }
            try accounts.audit.record(
                Self.enrolled, about: nil, by: viewer, detail: group.id.description, at: now, in: tx)
            switch enrolment.whom {
            case .member(let name):
                try ask(name, enrolment, at: now, tx)
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

    /// A form that was sent twice, or two people who are called alike: only staff can say. In the transaction that gives
    /// the seat, or the same form at the same moment gives two.
    private func namesake(
        of enrolment: StaffEnrolment, in group: Series, as viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> String? {
        guard let there = try RosterStore.namesake(of: enrolment, in: group, as: viewer, at: now, tx: tx) else {
            return nil
        }
        // It tells who comes, as the list does.
        if there.isMember { try noteRoster(group.id, on: enrolment.scope.date, by: viewer, at: now, tx) }
        return there.name
    }

    private func checkCoordinator(_ viewer: Viewer, of series: Series) throws(Problem) {
        guard viewer.has(.coordinator, in: .organization(series.organization)) else { throw .notFound }
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
