import Markup
import Storage
import Web

/// `/me/account/erase`: what goes, then the passphrase, then everything of the member is gone from every table. A
/// line without a name stays in the audit log.
struct ErasePage: Sendable {
    let accounts: AccountsFeature
    let erasers: [Eraser]

    var routes: [Route] {
        [
            .get("/me/account/erase", .account, explain),
            .get("/me/account/erase/confirm", .account, ask),
            .post("/me/account/erase/confirm", .account, limit: AccountLimits.confirming, erase),
            .get("/erased/:reference", .anyone, receipt),
        ]
    }

    @Sendable private func explain(_ visit: Visit) async throws -> Reply {
        let text = visit.text
        let points = [text("accounts.erase.what"), text("accounts.erase.figures"), text("accounts.erase.backups")]
        return visit.accountPage(
            text("accounts.erase.title"), lead: text("accounts.erase.lead"), errors: FormErrors(),
            HTML.prose("<ul>\(HTML.each(points) { "<li>\($0)</li>" })</ul>")
                + HTML.actions([
                    HTML.buttonLink(text("accounts.erase.keep"), to: "/me/account", kind: .primary),
                    HTML.buttonLink(text("accounts.export.title"), to: "/me/account/export", kind: .secondary),
                    HTML.buttonLink(text("accounts.erase.next"), to: "/me/account/erase/confirm", kind: .quiet),
                ]))
    }

    @Sendable private func ask(_ visit: Visit) async throws -> Reply {
        page(visit, errors: FormErrors())
    }

    @Sendable private func erase(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return page(visit, errors: errors) }
        let member = try visit.person
        let reference = try await accounts.erase(
            member, by: .person(member, roles: []), erasers, at: visit.now
        ) { [accounts] in try accounts.live(visit, in: $0) }
        // Signed, so that the page says it only where it was done: nobody can make up an address of their own.
        return .signedOut(visit.redirect("/erased/\(visit.signer.sign(reference, for: Self.signedFor))"))
    }

    private static let signedFor = "erased"

    @Sendable private func receipt(_ visit: Visit) async throws -> Reply {
        let signed = try visit.parameter("reference")
        guard let reference = visit.signer.verify(signed, for: Self.signedFor) else { throw Problem.notFound }
        let text = visit.text
        return visit.page(
            text("accounts.erased.title"),
            HTML.narrow(
                HTML.pageHeader(text("accounts.erased.title"), lead: HTML(text: text("accounts.erased.lead")))
                    + HTML.card(
                        HTML.facts([
                            (text("accounts.erased.reference"), "<code translate=\"no\">\(reference)</code>")
                        ])
                            + HTML.note(HTML(text: text("accounts.erased.note"))))))
    }

    private func page(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.erase.confirm.title"), lead: text("accounts.erase.confirm.lead"), errors: errors,
            HTML.form(
                action: "/me/account/erase/confirm", csrf: visit.csrf,
                visit.confirmingField(errors)
                    + HTML.actions([
                        HTML.button(text("accounts.erase.button"), kind: .danger),
                        HTML.buttonLink(text("accounts.erase.keep"), to: "/me/account", kind: .secondary),
                    ])))
    }
}

extension AccountsFeature {
    /// Takes a member out of every feature's tables and answers a reference that the audit log holds beside a keyed
    /// pseudonym; nothing else is left.
    /// `check` comes first, in the same transaction; nothing is erased where it throws.
    func erase(
        _ member: ID<Person>, by actor: Viewer, _ erasers: [Eraser], at now: Instant,
        after check: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> String {
        let reference = Hex.text(RandomBytes.make(8))
        let audit = audit
        try await database.write { tx in
            try check(tx)
            for eraser in erasers { try eraser.erase(member, tx) }
            try forgetEpochs(of: member, in: tx)
            try MemberStore.remove(member, in: tx)
            try audit.record(.erased, about: member, by: actor, detail: reference, at: now, in: tx)
        }
        return reference
    }
}
