import Markup
import Storage
import Web

/// What `/me/account/keys` shows.
struct AccessKeysView: Sendable {
    let visit: Visit
    let keys: [OwnAccessKey]
    let scopes: [OfferedScope]
    let errors: FormErrors

    private var text: Text { visit.text }

    var page: Reply {
        visit.page(
            text("accounts.keys.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        text("accounts.keys.title"), lead: HTML(text: text("accounts.keys.lead")),
                        breadcrumb: HTML.breadcrumb(
                            [(text("accounts.account.title"), "/me/account")], label: text("accounts.account.back")))
                    + list + making + HTML.note(HTML(text: text("accounts.keys.end")))))
    }

    private var list: HTML {
        guard !keys.isEmpty else {
            return HTML.card("<p>\(text("accounts.keys.none"))</p>", title: text("accounts.keys.yours"))
        }
        let rows: [[HTML]] = keys.map { key in
            [
                "<bdi>\(key.name)</bdi><br><code>\(key.beginning)…</code>", HTML(text: scopes(of: key)),
                HTML(text: text.date(key.createdAt)), HTML(text: text.date(key.expiresAt)),
                """
                <a href="\("/me/account/keys/\(key.id)/revoke" as Link)">\(text("accounts.keys.revoke"))\
                <span class="unseen"> <bdi>\(key.name)</bdi></span></a>
                """,
            ]
        }
        return HTML.card(
            HTML.table(
                Table(
                    caption: text("accounts.keys.yours"), isCaptionHidden: true,
                    columns: [
                        Column(text("accounts.keys.name")), Column(text("accounts.keys.scope")),
                        Column(text("accounts.keys.made")), Column(text("accounts.keys.ends")),
                        Column(text("accounts.keys.action")),
                    ], rows: rows)),
            title: text("accounts.keys.yours"))
    }

    /// In words; a scope that no room offers any more by its name.
    private func scopes(of key: OwnAccessKey) -> String {
        key.scopes.map { name in scopes.first { $0.scope.name == name }.map { text($0.label) } ?? name }
            .joined(separator: " · ")
    }

    private var making: HTML {
        guard keys.count < AccessKeyStore.most else {
            return HTML.card("<p>\(text("accounts.keys.full"))</p>", title: text("accounts.keys.make"))
        }
        let form = visit.sentFormID(for: AccessKeysPage.formPurpose) ?? ID<AccessKeyRow>.random()
        return HTML.card(
            HTML.form(
                action: AccessKeysPage.link, csrf: visit.csrf,
                HTML.hidden("form", visit.formID(form, for: AccessKeysPage.formPurpose)) + nameField + scopeField
                    + termField + visit.confirmingField(errors)
                    + HTML.actions([HTML.button(text("accounts.keys.button"))])),
            title: text("accounts.keys.make"))
    }

    private var nameField: HTML {
        HTML.field(
            TextField(
                name: "name", label: text("accounts.keys.name"), hint: text("accounts.keys.name.hint"),
                value: visit.fields["name"] ?? "", error: errors.message(for: "name", text), autocomplete: "off",
                required: true))
    }

    private var scopeField: HTML {
        HTML.checkboxes(
            Choices(
                name: "scope", legend: text("accounts.keys.scope"),
                options: scopes.map { Choice($0.scope.name, text($0.label), hint: text($0.hint)) },
                selected: Set(visit.fields.all("scope")), error: errors.message(for: "scope", text)))
    }

    private var termField: HTML {
        HTML.radios(
            Choices(
                name: "days", legend: text("accounts.keys.days"), hint: text("accounts.keys.days.hint"),
                options: AccessKeysPage.terms.map {
                    Choice(String($0), text("accounts.keys.days.count", ["n": .count($0)]))
                },
                selected: visit.fields["days"] ?? String(AccessKeysPage.usualTerm),
                error: errors.message(for: "days", text), layout: .row))
    }

    /// The key, this once.
    static func shown(_ visit: Visit, _ key: AccessKey, _ own: OwnAccessKey) -> Reply {
        let text = visit.text
        return visit.page(
            text("accounts.keys.shown.title"),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.keys.shown.title"), lead: HTML(text: text("accounts.keys.shown.lead")))
                    + HTML.card(
                        HTML.prose("<p><code>\(key.revealed)</code></p>")
                            + HTML.note(
                                HTML(
                                    text: text(
                                        "accounts.keys.shown.note", ["date": .text(text.date(own.expiresAt))]))),
                        kind: .yours)
                    + HTML.actions([HTML.buttonLink(text("accounts.keys.shown.done"), to: AccessKeysPage.link)])))
    }

    static func wayBack(_ text: Text) -> HTML {
        HTML.breadcrumb([(text("accounts.keys.title"), AccessKeysPage.link)], label: text("accounts.account.back"))
    }
}
