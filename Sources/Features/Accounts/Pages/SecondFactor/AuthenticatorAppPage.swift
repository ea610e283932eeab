import Markup
import Storage
import Web

/// `/me/account/second-factor/app`: an authenticator app in three steps: the passphrase, the secret, and a code that
/// proves that it arrived. Until then nothing is kept: the secret waits sealed in the form.
struct AuthenticatorAppPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/second-factor/app", .member, accounts.inSecondStep { begin($0, errors: FormErrors()) }),
            .post(
                "/me/account/second-factor/app", .member, limit: AccountLimits.confirming, accounts.inSecondStep(show)),
            .post(
                "/me/account/second-factor/app/confirm", .member, limit: AccountLimits.confirming,
                accounts.inSecondStep(confirm)),
        ]
    }

    private func begin(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.factorPage(
            text("accounts.app.title"), lead: text("accounts.app.lead"), errors: errors,
            HTML.form(
                action: "/me/account/second-factor/app", csrf: visit.csrf,
                visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.app.begin"))])))
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return begin(visit, errors: errors) }
        let ticket = AppTicket(member: try visit.person.description, secret: TOTP.random().secret)
        let sealed = try accounts.keys.secondFactor.tickets.seal(ticket, at: visit.now)
        return setUp(visit, ticket, sealed, errors: FormErrors())
    }

    @Sendable private func confirm(_ visit: Visit) async throws -> Reply {
        let keys = accounts.keys.secondFactor
        let member = try visit.person
        let sealed = visit.fields["ticket"] ?? ""
        guard let ticket = keys.tickets.open(sealed, as: AppTicket.self, at: visit.now),
            ticket.member == member.description
        else { return begin(visit, errors: FormErrors(field: "current", "accounts.app.expired")) }
        guard let code = OneTimeCode(visit.fields["code"] ?? "") else {
            return setUp(visit, ticket, sealed, errors: FormErrors(field: "code", "accounts.code.fault"))
        }
        let (app, now) = (TOTP(secret: ticket.secret), visit.now)
        let added = try await accounts.addFactor(visit, detail: "app") { tx in
            guard let step = app.step(of: code, at: now),
                try SecondFactorAnswer.use(step, of: app, member, keys: keys, at: now, in: tx)
            else { return false }
            try SecondFactorStore.setApp(app, of: member, seal: keys.seal, in: tx)
            return true
        }
        guard let added else {
            return setUp(visit, ticket, sealed, errors: FormErrors(field: "code", "accounts.code.wrong"))
        }
        return try await SpareCodesPage.afterAdding(visit, added, accounts: accounts)
    }

    private func setUp(_ visit: Visit, _ ticket: AppTicket, _ sealed: String, errors: FormErrors) -> Reply {
        let text = visit.text
        let app = TOTP(secret: ticket.secret)
        let address = app.address(issuer: accounts.settings.name, account: visit.session?.pseudonym ?? "")
        return visit.factorPage(
            text("accounts.app.title"), lead: text("accounts.app.show.lead"), errors: errors,
            HTML.with(QRCode(Array(address.utf8))) { HTML.picture(of: $0, label: text("accounts.app.picture")) }
                + HTML.with(Link(authenticator: address)) {
                    HTML.actions([HTML.buttonLink(text("accounts.app.open"), to: $0, kind: .secondary)])
                }
                + HTML.prose(
                    "<p>\(text("accounts.app.typed"))</p><p><code>\(app.typed)</code></p>"
                        + "<p>\(text("accounts.app.typed.kind"))</p>")
                + HTML.form(
                    action: "/me/account/second-factor/app/confirm", csrf: visit.csrf,
                    HTML.hidden("ticket", sealed)
                        + HTML.field(
                            TextField(
                                name: "code", label: text("accounts.code.label"), hint: text("accounts.app.code.hint"),
                                error: errors.message(for: "code", text), kind: .number,
                                autocomplete: "one-time-code", required: true, width: .code))
                        + HTML.actions([HTML.button(text("accounts.app.button"))])))
    }
}
