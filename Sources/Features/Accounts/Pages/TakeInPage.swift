import Crypto
import Markup
import Storage
import Web

/// `/me/account/import`: a member sends a file that they downloaded, here or from another Wayfellow, sees what is in it, and
/// says yes. All of it is taken in, or nothing.
struct TakeInPage: Sendable {
    static let link: Link = "/me/account/import"
    private static let confirming: Link = "/me/account/import/confirm"
    /// Bytes of a file: it is written in one transaction, for which others wait (about 5,000 records, two seconds).
    static let mostBytes = 2 * 1_048_576

    let accounts: AccountsFeature
    let house: [Feature]

    private var sets: [RecordSet] { house.flatMap(\.records) }

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 6, within: 3_600)
        return [
            .get("/me/account/import", .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return form(visit, FormErrors())
            },
            .upload(
                "/me/account/import", .member, limit: 2 * Self.mostBytes, rate: limit, answer: 30_000, receive),
            .get("/me/account/import/confirm", .member, preview),
            .post(
                "/me/account/import/confirm", .member, limit: limit,
                deadline: .own(body: 10_000, answer: 60_000), handle),
        ]
    }

    private var seal: ColumnSeal { accounts.keys.contactSeal }

    /// Names a file in the form that says yes to it: of two sent in two windows, the one that was shown.
    private static func digest(_ bytes: [UInt8]) -> String { Hex.text(Array(SHA256.hash(data: bytes))) }

    // MARK: - Sending

    @Sendable private func receive(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        var bytes: [UInt8] = []
        while let piece = try await visit.upload?.next() {
            // Read to its end, so that the answer is read, too.
            if bytes.count <= Self.mostBytes { bytes += piece }
        }
        guard !bytes.isEmpty else { return form(visit, FormErrors(field: "file", "accounts.takeIn.file.required")) }
        guard bytes.count <= Self.mostBytes else {
            return form(visit, FormErrors(field: "file", "accounts.takeIn.file.large"))
        }
        do {
            _ = try ImportFile(bytes, for: sets, visit)
        } catch {
            return form(visit, FormErrors(), fault: error)
        }
        let (member, seal, now, content) = (try visit.person, seal, visit.now, bytes)
        try await accounts.database.write { tx in
            try check(visit, in: tx)
            try SentRecordsStore.set(content, of: member, seal: seal, at: now, in: tx)
        }
        return visit.redirect(Self.confirming)
    }

    /// Session and consent may have ended while the file was on its way.
    private func check(_ visit: Visit, in tx: Transaction) throws {
        try accounts.live(visit, in: tx)
        guard try MemberStore.own(as: visit.viewer, in: tx)?.hasHealthConsent == true else {
            throw Problem.conflict(key: "accounts.takeIn.noConsent")
        }
    }

    private func form(_ visit: Visit, _ errors: FormErrors, fault: ImportFile.Fault? = nil) -> Reply {
        let text = visit.text
        let words = fault.map { $0.words(text) }
        let field = HTML.fileField(
            FileField(
                name: "file", label: text("accounts.takeIn.file"), hint: text("accounts.takeIn.file.hint"),
                error: words ?? errors.message(for: "file", text), types: [".json", "application/json"],
                mostBytes: Self.mostBytes, tooLarge: text("accounts.takeIn.file.large"),
                sending: text("accounts.takeIn.sending")))
        let summary = (words.map { [(field: "file", message: $0)] } ?? errors.messages(text))
        return visit.page(
            text("accounts.takeIn.title"), status: summary.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), summary)
                    + HTML.pageHeader(
                        text("accounts.takeIn.title"), lead: HTML(text: text("accounts.takeIn.lead")),
                        breadcrumb: HTML.breadcrumb(
                            [(text("accounts.account.title"), "/me/account")], label: text("accounts.account.back")))
                    + HTML.card(
                        "<p>\(text("accounts.takeIn.what"))</p>"
                            + HTML.form(
                                action: Self.link, csrf: visit.csrf, sendsFile: true,
                                field + HTML.actions([HTML.button(text("accounts.takeIn.send"))])))))
    }

    // MARK: - Looking and saying yes

    /// What whoever looks has sent; nil where nothing waits.
    private func sent(_ visit: Visit) async throws -> [UInt8]? {
        let (viewer, seal, now) = (visit.viewer, seal, visit.now)
        return try await accounts.database.read { try SentRecordsStore.own(as: viewer, seal: seal, at: now, in: $0) }
    }

    private func nothingWaits(_ visit: Visit) -> Reply {
        visit.redirect(Self.link, flash: "accounts.takeIn.nothingWaits")
    }

    private struct Tried: Error {
        let added: Int
    }

    /// How many records would be added, and what only the database knows to be wrong with them: all is written, and undone.
    private func tried(_ file: ImportFile) async throws -> Int {
        do {
            return try await accounts.database.write { tx in throw Tried(added: try file.write(in: tx)) }
        } catch let tried as Tried {
            return tried.added
        }
    }

    @Sendable private func preview(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        guard let bytes = try await sent(visit) else { return nothingWaits(visit) }
        let file: ImportFile
        let added: Int
        do {
            file = try ImportFile(bytes, for: sets, visit)
            added = try await tried(file)
        } catch let fault as ImportFile.Fault {
            return form(visit, FormErrors(), fault: fault)
        }
        for reads in house.compactMap(\.readsTexts) { reads(file.texts, visit) }
        let text = visit.text
        let lines = file.kinds.map { kind in
            let words = text(kind.label, ["n": .count(kind.count)])
            guard let years = kind.years else { return words }
            let (first, last) = (String(years.lowerBound), String(years.upperBound))
            return first == last
                ? text("accounts.takeIn.year", ["what": .text(words), "year": .text(first)])
                : text("accounts.takeIn.years", ["what": .text(words), "first": .text(first), "last": .text(last)])
        }
        let out = text("accounts.takeIn.leftOut", ["n": .count(file.leftOut)])
        let buttons = [
            HTML.button(text("accounts.takeIn.yes"), name: "decision", value: "yes"),
            HTML.button(text("accounts.takeIn.no"), kind: .secondary, name: "decision", value: "no"),
        ]
        return visit.accountPage(
            text("accounts.takeIn.preview.title"), lead: text("accounts.takeIn.preview.lead"), errors: FormErrors(),
            HTML.prose("<ul>\(HTML.each(lines) { "<li>\($0)</li>" })</ul>")
                + "<p>\(text("accounts.takeIn.new", ["n": .count(added)]))</p>"
                + HTML.when(file.leftOut > 0, "<p>\(out)</p>") + "<p>\(text("accounts.takeIn.advice"))</p>"
                + HTML.form(
                    action: Self.confirming, csrf: visit.csrf,
                    HTML.hidden("file", Self.digest(bytes)) + HTML.actions(buttons)))
    }

    @Sendable private func handle(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        let member = try visit.person
        guard visit.fields["decision"] == "yes" else {
            try await accounts.database.write { try SentRecordsStore.remove(of: member, in: $0) }
            return visit.redirect("/me/account", flash: "accounts.takeIn.left")
        }
        guard let bytes = try await sent(visit) else { return nothingWaits(visit) }
        guard visit.fields["file"] == Self.digest(bytes) else { return visit.redirect(Self.confirming) }
        let added: Int
        do {
            let file = try ImportFile(bytes, for: sets, visit)
            added = try await accounts.database.write { tx in
                try check(visit, in: tx)
                try SentRecordsStore.remove(of: member, in: tx)
                return try file.write(in: tx)
            }
        } catch let fault as ImportFile.Fault {
            return form(visit, FormErrors(), fault: fault)
        }
        let text = visit.text
        let words = added == 0 ? text("accounts.takeIn.nothing") : text("accounts.takeIn.added", ["n": .count(added)])
        return visit.accountPage(
            text("accounts.takeIn.done"), lead: words, errors: FormErrors(),
            HTML.actions([HTML.buttonLink(text("accounts.takeIn.open"), to: "/me", kind: .primary)]))
    }
}

extension AccountsFeature {
    /// Takes out what nobody said yes to.
    func sweepSentRecords() async throws {
        let now = clock.now()
        try await database.write { try SentRecordsStore.sweep(at: now, in: $0) }
    }
}
