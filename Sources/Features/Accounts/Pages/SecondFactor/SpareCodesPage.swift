import Markup
import Storage
import Web

/// `/me/account/second-factor/codes`: new spare codes in place of the old ones. They are shown once, to be printed or
/// written down.
struct SpareCodesPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get(
                "/me/account/second-factor/codes", .member,
                accounts.inSecondStep { try await page($0, errors: FormErrors()) }),
            .post(
                "/me/account/second-factor/codes", .member, limit: AccountLimits.confirming,
                accounts.inSecondStep(renew)),
        ]
    }

    @Sendable private func renew(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return try await page(visit, errors: errors) }
        let (member, viewer, accounts, now) = (try visit.person, visit.viewer, accounts, visit.now)
        let codes = SpareCode.randomSet()
        let hashes = codes.map { $0.hash(of: member, key: accounts.keys.secondFactor.spareCodes) }
        let isOn = try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            guard try SecondFactorStore.isOn(member, in: tx) else { return false }
            try SecondFactorStore.setSpareCodes(hashes, of: member, in: tx)
            try accounts.audit.record(.spareCodesRenewed, about: member, by: viewer, at: now, in: tx)
            return true
        }
        guard isOn else { return visit.redirect("/me/account/second-factor") }
        return Self.shown(visit, codes)
    }

    private func page(_ visit: Visit, errors: FormErrors) async throws -> Reply {
        guard try await accounts.hasSecondFactor(try visit.person) else {
            return visit.redirect("/me/account/second-factor")
        }
        let text = visit.text
        return visit.factorPage(
            text("accounts.spare.renew"), lead: text("accounts.spare.renew.lead"), errors: errors,
            HTML.form(
                action: "/me/account/second-factor/codes", csrf: visit.csrf,
                visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.spare.renew.button"))])))
    }

    /// The codes, this once.
    static func shown(_ visit: Visit, _ codes: [SpareCode]) -> Reply {
        let text = visit.text
        return visit.page(
            text("accounts.spare.shown.title"),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.spare.shown.title"), lead: HTML(text: text("accounts.spare.shown.lead")))
                    + HTML.card(
                        HTML.prose(
                            "<ol>\(codes.map { "<li><code>\($0.shown)</code></li>" as HTML })</ol>")
                            + HTML.note(HTML(text: text("accounts.spare.shown.note"))), kind: .yours)
                    + HTML.actions([
                        HTML.buttonLink(text("accounts.spare.shown.done"), to: "/me/account/second-factor")
                    ])))
    }

    /// What follows a new factor: with the first one come spare codes and a new session.
    static func afterAdding(_ visit: Visit, _ added: AddedFactor, accounts: AccountsFeature) async throws -> Reply {
        guard let first = added.first else {
            return visit.redirect("/me/account/second-factor", flash: "accounts.factor.added")
        }
        let entered = visit.entered(try await accounts.authenticate(first.cookie))
        return .signedIn(first.cookie, shown(entered, first.codes), isKept: visit.session?.isKept ?? true)
    }
}

/// A factor was added.
struct AddedFactor: Sendable {
    struct First: Sendable {
        /// The session's new one.
        let cookie: String
        let codes: [SpareCode]
    }

    /// Nil when there was another factor already.
    let first: First?
}

extension AccountsFeature {
    /// Adds a factor in one transaction with all that goes with it: an audit line, and for the first one spare codes
    /// and a new session in place of all others. Nil when `add` says that it is not to be.
    func addFactor(
        _ visit: Visit, detail: String, _ add: @escaping @Sendable (Transaction) throws -> Bool
    ) async throws -> AddedFactor? {
        let (member, viewer, now, accounts) = (try visit.person, visit.viewer, visit.now, self)
        let codes = SpareCode.randomSet()
        let hashes = codes.map { $0.hash(of: member, key: keys.secondFactor.spareCodes) }
        return try await database.write { tx -> AddedFactor? in
            try accounts.live(visit, in: tx)
            let isFirst = try !SecondFactorStore.isOn(member, in: tx)
            guard try add(tx) else { return nil }
            try accounts.audit.record(.secondFactorAdded, about: member, by: viewer, detail: detail, at: now, in: tx)
            guard isFirst else { return AddedFactor(first: nil) }
            try SecondFactorStore.setSpareCodes(hashes, of: member, in: tx)
            try SecondFactorStore.markResetRead(by: viewer, in: tx)
            let cookie = try accounts.reopen(visit, hasSecondStep: true, in: tx)
            return AddedFactor(first: .init(cookie: cookie, codes: codes))
        }
    }
}
