import Markup
import Storage
import Web

/// `/me/notices`: what was decided about a member's own words, with the reasons, and the way to another look.
struct NoticesPage: Sendable {
    let safety: SafetyFeature

    var routes: [Route] {
        [
            .get("/me/notices", .account) { try await show($0) },
            .post(
                "/me/notices/:notice/appeal", .account, body: .words,
                limit: RateLimit(per: .person, count: 20, within: 3_600)
            ) { try await appeal($0) },
            .post("/me/notices/:notice/away", .account) { try await putAway($0) },
            .post("/me/card/away", .account) { visit in
                let viewer = try visit.own
                try await safety.database.write { try WorryStore.putCardAway(as: viewer, in: $0) }
                // Back to what they were at: the card stands above every page.
                return visit.redirect(visit.fields[ThoughtCard.back].flatMap { Link(local: $0) } ?? "/")
            },
        ]
    }

    static let shown = 50
    static let wordsLimit = 2_000

    /// A notice with what its page shows.
    struct Notice: Sendable {
        let decision: Decision
        let kind: String
        let origin: SafetyCase.Origin
        /// A moderator said yes to words that had nowhere to go any more.
        let isInVain: Bool
        /// Nil once their time is over.
        let words: String?
        /// Whether another look was asked for in this case.
        let isAppealed: Bool
        let isWaiting: Bool
    }

    private func show(
        _ visit: Visit, failed: (notice: ID<Decision>, errors: FormErrors)? = nil,
        kept: (words: String, why: String)? = nil, status: Int = 200, flash: String? = nil
    ) async throws -> Reply {
        let viewer = try visit.own
        let notices = try await safety.database.read { tx in
            try DecisionStore.notices(as: viewer, limit: Self.shown, in: tx).compactMap { try notice($0, tx) }
        }
        // Cold facts are not all that somebody should read whose words were about their own death.
        if notices.contains(where: { $0.decision.category == .danger && !$0.decision.isNoted }) {
            safety.reader.show(.selfHarm, ending: .silent, visit)
        }
        let text = visit.text
        let title = text("safety.notices.title")
        let view = NoticeView(visit: visit, failed: failed)
        let list =
            notices.isEmpty
            ? HTML.emptyState(title: text("safety.notices.none"), body: text("safety.notices.none.body"))
            : HTML.each(notices, view.html)
        return visit.page(
            title, status: status, flash: flash,
            HTML.narrow(
                """
                \(HTML.errorSummary(
                    title: text(kept == nil ? "safety.problem" : "safety.late"),
                    view.errors + (kept.map { [("kept", text($0.why))] } ?? [])))\
                \(HTML.pageHeader(title, lead: HTML(text: text("safety.notices.lead"))))\
                \(HTML.keptWords(kept.map { [$0.words] } ?? [], title: text("safety.kept")))\(list)\
                <p><a href="/rules">\(text("safety.rules.title"))</a></p>
                """))
    }

    private func notice(_ found: (decision: Decision, case: ID<SafetyCase>), _ tx: Transaction) throws -> Notice? {
        guard let one = try CaseStore.find(found.case, in: tx) else { return nil }
        return Notice(
            decision: found.decision, kind: one.subject.kind, origin: one.origin,
            isInVain: one.isHidden && found.decision.outcome == .allowed,
            words: safety.seal.key(one.key, of: one.id)?.open(one.words),
            isAppealed: try DecisionStore.appeal(of: one.id, in: tx) != nil, isWaiting: one.state == .appealed)
    }

    private func appeal(_ visit: Visit) async throws -> Reply {
        let id: ID<Decision> = try visit.id("notice")
        var reader = FormReader(visit.fields)
        let words = reader.text("words", max: Self.wordsLimit, required: "safety.appeal.required", multiline: true)
        let viewer = try visit.own
        guard reader.errors.isEmpty else {
            let isTheirs = try await safety.database.read { try DecisionStore.notice(id, as: viewer, in: $0) != nil }
            guard isTheirs else { throw Problem.notFound }
            return try await show(visit, failed: (id, reader.errors), status: 422)
        }
        do {
            try await safety.appeal(id, words: words, as: viewer, at: visit.now)
        } catch Problem.conflict(let key) {
            return try await show(visit, kept: (words, key), status: 409)
        }
        // The page itself, and no way on: what their words brought stands above it.
        return try await show(visit, flash: "safety.appeal.sent")
    }

    private func putAway(_ visit: Visit) async throws -> Reply {
        let id: ID<Decision> = try visit.id("notice")
        let viewer = try visit.own
        try await safety.database.write { tx in
            guard try DecisionStore.notice(id, as: viewer, in: tx) != nil else { throw Problem.notFound }
            try DecisionStore.putAway(id, in: tx)
        }
        return visit.redirect("/me/notices")
    }
}

extension Visit {
    /// Whoever is signed in, of what is theirs by right, also while their account is held.
    fileprivate var own: Viewer {
        get throws(Problem) { .person(try person, roles: []) }
    }
}

/// One notice: the statement of reasons (fields as Regulation (EU) 2022/2065, Article 17, has them).
private struct NoticeView {
    let visit: Visit
    let failed: (notice: ID<Decision>, errors: FormErrors)?

    private var text: Text { visit.text }

    /// A page shows one field for each notice that can be looked at again.
    private static func field(_ id: ID<Decision>) -> String { "words-\(id)" }

    var errors: [(field: String, message: String)] {
        guard let failed else { return [] }
        return failed.errors.messages(text).map { (Self.field(failed.notice), $0.message) }
    }

    func html(_ notice: NoticesPage.Notice) -> HTML {
        let decision = notice.decision
        let away = HTML.form(
            action: "/me/notices/\(decision.id)/away", csrf: visit.csrf,
            HTML.actions([HTML.button(text("safety.away"), kind: .secondary)]))
        return HTML.card(
            """
            \(why(notice))\(HTML.with(notice.words) { HTML.quote($0, by: HTML(text: text("safety.kept"))) })\
            \(HTML.facts(facts(notice)))\(appeal(notice))\
            \(decision.isNoted ? .empty : away)
            """, title: title(notice))
    }

    /// Before any rule is named: what the moderator wrote to them.
    private func why(_ notice: NoticesPage.Notice) -> HTML {
        let words = notice.decision.explanation
        return words.isEmpty ? .empty : HTML.quote(words, by: HTML(text: text("safety.notice.by.moderator")))
    }

    private func title(_ notice: NoticesPage.Notice) -> String {
        let decision = notice.decision
        let name = decision.isAutomated ? "hiddenForNow" : notice.isInVain ? "inVain" : decision.outcome.rawValue
        return text("safety.notice.\(name)", ["kind": .text(text.safetyKind(notice.kind))])
    }

    private func facts(_ notice: NoticesPage.Notice) -> [(term: String, value: HTML)] {
        let decision = notice.decision
        var facts: [(term: String, value: HTML)] = [
            (text("safety.notice.date"), HTML(text: text.date(decision.at)))
        ]
        switch decision.measure {
        case .none: break
        case .warned: facts.append((text("safety.notice.account"), HTML(text: text("safety.notice.warned"))))
        case .suspended:
            let until = decision.suspendedUntil.map { text.dateAndTime($0) } ?? ""
            facts.append(
                (
                    text("safety.notice.account"),
                    HTML(text: text("safety.notice.suspended", ["until": .text(until)]))
                ))
        }
        if decision.outcome == .hidden || decision.outcome == .declined || decision.measure != .none {
            let ground = text("safety.ground.\(decision.category.rawValue)")
            facts.append((text("safety.notice.ground"), HTML(text: ground)))
            facts.append(
                (
                    text("safety.notice.rule"),
                    HTML(text: text("safety.notice.\(decision.isAgainstLaw ? "law" : "rules")"))
                ))
        }
        if notice.isInVain { facts.append((text("safety.notice.why"), HTML(text: text("safety.notice.inVain.why")))) }
        facts.append((text("safety.notice.source"), HTML(text: text("safety.notice.source.\(notice.origin.rawValue)"))))
        facts.append(
            (
                text("safety.notice.by"),
                HTML(text: text("safety.notice.by.\(decision.isAutomated ? "reports" : "moderator")"))
            ))
        return facts
    }

    /// What the author can do.
    private func appeal(_ notice: NoticesPage.Notice) -> HTML {
        let decision = notice.decision
        if decision.isAutomated { return HTML.note(HTML(text: text("safety.notice.looks"))) }
        if notice.isWaiting { return HTML.note(HTML(text: text("safety.appeal.waits"))) }
        guard let until = decision.appealUntil, visit.now < until, !notice.isAppealed else { return .empty }
        let isFailed = failed?.notice == decision.id
        return HTML.disclosure(
            text("safety.appeal.title", ["until": .text(text.date(until))]),
            HTML.form(
                action: "/me/notices/\(decision.id)/appeal", csrf: visit.csrf,
                """
                \(HTML.textArea(
                    TextField(
                        name: "words", id: Self.field(decision.id), label: text("safety.appeal.words"),
                        hint: text("safety.appeal.hint"), value: isFailed ? visit.fields["words"] ?? "" : "",
                        error: isFailed ? failed?.errors.message(for: "words", text) : nil, autocomplete: "off")))\
                \(HTML.actions([HTML.button(text("safety.appeal.send"), kind: .secondary)]))
                """), open: isFailed)
    }
}
