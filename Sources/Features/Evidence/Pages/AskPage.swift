import Accounts
import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/ask/:treatment/:purpose`: a quiet question to somebody who has tried it.
struct AskPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [
            .get("/ask/:treatment/:purpose", .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try show(visit, FormErrors(), status: 200)
            },
            .post(
                "/ask/:treatment/:purpose", .member, body: .words,
                limit: RateLimit(per: .person, count: 10, within: 3_600)
            ) {
                // Nothing about anybody's health is kept without consent, a question neither.
                if let question = $0.healthConsentQuestion { return question }
                return try await send($0)
            },
        ]
    }

    /// What the form's identifier is given for.
    private static let formPurpose = "ask"

    private func subject(_ visit: Visit) throws -> AskSubject { try AskSubject(visit, evidence.vocabulary.catalogue) }

    private func send(_ visit: Visit) async throws -> Reply {
        let subject = try subject(visit)
        var reader = FormReader(visit.fields)
        let question = reader.text(
            "question", max: Ask.questionLimit, required: "evidence.ask.empty", multiline: true)
        guard reader.errors.isEmpty, let purpose = subject.purpose.purpose else {
            return try show(visit, reader.errors, status: 422)
        }
        let isDanger = evidence.safety.reader.holding(question) != nil
        if isDanger, visit.fields[HeldWords.yes] != "yes" { return held(question, subject, visit) }
        let ask = Ask(
            id: visit.sentFormID(for: Self.formPurpose) ?? .random(), treatment: subject.treatment.id,
            purpose: purpose.id, question: question,
            askedAt: visit.now)
        let viewer = visit.viewer
        let asksPerson = isDanger || ReviewedWords.asksPerson(visit)
        switch try await evidence.look(at: ask, asksPerson: asksPerson, viewer, at: visit.now) {
        case .passes: break
        case .held(let findings): return reviewed(question, findings, subject, visit)
        case .waits: return visit.redirect("/me/questions", flash: "evidence.ask.reviewed")
        case .refused: return try show(visit, FormErrors(field: "question", "evidence.ask.tooMany"), status: 422)
        }
        switch try await evidence.changeAsks({ try AskStore.send(ask, by: viewer, in: $0) }) {
        case .sent: return visit.redirect("/me/questions", flash: "evidence.ask.sent")
        case .tooMany: return try show(visit, FormErrors(field: "question", "evidence.ask.tooMany"), status: 422)
        case .withdrawn:
            // From a form that is new: a second press is meant.
            return try show(
                visit, FormErrors(field: "question", "evidence.ask.withdrawn"), status: 422, isFormNew: true)
        }
    }

    /// Words of danger go to nobody without a second yes.
    private func held(_ question: String, _ subject: AskSubject, _ visit: Visit) -> Reply {
        HeldWords(
            question, of: "question", to: subject.action, hidden: formID(visit),
            readers: visit.text("evidence.ask.how"), leave: subject.link, visit
        ).reply()
    }

    /// Its author sees which words others should not read unseen.
    private func reviewed(
        _ question: String, _ findings: [ReviewFinding], _ subject: AskSubject, _ visit: Visit
    ) -> Reply {
        ReviewedWords(
            question, findings, of: "question", to: subject.action, hidden: formID(visit),
            kept: visit.text("evidence.ask.unsent"), leave: subject.link, visit
        ).reply()
    }

    /// By which a question that is sent twice is one.
    private func formID(_ visit: Visit, isNew: Bool = false) -> HTML {
        let id = (isNew ? nil : visit.sentFormID(for: Self.formPurpose)) ?? ID<Ask>.random()
        return HTML.hidden("form", visit.formID(id, for: Self.formPurpose))
    }

    private func show(
        _ visit: Visit, _ errors: FormErrors, status: Int, isFormNew: Bool = false
    ) throws -> Reply {
        let subject = try subject(visit)
        let (text, language) = (visit.text, visit.language)
        let (treatment, purpose) = (subject.treatment.name(language), subject.purpose.name.inSentence(language))
        let title = text("evidence.ask.title")
        let form = HTML.form(
            action: subject.action, csrf: visit.csrf,
            """
            \(HTML.errorSummary(title: text("evidence.ask.problem"), errors.messages(text)))\
            \(formID(visit, isNew: isFormNew))\
            \(HTML.textArea(TextField(
                name: "question", label: text("evidence.ask.label"), hint: text("evidence.ask.hint"),
                value: visit.fields["question"] ?? "", error: errors.message(for: "question", text), required: true),
                rows: 4))\
            \(HTML.actions([HTML.button(text("evidence.ask.send"))]))
            """)
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    title,
                    lead: HTML(text: text("evidence.ask.lead", ["treatment": .text(subject.treatment.name.inSentence(language)), "purpose": .text(purpose)])),
                    breadcrumb: HTML.breadcrumb([(treatment, subject.link)])))\(form)\
                \(HTML.note(HTML(text: text("evidence.ask.how"))))
                """))
    }
}
