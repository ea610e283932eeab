import Synchronization
package import Storage

/// What becomes of words that others would read.
package enum ReviewOutcome: Sendable, Equatable {
    /// Nothing was found: they go on.
    case passes
    /// Their author is shown what was found, and changes it or lets a person look.
    case held([ReviewFinding])
    /// A person looks: the author wishes it, or it is their third try of the day. The room keeps the words and submits them.
    case waits([ReviewFinding])
}

/// The rules as they are now: the names of medicines come when the catalogue has been read.
final class CurrentReviewRules: Sendable {
    private let rules: Mutex<ReviewRules>

    init(_ rules: ReviewRules) { self.rules = Mutex(rules) }

    var value: ReviewRules {
        get { rules.withLock { $0 } }
        set { rules.withLock { $0 = newValue } }
    }
}

extension SafetyFeature {
    /// Tries of a day after which the author is shown what was found; with the next one a person looks without hints.
    static let shownTries = 2

    /// What stands in a text that others should not read unseen; empty where nobody need look at it. Where no rule finds
    /// anything, words that speak of danger for sure are one finding: a person reads them before a stranger does.
    package func findings(in text: String) -> [ReviewFinding] {
        let found = reviewRules.value.findings(in: text)
        guard found.isEmpty, reader.holding(text) != nil else { return found }
        return [ReviewFinding(.danger, at: 0..<text.utf8.count)]
    }

    /// What an address of a page leads to that others should not follow unseen. It is no sentence: the model that learned from
    /// sentences has nothing to say of it.
    package func findings(inAddress address: String) -> [ReviewFinding] {
        reviewRules.value.findings(byPatterns: address)
    }

    /// Takes the catalogue's names of medicines in, in whatever languages.
    /// - Throws: where a file of words cannot be read.
    package func know(medicines names: [String]) throws {
        reviewRules.value = try ReviewRules(crisis: reader.words, medicines: names)
    }

    /// What becomes of words that a member is about to let others read. Never punishes: it holds.
    /// - Parameters:
    ///   - findings: what was found in them (`findings`).
    ///   - asksPerson: the member wishes that a person looks, or has said the second yes to words of danger.
    package func review(
        _ findings: [ReviewFinding], by member: ID<Person>, asksPerson: Bool = false, at now: Instant, _ tx: Transaction
    ) throws -> ReviewOutcome {
        guard !findings.isEmpty else { return .passes }
        guard !asksPerson else { return .waits(findings) }
        let tries = try ReviewTryStore.note(member, on: PartialDate(now), in: tx)
        return tries > Self.shownTries ? .waits(findings) : .held(findings)
    }

    /// Puts words before a moderator, with what was found in them.
    package func submit(
        _ words: String, _ findings: [ReviewFinding], as subject: SubjectReference, by author: ID<Person>?,
        in space: Space = .site, at now: Instant, _ tx: Transaction
    ) throws {
        let found = Set(findings.map(\.kind)).sorted().compactMap { HeldReason(rawValue: $0.rawValue) }
        try submit(HeldText(subject, by: author, words: words, found: found), in: space, at: now, tx)
    }
}
