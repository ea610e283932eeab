import Markup
import Storage
import Web

/// How often a page may be asked for the passphrase.
enum AccountLimits {
    static let confirming = RateLimit(per: .person, count: 20, within: 900)
}

extension Visit {
    /// A page of the account: the way back, a heading, what went wrong, and a form in a card.
    func accountPage(
        _ title: String, lead: String? = nil, hasWayBack: Bool = true, errors: FormErrors, _ body: HTML
    ) -> Reply {
        let back = HTML.breadcrumb(
            [(text("accounts.account.title"), "/me/account")], label: text("accounts.account.back"))
        return page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        title, lead: lead.map { HTML(text: $0) }, breadcrumb: hasWayBack ? back : nil)
                    + HTML.card(body)))
    }

    /// Where a session begins: whether others use the phone or computer too.
    var sharedField: HTML {
        HTML.checkbox(
            name: "shared", label: text("accounts.signIn.shared"), hint: text("accounts.signIn.shared.hint"),
            checked: fields["shared"] != nil)
    }

    /// The field that asks for the passphrase once more.
    func confirmingField(_ errors: FormErrors) -> HTML {
        HTML.field(
            TextField(
                name: "current", label: text("accounts.confirm.label"), hint: text("accounts.confirm.hint"),
                error: errors.message(for: "current", text), kind: .password, autocomplete: "current-password",
                required: true))
    }
}

extension AccountsFeature {
    /// Asks for the passphrase before what a borrowed phone must not do. Answers what is wrong, or nil; throws
    /// `.tooMany` after too many tries.
    func confirm(_ visit: Visit) async throws -> FormErrors? {
        var reader = FormReader(visit.fields)
        let given = reader.secret("current", max: Passphrase.longestBytes, required: "accounts.confirm.required")
        guard reader.errors.isEmpty else { return reader.errors }
        let member = try visit.person
        // Also somebody whose account is held: it is their own passphrase.
        let credential = try await database.read { try CredentialStore.own(as: .person(member, roles: []), in: $0) }
        let isRight: Bool? = try await throttled(failureMark("confirm", member.description), at: visit.now) {
            guard let passphrase = Passphrase(given: given) else { return nil }
            return try await passphrases.check(passphrase, against: credential?.phc) == .wrong ? nil : true
        }
        return isRight == nil ? FormErrors(field: "current", "accounts.confirm.wrong") : nil
    }
}
