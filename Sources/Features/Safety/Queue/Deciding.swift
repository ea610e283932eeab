import Storage
import Web

extension SafetyFeature {
    // MARK: - In hand

    /// Gives the moderator the next case that nobody has in hand; nil where there is none for them.
    func takeNext(as viewer: Viewer, at now: Instant) async throws -> ID<SafetyCase>? {
        try await database.write { tx in
            guard let me = viewer.personID else { return nil }
            let waiting = try CaseStore.waiting(for: viewer, limit: 200, in: tx)
            for one in waiting where one.holder(at: now) == nil {
                if try mayJudge(one, viewer, tx) { return try take(one, me, at: now, tx).id }
            }
            return nil
        }
    }

    /// Takes a case in hand, or holds it longer.
    /// - Throws: `.conflict` where somebody else has it, or it was decided.
    func take(_ id: ID<SafetyCase>, as viewer: Viewer, at now: Instant) async throws {
        try await database.write { tx in
            let (one, me) = try waiting(id, viewer, tx)
            if let holder = one.holder(at: now), holder != me { throw Problem.conflict(key: "safety.queue.taken") }
            guard try mayJudge(one, viewer, tx) else {
                let isForSite = try wasSuspended(one, tx) && !viewer.has(.moderator, in: .site)
                throw Problem.conflict(key: isForSite ? "safety.queue.siteOnly" : "safety.queue.notYou")
            }
            try take(one, me, at: now, tx)
        }
    }

    @discardableResult
    private func take(_ one: SafetyCase, _ me: ID<Person>, at now: Instant, _ tx: Transaction) throws -> SafetyCase {
        var one = one
        if one.owner != me { try DecisionStore.step(.taken, on: one.id, by: me, at: now, in: tx) }
        (one.owner, one.leaseUntil) = (me, now + SafetyCase.lease)
        try CaseStore.update(one, in: tx)
        return one
    }

    /// Lays a case back for others; nobody asks why.
    func handOver(_ id: ID<SafetyCase>, as viewer: Viewer, at now: Instant) async throws {
        try await database.write { tx in
            var (one, me) = try inHand(id, viewer, at: now, tx)
            (one.owner, one.leaseUntil) = (nil, nil)
            try CaseStore.update(one, in: tx)
            try DecisionStore.step(.handed, on: id, by: me, at: now, in: tx)
        }
    }

    /// Notes something for the next moderator; it goes with the words of the case.
    func note(_ words: String, on id: ID<SafetyCase>, as viewer: Viewer, at now: Instant) async throws {
        try await database.write { tx in
            let (one, me) = try inHand(id, viewer, at: now, tx)
            try DecisionStore.step(
                .noted, try seal.key(one.key, of: id)?.close(words), on: id, by: me, at: now, in: tx)
        }
    }

    /// Calls whoever is on duty to a case in which a moderator reads a danger that no rule called anybody to.
    /// One alert a case: the same where it has been called already.
    func callDuty(to id: ID<SafetyCase>, as viewer: Viewer, at now: Instant) async throws -> ID<Alert> {
        try await database.write { tx in
            try raiseAlert(try inHand(id, viewer, at: now, tx).0, isWorry: false, at: now, tx)
        }
    }

    /// Who decided first does not judge the appeal, as long as there is somebody else who sees the case.
    private func mayJudge(_ one: SafetyCase, _ viewer: Viewer, _ tx: Transaction) throws -> Bool {
        guard one.state == .appealed else { return true }
        let isForSite = try wasSuspended(one, tx)
        guard !isForSite || viewer.has(.moderator, in: .site) else { return false }
        guard try DecisionStore.lastModerator(of: one.id, in: tx) == viewer.personID else { return true }
        return try !moderators(of: isForSite ? .site : one.space, tx).contains {
            try $0 != viewer.personID && CaseStore.isForeign(one.id, to: $0, in: tx)
        }
    }

    /// That an account was suspended holds for the whole site: moderators of the site look at it again, and no others.
    private func wasSuspended(_ one: SafetyCase, _ tx: Transaction) throws -> Bool {
        try DecisionStore.all(of: one.id, in: tx).last { !$0.isAutomated }?.measure == .suspended
    }

    /// A case that waits and is not the moderator's own.
    private func waiting(
        _ id: ID<SafetyCase>, _ viewer: Viewer, _ tx: Transaction
    ) throws -> (SafetyCase, ID<Person>) {
        guard let me = viewer.personID, let one = try CaseStore.find(id, in: tx), viewer.moderates(one.space),
            try CaseStore.isForeign(id, to: me, in: tx)
        else { throw Problem.notFound }
        guard one.state == .open || one.state == .appealed else {
            throw Problem.conflict(key: "safety.queue.isDecided")
        }
        return (one, me)
    }

    /// A case that the moderator has in hand, also one whose time ran out while they wrote and that nobody has now.
    private func inHand(
        _ id: ID<SafetyCase>, _ viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> (SafetyCase, ID<Person>) {
        let (one, me) = try waiting(id, viewer, tx)
        let holder = one.holder(at: now)
        if holder == me { return (one, me) }
        let hadIt = try DecisionStore.steps(of: id, in: tx).contains { $0.kind == .taken && $0.moderator == me }
        guard holder == nil, hadIt, try mayJudge(one, viewer, tx) else {
            throw Problem.conflict(key: "safety.queue.taken")
        }
        return (try take(one, me, at: now, tx), me)
    }

    // MARK: - The decision

    /// Decides a case that the moderator has in hand: the text, its author, and who is told. False where other words stand
    /// in the place of those that were read here: nothing becomes of them.
    /// - Throws: `SuspensionRefusal`.
    @discardableResult
    func decide(
        _ id: ID<SafetyCase>, _ ruling: Ruling, in texts: PublishedTexts, as viewer: Viewer, at now: Instant
    ) async throws -> Bool {
        try await database.write { tx in
            var (one, me) = try inHand(id, viewer, at: now, tx)
            // It holds for the whole site, and so does the role of who may do it.
            guard ruling.measure != .suspended || viewer.has(.moderator, in: .site) else { throw Problem.notFound }
            let (isAppeal, wasHidden) = (one.state == .appealed, one.isHidden)
            let isApplied = try apply(ruling, to: &one, in: texts, at: now, tx)
            let until = try suspend(one, ruling, isAppeal, by: viewer, at: now, tx)
            (one.state, one.owner, one.leaseUntil) = (.decided, nil, nil)
            try CaseStore.update(one, in: tx)
            let isTold =
                one.author != nil && (ruling.isAgainstAuthor || isAppeal || wasHidden || one.origin == .held)
            let end = isAppeal || ruling.outcome == .allowed ? now : now + SafetyCase.timeToAppeal
            try CaseStore.keepWords(of: id, until: end, in: tx)
            try DecisionStore.add(
                Decision(
                    id: .new(at: now), at: now, isAutomated: false, isAppeal: isAppeal, outcome: ruling.outcome,
                    measure: ruling.measure, suspendedUntil: until, category: ruling.category,
                    isAgainstLaw: ruling.isAgainstLaw, explanation: ruling.explanation, isTold: isTold, isNoted: false,
                    appealUntil: ruling.isAgainstAuthor && isTold && !isAppeal ? end : nil),
                about: id, by: me, in: tx)
            try DecisionStore.step(.decided, on: id, by: me, at: now, in: tx)
            if isTold, let author = one.author { try house.tell(author, tx) }
            for reporter in try ReportStore.announce(id, in: tx) { try house.tell(reporter, tx) }
            return isApplied
        }
    }

    private func apply(
        _ ruling: Ruling, to one: inout SafetyCase, in texts: PublishedTexts, at now: Instant, _ tx: Transaction
    ) throws -> Bool {
        switch ruling.outcome {
        case .kept, .hidden:
            // What is gone may come back: then it is as was decided.
            let stands = try texts.find(one.subject, as: .system(reason: "decision"), tx)?.text.words
            guard stands.map({ seal.mark($0, of: one.subject) == one.mark }) ?? true else { return false }
            let isHidden = ruling.outcome == .hidden
            if one.isHidden != isHidden { try texts.setHidden(isHidden, one.subject, at: now, tx) }
            one.isHidden = isHidden
        case .allowed, .declined:
            one.isHidden = true
            // Whatever became of words that came later, they are not the ones of this case.
            guard try CaseStore.newest(about: one.subject, .held, SafetyCase.State.allCases, in: tx)?.id == one.id
            else {
                return false
            }
            one.isHidden = try !texts.decideHeld(ruling.outcome == .allowed, one.subject, at: now, tx)
            return ruling.outcome == .declined || !one.isHidden
        }
        return true
    }

    /// Suspends the author. What another look decides takes the place of what this case, and no other, had suspended before.
    /// Answers until when.
    private func suspend(
        _ one: SafetyCase, _ ruling: Ruling, _ isAppeal: Bool, by viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> Instant? {
        guard let author = one.author else { return nil }
        if isAppeal, let before = try DecisionStore.all(of: one.id, in: tx).last(where: { !$0.isAutomated }),
            let until = before.suspendedUntil
        {
            try house.reopen(author, until, viewer, tx)
        }
        guard ruling.measure == .suspended, let days = ruling.days else { return nil }
        let until = now + .days(days)
        try house.suspend(author, until, viewer, tx)
        return until
    }

    // MARK: - Another look

    /// Asks for another look at what was decided about the viewer's own text: once, within the time for it.
    func appeal(_ id: ID<Decision>, words: String, as viewer: Viewer, at now: Instant) async throws {
        try await database.write { tx in
            guard let notice = try DecisionStore.notice(id, as: viewer, in: tx),
                var one = try CaseStore.find(notice.case, in: tx)
            else { throw Problem.notFound }
            guard try DecisionStore.appeal(of: one.id, in: tx) == nil else {
                throw Problem.conflict(key: "safety.appeal.once")
            }
            guard let until = notice.decision.appealUntil, now < until, one.state == .decided,
                let key = seal.key(one.key, of: one.id)
            else { throw Problem.conflict(key: "safety.appeal.late") }
            try DecisionStore.appeal(one.id, words: try key.close(words), at: now, in: tx)
            (one.state, one.owner, one.leaseUntil) = (.appealed, nil, nil)
            one.dueAt = now + ReportReason.other.clock
            if let finding = reader.words.finding(in: words), finding.isSure {
                one.hasten(.danger, at: now)
                if finding.isPlain { try raiseAlert(one, isWorry: false, at: now, tx) }
            }
            try CaseStore.update(one, in: tx)
        }
    }

    // MARK: - Every night

    /// Destroys words whose time is over and puts old cards away.
    func clearQueue() async throws {
        let now = dependencies.clock.now()
        try await database.write { tx in
            try CaseStore.destroyWords(at: now, in: tx)
            try WorryStore.putCardsAway(laidBefore: now - Self.timeOfCard, in: tx)
        }
    }
}
