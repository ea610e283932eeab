import Accounts
import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/me/asks`: whether one may be asked, what one is asked, and what became of one's own questions.
struct AsksPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 60, within: 3_600)
        return [
            .get("/me/asks", .member) { try await show($0) },
            .post("/me/asks/open", .member, limit: limit) { try await setOpen($0) },
            .post("/me/asks/:ask/answer", .member, limit: limit) { try await answer($0) },
            .post("/me/asks/:ask/decline", .member, limit: limit) { try await decline($0) },
        ]
    }

    private func setOpen(_ visit: Visit) async throws -> Reply {
        let isOpen = visit.fields["open"] == "yes"
        try await evidence.database.write { try AskStore.setOpen(isOpen, by: visit.viewer, at: visit.now, in: $0) }
        return visit.redirect("/me/asks", flash: isOpen ? "evidence.asks.opened" : "evidence.asks.closed")
    }

    private func answer(_ visit: Visit) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        let isDanger = evidence.safety.asksForCard(visit.fields["reply"] ?? "", visit)
        var reader = FormReader(visit.fields)
        let reply = reader.text("reply", max: Ask.replyLimit, required: "evidence.asks.empty", multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, failed: (id, reader.errors), status: 422) }
        if isDanger, visit.fields[HeldWords.yes] != "yes" {
            return HeldWords(
                reply, of: "reply", to: "/me/asks/\(id.description)/answer",
                readers: visit.text("evidence.asks.reader"),
                leave: "/me/asks", visit
            ).reply()
        }
        let done = try await evidence.database.write { tx in
            guard try AskStore.answer(id, reply, by: visit.viewer, at: visit.now, in: tx) else { return false }
            let asker = try AskStore.asker(of: id, answeredBy: visit.viewer, in: tx)
            if let asker { try evidence.accounts.tellOfNews(to: asker, in: tx) }
            return true
        }
        return try await done ? visit.redirect("/me/asks", flash: "evidence.asks.answered") : again(visit, id, reply)
    }

    private func decline(_ visit: Visit) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        let done = try await evidence.database.write {
            try AskStore.decline(id, by: visit.viewer, at: visit.now, in: $0)
        }
        return try await done ? visit.redirect("/me/asks", flash: "evidence.asks.declined") : again(visit, id)
    }

    /// A second press, or a page from before: says what became of the question the first time.
    private func again(_ visit: Visit, _ id: ID<Ask>, _ reply: String? = nil) async throws -> Reply {
        let viewer = visit.viewer
        let found = try await evidence.database.read { try AskStore.end(of: id, as: viewer, in: $0) }
        switch (found?.state, found?.reply) {
        // Other words than those that were sent must not pass for sent.
        case ("answered", let sent) where reply == nil || reply == sent:
            return visit.redirect("/me/asks", flash: "evidence.asks.answered")
        case ("declined", _) where reply == nil: return visit.redirect("/me/asks", flash: "evidence.asks.declined")
        case ("answered", _), ("declined", _): throw Problem.conflict(key: "evidence.asks.already")
        default: throw Problem.notFound
        }
    }

    private func show(
        _ visit: Visit, failed: (ask: ID<Ask>, errors: FormErrors)? = nil, status: Int = 200
    ) async throws -> Reply {
        let found = try await evidence.database.read { tx in
            (isOpen: try AskStore.isOpen(as: visit.viewer, in: tx), asks: try AskStore.inbox(as: visit.viewer, in: tx))
        }
        let view = AsksView(visit: visit, catalogue: evidence.vocabulary.catalogue, failed: failed)
        let title = visit.text("evidence.asks.title")
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: visit.text("evidence.ask.problem"), view.errors))\
                \(HTML.pageHeader(title, lead: HTML(text: visit.text("evidence.asks.lead"))))\
                \(view.waiting(found.asks.waiting))\(view.preference(found.isOpen))\(view.asked(found.asks.asked))
                """))
    }
}

/// The three cards of the page.
private struct AsksView {
    let visit: Visit
    let catalogue: Catalogue
    let failed: (ask: ID<Ask>, errors: FormErrors)?

    private var text: Text { visit.text }

    /// The id of a question's field: a page shows one for each.
    private static func replyField(_ ask: ID<Ask>) -> String { "reply-\(ask)" }

    /// What is wrong with a reply, and where.
    var errors: [(field: String, message: String)] {
        guard let failed else { return [] }
        return failed.errors.messages(text).map { (Self.replyField(failed.ask), $0.message) }
    }

    func preference(_ isOpen: Bool) -> HTML {
        HTML.card(
            """
            <p>\(text(isOpen ? "evidence.asks.open" : "evidence.asks.shut"))</p>\
            \(HTML.form(
                action: "/me/asks/open", csrf: visit.csrf,
                HTML.actions([HTML.button(
                    text(isOpen ? "evidence.asks.close" : "evidence.asks.letOpen"), kind: .secondary, name: "open",
                    value: isOpen ? "no" : "yes")])))
            """, title: text("evidence.asks.mayAsk"))
    }

    func waiting(_ asks: [Ask]) -> HTML {
        guard !asks.isEmpty else {
            return HTML.emptyState(title: text("evidence.asks.none"), body: text("evidence.asks.none.body"))
        }
        return HTML.each(asks) { ask in
            let isFailed = failed?.ask == ask.id
            return HTML.card(
                """
                <p class="note">\(about(ask))</p>\(HTML.question(ask.question))\
                \(HTML.form(
                    action: "/me/asks/\(ask.id)/answer", csrf: visit.csrf,
                    """
                    \(HTML.textArea(TextField(
                        name: "reply", id: Self.replyField(ask.id), label: text("evidence.asks.reply"), hint: text("evidence.asks.reply.hint"),
                        value: isFailed ? visit.fields["reply"] ?? "" : "",
                        error: isFailed ? failed?.errors.message(for: "reply", text) : nil), rows: 4))\
                    \(HTML.actions([HTML.button(text("evidence.asks.answer"))]))
                    """))\
                \(HTML.form(
                    action: "/me/asks/\(ask.id)/decline", csrf: visit.csrf,
                    HTML.actions([HTML.button(text("evidence.asks.decline"), kind: .quiet)])))
                """, title: text("evidence.asks.from", ["name": .text(ask.asker)]))
        }
    }

    func asked(_ asks: [Ask]) -> HTML {
        guard !asks.isEmpty else { return .empty }
        return HTML.card(
            HTML.each(asks) { ask in
                """
                <p class="note">\(about(ask)) · \(text.date(ask.askedAt))</p>\(HTML.question(ask.question))\
                \(ask.replies.isEmpty ? HTML.note(HTML(text: text("evidence.asks.noReply"))) : .empty)\
                \(HTML.each(ask.replies) { HTML.quote($0.text, by: "\($0.pseudonym) · \(text.date($0.at))") })
                """
            }, title: text("evidence.asks.asked"))
    }

    private func about(_ ask: Ask) -> String {
        let treatment = catalogue.treatment(ask.treatment)?.name(visit.language) ?? ""
        let purpose = catalogue.purpose(ask.purpose)?.name.inSentence(visit.language) ?? ""
        return text("evidence.asks.about", ["treatment": .text(treatment), "purpose": .text(purpose)])
    }
}
