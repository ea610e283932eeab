import Markup
import Storage
import Web

/// The recovery code: shown once after joining, and a new one on request at `/me/account/recovery-code`.
struct RecoveryCodePage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/recovery-code", .member, show),
            .post("/me/account/recovery-code", .member, limit: AccountLimits.confirming, renew),
        ]
    }

    /// What somebody sees who has just joined: the words and the code, to be written down.
    static func welcome(_ visit: Visit, _ pseudonym: String, _ code: RecoveryCode, words: String?) -> Reply {
        let text = visit.text
        let title = text("accounts.welcome.title", ["name": .text(pseudonym)])
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: text("accounts.welcome.lead")))
                    + HTML.card(
                        HTML.prose(
                            "<h2>\(text("accounts.welcome.name"))</h2><p>\(pseudonym)</p>"
                                + HTML.with(words) { "<h2>\(text("accounts.welcome.words"))</h2><p>\($0)</p>" }
                                + "<h2>\(text("accounts.recovery.code"))</h2><p>\(shown(code))</p>")
                            + HTML.note(HTML(text: text("accounts.recovery.once"))), kind: .yours)
                    + HTML.actions([HTML.buttonLink(text("accounts.welcome.next"), to: "/consent")])))
    }

    /// A code that somebody gets in place of an earlier one, or the first that they see.
    ///
    /// - Parameter lost: with the member's key, in whose place there is another; nil where it is the same.
    static func renewed(
        _ visit: Visit, _ code: RecoveryCode, isFirst: Bool = false, lost: [LostWithKey]? = nil, to next: Link
    ) -> Reply {
        let text = visit.text
        let title = text(isFirst ? "accounts.recovery.first.title" : "accounts.recovery.new.title")
        let lead = text(isFirst ? "accounts.recovery.first.lead" : "accounts.recovery.new.lead")
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: lead))
                    + HTML.with(lost) { HTML.flash(OwnKeyPage.begun($0, text), kind: .problem) }
                    + HTML.card(
                        HTML.prose("<h2>\(text("accounts.recovery.code"))</h2><p>\(shown(code))</p>")
                            + HTML.note(HTML(text: text("accounts.recovery.once"))), kind: .yours)
                    + HTML.actions([HTML.buttonLink(text("accounts.recovery.done"), to: next)])))
    }

    private static func shown(_ code: RecoveryCode) -> HTML {
        "<code translate=\"no\">\(code.shown)</code>"
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(visit, errors: FormErrors())
    }

    @Sendable private func renew(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return page(visit, errors: errors) }
        let member = try visit.person
        let code = RecoveryCode.random()
        let (accounts, viewer, now) = (accounts, visit.viewer, visit.now)
        let key = try await accounts.confirmedKey(of: visit)
        try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            try accounts.setRecovery(code, opening: key, of: member, at: now, in: tx)
            try accounts.audit.record(.recoveryCodeRenewed, about: member, by: viewer, at: now, in: tx)
        }
        return Self.renewed(visit, code, to: "/me/account")
    }

    private func page(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.recovery.renew.title"), lead: text("accounts.recovery.renew.lead"), errors: errors,
            HTML.form(
                action: "/me/account/recovery-code", csrf: visit.csrf,
                visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.recovery.renew.button"))])))
    }
}
