import Markup
import Post
import Storage
import Web

/// `/me/account/contact`: e-mail address and telephone number, which nobody else ever sees, and whether mail is wished for.
struct ContactPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/contact", .member, show),
            .post("/me/account/contact", .member, limit: AccountLimits.confirming, change),
        ]
    }

    /// What the form shows.
    private struct Shown {
        var email = ""
        var phone = ""
        var wantsMail = false
        var takesMail = true
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let contact = try await own(visit)
        let shown = Shown(
            email: contact.email?.text ?? "", phone: contact.phone?.text ?? "", wantsMail: contact.wantsMail,
            takesMail: contact.takesMail)
        return page(visit, shown, errors: FormErrors())
    }

    private func own(_ visit: Visit) async throws -> Contact {
        let (viewer, seal) = (visit.viewer, accounts.keys.contactSeal)
        return try await accounts.database.read { try ContactStore.own(as: viewer, seal: seal, in: $0) }
    }

    @Sendable private func change(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        var contact = ContactForm.read(&reader)
        // Where no mail is sent the question is not asked, and an earlier answer stays.
        contact.wantsMail = accounts.outbox.isOpen ? reader.isOn("news") : try await own(visit).wantsMail
        if accounts.outbox.isOpen, contact.wantsMail, contact.email == nil, reader.errors.isEmpty {
            reader.errors.add(field: "email", "accounts.mail.wish.needsAddress")
        }
        guard reader.errors.isEmpty else { return again(visit, reader.errors) }
        if let errors = try await accounts.confirm(visit) { return again(visit, errors) }
        let (member, seal) = (try visit.person, accounts.keys.contactSeal)
        let (accounts, viewer, now, saved) = (accounts, visit.viewer, visit.now, contact)
        try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            try ContactStore.set(saved, of: member, seal: seal, at: now, in: tx)
            try accounts.audit.record(.contactChanged, about: member, by: viewer, at: now, in: tx)
        }
        return visit.redirect("/me/account", flash: "accounts.contact.done")
    }

    private func again(_ visit: Visit, _ errors: FormErrors) -> Reply {
        let shown = Shown(
            email: visit.fields["email"] ?? "", phone: visit.fields["phone"] ?? "",
            wantsMail: visit.fields["news"] != nil)
        return page(visit, shown, errors: errors)
    }

    private func page(_ visit: Visit, _ shown: Shown, errors: FormErrors) -> Reply {
        let text = visit.text
        let warning: HTML = shown.takesMail ? .empty : .flash(text("accounts.mail.bounced"), kind: .problem)
        return visit.accountPage(
            text("accounts.contact.title"), lead: text("accounts.contact.why"), errors: errors,
            warning
                + HTML.form(
                    action: "/me/account/contact", csrf: visit.csrf,
                    ContactForm.html(
                        text, email: shown.email, phone: shown.phone, besideEmail: wish(visit, shown), errors: errors)
                        + visit.confirmingField(errors)
                        + HTML.actions([HTML.button(text("accounts.contact.button"))])))
    }

    /// Asked plainly, and not at all where nothing is sent.
    private func wish(_ visit: Visit, _ shown: Shown) -> HTML {
        guard let mail = visit.settings.mail else { return .empty }
        return HTML.checkbox(
            name: "news", label: visit.text("accounts.mail.wish"),
            hint: visit.text("accounts.mail.wish.hint", ["name": .text(mail.name)]), checked: shown.wantsMail)
    }
}
