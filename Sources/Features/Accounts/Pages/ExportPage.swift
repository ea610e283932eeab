import Markup
import Storage
import Web

/// `/me/account/export`: everything that every feature keeps of a member, as one file, however long they have been here.
struct ExportPage: Sendable {
    let accounts: AccountsFeature
    let exporters: [Exporter]

    var routes: [Route] {
        [
            .get("/me/account/export", .account, show),
            .post("/me/account/export", .account, answer: .stream, limit: AccountLimits.confirming, download),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(visit, errors: FormErrors())
    }

    @Sendable private func download(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return page(visit, errors: errors) }
        let (member, accounts, now) = (try visit.person, accounts, visit.now)
        let file = try ExportFile(
            of: member, exporters, door: "page", cursor: nil, at: now, signer: visit.signer,
            database: accounts.database,
            check: { tx in _ = try accounts.live(visit, in: tx) })
        try await accounts.noteExport(of: member, at: now) { tx in _ = try accounts.live(visit, in: tx) }
        return .stream(file.stream)
    }

    private func page(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.export.title"), lead: text("accounts.export.lead"), errors: errors,
            HTML.form(
                action: "/me/account/export", csrf: visit.csrf,
                visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.export.button"))])))
    }
}

extension AccountsFeature {
    /// Writes down that a member's file is being downloaded: a receipt, and a line in the audit log.
    ///
    /// - Parameters:
    ///   - key: what a program of theirs brought; nil for a browser.
    ///   - check: whether whoever asks may (still).
    func noteExport(
        of member: ID<Person>, by key: KeyHolder? = nil, at now: Instant,
        check: @escaping @Sendable (Transaction) throws -> Void
    ) async throws {
        let audit = audit
        let receipt = Receipt(user: key == nil ? .yourself : .key, use: .export, at: now, reference: key?.id)
        try await database.write { tx in
            try check(tx)
            try ReceiptStore.add(receipt, for: member, in: tx)
            try audit.record(.exported, about: member, by: .person(member, roles: []), at: now, in: tx)
        }
    }
}
