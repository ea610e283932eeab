import Markup
import Storage
import Web

/// `/me/account/second-factor`: what a member has beside the passphrase, and the ways to more or less of it.
struct SecondFactorPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/second-factor", .member, show),
            .post("/me/account/second-factor/reset/read", .member, markRead),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let status = try await SecondFactorFields(accounts: accounts, of: try visit.person).status
        let text = visit.text
        return visit.page(
            text("accounts.factor.title"),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.factor.title"), lead: HTML(text: text("accounts.factor.lead")),
                    breadcrumb: HTML.breadcrumb(
                        [(text("accounts.account.title"), "/me/account")], label: text("accounts.account.back")))
                    + HTML.with(status.resetAt) { reset(visit, at: $0) }
                    + app(text, status) + passkeys(visit, status) + HTML.when(status.isOn, spareCodes(text, status))))
    }

    @Sendable private func markRead(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        try await accounts.database.write { try SecondFactorStore.markResetRead(by: viewer, in: $0) }
        return visit.redirect("/me/account/second-factor")
    }

    /// Word of what somebody else did.
    private func reset(_ visit: Visit, at instant: Instant) -> HTML {
        let text = visit.text
        return HTML.card(
            "<p>\(text("accounts.reset.notice", ["date": .text(text.date(instant))]))</p>"
                + "<p>\(text("accounts.reset.notice.then"))</p>"
                + HTML.form(
                    action: "/me/account/second-factor/reset/read", csrf: visit.csrf,
                    HTML.actions([
                        HTML.button(text("accounts.reset.read"), kind: .secondary),
                        HTML.buttonLink(text("accounts.change.title"), to: "/me/account/passphrase", kind: .quiet),
                    ])),
            title: text("accounts.reset.notice.title"), kind: .notice)
    }

    private func app(_ text: Text, _ status: SecondFactorStatus) -> HTML {
        let links: [(label: String, link: Link, note: String?)] =
            status.hasApp
            ? [
                (text("accounts.factor.app.again"), "/me/account/second-factor/app", nil),
                (text("accounts.factor.app.remove"), "/me/account/second-factor/app/remove", nil),
            ] : [(text("accounts.factor.app.add"), "/me/account/second-factor/app", nil)]
        let state = status.hasApp ? text("accounts.factor.app.yes") : text("accounts.factor.app.no")
        return HTML.card("<p>\(state)</p>" + HTML.linkList(links), title: text("accounts.factor.app.title"))
    }

    private func passkeys(_ visit: Visit, _ status: SecondFactorStatus) -> HTML {
        let text = visit.text
        var links: [(label: String, link: Link, note: String?)] = status.passkeys.map { passkey in
            (
                text("accounts.factor.passkey.remove", ["name": .text(passkey.name)]),
                "/me/account/second-factor/passkeys/\(passkey.id)/remove", nil
            )
        }
        let isPossible = visit.passkeySite != nil && status.passkeys.count < PasskeyStore.most
        if isPossible {
            links.append((text("accounts.factor.passkey.add"), "/me/account/second-factor/passkey", nil))
        }
        let state = text("accounts.factor.passkey.count", ["n": .count(status.passkeys.count)])
        return HTML.card(
            "<p>\(text("accounts.factor.passkey.what"))</p><p>\(state)</p>"
                + HTML.when(!links.isEmpty, HTML.linkList(links)),
            title: text("accounts.factor.passkey.title"))
    }

    private func spareCodes(_ text: Text, _ status: SecondFactorStatus) -> HTML {
        HTML.card(
            "<p>\(text("accounts.spare.left", ["n": .count(status.spareCodes)]))</p>"
                + HTML.linkList([(text("accounts.spare.renew"), "/me/account/second-factor/codes", nil)]),
            title: text("accounts.spare.title"))
    }
}

extension Visit {
    /// A page of one step with second factors: the way back to all of them, a heading, what went wrong, and a card.
    func factorPage(_ title: String, lead: String, errors: FormErrors, _ body: HTML) -> Reply {
        page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        title, lead: HTML(text: lead),
                        breadcrumb: HTML.breadcrumb(
                            [(text("accounts.factor.title"), "/me/account/second-factor")],
                            label: text("accounts.account.back")))
                    + HTML.card(body)))
    }
}
