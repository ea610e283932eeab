import Markup
import Storage
import Web

/// `/admin/second-factor`: an administrator takes away the second factors of a member who has lost them all. Only with
/// their own second factor, given here and now; it leaves an audit line, and the member reads of it when they come back.
/// The member's passphrase is still needed to sign in, so no administrator gets into an account this way.
struct ResetFactorPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/admin/second-factor", .role(.administrator, in: .site)) { visit in
                try page(visit, try await own(visit), FormErrors())
            },
            .post("/admin/second-factor", .role(.administrator, in: .site), limit: AccountLimits.confirming, reset),
        ]
    }

    private func own(_ visit: Visit) async throws -> SecondFactorFields {
        try await SecondFactorFields(accounts: accounts, of: try visit.person)
    }

    @Sendable private func reset(_ visit: Visit) async throws -> Reply {
        let own = try await own(visit)
        guard own.status.isOn else { return try page(visit, own, FormErrors()) }
        var reader = FormReader(visit.fields)
        let name = Pseudonym.tidied(reader.text("pseudonym", max: 300, required: "accounts.reset.name.required"))
        var errors = reader.errors
        let answer = own.read(visit, &errors)
        guard errors.isEmpty, let answer else { return try page(visit, own, errors) }
        if let errors = try await accounts.confirm(visit) { return try page(visit, own, errors) }
        let member: ID<Person>
        do {
            member = try await accounts.member(named: name)
        } catch is AccountNameError {
            return try page(visit, own, FormErrors(field: "pseudonym", "accounts.reset.unknown"))
        }
        guard member != own.member else {
            return try page(visit, own, FormErrors(field: "pseudonym", "accounts.reset.self"))
        }
        let (accounts, viewer, now) = (accounts, visit.viewer, visit.now)
        let outcome = try await accounts.check(answer, of: own.member, at: now) { tx in
            try accounts.live(visit, in: tx)
            return try accounts.reset(member, by: viewer, at: now, in: tx)
        }
        guard let outcome else { return try page(visit, own, own.wrong(answer)) }
        guard outcome == .done else {
            return try page(visit, own, FormErrors(field: "pseudonym", "accounts.reset.nothing"))
        }
        return visit.redirect("/admin/second-factor", flash: "accounts.reset.done")
    }

    private func page(_ visit: Visit, _ own: SecondFactorFields, _ errors: FormErrors) throws -> Reply {
        let text = visit.text
        let body =
            own.status.isOn
            ? HTML.form(
                action: "/admin/second-factor", csrf: visit.csrf,
                try HTML.field(
                    TextField(
                        name: "pseudonym", label: text("accounts.reset.name"), hint: text("accounts.reset.name.hint"),
                        value: visit.fields["pseudonym"] ?? "", error: errors.message(for: "pseudonym", text),
                        autocomplete: "off", required: true))
                    + visit.confirmingField(errors) + own.html(visit, errors: errors)
                    + HTML.actions([HTML.button(text("accounts.reset.button"), kind: .danger)]))
            : "<p>\(text("accounts.reset.own"))</p>"
                + HTML.actions([
                    HTML.buttonLink(text("accounts.factor.title"), to: "/me/account/second-factor", kind: .secondary)
                ])
        return visit.page(
            text("accounts.reset.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(text("accounts.reset.title"), lead: HTML(text: text("accounts.reset.lead")))
                    + HTML.card(body)))
    }
}
