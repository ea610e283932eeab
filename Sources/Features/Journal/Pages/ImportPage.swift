import Accounts
import Markup
import Storage
import Web

/// `/admin/reviews`: a file of reviews is sent, checked while it comes, and written while somebody looks on or not.
struct ImportPage: Sendable {
    /// Bytes of a file.
    static let mostBytes = 200 * 1_048_576
    /// Of the form around it.
    private static let formBytes = 65_536
    /// Files in the list.
    private static let listed = 20
    /// Between two looks of an open page.
    private static let interval = Duration.seconds(1)

    let journal: JournalFeature

    var routes: [Route] {
        let administrator = Access.role(.administrator, in: .site)
        return [
            .get("/admin/reviews", administrator) { visit in try await list(visit) },
            .upload(
                "/admin/reviews", administrator, limit: Self.mostBytes + Self.formBytes,
                rate: RateLimit(per: .person, count: 20, within: 3_600), answer: 60_000, receive),
            .get("/admin/reviews/:import", administrator) { visit in
                let sent = try await sent(visit)
                return visit.page(visit.text("journal.import.title"), ImportView(visit: visit).page(of: sent))
            },
            Route.get("/admin/reviews/:import/events", administrator, answer: .events, tell).documented(
                .init("How far an import is", about: "For the page of the import: pieces of it, in its language.")),
        ]
    }

    @Sendable private func receive(_ visit: Visit) async throws -> Reply {
        // A field that was left empty comes as a file of no bytes.
        guard let upload = visit.upload, let first = try await upload.next() else {
            return try await list(visit, FormErrors(field: "file", "journal.import.file.required"), status: 422)
        }
        let audit = journal.accounts.audit
        let begun = try await journal.intake.begin {
            try audit.record(.reviewsSent, about: nil, by: visit.viewer, at: visit.now, in: $0)
        }
        guard let sent = begun else {
            return try await list(visit, FormErrors(field: "file", "journal.import.file.busy"), status: 409)
        }
        try await journal.intake.receive(first, then: upload, sent, in: journal.spool)
        return visit.redirect("/admin/reviews/\(sent.id.description)")
    }

    private func list(_ visit: Visit, _ errors: FormErrors = FormErrors(), status: Int = 200) async throws -> Reply {
        let all = try await journal.database.read { try SentReviewsStore.newest(Self.listed, in: $0) }
        return visit.page(
            visit.text("journal.import.title"), status: status,
            ImportView(visit: visit).form(all.map { $0.seen(at: visit.now) }, errors))
    }

    private func sent(_ visit: Visit) async throws -> SentReviews {
        let id: ID<SentReviews> = try visit.id("import")
        guard let sent = try await journal.database.read({ try SentReviewsStore.sent(id, in: $0) }) else {
            throw Problem.notFound
        }
        return sent.seen(at: journal.clock.now())
    }

    /// How far it has come, once a second, until it has ended.
    @Sendable private func tell(_ visit: Visit) async throws -> Reply {
        _ = try await sent(visit)
        return .events(
            Events(every: Self.interval) { _ in
                let sent = try await sent(visit)
                let event = ImportView(visit: visit).event(of: sent)
                return sent.isUnderWay ? .more([event]) : .last([event])
            })
    }
}

extension AuditEvent {
    /// Somebody sent a file of reviews, whatever became of it.
    static let reviewsSent = AuditEvent("reviews-sent")
}
