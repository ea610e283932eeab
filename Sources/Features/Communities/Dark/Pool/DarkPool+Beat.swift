import Storage

/// The beat: every 3 s in each process, the same statements and the same bytes whether somebody asks or not.
extension DarkPool {
    /// One beat: looks, takes what stripes are anybody's, and seals one cell of each stripe of this process anew.
    ///
    /// - Throws: what the database or the key's file throw. Whoever waits goes on waiting, for the next one, until it would be
    ///   too late.
    func beat() async throws {
        guard isBeaten, !isBeating else { return }
        isBeating = true
        defer { isBeating = false }
        defer { refuseLate() }
        try await look()
        try await settle()
        try await tend()
        beats += 1
        try await seal()
        forgetKeys()
    }

    // MARK: - Looking

    /// What is new in the database.
    private struct News: Sendable {
        var stripes: [DarkStripe] = []
        var cells: [SealedCell] = []
        var done: Set<ID<DarkAct>> = []
        var losses: [PartialDate] = []
    }

    /// Reads which stripes there are, what others sealed since the last time, and what has happened.
    private func look() async throws {
        let known = stripes
        let own = Set(held)
        let holder = holder
        let news = try await database.read { tx in
            var news = News()
            news.stripes = try DarkPoolStore.stripes(in: tx)
            for stripe in news.stripes {
                if own.contains(stripe.number), stripe.holder == holder, stripe == known[stripe.number] { continue }
                guard let (first, last) = stripe.slotsSince(known[stripe.number]) else { continue }
                news.cells += try DarkPoolStore.cells(stripe.number, from: first, through: last, in: tx)
            }
            news.done = try DarkPoolStore.done(in: tx)
            news.losses = try DarkPoolStore.losses(in: tx)
            return news
        }
        watch.look(at: news.stripes, steady())
        cells.done = news.done
        losses = news.losses
        for stripe in news.stripes where stripe.holder != holder { held.remove(stripe.number) }
        stripes = Dictionary(uniqueKeysWithValues: news.stripes.map { ($0.number, $0) })
        if loadKey() {
            (closed, stripes) = ([:], [:])
            return try await look()
        }
        open(news.cells)
        answerSealed()
        refuseGone()
    }

    /// Reads what has happened, before the next beat does.
    func readDone() async throws { cells.done = try await database.read { try DarkPoolStore.done(in: $0) } }

    /// Opens what was read. In a stripe of this process what does not open is as good as empty.
    func open(_ sealed: [SealedCell]) {
        for cell in sealed {
            var opened: DarkCell?
            if var keys {
                opened = DarkCell.open(cell.bytes, at: cell.place, with: &keys)
                self.keys = keys
            }
            cells[cell.place] = opened
            if opened == nil {
                closed[cell.place.stripe, default: []].insert(cell.place.slot)
            } else {
                closed[cell.place.stripe]?.remove(cell.place.slot)
            }
        }
    }

    // MARK: - Sealing

    /// The day for which is sealed: a clock that is wrong costs freshness, and no words.
    var sealingDay: Int {
        let newest = max(today, cells.days?.upperBound ?? 0, keys?.oldest.day ?? 0)
        return min(newest, keys?.latest ?? newest)
    }

    /// By the clock: days since 1970.
    var today: Int { max(0, Int(clamping: clock.now().milliseconds / 86_400_000)) }

    private struct Turn: Sendable {
        var stripe: DarkStripe
        let place: DarkCell.Place
        let cell: DarkCell
        let sealed: SealedCell
    }

    /// Seals the next cell of each stripe, with the next act where it is free.
    private func seal() async throws {
        guard var keys, !held.isEmpty else { return }
        let day = sealingDay
        let queue = pending.map(\.act)
        var taken: Set<ID<DarkAct>> = []
        var turns: [Turn] = []
        for number in held.sorted() {
            guard var stripe = stripes[number], stripe.slots > 0 else { continue }
            stripe.beat += 1
            let place = DarkCell.Place(stripe: number, slot: stripe.beat % stripe.slots)
            let act = cells.isFree(place) ? queue.first { !taken.contains($0.id) } : cells[place]?.act
            if let act { taken.insert(act.id) }
            let cell = DarkCell(day: day, act: act)
            guard let bytes = try cell.sealed(at: place, with: &keys) else { continue }
            turns.append(
                Turn(stripe: stripe, place: place, cell: cell, sealed: SealedCell(place: place, bytes: bytes)))
        }
        self.keys = keys
        let (all, holder) = (turns, holder)
        let kept = try await database.write { tx in
            try all.map { try DarkPoolStore.beat($0.stripe, by: holder, $0.sealed, in: tx) }
        }
        for (turn, isKept) in zip(turns, kept) { note(turn, isKept) }
        answerSealed()
    }

    private func note(_ turn: Turn, _ isKept: Bool) {
        let number = turn.stripe.number
        guard isKept else {
            // It is another's by now: what it holds is read at the next beat.
            held.remove(number)
            stripes[number] = nil
            return
        }
        stripes[number] = turn.stripe
        cells[turn.place] = turn.cell
        closed[number]?.remove(turn.place.slot)
        guard let act = turn.cell.act, act.isAtOnce, pending.contains(where: { $0.act.id == act.id }) else { return }
        sealedAtOnce[act.id] = beats
    }

    // MARK: - Answering

    /// Answers whoever's act stands in a cell.
    private func answerSealed() {
        sealedAtOnce = sealedAtOnce.filter { !cells.done.contains($0.key) }
        for one in pending where isSealed(one.act.id) { one.answer.resume() }
        pending.removeAll { isSealed($0.act.id) }
    }

    /// Refuses whoever would take the place of what has just happened.
    private func refuseGone() {
        func isGone(_ act: DarkAct) -> Bool { act.replaces.map { cells.newest(of: $0) == nil } ?? false }
        for one in pending where isGone(one.act) { one.answer.resume(throwing: Refusal.gone) }
        pending.removeAll { isGone($0.act) }
    }

    /// Refuses whoever could not be answered in time at the next beat.
    private func refuseLate() {
        let last = steady() + patience.beat - patience.answer
        for one in pending where one.since < last || lock != nil {
            one.answer.resume(throwing: lock == nil ? Refusal.late : Refusal.locked)
        }
        pending.removeAll { $0.since < last || lock != nil }
    }
}

extension DarkStripe {
    /// Which cells were sealed anew since it was seen like this, the first and the last, round the end; nil for none.
    func slotsSince(_ known: DarkStripe?) -> (first: Int, last: Int)? {
        guard slots > 0 else { return nil }
        guard let known, known.slots == slots, known.beat <= beat, beat - known.beat < slots else {
            return (0, slots - 1)
        }
        return beat == known.beat ? nil : ((known.beat + 1) % slots, beat % slots)
    }
}
