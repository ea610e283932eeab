import Accounts
import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/me/questions`: what one asked, and the answers. That the page was opened is kept nowhere: an answer is new until its
/// asker says that they have read it, or closes the question.
struct QuestionsPage: Sendable {
    let evidence: EvidenceFeature
    /// Where a question that waits can be asked openly, where a room takes such.
    let openAsk: OpenAsk?

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 60, within: 3_600)
        return [
            .get("/me/questions", .member) { try await show($0) },
            .post("/me/questions/:ask/read", .member, limit: limit) { visit in
                let viewer = visit.viewer
                return try await done(visit, "evidence.questions.read.done") { id, tx in
                    try AskStore.noteRead(id, by: viewer, in: tx)
                }
            },
            .post("/me/questions/:ask/close", .member, limit: limit) { visit in
                let (viewer, now) = (visit.viewer, visit.now)
                return try await done(visit, "evidence.questions.close.done") { id, tx in
                    try AskStore.close(id, by: viewer, at: now, in: tx)
                }
            },
            .post("/me/questions/:ask/withdraw", .member, limit: limit) { visit in
                let (viewer, now) = (visit.viewer, visit.now)
                // One form can have brought two questions: one that was sent, and one that is held.
                let isHeld = visit.fields[Self.held] != nil
                return try await done(visit, "evidence.questions.withdraw.done") { id, tx in
                    if isHeld, try evidence.withdrawHeldQuestion(id, viewer, in: tx) { return true }
                    return try AskStore.withdraw(id, by: viewer, at: now, in: tx)
                }
            },
        ]
    }

    /// The field by which a held question is taken back, and not a sent one.
    static let held = "held"

    private func done(
        _ visit: Visit, _ flash: String, _ change: @escaping @Sendable (ID<Ask>, Transaction) throws -> Bool
    ) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        guard try await evidence.changeAsks({ try change(id, $0) }) else { throw Problem.notFound }
        return visit.redirect("/me/questions", flash: flash)
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let (asks, held) = try await evidence.database.read {
            (try AskStore.asked(as: viewer, in: $0), try HeldWordsStore.questions(as: viewer, in: $0))
        }
        if asks.isEmpty, held.isEmpty, let question = visit.healthConsentQuestion { return question }
        let text = visit.text
        let title = text("evidence.questions.title")
        let view = QuestionsView(
            visit: visit, catalogue: evidence.vocabulary.catalogue, openly: try await openly(asks, visit))
        let list =
            asks.isEmpty && held.isEmpty
            ? HTML.emptyState(title: text("evidence.questions.none"), body: text("evidence.questions.none.body"))
            : HTML.each(held, view.held) + HTML.each(asks, view.card)
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("evidence.questions.lead"))))\(list)\
                <p><a href="/me/asks">\(text("evidence.menu.asks"))</a></p>
                """))
    }
}

extension QuestionsPage {
    /// Where those that wait can be asked openly, by what they are about; nowhere about what speaks of danger by itself. How
    /// long a question has waited decides nothing, nor whether it lies with somebody: the page would tell that.
    private func openly(_ asks: [Ask], _ visit: Visit) async throws -> [ID<Purpose>: Link] {
        guard let openAsk else { return [:] }
        var forms: [ID<Purpose>: Link] = [:]
        for purpose in Set(asks.filter(\.isWaiting).map(\.purpose)) {
            guard let concept = evidence.vocabulary.catalogue.purpose(purpose), !evidence.speaksOfDanger(concept)
            else { continue }
            let topic = Topic(kind: concept.kind.rawValue, slug: concept.slug, name: concept.name(visit.language))
            forms[purpose] = try await openAsk.form(topic, visit)
        }
        return forms
    }
}

extension HeldWordsRow {
    /// The words, and what becomes of them, for who wrote them.
    func html(_ text: Text) -> HTML {
        """
        \(HTML.quote(words, by: .empty))\
        \(HTML.note(HTML(text: text(isRefused ? "evidence.held.refused" : "evidence.held.waits"))))
        """
    }
}

/// One question with its answers, and what its asker can do with it.
private struct QuestionsView {
    let visit: Visit
    let catalogue: Catalogue
    /// The forms that take a question for everybody.
    let openly: [ID<Purpose>: Link]

    private var text: Text { visit.text }

    func card(_ ask: Ask) -> HTML {
        let isNew = ask.replies.contains { !$0.isRead }
        let state =
            ask.state == .closed
            ? text("evidence.questions.closed") : ask.isWaiting ? text("evidence.questions.waits") : nil
        var actions: [HTML] = []
        if isNew { actions.append(button(ask, "read", text("evidence.questions.read"), .primary)) }
        if ask.state == .open { actions.append(button(ask, "close", text("evidence.questions.close"), .secondary)) }
        return HTML.card(
            """
            <p class="note">\(text.date(ask.askedAt))</p>\(HTML.question(ask.question))\
            \(HTML.each(ask.replies) { reply($0, to: ask) })\
            \(HTML.with(state) { HTML.note(HTML(text: $0)) })\(HTML.when(!actions.isEmpty, HTML.actions(actions)))\
            \(HTML.with(ask.isWaiting ? openly[ask.purpose] : nil) { open(ask, at: $0) })\
            \(HTML.disclosure(text("evidence.questions.withdraw"), withdraw(ask)))
            """, title: AskSubject.name(ask, catalogue, visit))
    }

    /// A question that a moderator reads first, or refused.
    func held(_ held: HeldWordsRow) -> HTML {
        HTML.card(
            """
            \(held.html(text))\(HTML.form(
                action: "/me/questions/\(held.ask)/withdraw", csrf: visit.csrf,
                HTML.hidden(QuestionsPage.held, "yes")
                    + HTML.button(text("evidence.questions.withdraw.button"), kind: .secondary)))
            """)
    }

    private func reply(_ reply: Ask.Reply, to ask: Ask) -> HTML {
        let subject = EvidenceFeature.answer(to: ask.id, by: reply.author)
        let name = reply.pseudonym ?? text("evidence.questions.former")
        return HTML.quote(reply.text, by: "\(name) · \(text.date(reply.at))")
            + SafetyFeature.reportLinks(subject, by: reply.pseudonym == nil ? nil : reply.author, text)
    }

    /// The way to ask everybody: a form, so that neither title nor words stand in an address.
    private func open(_ ask: Ask, at form: Link) -> HTML {
        let words = HTML.hidden("title", AskSubject.name(ask, catalogue, visit)) + HTML.hidden("words", ask.question)
        return """
            <p>\(text("evidence.questions.open.what"))</p>\
            \(HTML.form(
                action: form, csrf: visit.csrf, words + HTML.button(text("evidence.questions.open"), kind: .secondary)))
            """
    }

    private func withdraw(_ ask: Ask) -> HTML {
        """
        <p>\(text("evidence.questions.withdraw.what"))</p>\
        \(button(ask, "withdraw", text("evidence.questions.withdraw.button"), .secondary))
        """
    }

    private func button(_ ask: Ask, _ what: String, _ label: String, _ kind: ButtonKind) -> HTML {
        HTML.form(
            action: "/me/questions/\(ask.id)/\(what)", csrf: visit.csrf, HTML.button(label, kind: kind))
    }
}
