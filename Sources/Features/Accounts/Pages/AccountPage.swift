import Markup
import Storage
import Web

/// `/me/account`: everything a member can see and decide about their account.
struct AccountPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [.get("/me/account", .member, show), .post("/me/account/language", .member, setLanguage)]
    }

    /// What the page shows.
    private struct View: Sendable {
        let member: Member
        let consents: [ConsentDecision]
        let hasBadAddress: Bool
        let isSaidDead: Bool
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let view = try await accounts.database.read { tx -> View? in
            guard let member = try MemberStore.own(as: viewer, in: tx) else { return nil }
            return View(
                member: member, consents: try ConsentStore.history(as: viewer, in: tx),
                hasBadAddress: try MailWishStore.hasBadAddress(as: viewer, in: tx),
                isSaidDead: try WishStore.hasNotice(of: member.id, in: tx))
        }
        guard let view else { throw Problem.notFound }
        let text = visit.text
        return visit.page(
            text("accounts.account.title"),
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    text("accounts.account.title"),
                    lead: HTML(
                        text: text(
                            "accounts.account.lead",
                            ["name": .text(view.member.pseudonym), "date": .text(text.date(view.member.createdAt))]))))\
                \(saidDead(text, view))\(bounced(text, view))\(visit.newWordsNotice)\(language(visit, view.member))\(passphrase(text))\(consents(text, view))\(data(text))\
                \(sessions(visit))\(leaving(text))
                """))
    }

    @Sendable private func setLanguage(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let choice = reader.choice("language", among: visit.text.languages.all.map(\.rawValue))
        guard let language = choice.map(Language.init(rawValue:)) else { return visit.redirect("/me/account") }
        let viewer = visit.viewer
        try await accounts.database.write { try MemberStore.setLanguage(language, as: viewer, in: $0) }
        return .rememberingLanguage(language, visit.redirect("/me/account", flash: "accounts.language.done"))
    }

    private func language(_ visit: Visit, _ member: Member) -> HTML {
        let text = visit.text
        return HTML.card(
            HTML.form(
                action: "/me/account/language", csrf: visit.csrf,
                HTML.radios(
                    Choices(
                        name: "language", legend: text("accounts.language.legend"),
                        options: text.languages.all.map { Choice($0.rawValue, text.languages.ownName(of: $0)) },
                        selected: member.language.rawValue, layout: .row))
                    + HTML.actions([HTML.button(text("accounts.language.button"), kind: .secondary)])),
            title: text("accounts.language.title"))
    }

    /// Somebody said that they died: they are asked to say that they live.
    private func saidDead(_ text: Text, _ view: View) -> HTML {
        guard view.isSaidDead else { return .empty }
        return HTML.flash(text("accounts.account.saidDead"), kind: .problem)
            + HTML.actions([HTML.buttonLink(text("accounts.account.saidDead.look"), to: "/me/account/wishes")])
    }

    /// Mail came back: what that means, and what to do.
    private func bounced(_ text: Text, _ view: View) -> HTML {
        guard view.hasBadAddress else { return .empty }
        return HTML.flash(text("accounts.mail.bounced"), kind: .problem)
            + HTML.actions([
                HTML.buttonLink(text("accounts.mail.bounced.mend"), to: "/me/account/contact", kind: .secondary)
            ])
    }

    private func passphrase(_ text: Text) -> HTML {
        HTML.card(
            HTML.linkList([
                (text("accounts.change.title"), "/me/account/passphrase", nil),
                (text("accounts.recovery.renew.title"), "/me/account/recovery-code", nil),
                (text("accounts.ownKey.title"), OwnKeyPage.link, text("accounts.ownKey.note")),
                (text("accounts.factor.title"), "/me/account/second-factor", text("accounts.factor.note")),
                (text("accounts.contact.title"), "/me/account/contact", text("accounts.contact.note")),
                (text("accounts.habits.title"), "/me/account/mail", text("accounts.habits.note")),
            ]),
            title: text("accounts.account.ways"))
    }

    private func consents(_ text: Text, _ view: View) -> HTML {
        let state =
            view.member.hasHealthConsent ? text("accounts.consents.health.yes") : text("accounts.consents.health.no")
        let rows: [[HTML]] = view.consents.reversed().map { decision in
            [
                HTML(text: text.date(decision.decidedAt)),
                HTML(
                    text: decision.kind == .rules ? text("accounts.consents.rules") : text("accounts.consents.health")),
                HTML(
                    text: decision.isGranted ? text("accounts.consents.granted") : text("accounts.consents.withdrawn")),
                HTML(text: text.number(decision.version)),
            ]
        }
        return HTML.card(
            "<p>\(state)</p>"
                + HTML.actions([
                    HTML.buttonLink(text("accounts.consents.change"), to: "/consent?to=/me/account", kind: .secondary)
                ])
                + HTML.disclosure(
                    text("accounts.consents.history"),
                    HTML.table(
                        Table(
                            caption: text("accounts.consents.history"), isCaptionHidden: true,
                            columns: [
                                Column(text("accounts.consents.when")), Column(text("accounts.consents.what")),
                                Column(text("accounts.consents.decision")),
                                Column(text("accounts.consents.version"), numeric: true),
                            ],
                            rows: rows))),
            title: text("accounts.consents.title"))
    }

    private func data(_ text: Text) -> HTML {
        HTML.card(
            HTML.linkList([
                (text("accounts.receipts.title"), "/me/account/receipts", text("accounts.receipts.note")),
                (text("accounts.export.title"), "/me/account/export", text("accounts.export.note")),
                (text("accounts.takeIn.title"), TakeInPage.link, text("accounts.takeIn.note")),
                (text("accounts.keys.title"), AccessKeysPage.link, text("accounts.keys.note")),
            ]),
            title: text("accounts.account.data"))
    }

    private func leaving(_ text: Text) -> HTML {
        HTML.card(
            "<p>\(text("accounts.leave.note"))</p>"
                + HTML.actions([HTML.buttonLink(text("accounts.leave.open"), to: "/me/account/leave", kind: .quiet)])
                + HTML.linkList([(text("accounts.wishes.title"), "/me/account/wishes", text("accounts.wishes.note"))]),
            title: text("accounts.leave.title"))
    }

    /// Where somebody is signed in is kept nowhere, so there is no list; but all others can be ended.
    private func sessions(_ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.card(
            "<p>\(text("accounts.sessions.note"))</p>"
                + HTML.form(
                    action: "/me/account/sessions/end-others", csrf: visit.csrf,
                    HTML.actions([HTML.button(text("accounts.sessions.end"), kind: .secondary)])),
            title: text("accounts.sessions.title"))
    }
}
