import Accounts
import Logging
import Safety
import Storage
import Web

extension JournalFeature {
    /// What advice is called in the queue of moderators; the record is the evaluation.
    static let adviceKind = "journal.advice"
    /// Sentences that are read between two writes: a fraction of a second.
    private static let adviceAtOnce = 200

    static func subject(_ evaluation: ID<Evaluation>) -> SubjectReference {
        SubjectReference(kind: adviceKind, record: evaluation.description)
    }

    /// Looks at sentences of advice that nobody has looked at (those of before, and from elsewhere), in pieces: what was
    /// done is done when the server ends in the middle. For as long as it runs.
    func keepReadingAdvice() async {
        await logger.repeating(every: .seconds(60), "advice was not read") { try await readAdvice() }
    }

    /// Takes from before the moderators what members wrote who have taken their consent back. It stays theirs to look at,
    /// should they give it again.
    private func takeBackAdvice() async throws {
        let safety = self.safety
        try await database.write { tx in
            for evaluation in try AdviceReviewStore.holdWithoutConsent(in: tx) {
                try safety.withdraw(Self.subject(evaluation), tx)
            }
        }
    }

    /// Reads all that is unread. Whoever makes a release does so before, so that nothing waits for a clock.
    package func readAdvice() async throws {
        let safety = self.safety
        try await takeBackAdvice()
        while true {
            let unread = try await database.read { try AdviceReviewStore.unread(limit: Self.adviceAtOnce, in: $0) }
            guard !unread.isEmpty else { return }
            let read = unread.map { sentence -> (sentence: AdviceReviewStore.Unread, state: AdviceState) in
                if safety.findings(in: sentence.words).isEmpty { return (sentence, .passed) }
                return (sentence, sentence.isImported ? .refused : .held)
            }
            try await database.write { try AdviceReviewStore.note(read, in: $0) }
            await Task.yield()
        }
    }

    /// What becomes of the advice of an evaluation that is about to be saved, in the transaction that saves it.
    func adviceState(
        of words: String?, in evaluation: ID<Evaluation>, _ course: ID<Course>, asksPerson: Bool = false,
        _ viewer: Viewer, at now: Instant,
        in tx: Transaction
    ) throws -> (state: AdviceState, findings: [ReviewFinding]) {
        guard let words, let member = viewer.personID else { return (.passed, []) }
        // A moderator took out of sight what stood there: one looks at what comes in its place, whatever the rules find.
        let replacesHidden = try AdviceReviewStore.replacesHidden(words, in: evaluation, course, in: tx)
        if try !replacesHidden && AdviceReviewStore.isPassed(words, of: course, in: tx) { return (.passed, []) }
        let findings = safety.findings(in: words)
        // Nor do words come back that were turned down, once others stood there; those that are out of sight stay so.
        let isTurnedDown =
            try findings.isEmpty && !AdviceStore.isHidden(words, of: course, in: tx)
            && safety.isTurnedDown(words, of: Self.adviceKind, by: member, tx)
        let needsPerson = replacesHidden || isTurnedDown
        switch try safety.review(findings, by: member, asksPerson: asksPerson || needsPerson, at: now, tx) {
        case .passes: return (needsPerson ? .waiting : .passed, [])
        case .held(let findings): return (.held, findings)
        case .waits(let findings): return (.waiting, findings)
        }
    }

    /// Puts words that wait before a moderator; takes others of the same evaluation back.
    func submit(
        _ words: String?, _ state: AdviceState, _ findings: [ReviewFinding], of evaluation: ID<Evaluation>,
        _ viewer: Viewer, at now: Instant, in tx: Transaction
    ) throws {
        let subject = Self.subject(evaluation)
        guard state == .waiting, let words, let member = viewer.personID else {
            return try safety.withdraw(subject, tx)
        }
        try safety.submit(words, findings, as: subject, by: member, at: now, tx)
    }
}
