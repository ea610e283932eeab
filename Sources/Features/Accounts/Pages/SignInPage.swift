import Markup
import Storage
import Web

/// `/sign-in?to=/path`. Answers the same, in the same time, for a name that exists and one that does not.
struct SignInPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let limit = RateLimit(per: .address, count: accounts.settings.isDevelopment ? 2_000 : 100, within: 900)
        return [
            .get("/sign-in", .anyone, show),
            .post("/sign-in", .anyone, limit: limit, enter),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        if visit.session != nil { return visit.redirect(visit.destination) }
        return page(visit, errors: FormErrors())
    }

    @Sendable private func enter(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let name = reader.text("pseudonym", max: 300, required: "accounts.signIn.name.required")
        let passphrase = reader.secret("passphrase", max: 1024, required: "accounts.signIn.passphrase.required")
        guard reader.errors.isEmpty else { return page(visit, errors: reader.errors) }
        let isShared = reader.isOn("shared")
        let checked = try await accounts.checkPassphrase(name: name, passphrase: passphrase, at: visit.now)
        guard let checked else { return page(visit, errors: FormErrors(field: "passphrase", "accounts.signIn.wrong")) }
        if let ticket = try await accounts.secondFactorTicket(checked, isShared: isShared, to: visit.destination) {
            return try await SignInCodePage(accounts: accounts).ask(visit, ticket)
        }
        return try await accounts.enter(visit, checked, isShared: isShared)
    }

    private func page(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        let to = visit.wanted
        let form = HTML.form(
            action: "/sign-in", csrf: visit.csrf,
            HTML.when(!to.isEmpty, HTML.hidden("to", to))
                + HTML.field(
                    TextField(
                        name: "pseudonym", label: text("accounts.signIn.name"), value: visit.fields["pseudonym"] ?? "",
                        error: errors.message(for: "pseudonym", text), autocomplete: "username", required: true))
                + HTML.field(
                    TextField(
                        name: "passphrase", label: text("accounts.signIn.passphrase"),
                        error: errors.message(for: "passphrase", text), kind: .password,
                        autocomplete: "current-password", required: true))
                + visit.sharedField
                + HTML.actions([HTML.button(text("accounts.signIn.button"))]))
        return visit.page(
            text("accounts.signIn.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(text("accounts.signIn.title")) + HTML.card(form)
                    + HTML.linkList([
                        (text("accounts.signIn.forgot"), "/recover", nil),
                        (text("accounts.signIn.join"), visit.carrying("/sign-up"), nil),
                    ])))
    }
}

extension Visit {
    /// The address that somebody was on their way to when a door stood before it; empty where there was none.
    var wanted: String { fields["to"] ?? query["to"] ?? "" }

    /// Another door on the same way, which leads on to where this one would.
    func carrying(_ door: Link) -> Link { wanted.isEmpty ? door : door.adding("to", wanted) }
}

extension AccountsFeature {
    /// Opens the session of who has proved who they are, and sends them on to where they wanted to go. Who gets a new
    /// recovery code by it is shown the code first.
    func enter(_ visit: Visit, _ checked: PassphraseCheck, isShared: Bool) async throws -> Reply {
        let entered = try await signIn(checked, isShared: isShared)
        let next = entered.news ?? visit.destination
        var reply = visit.redirect(next)
        if let code = entered.newCode {
            let inside = visit.entered(try await authenticate(entered.cookie))
            reply = RecoveryCodePage.renewed(inside, code, to: next)
        }
        let signedIn = Reply.signedIn(entered.cookie, reply, isKept: !isShared)
        return visit.text.languages.named(entered.language).map { .rememberingLanguage($0, signedIn) } ?? signedIn
    }
}
