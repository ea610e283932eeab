import Markup
import Storage
import Web

/// `/me/account/own-key`: for whose session does not open the key that what is theirs alone is sealed and marked by. The
/// passphrase may open it; else another begins, after a yes.
struct OwnKeyPage: Sendable {
    static let link: Link = "/me/account/own-key"

    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get("/me/account/own-key", .member, show),
            .post("/me/account/own-key", .member, limit: AccountLimits.confirming, mend),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(visit, isOpen: isOpen(visit), errors: FormErrors())
    }

    @Sendable private func mend(_ visit: Visit) async throws -> Reply {
        // Sent twice: the first has mended it.
        if isOpen(visit) { return page(visit, isOpen: true, errors: FormErrors()) }
        if let errors = try await accounts.confirm(visit) { return page(visit, errors: errors) }
        var reader = FormReader(visit.fields)
        guard let passphrase = Passphrase(given: reader.secret("current", max: Passphrase.longestBytes)) else {
            return page(visit, errors: FormErrors(field: "current", "accounts.confirm.wrong"))
        }
        let isKept = visit.session?.isKept ?? true
        switch try await accounts.mendKey(visit, by: passphrase, mayBegin: reader.isOn("anew")) {
        case .opened(let cookie):
            return .signedIn(cookie, visit.redirect(Self.link, flash: "accounts.ownKey.opened"), isKept: isKept)
        case .begun(let cookie, let code):
            let entered = visit.entered(try await accounts.authenticate(cookie))
            let lost = accounts.handedIn.lostWithKey
            let shown = RecoveryCodePage.renewed(entered, code, lost: lost, to: "/me/account")
            return .signedIn(cookie, shown, isKept: isKept)
        case .locked: return page(visit, errors: FormErrors(field: "anew", "accounts.ownKey.locked"))
        }
    }

    /// What is said of a lost key behind it.
    static func begun(_ lost: [LostWithKey], _ text: Text) -> String {
        "\(text("accounts.ownKey.begun")) \(words(lost, text))"
    }

    private static func words(_ lost: [LostWithKey], _ text: Text) -> String {
        lost.map { text($0.words) }.joined(separator: " ")
    }

    private func isOpen(_ visit: Visit) -> Bool { accounts.memberKey(of: visit) != nil }

    private func page(_ visit: Visit, isOpen: Bool = false, errors: FormErrors) -> Reply {
        let text = visit.text
        let title = text("accounts.ownKey.title")
        guard !isOpen else {
            return visit.accountPage(title, errors: errors, "<p>\(text("accounts.ownKey.open"))</p>")
        }
        // Asked only once the passphrase did not do: what is lost by it may still be had by the code.
        let asks = errors.message(for: "anew", text) != nil || visit.fields["anew"] != nil
        let anew = HTML.when(
            asks,
            "<p>\(text("accounts.ownKey.lost")) \(Self.words(accounts.handedIn.lostWithKey, text))</p>"
                + HTML.checkbox(
                    name: "anew", label: text("accounts.ownKey.anew"), hint: text("accounts.ownKey.anew.hint"),
                    checked: visit.fields["anew"] != nil, error: errors.message(for: "anew", text)))
        return visit.accountPage(
            title, lead: text("accounts.ownKey.lead"), errors: errors,
            HTML.form(
                action: Self.link, csrf: visit.csrf,
                visit.confirmingField(errors) + anew + HTML.actions([HTML.button(text("accounts.ownKey.button"))]))
                + HTML.note(HTML(text: text("accounts.ownKey.code")))
                + HTML.linkList([(text("accounts.recover.title"), "/recover", nil)]))
    }
}
