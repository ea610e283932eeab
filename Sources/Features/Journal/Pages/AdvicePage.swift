import Markup
import Safety
import Storage
import Web

/// `/me/treatments/:id/evaluations/:evaluation/advice`: one's sentence for the next person: changed or taken away, and, where
/// others may not read it yet, what was found in it.
struct AdvicePage: Sendable {
    let journal: JournalFeature

    static let path = "/me/treatments/:id/evaluations/:evaluation/advice"

    static func link(_ course: ID<Course>, _ evaluation: ID<Evaluation>) -> Link {
        "/me/treatments/\(course)/evaluations/\(evaluation)/advice"
    }

    var routes: [Route] {
        [journal.getWithConsent(Self.path, show), journal.postWithConsent(Self.path, save)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (course, evaluation) = try await found(visit)
        switch evaluation.adviceState {
        case .held: return review(visit, course, evaluation)
        case .passed, .unread, .waiting, .refused: return form(visit, course, evaluation)
        }
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let (course, evaluation) = try await found(visit)
        var reader = FormReader(visit.fields)
        let sent = reader.text("advice", max: EvaluationAnswers.longestAdvice, multiline: true)
        guard reader.errors.isEmpty else { return form(visit, course, evaluation, errors: reader.errors) }
        // Words of danger go into the record only with a second yes, and then to a person.
        let isDanger = journal.safety.reader.holding(sent) != nil
        if isDanger, visit.fields[HeldWords.yes] != "yes" { return held(sent, course, evaluation.id, visit) }
        let words = sent.isEmpty ? nil : sent
        let asksPerson = isDanger || ReviewedWords.asksPerson(visit)
        let state = try await journal.database.write { tx in
            let (state, findings) = try journal.adviceState(
                of: words, in: evaluation.id, course, asksPerson: asksPerson, visit.viewer, at: visit.now, in: tx)
            guard
                try AdviceReviewStore.set(words, state, of: evaluation.id, course, as: visit.viewer, in: tx)
            else { throw Problem.notFound }
            try journal.submit(words, state, findings, of: evaluation.id, visit.viewer, at: visit.now, in: tx)
            return state
        }
        let link = state == .held ? Self.link(course, evaluation.id) : "/me/treatments/\(course)"
        return visit.redirect(link, flash: state.news ?? "journal.flash.saved")
    }

    private func held(_ words: String, _ course: ID<Course>, _ evaluation: ID<Evaluation>, _ visit: Visit) -> Reply {
        HeldWords(
            words, of: "advice", to: Self.link(course, evaluation), readers: visit.text("journal.advice.readers"),
            leave: "/me/treatments/\(course)", visit
        ).reply()
    }

    private func found(_ visit: Visit) async throws -> (ID<Course>, Evaluation) {
        let (course, id): (ID<Course>, ID<Evaluation>) = (try visit.id("id"), try visit.id("evaluation"))
        let history = try await journal.database.read {
            try EvaluationStore.history(of: course, as: visit.viewer, in: $0)
        }
        guard let evaluation = history.first(where: { $0.id == id }) else { throw Problem.notFound }
        return (course, evaluation)
    }

    private func review(_ visit: Visit, _ course: ID<Course>, _ evaluation: Evaluation) -> Reply {
        let words = evaluation.answers.advice ?? ""
        return ReviewedWords(
            words, journal.safety.findings(in: words), of: "advice", to: Self.link(course, evaluation.id),
            kept: visit.text("journal.advice.kept"), leave: "/me/treatments/\(course)", visit
        ).reply()
    }

    /// What others may not read, and what can take its place.
    private func form(
        _ visit: Visit, _ course: ID<Course>, _ evaluation: Evaluation, errors: FormErrors = FormErrors()
    ) -> Reply {
        let text = visit.text
        let title = text("journal.advice.title")
        let fields = HTML.form(
            action: Self.link(course, evaluation.id), csrf: visit.csrf,
            """
            \(HTML.textArea(
                TextField(
                    name: "advice", label: text("journal.evaluate.advice"),
                    value: visit.fields["advice"] ?? evaluation.answers.advice ?? "",
                    error: errors.message(for: "advice", text)), rows: 4))\
            \(HTML.actions([
                HTML.button(text("journal.advice.change")),
                HTML.buttonLink(text("journal.advice.back"), to: "/me/treatments/\(course)", kind: .secondary),
            ]))
            """)
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            .narrow(
                """
                \(HTML.errorSummary(title: text("journal.advice.problem"), errors.messages(text)))\
                \(HTML.pageHeader(title, lead: lead(of: evaluation.adviceState, text)))\(fields)
                """))
    }

    /// What is true of the sentence now; nothing where others may read it.
    private func lead(of state: AdviceState, _ text: Text) -> HTML? {
        switch state {
        case .passed, .unread: nil
        case .held: HTML(text: text("journal.advice.held"))
        case .waiting: HTML(text: text("journal.advice.waiting"))
        case .refused: HTML(text: text("journal.advice.refused"))
        }
    }
}

extension AdviceState {
    /// The text key of what is said of a sentence that has just been sent and that others do not read yet; nil where they do.
    var news: String? {
        switch self {
        case .held: "journal.advice.isHeld"
        case .waiting: "journal.advice.waits"
        case .passed, .unread, .refused: nil
        }
    }
}

extension Evaluation {
    /// A line that says why others do not read the sentence, and leads to what can be done; empty where they may.
    func adviceNote(_ text: Text) -> HTML {
        guard answers.advice != nil else { return .empty }
        let words: String
        switch adviceState {
        case .passed, .unread: return .empty
        case .held: words = text("journal.advice.held.note")
        case .waiting: words = text("journal.advice.waiting.note")
        case .refused: words = text("journal.advice.refused.note")
        }
        return "<p class=\"hint\"><a href=\"\(AdvicePage.link(course, id))\">\(words)</a></p>"
    }
}
