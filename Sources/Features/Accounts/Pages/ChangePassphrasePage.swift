import Markup
import Storage
import Web

/// `/me/account/passphrase`: a new passphrase. Every session ends, this one goes on under a new token. Who comes with one
/// that somebody else has seen gets a recovery code with the first of their own.
struct ChangePassphrasePage: Sendable {
    static let link: Link = "/me/account/passphrase"

    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/passphrase", .account, show),
            .post("/me/account/passphrase", .account, limit: AccountLimits.confirming, change),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        try Self.checkHold(visit)
        return page(
            visit, choice: NewPassphraseFields(offering: accounts.words.newPassphrase(visit.language)),
            errors: FormErrors())
    }

    @Sendable private func change(_ visit: Visit) async throws -> Reply {
        try Self.checkHold(visit)
        let choice = NewPassphraseFields(visit.fields, orOffering: accounts.words.newPassphrase(visit.language))
        var reader = FormReader(visit.fields)
        let pseudonym = visit.session.map { PseudonymKey(of: $0.pseudonym) }
        let chosen = choice.read(&reader, pseudonym: pseudonym, blocklist: accounts.words.blocklist)
        guard reader.errors.isEmpty, let chosen else { return page(visit, choice: choice, errors: reader.errors) }
        if let errors = try await accounts.confirm(visit) { return page(visit, choice: choice, errors: errors) }
        // Else one that somebody else has seen could be "changed" to itself.
        guard chosen.passphrase != Passphrase(given: reader.secret("current", max: Passphrase.longestBytes)) else {
            let field = choice.chosen == "own" ? "passphrase" : "words"
            return page(visit, choice: choice, errors: FormErrors(field: field, "accounts.change.same"))
        }
        let member = try visit.person
        let code = Self.isProvisional(visit) ? RecoveryCode.random() : nil
        let cookie = try await replace(visit, of: member, by: chosen.passphrase, code: code)
        var reply = visit.redirect("/me/account", flash: "accounts.change.done")
        if let code {
            let entered = visit.entered(try await accounts.authenticate(cookie))
            reply = RecoveryCodePage.renewed(entered, code, isFirst: true, to: "/me/account")
        }
        return .signedIn(cookie, reply, isKept: visit.session?.isKept ?? true)
    }

    private static func isProvisional(_ visit: Visit) -> Bool { visit.session?.hold == link }

    /// Open to whose passphrase somebody else has seen, and to nobody whose account was suspended or closed.
    private static func checkHold(_ visit: Visit) throws(Problem) {
        if let hold = visit.session?.hold, hold != Self.link { throw .held(hold) }
    }

    /// The new hash, the member's key under the new passphrase, every session ended, and this one under a new cookie.
    /// With a code, that takes the place of the one before.
    private func replace(
        _ visit: Visit, of member: ID<Person>, by passphrase: Passphrase, code: RecoveryCode?
    ) async throws -> String {
        let phc = try await accounts.passphrases.phc(of: passphrase)
        let accounts = accounts
        let key = try await accounts.confirmedKey(of: visit)
        var wrapped: (wrap: [UInt8], salt: [UInt8])?
        if let key { wrapped = try await accounts.passphraseWrap(key, of: member, under: passphrase) }
        let (audit, now, wrap) = (accounts.audit, visit.now, wrapped)
        return try await accounts.database.write { tx in
            // First, for it asks whether this session is still one.
            let cookie = try accounts.reopen(visit, confirmed: key, in: tx)
            try CredentialStore.setPHC(phc, of: member, at: now, in: tx)
            if let wrap { try MemberKeyStore.setPassphrase(wrap: wrap.wrap, salt: wrap.salt, of: member, in: tx) }
            if let code { try accounts.setRecovery(code, opening: key, of: member, at: now, in: tx) }
            try audit.record(.passphraseChanged, about: member, by: .person(member, roles: []), at: now, in: tx)
            return cookie
        }
    }

    private func page(_ visit: Visit, choice: NewPassphraseFields, errors: FormErrors) -> Reply {
        let text = visit.text
        let isProvisional = Self.isProvisional(visit)
        return visit.accountPage(
            text("accounts.change.title"),
            lead: text(isProvisional ? "accounts.change.provisional.lead" : "accounts.change.lead"),
            // The account itself leads back to here.
            hasWayBack: !isProvisional, errors: errors,
            HTML.form(
                action: "/me/account/passphrase", csrf: visit.csrf,
                visit.confirmingField(errors) + choice.html(text, errors: errors)
                    + HTML.actions([HTML.button(text("accounts.change.button"))]))
                + HTML.when(
                    isProvisional,
                    HTML.linkList([
                        (text("accounts.export.title"), "/me/account/export", nil),
                        (text("accounts.leave.title"), "/me/account/leave", nil),
                    ])))
    }
}
