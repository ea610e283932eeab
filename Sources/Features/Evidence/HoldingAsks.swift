import Accounts
import Safety
import Storage
import Web

// Questions and answers are looked at before others read them: docs/decisions/0021-review-before-others-read.md.
extension EvidenceFeature {
    /// What became of words that were sent.
    enum Looked: Sendable {
        case passes
        /// The page on which their author sees what was found.
        case held([ReviewFinding])
        /// They wait for a moderator.
        case waits
        /// Too many wait, or nobody waits for these.
        case refused
    }

    /// Looks at a question; one that waits for a moderator is kept.
    func look(at ask: Ask, asksPerson: Bool, _ viewer: Viewer, at now: Instant) async throws -> Looked {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let subject = Self.question(ask.id)
        return try await look(ask.question, subject, member, asksPerson, now) { tx in
            try HeldWordsStore.hold(ask, by: member, in: tx)
        }
    }

    /// The same of an answer.
    func look(
        at reply: String, to ask: ID<Ask>, asksPerson: Bool, _ viewer: Viewer, at now: Instant
    ) async throws -> Looked {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        // Who is not asked learns nothing of it.
        let isAsked = try await database.read { try AskOfferStore.isWaiting(ask, for: member, in: $0) }
        guard isAsked else { return .passes }
        let subject = Self.answer(to: ask, by: member)
        return try await look(reply, subject, member, asksPerson, now) { tx in
            try HeldWordsStore.hold(reply, to: ask, by: viewer, at: now, in: tx)
        }
    }

    static func question(_ ask: ID<Ask>) -> SubjectReference {
        SubjectReference(kind: "evidence.question", record: ask.description)
    }

    static func answer(to ask: ID<Ask>, by member: ID<Person>) -> SubjectReference {
        SubjectReference(kind: "evidence.answer", record: AskOfferStore.record(ask, member))
    }

    private func look(
        _ words: String, _ subject: SubjectReference, _ member: ID<Person>, _ asksPerson: Bool, _ now: Instant,
        hold: @escaping @Sendable (Transaction) throws -> Bool
    ) async throws -> Looked {
        // Nothing is written where nothing is found, and that is nearly always.
        let findings = safety.findings(in: words)
        guard !findings.isEmpty else { return .passes }
        let safety = self.safety
        return try await database.write { tx in
            switch try safety.review(findings, by: member, asksPerson: asksPerson, at: now, tx) {
            case .passes: return .passes
            case .held(let findings): return .held(findings)
            case .waits(let findings):
                guard try hold(tx) else { return .refused }
                try safety.submit(words, findings, as: subject, by: member, at: now, tx)
                return .waits
            }
        }
    }

    /// Another answer was sent, or none: what waits for a moderator waits no more.
    func dropHeldAnswer(to ask: ID<Ask>, _ viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try HeldWordsStore.dropAnswer(to: ask, by: viewer, in: tx)
        try safety.withdraw(Self.answer(to: ask, by: member), tx)
    }

    /// What waits for a moderator and can reach nobody any more waits no more.
    func dropEndedWords(in tx: Transaction) throws {
        for held in try HeldWordsStore.dropEnded(in: tx) {
            let question = Self.question(held.ask)
            try safety.withdraw(held.author.map { Self.answer(to: held.ask, by: $0) } ?? question, tx)
        }
    }

    /// Takes a question back that waits for a moderator; false where none does.
    func withdrawHeldQuestion(_ ask: ID<Ask>, _ viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard try HeldWordsStore.withdraw(ask, by: viewer, in: tx) else { return false }
        try safety.withdraw(Self.question(ask), tx)
        return true
    }

    /// Where a moderator's word goes.
    var heldTexts: [WrittenText] {
        [
            WrittenText(
                "evidence.question", at: "/ask/:treatment/:purpose", field: "question", published: Self.questions,
                decideHeld: { record, isAllowed, now, tx in
                    guard let ask = ID<Ask>(record) else { return false }
                    return try HeldWordsStore.decideQuestion(ask, isAllowed: isAllowed, at: now, in: tx)
                }),
            WrittenText(
                "evidence.answer", at: "/me/asks/:ask/answer", field: "reply", published: Self.answers,
                decideHeld: { record, isAllowed, now, tx in
                    guard let answer = AskOfferStore.answer(record) else { return false }
                    let asker = try HeldWordsStore.decideAnswer(
                        answer.ask, by: answer.addressee, isAllowed: isAllowed, at: now, in: tx)
                    if let asker { try accounts.tellOfNews(to: asker, in: tx) }
                    return asker != nil
                }),
        ]
    }
}
