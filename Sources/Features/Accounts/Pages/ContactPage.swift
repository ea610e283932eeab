import Markup
import Storage
import Web

/// `/me/account/contact`: e-mail address and telephone number, which nobody else ever sees.
struct ContactPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/contact", .member, show),
            .post("/me/account/contact", .member, limit: AccountLimits.confirming, change),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (viewer, seal) = (visit.viewer, ColumnSeal(key: accounts.keys.contact))
        let contact = try await accounts.database.read { try ContactStore.own(as: viewer, seal: seal, in: $0) }
        return page(
            visit, email: contact.email?.text ?? "", phone: contact.phone?.text ?? "", errors: FormErrors())
    }

    @Sendable private func change(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let contact = ContactForm.read(&reader)
        guard reader.errors.isEmpty else { return again(visit, reader.errors) }
        if let errors = try await accounts.confirm(visit) { return again(visit, errors) }
        let (member, seal) = (try visit.person, ColumnSeal(key: accounts.keys.contact))
        let (accounts, viewer, now) = (accounts, visit.viewer, visit.now)
        try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            try ContactStore.set(contact, of: member, seal: seal, at: now, in: tx)
            try accounts.audit.record(.contactChanged, about: member, by: viewer, at: now, in: tx)
        }
        return visit.redirect("/me/account", flash: "accounts.contact.done")
    }

    private func again(_ visit: Visit, _ errors: FormErrors) -> Reply {
        page(visit, email: visit.fields["email"] ?? "", phone: visit.fields["phone"] ?? "", errors: errors)
    }

    private func page(_ visit: Visit, email: String, phone: String, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.contact.title"), lead: text("accounts.contact.why"), errors: errors,
            HTML.form(
                action: "/me/account/contact", csrf: visit.csrf,
                ContactForm.html(text, email: email, phone: phone, errors: errors) + visit.confirmingField(errors)
                    + HTML.actions([HTML.button(text("accounts.contact.button"))])))
    }
}
