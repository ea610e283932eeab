import Markup
import Storage
import Web

/// `/me/account/export`: everything that every room keeps of a member, as a page to read, as a file for programs and as tables.
/// Each asks for the passphrase first, and each leaves a receipt.
struct ExportPage: Sendable {
    let accounts: AccountsFeature
    let house: [Feature]

    /// How long the tables can be had after the passphrase.
    private static let linkMinutes: Int64 = 15
    /// All tables twice over.
    private static let reading = RateLimit(per: .person, count: 100, within: 900)

    private var records: [RecordSet] { house.flatMap(\.records) }

    var routes: [Route] {
        [
            .get("/me/account/export", .account, show),
            .post("/me/account/export", .account, answer: .stream, limit: AccountLimits.confirming, download),
            .get("/me/account/export/page", .account) { _ in .redirect("/me/account/export", flash: nil) },
            .post("/me/account/export/page", .account, answer: .stream, limit: AccountLimits.confirming, read),
            .get("/me/account/export/tables", .account) { _ in .redirect("/me/account/export", flash: nil) },
            .post("/me/account/export/tables", .account, limit: AccountLimits.confirming, tables),
            .get("/me/account/export/:file", .account, answer: .stream, limit: Self.reading, table),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        view(visit).choice(errors: FormErrors())
    }

    @Sendable private func download(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return view(visit).choice(errors: errors) }
        let file = try ExportFile(
            of: try visit.person, records, door: "page", cursor: nil, at: visit.now, cut: visit.text("web.export.cut"),
            signer: visit.signer, database: accounts.database, check: check(visit))
        try await note(visit)
        return .stream(file.stream)
    }

    @Sendable private func read(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return view(visit).choice(errors: errors) }
        try await note(visit)
        let everything = EverythingPage(
            sets: Self.healthFirst(records), reader: reader(visit), pages: try pages(visit),
            name: visit.session?.pseudonym ?? "",
            now: visit.now)
        return visit.longPage(visit.text("accounts.everything.title"), path: "/me/account/export") { writer in
            try await everything.write(to: &writer)
        }
    }

    @Sendable private func tables(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return view(visit).choice(errors: errors) }
        let until = visit.now + Self.linkMinutes * 60_000
        let right = try visit.signer.seal("\(until.milliseconds)", for: try purpose(visit))
        let pages = try pages(visit)
        var counted: [(RecordSet, Int)] = []
        for set in records where set.words != nil { counted.append((set, try await pages.count(set))) }
        return view(visit).tables(counted, right: right, minutes: Int(Self.linkMinutes))
    }

    @Sendable private func table(_ visit: Visit) async throws -> Reply {
        let name = try visit.parameter("file")
        guard let set = records.first(where: { "\($0.fileName).csv" == name }), let words = set.words else {
            throw Problem.notFound
        }
        guard let right = visit.query["right"], let sealed = visit.signer.open(right, for: try purpose(visit)),
            let until = Int64(sealed), visit.now.milliseconds < until
        else { return visit.redirect("/me/account/export", flash: "accounts.export.over") }
        if !visit.isHead { try await note(visit) }
        let table = RecordTable(set: set, words: words, reader: reader(visit, isTable: true), pages: try pages(visit))
        return .stream(table.stream)
    }

    /// As whoever takes the page to their doctor reads it: what they recorded, then their account and its receipts.
    private static func healthFirst(_ sets: [RecordSet]) -> [RecordSet] {
        let isOfAccount = { (set: RecordSet) in set.name.utf8.starts(with: "accounts/".utf8) }
        return sets.filter { !isOfAccount($0) } + sets.filter(isOfAccount)
    }

    private func view(_ visit: Visit) -> ExportView { ExportView(visit: visit) }

    /// The sealed right to the tables is its member's alone, and ends with their sessions.
    private func purpose(_ visit: Visit) throws -> String {
        "export tables \(try visit.person) \(accounts.cookie(of: visit)?.epoch ?? 0)"
    }

    private func reader(_ visit: Visit, isTable: Bool = false) -> RecordReader {
        RecordReader(
            visit.text, siteName: visit.settings.name, uses: house.flatMap(\.receiptUses),
            scopes: house.flatMap(\.keyScopes), isTable: isTable)
    }

    private func pages(_ visit: Visit) throws -> RecordPages {
        RecordPages(of: try visit.person, database: accounts.database, check: check(visit))
    }

    private func check(_ visit: Visit) -> @Sendable (Transaction) throws -> Void {
        let accounts = accounts
        return { tx in _ = try accounts.live(visit, in: tx) }
    }

    private func note(_ visit: Visit) async throws {
        try await accounts.noteExport(of: try visit.person, at: visit.now, check: check(visit))
    }
}

extension AccountsFeature {
    /// Writes down that a member's data are being downloaded: a receipt, and a line in the audit log.
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
