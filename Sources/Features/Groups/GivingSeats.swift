import Jobs
import Post
import Storage
import Web

// What becomes of a seat that is free: it is offered to who is next, and where they do not answer, to the one after
// them.
extension GroupsFeature {
    var offerJob: JobHandler {
        JobHandler("groups.offer") { job in
            if let enrolment = ID<Enrolment>(job.payload) { try await endOffer(enrolment) }
        }
    }

    /// Offers what seats are free to who is next, and puts down mail and the end of each offer. After everything that
    /// may have freed one: leaving, an absence, more seats, a lapse. Only while the series takes anybody.
    func giveSeats(of series: ID<Series>, in tx: Transaction) throws {
        let now = clock.now()
        for over in try EnrolmentStore.lapsing(of: series, at: now, limit: 1_000, in: tx) {
            // A name that is nobody's has no page on which to read that it is over.
            guard over.member != nil else {
                try EnrolmentStore.remove(over, in: tx)
                continue
            }
            try EnrolmentStore.update(over.lapsedIfOver(at: now), in: tx)
        }
        guard try SeriesStore.find(series, as: Self.seating, in: tx)?.state == .open else { return }
        let line = try offerable(try SeatCountStore.line(of: series, in: tx), of: series, at: now, tx)
        guard !line.isEmpty else { return }
        for next in try SeatCountStore.ledger(of: series, at: now, in: tx).next(of: line) {
            guard let waiting = try EnrolmentStore.find(next.id, as: Self.seating, in: tx) else { continue }
            try offer(waiting, at: now, tx)
        }
    }

    /// Keeps a seat for somebody in line. Who has no account can say yes to nobody: the seat is theirs at once, and
    /// staff tell them. For a name that is nobody's a seat is kept all the same, and nobody is written to.
    func offer(_ waiting: Enrolment, at now: Instant, _ tx: Transaction) throws {
        if case .called = waiting.holder { return try EnrolmentStore.update(try waiting.seated(), in: tx) }
        guard let until = Offer.end(at: now, start: try start(of: waiting, tx)) else { return }
        try EnrolmentStore.update(try waiting.offered(until: until), in: tx)
        try dependencies.queue.enqueue(
            "groups.offer", payload: waiting.id.description, runAt: until,
            key: "groups.offer:\(waiting.id):\(until.milliseconds)", in: tx)
        guard let member = waiting.member else { return }
        try dependencies.outbox.add(
            offerMail.name, to: member, numbers: ["until": Int(until.milliseconds)],
            key: mailKey(offerMail, member, "\(waiting.id) \(until.milliseconds)"), in: tx)
    }

    private func start(of waiting: Enrolment, _ tx: Transaction) throws -> Instant? {
        guard case .date(let recurrence) = waiting.scope else { return nil }
        return try SessionStore.find(SessionID(waiting.series, recurrence), as: Self.seating, in: tx)?.startsAt
    }

    /// Of a line whom anything can still be offered, with what they have already: who waits for one date that is too
    /// near is passed over.
    func offerable(
        _ line: [SeatLedger.Waiting], of series: ID<Series>, at now: Instant, _ tx: Transaction
    ) throws -> [SeatLedger.Waiting] {
        let line = try SeatCountStore.withHeld(line, of: series, at: now, in: tx)
        let dates = Set(line.compactMap { $0.scope.date.map { SessionID(series, $0) } })
        guard !dates.isEmpty else { return line }
        let sessions = try SessionStore.find(Array(dates), as: Self.seating, in: tx)
        let able = sessions.filter { Offer.end(at: now, start: $0.startsAt) != nil }.map(\.id.recurrence)
        return line.filter { $0.scope.date.map(able.contains) ?? true }
    }

    /// An offer's time is over: it lapses, if it was not answered, and the next is asked.
    func endOffer(_ enrolment: ID<Enrolment>) async throws {
        try await database.write { tx in
            guard let found = try EnrolmentStore.find(enrolment, as: Self.seating, in: tx) else { return }
            try giveSeats(of: found.series, in: tx)
        }
    }

    /// Offers that nobody ended in their time, should a job have been lost.
    func endOldOffers() async throws {
        let now = clock.now()
        let series = try await database.read { tx in
            Set(try EnrolmentStore.lapsing(at: now, limit: 10_000, in: tx).map(\.series))
        }
        for one in series { try await database.write { try giveSeats(of: one, in: $0) } }
    }
}
