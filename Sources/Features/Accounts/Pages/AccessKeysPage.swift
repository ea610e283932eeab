import Markup
import Storage
import Web

/// `/me/account/keys`: keys with which a member's own programs read what is theirs; made here, listed, and revoked on a
/// page of its own. A key is shown once.
struct AccessKeysPage: Sendable {
    let accounts: AccountsFeature
    /// What all rooms offer.
    let scopes: [OfferedScope]

    /// Days that a key can last.
    static let terms: [Int] = [7, 30, 90, 365]
    static let usualTerm = 30
    static let formPurpose = "access key"
    static let link: Link = "/me/account/keys"

    var routes: [Route] {
        [
            .get("/me/account/keys", .member) { try await page($0, errors: FormErrors()) },
            .post(
                "/me/account/keys", .member, body: .words, limit: AccountLimits.confirming,
                accounts.inSecondStep { try await make($0) }
            ),
            .get("/me/account/keys/:key/revoke", .member) { try await askToRevoke($0) },
            .post("/me/account/keys/:key/revoke", .member) { try await revoke($0) },
        ]
    }

    private func page(_ visit: Visit, errors: FormErrors) async throws -> Reply {
        let (viewer, now, accounts) = (visit.viewer, visit.now, accounts)
        let keys = try await accounts.database.read { try accounts.ownKeys(as: viewer, at: now, in: $0) }
        return AccessKeysView(visit: visit, keys: keys, scopes: scopes, errors: errors).page
    }

    private func make(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let name = reader.text("name", max: 60, required: "accounts.keys.name.required")
        let chosen = reader.choices("scope", among: scopes.map(\.scope.name), required: "accounts.keys.scope.required")
        let days = reader.choice(
            "days", among: Self.terms.map { String($0) }, required: "accounts.keys.days.required")
        guard reader.errors.isEmpty, let days = days.flatMap({ Int($0) }) else {
            return try await page(visit, errors: reader.errors)
        }
        if let errors = try await accounts.confirm(visit) { return try await page(visit, errors: errors) }
        let (key, now, member) = (AccessKey.random(), visit.now, try visit.person)
        let own = OwnAccessKey(
            id: visit.sentFormID(for: Self.formPurpose) ?? .random(), name: name, beginning: key.beginning,
            scopes: chosen, createdAt: now, expiresAt: now + .days(days))
        let (accounts, viewer) = (accounts, visit.viewer)
        let isMade = try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            guard try accounts.add(key, own, of: member, in: tx) else { return false }
            try accounts.audit.record(
                .keyMade, about: member, by: viewer, detail: chosen.joined(separator: " "), at: now, in: tx)
            return true
        }
        guard isMade else {
            return try await page(visit, errors: FormErrors(field: "name", "accounts.keys.full"))
        }
        return AccessKeysView.shown(visit, key, own)
    }

    /// The key in the address, if it is the member's.
    private func key(of visit: Visit) async throws -> OwnAccessKey {
        let (viewer, now, accounts) = (visit.viewer, visit.now, accounts)
        let id: ID<AccessKeyRow> = try visit.id("key")
        let keys = try await accounts.database.read { try accounts.ownKeys(as: viewer, at: now, in: $0) }
        guard let key = keys.first(where: { $0.id == id }) else { throw Problem.notFound }
        return key
    }

    private func askToRevoke(_ visit: Visit) async throws -> Reply {
        let (key, text) = (try await key(of: visit), visit.text)
        return visit.page(
            text("accounts.keys.revoke.title", ["name": .text(key.name)]),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.keys.revoke.title", ["name": .text(key.name)]),
                    lead: HTML(text: text("accounts.keys.revoke.lead")),
                    breadcrumb: AccessKeysView.wayBack(text))
                    + HTML.card(
                        "<p><code>\(key.beginning)…</code></p>"
                            + HTML.form(
                                action: "/me/account/keys/\(key.id)/revoke", csrf: visit.csrf,
                                HTML.actions([
                                    HTML.button(text("accounts.keys.revoke.button"), kind: .danger),
                                    HTML.buttonLink(text("accounts.keys.revoke.keep"), to: Self.link, kind: .quiet),
                                ])))))
    }

    /// No passphrase is asked for: whoever believes that a key was stolen must not have to look for one.
    private func revoke(_ visit: Visit) async throws -> Reply {
        let (member, viewer, now, accounts) = (try visit.person, visit.viewer, visit.now, accounts)
        let id: ID<AccessKeyRow> = try visit.id("key")
        let isRevoked = try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            guard try AccessKeyStore.remove(id, of: member, in: tx) else { return false }
            try accounts.audit.record(.keyRevoked, about: member, by: viewer, at: now, in: tx)
            return true
        }
        // Whoever presses twice, afraid of a thief, must read that it is dead; of another's key it says no more.
        return visit.redirect(Self.link, flash: isRevoked ? "accounts.keys.revoked" : "accounts.keys.gone")
    }
}
