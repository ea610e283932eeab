import Markup
import Storage
import Web

/// `/sign-up`: a name, a passphrase, an age. That a name is taken shows here and nowhere else; the address is limited.
struct SignUpPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        // A class that joins together shares one address.
        let limit = RateLimit(per: .address, count: accounts.settings.isDevelopment ? 2_000 : 60, within: 3_600)
        return [
            .get("/sign-up", .anyone, show),
            .post("/sign-up", .anyone, body: .words, limit: limit, create),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        if visit.session != nil { return visit.redirect(visit.destination) }
        let name = accounts.words.newPseudonym(visit.language)
        let choice = NewPassphraseFields(offering: accounts.words.newPassphrase(visit.language))
        return page(visit, pseudonym: name, choice: choice, errors: FormErrors())
    }

    @Sendable private func create(_ visit: Visit) async throws -> Reply {
        let outcome = SignUpForm.read(visit.fields, words: accounts.words, look: accounts.finding(inName:))
        if visit.session != nil {
            // Sent twice, or gone back to: the account is there, and its code may never have been seen.
            let next = visit.carrying("/consent")
            guard case .ready(let form) = outcome else { return visit.redirect(next) }
            return try await sentTwice(visit, form, form.recovery(accounts)) ?? visit.redirect(next)
        }
        switch outcome {
        case .young: return tooYoung(visit)
        case .faulty(let errors): return again(visit, errors)
        case .ready(let form): return try await join(visit, form)
        }
    }

    private func join(_ visit: Visit, _ form: SignUpForm) async throws -> Reply {
        let key = form.pseudonym.key
        let recovery = form.recovery(accounts)
        var account = NewAccount(
            pseudonym: form.pseudonym, passphrase: form.passphrase, language: visit.language, contact: form.contact,
            recovery: recovery)
        account.token = form.secret("session", accounts)
        account.isShared = form.isShared
        do {
            // Asked before hashing, for hashing is dear; the database has the last word.
            if try await accounts.database.read({ try MemberStore.named(key, in: $0) }) != nil {
                return try await sentTwice(visit, form, recovery) ?? again(visit, taken(visit))
            }
            let made = try await accounts.make(account, by: nil, enters: true)
            return try await welcome(visit, form, recovery, cookie: made.cookie ?? "")
        } catch StorageError.conflict {
            return try await sentTwice(visit, form, recovery) ?? again(visit, taken(visit))
        }
    }

    /// The answer to a form that has made its account already: *Join* pressed twice, or sent again after a lost
    /// connection. Only who holds the form and knows the passphrase gets it, and only while the session that it opened
    /// goes on; nil for anybody else.
    private func sentTwice(_ visit: Visit, _ form: SignUpForm, _ recovery: RecoveryCode) async throws -> Reply? {
        let key = form.pseudonym.key
        // Writing, though it only reads: whoever took the name may not be committed yet where writes share a commit, and
        // a reader would not see them.
        let credential = try await accounts.database.write { try CredentialStore.find(key, in: $0) }
        guard let credential, credential.recoveryHash == accounts.recoveryHash(recovery) else { return nil }
        guard try await accounts.passphrases.check(form.passphrase, against: credential.phc) != .wrong else {
            return nil
        }
        let token = form.secret("session", accounts)
        let cookie = try await accounts.sessionAgain(
            token, of: credential.member, isShared: form.isShared, at: visit.now)
        guard let cookie else { return nil }
        return try await welcome(visit, form, recovery, cookie: cookie)
    }

    private func welcome(
        _ visit: Visit, _ form: SignUpForm, _ recovery: RecoveryCode, cookie: String
    ) async throws -> Reply {
        let entered = visit.entered(try await accounts.authenticate(cookie))
        return .signedIn(
            cookie, RecoveryCodePage.welcome(entered, form.pseudonym.text, recovery, words: form.offered),
            isKept: !form.isShared)
    }

    private func taken(_ visit: Visit) -> FormErrors {
        let idea = accounts.words.newPseudonym(visit.language)
        return FormErrors(field: "pseudonym", "accounts.pseudonym.taken", ["name": .text(idea)])
    }

    private func again(_ visit: Visit, _ errors: FormErrors) -> Reply {
        let choice = NewPassphraseFields(
            visit.fields, orOffering: accounts.words.newPassphrase(visit.language))
        return page(visit, pseudonym: visit.fields["pseudonym"] ?? "", choice: choice, errors: errors)
    }

    private func tooYoung(_ visit: Visit) -> Reply {
        let text = visit.text
        return visit.page(
            text("accounts.young.title"),
            HTML.narrow(
                HTML.pageHeader(text("accounts.young.title"), lead: HTML(text: text("accounts.young.lead")))
                    + HTML.prose(
                        "<p>\(text("accounts.young.body"))</p><p>\(text("accounts.young.nothing"))</p>")
                    + HTML.actions([HTML.buttonLink(text("accounts.young.conditions"), to: "/conditions")])))
    }

    private func page(_ visit: Visit, pseudonym: String, choice: NewPassphraseFields, errors: FormErrors) -> Reply {
        let text = visit.text
        let site: [String: TextValue] = ["name": .text(visit.settings.name)]
        let form = HTML.form(
            action: "/sign-up", csrf: visit.csrf,
            HTML.hidden("form", SignUpForm.id(visit.fields))
                + HTML.when(!visit.wanted.isEmpty, HTML.hidden("to", visit.wanted))
                + nameField(visit, pseudonym, errors)
                + choice.html(text, errors: errors) + age(visit, errors)
                + contact(visit, errors) + visit.sharedField + rules(text)
                + HTML.actions([HTML.button(text("accounts.signUp.button"))]))
        return visit.page(
            text("accounts.signUp.title", site), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        text("accounts.signUp.title", site), lead: HTML(text: text("accounts.signUp.lead")))
                    + HTML.card(form)
                    + HTML.note(
                        """
                        \(text("accounts.signUp.member")) \
                        <a href="\(visit.carrying("/sign-in"))">\(text("accounts.signIn.link"))</a>
                        """)))
    }

    private func nameField(_ visit: Visit, _ pseudonym: String, _ errors: FormErrors) -> HTML {
        let text = visit.text
        let ideas = [accounts.words.newPseudonym(visit.language), accounts.words.newPseudonym(visit.language)]
        return HTML.field(
            TextField(
                name: "pseudonym", label: text("accounts.pseudonym.label"),
                hint: text("accounts.pseudonym.hint", ["one": .text(ideas[0]), "two": .text(ideas[1])]),
                value: pseudonym, error: errors.message(for: "pseudonym", text), autocomplete: "username",
                required: true))
    }

    private func age(_ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        return HTML.radios(
            Choices(
                name: "age", legend: text("accounts.signUp.age"),
                options: [Choice("yes", text("accounts.yes")), Choice("no", text("accounts.no"))],
                selected: visit.fields["age"], error: errors.message(for: "age", text), layout: .row))
    }

    private func contact(_ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        let (email, phone) = (visit.fields["email"] ?? "", visit.fields["phone"] ?? "")
        return HTML.disclosure(
            text("accounts.contact.summary"),
            "<p>\(text("accounts.contact.why"))</p>"
                + ContactForm.html(text, email: email, phone: phone, errors: errors),
            open: !email.isEmpty || !phone.isEmpty)
    }

    private func rules(_ text: Text) -> HTML {
        let rules: [String] = [
            text("accounts.rules.kind"), text("accounts.rules.names"), text("accounts.rules.advice"),
            text("accounts.rules.trade"),
        ]
        return HTML.disclosure(
            text("accounts.rules.summary"), "<ul>\(HTML.each(rules) { "<li>\($0)</li>" })</ul>")
            + HTML.note(HTML(text: text("accounts.rules.agree")))
    }
}
