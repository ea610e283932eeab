package import Markup
package import Storage
import Web

/// `/report/:kind/:record`: says that words should be looked at, or that somebody is worried about who wrote them. Whoever
/// may not read them gets the answer of a page that does not exist.
struct ReportPage: Sendable {
    let safety: SafetyFeature
    let texts: PublishedTexts

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 30, within: 3_600)
        return [
            .get("/report/:kind/:record", .member) { try await show($0) },
            .post("/report/:kind/:record", .member, body: .words, limit: limit) {
                try await report($0)
            },
            .post("/report/:kind/:record/worry", .member, limit: limit) { try await worry($0) },
        ]
    }

    static let wordsLimit = 1_000

    private func show(_ visit: Visit, _ errors: FormErrors = FormErrors(), status: Int = 200) async throws -> Reply {
        let asked = try subject(visit)
        let (found, isAttended) = try await safety.database.read { tx in
            let found = try texts.find(asked, as: visit.viewer, tx)
            return (found, try !safety.moderators(of: found?.text.space ?? .site, tx).isEmpty)
        }
        guard let found = found?.text else { throw Problem.notFound }
        guard found.author != (try visit.person) else { return answer(.own, visit) }
        let view = ReportView(visit: visit, asked: asked, found: found, isAttended: isAttended, errors: errors)
        return visit.page(visit.text("safety.report.title"), status: status, view.html())
    }

    private func report(_ visit: Visit) async throws -> Reply {
        let asked = try subject(visit)
        let isReadable = try await safety.database.read { try texts.find(asked, as: visit.viewer, $0) != nil }
        guard isReadable else { return try gone(asked, visit) }
        var reader = FormReader(visit.fields)
        let reason = reader.choice(
            "reason", among: ReportReason.allCases.map(\.rawValue), required: "safety.report.reason.required"
        ).flatMap(ReportReason.init)
        let words = reader.text(
            "words", max: Self.wordsLimit, required: reason == .other ? "safety.report.words.required" : nil,
            multiline: true)
        guard reader.errors.isEmpty, let reason else { return try await show(visit, reader.errors, status: 422) }
        let outcome = try await safety.report(
            asked, reason, words: words, in: texts, as: visit.viewer, at: visit.now)
        return outcome == .gone ? try gone(asked, visit) : answer(outcome, visit)
    }

    private func worry(_ visit: Visit) async throws -> Reply {
        let asked = try subject(visit)
        let outcome = try await safety.worry(about: asked, in: texts, as: visit.viewer, at: visit.now)
        switch outcome {
        case .gone: return try gone(asked, visit)
        case .sent: return answer("worried", visit)
        case .own, .decided, .tooSoon: return answer(outcome, visit)
        }
    }

    private func subject(_ visit: Visit) throws -> SubjectReference {
        SubjectReference(kind: try visit.parameter("kind"), record: try visit.parameter("record"))
    }

    /// What was there when the form was opened and is not any more: said to whom this server gave the form, and only to them.
    private func gone(_ asked: SubjectReference, _ visit: Visit) throws -> Reply {
        let form: ID<Report>? = visit.sentFormID(for: ReportView.purpose(asked))
        guard form != nil else { throw Problem.notFound }
        return answer(.gone, visit)
    }

    private func answer(_ outcome: ReportOutcome, _ visit: Visit) -> Reply { answer(outcome.rawValue, visit) }

    /// What nobody took: theirs to copy.
    private func typed(_ visit: Visit) -> HTML {
        HTML.keptWords([visit.fields["words"] ?? ""], title: visit.text("safety.kept"))
    }

    private func answer(_ name: String, _ visit: Visit) -> Reply {
        let text = visit.text
        let title = text("safety.reported.\(name).title")
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: text("safety.reported.\(name).lead")))
                    + (name == ReportOutcome.sent.rawValue ? .empty : typed(visit))
                    + HTML.linkList([
                        (text("safety.reports.title"), "/me/reports", nil), (text("safety.rules.title"), "/rules", nil),
                    ])))
    }
}

/// The form of a report, and beside it that of a worry.
private struct ReportView {
    let visit: Visit
    let asked: SubjectReference
    let found: FoundText
    /// Whether anybody here reads reports.
    let isAttended: Bool
    let errors: FormErrors

    private var text: Text { visit.text }
    private var action: Link { "/report/\(asked.kind)/\(asked.record)" }

    static func purpose(_ asked: SubjectReference) -> String { "report \(asked.kind) \(asked.record)" }

    func html() -> HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: text("safety.problem"), errors.messages(text)))\
            \(HTML.pageHeader(text("safety.report.title"), lead: HTML(text: text("safety.report.lead"))))\
            \(isAttended ? .empty : HTML.flash(text("safety.report.nobody"), kind: .notice))\
            \(HTML.quote(found.words, by: .empty))\(form)\(found.hasAuthor ? worry : .empty)\
            <p><a href="/rules">\(text("safety.rules.title"))</a></p>
            """)
    }

    /// Tells later that this member could read the words when the form was made.
    private var proof: HTML {
        HTML.hidden("form", visit.formID(ID<Report>.random(), for: Self.purpose(asked)))
    }

    private var form: HTML {
        let options = ReportReason.allCases.map { Choice($0.rawValue, text("safety.reason.\($0.rawValue)")) }
        return HTML.form(
            action: action, csrf: visit.csrf,
            """
            \(proof)\(HTML.radios(
                Choices(
                    name: "reason", legend: text("safety.report.reason"), options: options,
                    selected: visit.fields["reason"], error: errors.message(for: "reason", text))))\
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("safety.report.words"), hint: text("safety.report.words.hint"),
                    value: visit.fields["words"] ?? "", error: errors.message(for: "words", text),
                    autocomplete: "off"), rows: 3))\
            \(HTML.actions([HTML.button(text("safety.report.send"))]))
            """)
    }

    private var worry: HTML {
        HTML.card(
            """
            <p>\(text("safety.worry.lead"))</p>\
            \(HTML.form(
                action: "/report/\(asked.kind)/\(asked.record)/worry", csrf: visit.csrf,
                proof + HTML.actions([HTML.button(text("safety.worry.send"), kind: .secondary)])))
            """, title: text("safety.worry.title"), id: "worry")
    }
}

extension SafetyFeature {
    /// The quiet links under words of a member: to report them or their name, and to say that one is worried about them.
    package static func reportLinks(_ subject: SubjectReference, by author: ID<Person>?, _ text: Text) -> HTML {
        let page: Link = "/report/\(subject.kind)/\(subject.record)#worry"
        let name = author.map { reportLink(SubjectReference(kind: "accounts.name", record: $0.description), text) }
        return """
            <p class="report-links">\(reportLink(subject, text))\(HTML.with(name) { " · \($0)" }) · \
            <a rel="nofollow" href="\(page)">\(text("safety.worry.link"))</a></p>
            """
    }

    /// The quiet link beside words that others wrote.
    package static func reportLink(_ subject: SubjectReference, _ text: Text) -> HTML {
        """
        <a class="report-link" rel="nofollow" href="\(Link("/report/\(subject.kind)/\(subject.record)"))">\
        \(text(subject.kind == "accounts.name" ? "safety.report.name" : "safety.report.link"))</a>
        """
    }
}
