package import Markup
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

    /// Whether whoever is signed in agreed to the words that say how figures are made: 1 or 0.
    package static let figuresConsent = SessionFact("figures-consent") { _ in ConsentStore.figuresOfSession }

    /// Every member who agrees that their health data are kept, when their account was made, and whether their answers may
    /// enter figures (they agreed to the words that say how those are made), in no order, in constant memory.
    package static func forEachConsenting(
        in tx: Transaction, _ body: (ID<Person>, _ joined: Instant, _ isInFigures: Bool) throws -> Void
    ) throws {
        try ConsentStore.forEachConsenting(in: tx, body)
    }

    /// SQL for when a row's member joined; NULL where the column is.
    package static func joined(_ memberColumn: SQL) -> SQL { ConsentStore.joined(memberColumn) }

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
        // A file that waits for a yes is kept no longer than that consent.
        if kind == .healthData, !isGranted { try SentRecordsStore.remove(of: member, in: tx) }
        try audit.record(
            isGranted ? .consentGranted : .consentWithdrawn, about: member, by: .person(member, roles: []),
            detail: "\(kind.rawValue) \(kind.version)", at: now, in: tx)
    }
}

extension Visit {
    /// Whoever looks agreed that what they record about their health is kept. False for a visitor.
    package var hasHealthConsent: Bool { session?[AccountsFeature.healthConsent] == 1 }

    /// Whoever looks also agreed to the words that say how figures are made, so that their answers may enter them.
    package var hasFiguresConsent: Bool { session?[AccountsFeature.figuresConsent] == 1 }

    /// Whoever looks agreed to earlier words about health data: they are asked again.
    var agreedToEarlierWords: Bool { hasHealthConsent && !hasFiguresConsent }

    /// For a member's own pages: a card that asks who agreed to earlier words to read what changed. Nothing waits for it.
    package var newWordsNotice: HTML {
        guard agreedToEarlierWords else { return .empty }
        let look = Link("/consent").adding("to", path)
        return .card(
            """
            <p>\(text("accounts.consent.again.notice"))</p>\
            \(HTML.actions([.buttonLink(text("accounts.consent.again.look"), to: look, kind: .secondary)]))
            """, title: text("accounts.consent.again.title"), kind: .quiet, id: "new-words")
    }

    /// Where to send a member who has not agreed, before a page that records something about their health; nil for one
    /// who has. They come back to the page that they asked for.
    package var healthConsentQuestion: Reply? {
        // With the query, so that a treatment chosen on an evidence page is not lost on the way.
        var back = Link(local: path) ?? "/me"
        for name in query.names { back = back.adding(name, query[name] ?? "") }
        return healthConsentQuestion(backTo: back)
    }

    /// The same for a form whose own address shows nothing: they come back to the page on which it stands.
    package func healthConsentQuestion(backTo page: Link) -> Reply? {
        hasHealthConsent ? nil : redirect(consentLink(backTo: page))
    }

    /// Where whoever has not agreed is asked, before they write.
    package func consentLink(backTo page: Link) -> Link { Link("/consent").adding("to", page.text) }
}
