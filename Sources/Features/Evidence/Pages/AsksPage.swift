import Accounts
import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/me/asks`: whether one may be asked, and what one is asked.
struct AsksPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 60, within: 3_600)
        return [
            .get("/me/asks", .member) { try await show($0) },
            .post("/me/asks/open", .member, limit: limit) { try await setOpen($0) },
            .post("/me/asks/:ask/answer", .member, body: .words, limit: limit) { try await answer($0) },
            .post("/me/asks/:ask/decline", .member, limit: limit) { try await decline($0) },
        ]
    }

    private func setOpen(_ visit: Visit) async throws -> Reply {
        let isOpen = visit.fields["open"] == "yes"
        if isOpen, let question = visit.healthConsentQuestion(backTo: "/me/asks") { return question }
        let (viewer, now) = (visit.viewer, visit.now)
        try await evidence.changeAsks { try AskStore.setOpen(isOpen, by: viewer, at: now, in: $0) }
        return visit.redirect("/me/asks", flash: isOpen ? "evidence.asks.opened" : "evidence.asks.closed")
    }

    private func answer(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion(backTo: "/me/asks") { return question }
        let id: ID<Ask> = try visit.id("ask")
        var reader = FormReader(visit.fields)
        let reply = reader.text("reply", max: Ask.replyLimit, required: "evidence.asks.empty", multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, failed: (id, reader.errors), status: 422) }
        let isDanger = evidence.safety.reader.holding(reply) != nil
        if isDanger, visit.fields[HeldWords.yes] != "yes" {
            return HeldWords(
                reply, of: "reply", to: "/me/asks/\(id.description)/answer",
                readers: visit.text("evidence.asks.reader"),
                leave: "/me/asks", visit
            ).reply()
        }
        let asksPerson = isDanger || ReviewedWords.asksPerson(visit)
        switch try await evidence.look(at: reply, to: id, asksPerson: asksPerson, visit.viewer, at: visit.now) {
        case .passes: break
        case .held(let findings): return reviewed(reply, findings, id, visit)
        case .waits: return visit.redirect("/me/asks", flash: "evidence.asks.reviewed")
        case .refused: return try await again(visit, id, reply)
        }
        return try await send(reply, to: id, visit)
    }

    /// Its author sees which words others should not read unseen.
    private func reviewed(_ reply: String, _ findings: [ReviewFinding], _ id: ID<Ask>, _ visit: Visit) -> Reply {
        ReviewedWords(
            reply, findings, of: "reply", to: "/me/asks/\(id.description)/answer",
            kept: visit.text("evidence.ask.unsent"), leave: "/me/asks", visit
        ).reply()
    }

    private func send(_ reply: String, to id: ID<Ask>, _ visit: Visit) async throws -> Reply {
        let done = try await evidence.changeAsks { tx in
            guard try AskOfferStore.answer(id, reply, by: visit.viewer, at: visit.now, in: tx) else { return false }
            try evidence.dropHeldAnswer(to: id, visit.viewer, in: tx)
            let asker = try AskOfferStore.asker(of: id, answeredBy: visit.viewer, in: tx)
            if let asker { try evidence.accounts.tellOfNews(to: asker, in: tx) }
            return true
        }
        return try await done ? visit.redirect("/me/asks", flash: "evidence.asks.answered") : again(visit, id, reply)
    }

    private func decline(_ visit: Visit) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        let done = try await evidence.changeAsks {
            try evidence.dropHeldAnswer(to: id, visit.viewer, in: $0)
            return try AskOfferStore.decline(id, by: visit.viewer, at: visit.now, in: $0)
        }
        return try await done ? visit.redirect("/me/asks", flash: "evidence.asks.declined") : again(visit, id)
    }

    /// A second press, or a page from before: says what became of the question the first time.
    private func again(_ visit: Visit, _ id: ID<Ask>, _ reply: String? = nil) async throws -> Reply {
        let viewer = visit.viewer
        let found = try await evidence.database.read { try AskOfferStore.end(of: id, as: viewer, in: $0) }
        switch (found?.state, found?.reply) {
        // Other words than those that were sent must not pass for sent.
        case ("answered", let sent) where reply == nil || reply == sent:
            return visit.redirect("/me/asks", flash: "evidence.asks.answered")
        case ("declined", _) where reply == nil: return visit.redirect("/me/asks", flash: "evidence.asks.declined")
        case ("ended", _), ("waiting", _): return try await late(visit, reply, "evidence.asks.ended")
        case ("answered", _), ("declined", _): return try await late(visit, reply, "evidence.asks.already")
        default: throw Problem.notFound
        }
    }

    /// Words that come too late are not sent, and not lost.
    private func late(_ visit: Visit, _ reply: String?, _ why: String) async throws -> Reply {
        guard let reply else { throw Problem.conflict(key: why) }
        return try await show(visit, kept: (reply, why), status: 409)
    }

    private func show(
        _ visit: Visit, failed: (ask: ID<Ask>, errors: FormErrors)? = nil, kept: (words: String, why: String)? = nil,
        status: Int = 200
    ) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        let found = try await evidence.database.read { tx in
            (
                isOpen: try AskStore.isOpen(as: visit.viewer, in: tx),
                waiting: try AskStore.waiting(as: visit.viewer, in: tx),
                held: try HeldWordsStore.answers(as: visit.viewer, in: tx)
            )
        }
        let view = AsksView(visit: visit, catalogue: evidence.vocabulary.catalogue, held: found.held, failed: failed)
        let title = visit.text("evidence.asks.title")
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(
                    title: visit.text("evidence.ask.problem"),
                    view.errors + (kept.map { [("kept", visit.text($0.why))] } ?? [])))\
                \(HTML.pageHeader(title, lead: HTML(text: visit.text("evidence.asks.lead"))))\
                \(HTML.keptWords(kept.map { [$0.words] } ?? [], title: visit.text("evidence.asks.kept")))\
                \(view.waiting(found.waiting))\(view.preference(found.isOpen))\
                <p><a href="/me/questions">\(visit.text("evidence.menu.questions"))</a></p>
                """))
    }
}

/// The cards of the page.
private struct AsksView {
    let visit: Visit
    let catalogue: Catalogue
    /// Answers that a moderator reads first, or refused.
    let held: [HeldWordsRow]
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
                <p class="note">\(AskSubject.name(ask, catalogue, visit))</p>\(HTML.question(ask.question))\
                \(SafetyFeature.reportLinks(EvidenceFeature.question(ask.id), by: ask.askerID, text))\
                \(HTML.each(held.filter { $0.ask == ask.id }) { $0.html(text) })\
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
}
