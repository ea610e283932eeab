import Markup
import Storage
import Web

/// `/sign-in/confirm?to=/path`: the second step once more, for somebody who holds a role and was away for a while, or who
/// has just been given one, and for whoever is about to change their second factors. Who has no second factor is led to where one is set up.
struct StepUpPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/sign-in/confirm", .member, show),
            .post("/sign-in/confirm", .member, limit: AccountLimits.confirming, confirm),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        if accounts.hasFreshSecondStep(visit) { return visit.redirect(visit.destination) }
        return try page(
            visit, try await SecondFactorFields(accounts: accounts, of: try visit.person), FormErrors())
    }

    @Sendable private func confirm(_ visit: Visit) async throws -> Reply {
        let (member, accounts) = (try visit.person, accounts)
        let fields = try await SecondFactorFields(accounts: accounts, of: member)
        guard fields.status.isOn else { return try page(visit, fields, FormErrors()) }
        var errors = FormErrors()
        guard let answer = fields.read(visit, &errors) else { return try page(visit, fields, errors) }
        let cookie = try await accounts.check(answer, of: member, at: visit.now) { tx in
            try accounts.stepUp(visit, in: tx)
        }
        guard let cookie else { return try page(visit, fields, fields.wrong(answer)) }
        return .signedIn(cookie, visit.redirect(visit.destination), isKept: visit.session?.isKept ?? true)
    }

    private func page(_ visit: Visit, _ fields: SecondFactorFields, _ errors: FormErrors) throws -> Reply {
        let text = visit.text
        let hasRole = visit.session?.appointments.isEmpty == false
        let body =
            fields.status.isOn
            ? HTML.form(
                action: "/sign-in/confirm", csrf: visit.csrf,
                try HTML.hidden("to", visit.destination.text) + fields.html(visit, errors: errors)
                    + HTML.actions([HTML.button(text("accounts.stepUp.button"))]))
            : "<p>\(text(hasRole ? "accounts.stepUp.none" : "accounts.stepUp.own.none"))</p>"
                + HTML.actions([HTML.buttonLink(text("accounts.factor.title"), to: "/me/account/second-factor")])
        return visit.page(
            text("accounts.stepUp.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        text("accounts.stepUp.title"),
                        lead: HTML(text: text(hasRole ? "accounts.stepUp.lead" : "accounts.stepUp.own.lead")))
                    + HTML.card(body)))
    }
}

extension AccountsFeature {
    /// Whether the second step was taken in this session, and no long pause made since.
    func hasFreshSecondStep(_ visit: Visit) -> Bool {
        guard let cookie = cookie(of: visit), cookie.hasSecondStep else { return false }
        return visit.now < cookie.lastUsed + SessionTerms.idleOfRoles
    }

    /// A page that gives new second factors or spare codes: whoever has a second factor takes the second step first.
    /// With the passphrase alone, at an open browser, somebody could else make a factor of their own.
    func inSecondStep(_ handle: @escaping Route.Handler) -> Route.Handler {
        { visit in
            if !hasFreshSecondStep(visit), try await hasSecondFactor(try visit.person) {
                throw Problem.secondStepNeeded
            }
            return try await handle(visit)
        }
    }

    /// This session under a new cookie to its own last day, in which the second step has been taken; other sessions stay.
    func stepUp(_ visit: Visit, in tx: Transaction) throws -> String {
        let (cookie, wrap, until) = try live(visit, in: tx)
        try SessionStore.end(cookie, in: tx)
        return try open(
            SessionOpening(
                member: cookie.member, key: memberKey(wrap, of: cookie), isShared: cookie.isShared,
                hasSecondStep: true, until: until),
            in: tx)
    }
}
