import Markup
import Storage
import Web

/// `/me/account/passphrase`: a new passphrase. Every session ends, this one goes on under a new token.
struct ChangePassphrasePage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/passphrase", .member, show),
            .post("/me/account/passphrase", .member, limit: AccountLimits.confirming, change),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(
            visit, choice: NewPassphraseFields(offering: accounts.words.newPassphrase(visit.language)),
            errors: FormErrors())
    }

    @Sendable private func change(_ visit: Visit) async throws -> Reply {
        let choice = NewPassphraseFields(visit.fields, orOffering: accounts.words.newPassphrase(visit.language))
        var reader = FormReader(visit.fields)
        let pseudonym = visit.session.map { PseudonymKey(of: $0.pseudonym) }
        let chosen = choice.read(&reader, pseudonym: pseudonym, blocklist: accounts.words.blocklist)
        guard reader.errors.isEmpty, let chosen else { return page(visit, choice: choice, errors: reader.errors) }
        if let errors = try await accounts.confirm(visit) { return page(visit, choice: choice, errors: errors) }
        let member = try visit.person
        let phc = try await accounts.passphrases.phc(of: chosen.passphrase)
        let token = Session.newToken()
        let accounts = accounts
        let (audit, viewer, now, csrf) = (accounts.audit, visit.viewer, visit.now, visit.session?.csrf)
        let isShared = try await accounts.database.write { tx in
            // On a shared phone it stays one.
            let isShared = try SessionStore.own(as: viewer, in: tx).contains { $0.csrfSecret == csrf && $0.isShared }
            try CredentialStore.setPHC(phc, of: member, at: now, in: tx)
            try SessionStore.endAll(of: member, in: tx)
            try SessionStore.add(accounts.newSession(of: member, token: token, isShared: isShared), in: tx)
            try audit.record(.passphraseChanged, about: member, by: viewer, at: now, in: tx)
            return isShared
        }
        let reply = visit.redirect("/me/account", flash: "accounts.change.done")
        return .signedIn(token, reply, isKept: !isShared)
    }

    private func page(_ visit: Visit, choice: NewPassphraseFields, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.change.title"), lead: text("accounts.change.lead"), errors: errors,
            HTML.form(
                action: "/me/account/passphrase", csrf: visit.csrf,
                visit.confirmingField(errors) + choice.html(text, errors: errors)
                    + HTML.actions([HTML.button(text("accounts.change.button"))])))
    }
}
