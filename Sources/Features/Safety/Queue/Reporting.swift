import Storage
import Web

/// What became of a report or a worry.
enum ReportOutcome: String, Sendable {
    case sent
    /// The member reported the same words before, and a moderator has decided.
    case decided
    /// Their own words.
    case own
    /// It is not there (any more), or not for them.
    case gone
    /// Worried within a week already.
    case tooSoon
}

extension SafetyFeature {
    /// How long before something an account must have joined to weigh in it: who makes accounts for it is too late.
    package static let leastAgeToWeigh = ReportWeight.leastAge

    /// Notes a report. The same member's of the same words is one, also when it was taken back in between.
    func report(
        _ asked: SubjectReference, _ reason: ReportReason, words: String, in texts: PublishedTexts, as viewer: Viewer,
        at now: Instant
    ) async throws -> ReportOutcome {
        try await database.write { tx in
            guard let me = viewer.personID, let found = try texts.find(asked, as: viewer, tx) else { return .gone }
            guard found.text.author != me else { return .own }
            guard var one = try openCase(found, reason, for: me, at: now, tx) else { return .decided }
            one.hasten(reason, at: now)
            try CaseStore.update(one, in: tx)
            let sealed = words.isEmpty ? nil : try seal.key(one.key, of: one.id)?.close(words)
            let earlier = try ReportStore.find(by: me, of: one.id, in: tx)
            if let earlier {
                let isMoreUrgent = reason.severity <= earlier.reason.severity
                try ReportStore.makeAgain(
                    earlier.id, isMoreUrgent ? reason : earlier.reason, words: sealed ?? earlier.words, in: tx)
            } else {
                try ReportStore.add(
                    Report(
                        id: .random(), safetyCase: one.id, reporter: me, reason: reason, words: sealed, madeAt: now,
                        weighs: try weighs(me, on: one, at: now, tx), isWithdrawn: false, isNoted: true), in: tx)
            }
            let isNews = earlier?.reason != .danger || sealed != nil
            if reason == .danger, isNews, try mayCall(me, at: now, tx) {
                try raiseAlert(one, isWorry: false, at: now, tx)
            }
            // Who reports may be in danger themselves.
            if let finding = reader.words.finding(in: words), finding.isPlain, let kind = AlertKind(finding.card) {
                _ = try raise(kind, about: nil, by: me, in: .site, at: now, tx)
            }
            try hideIfEnough(&one, in: texts, at: now, tx)
            return .sent
        }
    }

    /// Notes that a member is worried about who wrote a text: soft words wait for the writer, and a person looks.
    func worry(
        about asked: SubjectReference, in texts: PublishedTexts, as viewer: Viewer, at now: Instant
    ) async throws -> ReportOutcome {
        try await database.write { tx in
            guard let me = viewer.personID, let found = try texts.find(asked, as: viewer, tx) else { return .gone }
            // Nobody here wrote it: there is nobody to be worried about.
            guard found.text.hasAuthor else { return .gone }
            guard found.text.author != me else { return .own }
            if let last = try WorryStore.last(by: me, in: tx), now - last < Self.timeBetweenWorries { return .tooSoon }
            let mark = seal.mark(found.text.words, of: found.subject)
            let open = try CaseStore.newest(about: found.subject, .reported, [.open], mark: mark, in: tx)
            var one = try open ?? newReport(found, .danger, by: me, at: now, tx)
            one.hasten(.danger, at: now)
            try CaseStore.update(one, in: tx)
            let mayCall = try mayCallWorried(me, at: now, tx)
            try WorryStore.add(by: me, about: one.id, at: now, in: tx)
            // Whom nobody can name finds soft words where they read what became of their words (`unnamed`).
            if let author = found.text.author {
                try WorryStore.layCard(for: author, at: now, notAfter: now - Self.timeBetweenWorries, in: tx)
            }
            if mayCall { try raiseAlert(one, isWorry: true, at: now, tx) }
            return .sent
        }
    }

    /// How often a member can be worried: more would make it a weapon.
    static let timeBetweenWorries = Duration.days(7)
    /// How long soft words wait for whom somebody was worried about.
    static let timeOfCard = Duration.days(3)

    /// The case that a report belongs to: the open one about these words, else a new one. Nil where the member's own report
    /// of these words was decided.
    private func openCase(
        _ found: (subject: SubjectReference, text: FoundText), _ reason: ReportReason, for me: ID<Person>,
        at now: Instant, _ tx: Transaction
    ) throws -> SafetyCase? {
        let mark = seal.mark(found.text.words, of: found.subject)
        if let open = try CaseStore.newest(about: found.subject, .reported, [.open, .appealed], mark: mark, in: tx) {
            return open
        }
        if let before = try CaseStore.newest(about: found.subject, .reported, [.decided], mark: mark, in: tx),
            try ReportStore.find(by: me, of: before.id, in: tx) != nil
        {
            return nil
        }
        return try newReport(found, reason, by: me, at: now, tx)
    }

    private func newReport(
        _ found: (subject: SubjectReference, text: FoundText), _ reason: ReportReason, by reporter: ID<Person>,
        at now: Instant, _ tx: Transaction
    ) throws -> SafetyCase {
        let one = try newCase(
            .reported, found.subject, words: found.text.words, by: found.text.author, in: found.text.space, reason,
            at: now)
        try open(one, besides: reporter, tx)
        return one
    }

    /// Has whoever is on duty look at once: that is so for the whole site, wherever the words stand.
    @discardableResult
    func raiseAlert(_ one: SafetyCase, isWorry: Bool, at now: Instant, _ tx: Transaction) throws -> ID<Alert> {
        try raise(isWorry ? .worry : .danger, about: one.subject, by: one.author, in: .site, at: now, tx).alert
    }

    // MARK: - Hiding until a person has looked

    private func weighs(_ me: ID<Person>, on one: SafetyCase, at now: Instant, _ tx: Transaction) throws -> Bool {
        guard let joined = try house.joined([me], tx)[me], joined <= one.openedAt - ReportWeight.leastAge else {
            return false
        }
        return try isHeeded(me, at: now, tx)
    }

    /// Asked anew whenever somebody reports: who reported early is held to what came of it since.
    private func isHeeded(_ me: ID<Person>, at now: Instant, _ tx: Transaction) throws -> Bool {
        let isDismissed = try ReportStore.wasDismissed(me, since: now - ReportWeight.dismissal, in: tx)
        return try !isDismissed && ReportStore.pendingHides(by: me, in: tx) < ReportWeight.mostPending
    }

    /// Whether a report of danger calls whoever is on duty. If not, it is a case for within the hour all the same.
    private func mayCall(_ me: ID<Person>, at now: Instant, _ tx: Transaction) throws -> Bool {
        let isDismissed = try ReportStore.wasDismissed(me, since: now - ReportWeight.dismissal, in: tx)
        guard !isDismissed, try ReportStore.alerts(by: me, since: now - .days(1), in: tx) < ReportWeight.mostAlerts
        else { return false }
        guard try newOnes(among: [me], at: now, tx).contains(me) else { return true }
        let raised = try ReportStore.alerts(since: now - .days(1), in: tx)
        let new = try newOnes(among: Array(Set(raised.map { $0.reporter })), at: now, tx)
        let ofNew = Set(raised.filter { new.contains($0.reporter) }.map { $0.alert })
        return ofNew.count < ReportWeight.mostAlertsOfNew
    }

    /// Whether a worry calls whoever is on duty, as for reports.
    private func mayCallWorried(_ me: ID<Person>, at now: Instant, _ tx: Transaction) throws -> Bool {
        guard try newOnes(among: [me], at: now, tx).contains(me) else { return true }
        let worried = try WorryStore.worried(since: now - .days(1), in: tx)
        return try newOnes(among: worried, at: now, tx).count < ReportWeight.mostAlertsOfNew
    }

    /// Those of some members who joined lately.
    private func newOnes(
        among members: [ID<Person>], at now: Instant, _ tx: Transaction
    ) throws -> Set<ID<Person>> {
        Set(try house.joined(members, tx).filter { $0.value > now - ReportWeight.leastAge }.keys)
    }

    private func hideIfEnough(
        _ one: inout SafetyCase, in texts: PublishedTexts, at now: Instant, _ tx: Transaction
    ) throws {
        guard one.state == .open, !one.isHidden, try !isTrusted(one.author, in: one.space, at: now, tx) else { return }
        let weighing = try ReportStore.weighing(of: one.id, in: tx).filter { try isHeeded($0.reporter, at: now, tx) }
        let joined = try house.joined(weighing.map(\.reporter), tx)
        func people(_ reports: [Report]) -> Int { ReportWeight.people(reports.compactMap { joined[$0.reporter] }) }
        guard
            ReportWeight.hides(
                all: people(weighing), early: people(weighing.filter(\.reason.hidesEarly)),
                timesKept: try CaseStore.timesKept(one, in: tx))
        else { return }
        one.isHidden = true
        try CaseStore.update(one, in: tx)
        try texts.setHidden(true, one.subject, at: now, tx)
        let reason = weighing.map(\.reason).min { $0.severity < $1.severity } ?? .other
        try DecisionStore.add(
            Decision(
                id: .new(at: now), at: now, isAutomated: true, isAppeal: false, outcome: .hidden, measure: .none,
                suspendedUntil: nil, category: reason, isAgainstLaw: false, explanation: "",
                isTold: one.author != nil, isNoted: false, appealUntil: nil),
            about: one.id, by: nil, in: tx)
        if let author = one.author { try house.tell(author, tx) }
    }

    /// Moderators, stewards, and who has been here for a year with nothing decided against them.
    private func isTrusted(
        _ author: ID<Person>?, in space: Space, at now: Instant, _ tx: Transaction
    ) throws -> Bool {
        guard let author else { return false }
        let staff = try moderators(of: space, tx) + house.holders(.steward, .site, tx)
        if staff.contains(author) { return true }
        let since = now - TrustedAuthor.leastAge
        guard let joined = try house.joined([author], tx)[author], joined <= since else { return false }
        return try !DecisionStore.wasAgainst(author, since: since, in: tx)
    }
}
