package import Storage

extension SafetyFeature {
    /// Puts a text before a moderator that others do not read until then, in the transaction that keeps it. The subject's
    /// room is asked when somebody has decided (`WrittenText.decideHeld`). A text that waits already is replaced. Plain words
    /// of danger raise an alert besides, for whoever is on duty for the whole site: nobody waits for the queue then. Not where
    /// nobody can say who wrote them: whoever was called could reach nobody.
    /// - Parameter space: whose moderators look, besides those of the site.
    package func submit(_ held: HeldText, in space: Space = .site, at now: Instant, _ tx: Transaction) throws {
        let before = try CaseStore.newest(about: held.subject, .held, SafetyCase.State.allCases, in: tx)
        try CaseStore.withdrawOpen(CaseStore.isAbout(held.subject), in: tx)
        let reasons = held.found.map(\.reason)
        var one = try newCase(
            .held, held.subject, words: held.words, by: held.author, in: space,
            reasons.min { $0.severity < $1.severity } ?? .other, found: held.found,
            // Later than what it takes the place of, so that there is a newest one (`decide`).
            at: max(now, before.map { $0.openedAt + .milliseconds(1) } ?? now))
        for reason in reasons { one.hasten(reason, at: now) }
        try open(one, tx)
        if held.author != nil, let finding = reader.words.finding(in: held.words), finding.isPlain,
            let kind = AlertKind(finding.card)
        {
            _ = try raise(kind, about: held.subject, by: held.author, in: .site, at: now, tx)
        }
    }

    /// Adds a case and has the moderators told that something is new: that, and not what. Those of its space, or those of the
    /// site where there is nobody else who could look at it.
    func open(_ one: SafetyCase, besides reporter: ID<Person>? = nil, _ tx: Transaction) throws {
        try CaseStore.add(one, in: tx)
        for space in [one.space, .site] {
            let told = try house.holders(.moderator, space, tx).filter { $0 != one.author && $0 != reporter }
            for moderator in told { try house.tell(moderator, tx) }
            if !told.isEmpty { return }
        }
    }

    /// Who looks at what belongs to a space: its own moderators, then those of the site.
    func moderators(of space: Space, _ tx: Transaction) throws -> [ID<Person>] {
        let own = try house.holders(.moderator, space, tx)
        guard space != .site else { return own }
        return own + (try house.holders(.moderator, .site, tx).filter { !own.contains($0) })
    }

    /// Takes a text from before the moderators that its author changed, took back or deleted. Does nothing where none waits.
    package func withdraw(_ subject: SubjectReference, _ tx: Transaction) throws {
        try CaseStore.withdrawHeld(CaseStore.isAbout(subject), in: tx)
    }

    /// Whether somebody reported a text and no moderator has decided about it.
    package func hasInHand(_ subject: SubjectReference, _ tx: Transaction) throws -> Bool {
        try CaseStore.newest(about: subject, .reported, [.open, .appealed], in: tx) != nil
    }

    /// Whether a member's words were taken out of sight or refused, and no moderator said yes to them since: sent again, also
    /// elsewhere, they wait for one. Known by their mark, which stays when the words are destroyed.
    /// - Parameter kind: of `Feature.safetyTexts`.
    package func isTurnedDown(
        _ words: String, of kind: String, by author: ID<Person>, _ tx: Transaction
    ) throws -> Bool {
        let same = try CaseStore.marks(of: kind, by: author, in: tx).first {
            $0.mark == seal.mark(words, of: SubjectReference(kind: kind, record: $0.record))
        }
        return same?.isHidden ?? false
    }

    /// A case that nobody knows of yet, with the words sealed under a key of its own.
    func newCase(
        _ origin: SafetyCase.Origin, _ subject: SubjectReference, words: String, by author: ID<Person>?,
        in space: Space,
        _ reason: ReportReason, found: [HeldReason] = [], at now: Instant
    ) throws -> SafetyCase {
        let id = ID<SafetyCase>.random()
        let (key, kept) = try seal.newKey(of: id)
        return SafetyCase(
            id: id, origin: origin, subject: subject, space: space, severity: reason.severity, author: author,
            key: kept, words: try key.close(words), mark: seal.mark(words, of: subject), found: found, openedAt: now,
            dueAt: now + reason.clock, state: .open, isHidden: false)
    }
}
