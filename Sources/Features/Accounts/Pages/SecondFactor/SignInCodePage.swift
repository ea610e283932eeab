import Markup
import Storage
import Web

/// `/sign-in/code`: the second step of signing in, for members who have a second factor. The passphrase was right; what
/// is known of it travels sealed in the form, and nothing is kept until the second factor is right too.
struct SignInCodePage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let limit = RateLimit(per: .address, count: accounts.settings.isDevelopment ? 2_000 : 100, within: 900)
        return [
            // Whoever comes by an address has no ticket: a reload, or a bookmark.
            .get("/sign-in/code", .anyone) { $0.redirect("/sign-in") },
            .post("/sign-in/code", .anyone, limit: limit, enter),
        ]
    }

    @Sendable private func enter(_ visit: Visit) async throws -> Reply {
        let tickets = accounts.keys.secondFactor.tickets
        let sealed = visit.fields["ticket"] ?? ""
        guard let ticket = tickets.open(sealed, as: SignInTicket.self, at: visit.now),
            let member = ID<Person>(ticket.member)
        else { return visit.redirect("/sign-in", flash: "accounts.code.expired") }
        let fields = try await SecondFactorFields(accounts: accounts, of: member)
        var errors = FormErrors()
        guard let answer = fields.read(visit, &errors) else { return try page(visit, sealed, fields, errors) }
        guard let entered = try await accounts.enter(ticket, with: answer, at: visit.now) else {
            return try page(visit, sealed, fields, fields.wrong(answer))
        }
        let next = Link(local: ticket.destination) ?? "/me"
        let reply = Reply.signedIn(entered.cookie, visit.redirect(next), isKept: !ticket.isShared)
        return visit.text.languages.named(entered.language).map { .rememberingLanguage($0, reply) } ?? reply
    }

    /// The page that asks for the second factor, in answer to a right passphrase.
    func ask(_ visit: Visit, _ ticket: SignInTicket) async throws -> Reply {
        guard let member = ID<Person>(ticket.member) else { return visit.redirect("/sign-in") }
        let sealed = try accounts.keys.secondFactor.tickets.seal(ticket, at: visit.now)
        return try page(visit, sealed, try await SecondFactorFields(accounts: accounts, of: member), FormErrors())
    }

    /// After an error the ticket goes along as it came: its minutes run on.
    private func page(
        _ visit: Visit, _ sealed: String, _ fields: SecondFactorFields, _ errors: FormErrors
    ) throws -> Reply {
        let text = visit.text
        let form = HTML.form(
            action: "/sign-in/code", csrf: visit.csrf,
            try HTML.hidden("ticket", sealed) + fields.html(visit, errors: errors)
                + HTML.actions([HTML.button(text("accounts.signIn.button"))]))
        return visit.page(
            text("accounts.code.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(text("accounts.code.title"), lead: HTML(text: text("accounts.code.lead")))
                    + HTML.card(form) + HTML.note(HTML(text: text("accounts.code.lost")))
                    + HTML.linkList([(text("accounts.code.other"), "/sign-in", nil)])))
    }
}
