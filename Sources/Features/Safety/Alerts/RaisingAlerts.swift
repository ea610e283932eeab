package import Storage
import Web

/// What becomes of alerts. Each step is one transaction; none but `end` ends one.
extension SafetyFeature {
    /// Raises an alert inside the transaction of its cause. The same subject, or the same person who asks for somebody,
    /// while one is open is that one; it takes on the more urgent kind.
    /// - Parameters:
    ///   - subject: the text it is about; nil where somebody asked for a person.
    ///   - writer: who wrote it, or who asked; nil where nobody is known.
    package func raise(
        _ kind: AlertKind, about subject: SubjectReference?, by writer: ID<Person>?, in space: Space, at now: Instant,
        _ tx: Transaction
    ) throws -> AlertReceipt {
        if var open = try AlertStore.open(about: subject, by: writer, in: tx) {
            if kind.rank < open.kind.rank {
                open.kind = kind
                _ = try AlertStore.update(open, in: tx)
            }
            return AlertReceipt(alert: open.id, isNew: false)
        }
        var alert = Alert(kind, about: subject, by: writer, in: space, at: now)
        try AlertStore.insert(alert, in: tx)
        try AlertStore.add(AlertStep(kind: .raised, person: nil, at: now), of: alert.id, in: tx)
        let first = try onDuty(in: space, except: writer, at: now, tx).first
        try moveOn(first.map { .ask($0) } ?? .askAll, &alert, at: now, tx)
        return AlertReceipt(alert: alert.id, isNew: true)
    }

    /// Moves an alert and tells whom it reaches that something waits.
    private func moveOn(_ move: Escalation, _ alert: inout Alert, at now: Instant, _ tx: Transaction) throws {
        let step = alert.moveOn(move, at: now)
        guard try AlertStore.update(alert, in: tx), let step else { return }
        try AlertStore.add(step, of: alert.id, in: tx)
        let told =
            try step.person.map { [$0] }
            ?? house.holders(.moderator, alert.space, tx).filter { [writer = alert.writer] in $0 != writer }
        for person in told { try house.tell(person, tx) }
    }

    // MARK: - By a person

    /// Says that whoever asks looks after it from now on, for another hour. What somebody else has taken is taken over only
    /// where that is said. What else is open about the same person and nobody else has taken comes along: five dangers
    /// of one person are one person's work, each with an end of its own.
    package func take(_ id: ID<Alert>, in space: Space, isOver: Bool, as viewer: Viewer, at now: Instant) async throws {
        try await change(id, in: space, as: viewer) { alert, me, tx in
            if let owner = alert.owner, owner != me, alert.takenAt != nil, !isOver {
                throw Problem.conflict(key: "safety.alert.somebodyHas")
            }
            let open = try AlertStore.open(in: space, as: viewer, tx: tx)
            for var other in open where other.isAboutWriter(of: alert) && (other.takenAt == nil || other.owner == me) {
                let step = other.take(by: me, at: now)
                _ = try AlertStore.update(other, in: tx)
                try AlertStore.add(step, of: other.id, in: tx)
            }
            return alert.take(by: me, at: now)
        }
    }

    /// Ends an alert that whoever asks has taken.
    /// - Parameters:
    ///   - done: what was done, in a word at least.
    ///   - reply: to whoever wrote or asked; signed by nobody.
    package func end(
        _ id: ID<Alert>, in space: Space, done: String, reply: String? = nil, as viewer: Viewer, at now: Instant
    ) async throws {
        try await change(id, in: space, as: viewer) { alert, me, tx in
            guard alert.owner == me, alert.takenAt != nil else { throw Problem.conflict(key: "safety.alert.takeFirst") }
            alert.end = AlertEnd(at: now, by: me, done: done, reply: alert.writer == nil ? nil : reply)
            if reply != nil, let writer = alert.writer { try house.tell(writer, tx) }
            return AlertStep(kind: .ended, person: me, at: now)
        }
    }

    /// Hands it to the next on the roster, without a reason; where there is none, to all.
    func handOver(_ id: ID<Alert>, in space: Space, as viewer: Viewer, at now: Instant) async throws {
        try await change(id, in: space, as: viewer) { alert, me, tx in
            guard alert.owner == me else { throw Problem.conflict(key: "safety.alert.takeFirst") }
            try AlertStore.add(AlertStep(kind: .handedOver, person: me, at: now), of: alert.id, in: tx)
            let onDuty = try onDuty(in: space, at: now, tx)
            let asked = try AlertStore.asked(in: tx)[alert.id] ?? []
            let move = Escalation.beyondOwner(of: alert, onDuty: onDuty, asked: asked, at: now) ?? .askAll
            try moveOn(move, &alert, at: now, tx)
            return nil
        }
    }

    /// Throws `.notFound` for whoever does not moderate the space, and `.conflict` where it has ended.
    private func change(
        _ id: ID<Alert>, in space: Space, as viewer: Viewer,
        _ body: @escaping @Sendable (inout Alert, ID<Person>, Transaction) throws -> AlertStep?
    ) async throws {
        try await database.write { tx in
            guard let me = viewer.personID, var alert = try AlertStore.find(id, in: space, as: viewer, tx: tx) else {
                throw Problem.notFound
            }
            guard alert.end == nil else { throw Problem.conflict(key: "safety.alert.hasEnded") }
            if let step = try body(&alert, me, tx) {
                _ = try AlertStore.update(alert, in: tx)
                try AlertStore.add(step, of: id, in: tx)
            }
        }
    }

    // MARK: - By the clock

    /// Moves every alert whose time has come to the next, and answers how many moved. Any number of processes may do so.
    @discardableResult
    package func escalate(at now: Instant) async throws -> Int {
        let due = try await database.read { tx in try moves(at: now, tx).map(\.alert.id) }
        var moved = 0
        for start in stride(from: 0, to: due.count, by: 50) {
            let ids = Set(due[start..<min(start + 50, due.count)])
            moved += try await database.write { tx in
                // Read again: another process, or a person, may have been faster.
                let moves = try moves(at: now, tx).filter { ids.contains($0.alert.id) }
                for var one in moves { try moveOn(one.move, &one.alert, at: now, tx) }
                return moves.count
            }
        }
        return moved
    }

    private func moves(at now: Instant, _ tx: Transaction) throws -> [(alert: Alert, move: Escalation)] {
        let (open, asked) = (try AlertStore.allOpen(in: tx), try AlertStore.asked(in: tx))
        return try Dictionary(grouping: open, by: \.space).flatMap { space, alerts in
            let holders = try house.holders(.moderator, space, tx)
            let onDuty = try onDuty(in: space, at: now, tx)
            return alerts.compactMap { alert in
                Escalation.next(
                    of: alert, onDuty: onDuty, holders: holders, asked: asked[alert.id] ?? [], at: now
                ).map { (alert, $0) }
            }
        }
    }
}
