import Markup
import Storage
import Web

/// `/staff/queue/:case`: one case. The words are folded, and only there for whoever has it in hand.
struct CasePage: Sendable {
    let safety: SafetyFeature
    let texts: PublishedTexts

    var routes: [Route] {
        let moderator = Access.role(.moderator, in: .anywhere)
        return [
            .get("/staff/queue/:case", moderator) { try await show($0) },
            .get("/staff/queue/:case/picture", moderator) { try await showPicture($0) },
            .post("/staff/queue/:case/take", moderator) { visit in
                try await change(visit) { try await safety.take($0, as: visit.viewer, at: visit.now) }
            },
            .post("/staff/queue/:case/hand-over", moderator) { visit in
                let id: ID<SafetyCase> = try visit.id("case")
                try await safety.handOver(id, as: visit.viewer, at: visit.now)
                return visit.redirect("/staff/queue", flash: "safety.case.handed")
            },
            .post("/staff/queue/:case/alert", moderator) { visit in
                try await callDuty(visit)
            },
            .post("/staff/queue/:case/note", moderator, body: .words) { try await note($0) },
            .post("/staff/queue/:case/decide", moderator, body: .words) { try await decide($0) },
        ]
    }

    static let noteLimit = 1_000

    /// Alerts are looked after by moderators of the site: those of a community stay with their case.
    private func callDuty(_ visit: Visit) async throws -> Reply {
        let id: ID<SafetyCase> = try visit.id("case")
        let alert = try await safety.callDuty(to: id, as: visit.viewer, at: visit.now)
        guard visit.viewer.has(.moderator, in: .site) else {
            return visit.redirect("/staff/queue/\(id)", flash: "safety.case.called.elsewhere")
        }
        return visit.redirect("/staff/alerts/\(alert)", flash: "safety.case.called")
    }

    private func change(_ visit: Visit, _ body: (ID<SafetyCase>) async throws -> Void) async throws -> Reply {
        let id: ID<SafetyCase> = try visit.id("case")
        try await body(id)
        return visit.redirect("/staff/queue/\(id)")
    }

    /// What the page shows of a case.
    struct Found: Sendable {
        let one: SafetyCase
        /// Nil where the moderator does not have it in hand, and once the words' time is over.
        let words: String?
        let author: String?
        let reports: [(report: Report, words: String?)]
        let worries: Int
        let decisions: [Decision]
        let steps: [(step: CaseStep, name: String?, words: String?)]
        let appeal: String?
        let isMine: Bool
        /// What belongs to the words; nil where the moderator does not have the case in hand.
        let picture: FoundPicture?
        /// Somebody here wrote it, and nobody can say who.
        let isUnnamed: Bool
        /// Where the words stand, for who puts them in others; nil where nobody asked for that.
        let wording: Link?
    }

    /// Only for whoever has the case in hand, for as long as they have it; others who may see the case come to that.
    private func showPicture(_ visit: Visit) async throws -> Reply {
        let id: ID<SafetyCase> = try visit.id("case")
        let found = try await safety.database.read { try find(id, as: visit.viewer, at: visit.now, $0) }
        guard found.one.state == .open || found.one.state == .appealed, let picture = found.picture else {
            return visit.redirect("/staff/queue/\(id)")
        }
        return .file(picture.file)
    }

    private func show(_ visit: Visit, _ errors: FormErrors = FormErrors(), status: Int = 200) async throws -> Reply {
        let id: ID<SafetyCase> = try visit.id("case")
        let found = try await safety.database.read { try find(id, as: visit.viewer, at: visit.now, $0) }
        let text = visit.text
        let title = text.safetyKind(found.one.subject.kind)
        let steps: [(String, Link)] = [(text("safety.queue.title"), "/staff/queue")]
        let view = CaseView(visit: visit, found: found, errors: errors)
        return visit.page(
            title, status: status,
            view.html(
                under: HTML.errorSummary(title: text("safety.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        title, lead: HTML(text: text("safety.severity.\(found.one.severity.name)")),
                        breadcrumb: HTML.breadcrumb(steps, label: text("safety.queue.breadcrumb")))))
    }

    /// Throws `.notFound` for a case of the viewer's own words or report, and where they do not moderate.
    private func find(
        _ id: ID<SafetyCase>, as viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> Found {
        guard let me = viewer.personID, let one = try CaseStore.find(id, in: tx), viewer.moderates(one.space),
            try CaseStore.isForeign(id, to: me, in: tx)
        else { throw Problem.notFound }
        let isMine = one.holder(at: now) == me
        let key = isMine ? safety.seal.key(one.key, of: id) : nil
        let steps = try DecisionStore.steps(of: id, in: tx)
        let text = one.author == nil ? try texts.find(one.subject, as: .system(reason: "case"), tx)?.text : nil
        let names = try safety.house.pseudonyms(steps.compactMap(\.moderator) + [one.author].compactMap { $0 }, tx)
        return Found(
            one: one, words: key?.open(one.words), author: one.author.flatMap { names[$0] },
            reports: try ReportStore.all(of: id, in: tx).map { ($0, key?.open($0.words)) },
            worries: try WorryStore.count(about: id, in: tx), decisions: try DecisionStore.all(of: id, in: tx),
            steps: steps.map { ($0, $0.moderator.flatMap { names[$0] }, key?.open($0.words)) },
            appeal: try DecisionStore.appeal(of: id, in: tx).flatMap { key?.open($0.words) }, isMine: isMine,
            picture: isMine ? try texts.picture(of: one.subject, tx) : nil, isUnnamed: text?.isUnnamed == true,
            wording: isMine && one.found.contains(.wording) ? text?.link : nil)
    }

    private func note(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let words = reader.text("note", max: Self.noteLimit, required: "safety.case.note.required", multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        do {
            return try await change(visit) {
                try await safety.note(words, on: $0, as: visit.viewer, at: visit.now)
            }
        } catch Problem.conflict(let key) {
            return try await show(visit, FormErrors(field: "kept", key), status: 409)
        }
    }

    private func decide(_ visit: Visit) async throws -> Reply {
        let id: ID<SafetyCase> = try visit.id("case")
        let found = try await safety.database.read { try find(id, as: visit.viewer, at: visit.now, $0) }
        var reader = FormReader(visit.fields)
        let ruling = Self.ruling(&reader, of: found.one, as: visit.viewer)
        guard reader.errors.isEmpty, let ruling else { return try await show(visit, reader.errors, status: 422) }
        do {
            let isApplied = try await safety.decide(id, ruling, in: texts, as: visit.viewer, at: visit.now)
            let otherWords = found.one.origin == .held ? "safety.case.otherWords" : "safety.case.otherWords.stand"
            return visit.redirect("/staff/queue", flash: isApplied ? "safety.case.decided" : otherWords)
        } catch Problem.conflict(let key) {
            return try await show(visit, FormErrors(field: "kept", key), status: 409)
        } catch SuspensionRefusal.lastAdministrator {
            return try await show(visit, FormErrors(field: "measure", "safety.case.lastAdministrator"), status: 422)
        }
    }

    /// What was chosen; the reader notes what is missing.
    private static func ruling(_ reader: inout FormReader, of one: SafetyCase, as viewer: Viewer) -> Ruling? {
        let outcome = reader.choice(
            "outcome", among: CaseView.outcomes(of: one).map(\.rawValue), required: "safety.case.outcome.required")
        let measures = CaseView.measures(for: viewer)
        let measure = one.author == nil ? "none" : reader.choice("measure", among: measures) ?? "none"
        let category = reader.choice(
            "category", among: ReportReason.allCases.map(\.rawValue), required: "safety.case.category.required")
        let explanation = reader.text("explanation", max: Ruling.explanationLimit, multiline: true)
        guard let outcome = outcome.flatMap(Ruling.Outcome.init), let category = category.flatMap(ReportReason.init)
        else { return nil }
        var ruling = Ruling(outcome: outcome, category: category, explanation: explanation)
        ruling.isAgainstLaw = reader.isOn("law")
        ruling.measure = measure == "none" ? .none : measure == "warned" ? .warned : .suspended
        ruling.days = Int(measure)
        if ruling.isAgainstAuthor, explanation.isEmpty {
            reader.errors.add(field: "explanation", "safety.case.explanation.required")
        }
        return ruling
    }
}
