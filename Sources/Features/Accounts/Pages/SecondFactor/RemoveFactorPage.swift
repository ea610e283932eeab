import Markup
import Storage
import Web

/// Takes one second factor out, after the passphrase and a second factor: whoever finds an open browser cannot.
struct RemoveFactorPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let limit = AccountLimits.confirming
        return [
            .get("/me/account/second-factor/app/remove", .member) { try await show($0, .app) },
            .post("/me/account/second-factor/app/remove", .member, limit: limit) { try await remove($0, .app) },
            .get("/me/account/second-factor/passkeys/:passkey/remove", .member) {
                try await show($0, .passkey(try $0.id("passkey")))
            },
            .post("/me/account/second-factor/passkeys/:passkey/remove", .member, limit: limit) {
                try await remove($0, .passkey(try $0.id("passkey")))
            },
        ]
    }

    private enum Target: Sendable {
        case app
        case passkey(ID<PasskeyRow>)

        var address: Link {
            switch self {
            case .app: "/me/account/second-factor/app/remove"
            case .passkey(let id): "/me/account/second-factor/passkeys/\(id)/remove"
            }
        }

        /// How the member calls it; nil when there is none such.
        func name(in status: SecondFactorStatus, _ text: Text) -> String? {
            switch self {
            case .app: status.hasApp ? text("accounts.factor.app.title") : nil
            case .passkey(let id): status.passkeys.first { $0.id == id }?.name
            }
        }
    }

    private func show(_ visit: Visit, _ target: Target) async throws -> Reply {
        try page(
            visit, target, try await SecondFactorFields(accounts: accounts, of: try visit.person), FormErrors())
    }

    private func remove(_ visit: Visit, _ target: Target) async throws -> Reply {
        let (member, viewer, now, accounts) = (try visit.person, visit.viewer, visit.now, accounts)
        let fields = try await SecondFactorFields(accounts: accounts, of: member)
        guard target.name(in: fields.status, visit.text) != nil else { throw Problem.notFound }
        var errors = FormErrors()
        let answer = fields.read(visit, &errors)
        guard let answer else { return try page(visit, target, fields, errors) }
        if let errors = try await accounts.confirm(visit) { return try page(visit, target, fields, errors) }
        let cookie = try await accounts.check(answer, of: member, at: now) { tx in
            switch target {
            case .app: try SecondFactorStore.removeApp(of: member, in: tx)
            case .passkey(let id):
                guard try PasskeyStore.remove(id, of: member, in: tx) else { throw Problem.notFound }
            }
            // Without a factor spare codes would open nothing, and stand there as if they did.
            let isOn = try SecondFactorStore.isOn(member, in: tx)
            if !isOn { try SecondFactorStore.removeAll(of: member, in: tx) }
            try accounts.audit.record(.secondFactorRemoved, about: member, by: viewer, at: now, in: tx)
            return try accounts.reopen(visit, hasSecondStep: isOn, in: tx)
        }
        guard let cookie else { return try page(visit, target, fields, fields.wrong(answer)) }
        return .signedIn(
            cookie, visit.redirect("/me/account/second-factor", flash: "accounts.factor.removed"),
            isKept: visit.session?.isKept ?? true)
    }

    private func page(
        _ visit: Visit, _ target: Target, _ fields: SecondFactorFields, _ errors: FormErrors
    ) throws -> Reply {
        let text = visit.text
        guard let name = target.name(in: fields.status, text) else { throw Problem.notFound }
        return visit.factorPage(
            text("accounts.factor.remove.title", ["name": .text(name)]), lead: text("accounts.factor.remove.lead"),
            errors: errors,
            HTML.form(
                action: target.address, csrf: visit.csrf,
                try visit.confirmingField(errors) + fields.html(visit, errors: errors)
                    + HTML.actions([HTML.button(text("accounts.factor.remove.button"), kind: .danger)])))
    }
}
