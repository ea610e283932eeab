import Markup
package import Storage
package import Web

extension AccountsFeature {
    /// SQL that is true of a row whose member agrees now to the use of their health data, for `WHERE`:
    /// `AccountsFeature.hasHealthConsent("courses.member_id")`. False where the column is NULL. A lookup a row; what goes
    /// over all rows takes `forEachConsenting`.
    package static func hasHealthConsent(_ memberColumn: SQL) -> SQL {
        ConsentStore.isLive(memberColumn)
    }

    /// Whether whoever is signed in agrees now, read with their session: 1 or 0.
    package static let healthConsent = SessionFact("health-consent") { _ in ConsentStore.ofSession }

    /// Every member who agrees now, in no order, in constant memory.
    package static func forEachConsenting(in tx: Transaction, _ body: (ID<Person>) throws -> Void) throws {
        try ConsentStore.forEachConsenting(in: tx, body)
    }

    /// Where to send a member who has not agreed to the keeping of health data, before a page that records some;
    /// nil for one who has. `if let question = try accounts.requireHealthConsent(visit) { return question }`.
    /// Throws `.signInNeeded` for a visitor.
    package func requireHealthConsent(_ visit: Visit) throws(Problem) -> Reply? {
        _ = try visit.person
        guard !visit.hasHealthConsent else { return nil }
        let back = Link(local: visit.path)?.text ?? "/me"
        return visit.redirect(Link("/consent").adding("to", back))
    }

    /// Notes a decision and its audit line.
    static func decide(
        _ kind: ConsentKind, _ isGranted: Bool, by member: ID<Person>, language: Language, audit: Audit,
        at now: Instant,
        in tx: Transaction
    ) throws {
        try ConsentStore.decide(
            ConsentDecision(
                kind: kind, isGranted: isGranted, version: kind.version, language: language.rawValue, decidedAt: now),
            by: member, in: tx)
        try audit.record(
            isGranted ? .consentGranted : .consentWithdrawn, about: member, by: .person(member, roles: []),
            detail: "\(kind.rawValue) \(kind.version)", at: now, in: tx)
    }
}

extension Visit {
    /// Whoever looks agreed that what they record about their health is kept and counted. False for a visitor.
    package var hasHealthConsent: Bool { session?[AccountsFeature.healthConsent] == 1 }
}
