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
            .get("/ask/:treatment/:purpose", .member) { try show($0, FormErrors(), status: 200) },
            .post("/ask/:treatment/:purpose", .member, limit: RateLimit(per: .person, count: 10, within: 3_600)) {
                try await send($0)
            },
        ]
    }

    /// What the form's identifier is given for.
    private static let formPurpose = "ask"

    private struct Subject {
        let treatment: Treatment
        let purpose: Concept
        var link: Link { "/treatments/\(treatment.slug)/for/\(purpose.slug)" }
        var action: Link { "/ask/\(treatment.slug)/\(purpose.slug)" }
    }

    private func subject(_ visit: Visit) throws -> Subject {
        let catalogue = evidence.vocabulary.catalogue
        guard let treatment = catalogue.treatment(slug: try visit.parameter("treatment")),
            let purpose = catalogue.purpose(slug: try visit.parameter("purpose"))
        else { throw Problem.notFound }
        return Subject(treatment: treatment, purpose: purpose)
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let subject = try subject(visit)
        // Also of what cannot be sent as it is: too long is no reason to leave somebody without help.
        let isDanger = evidence.safety.asksForCard(visit.fields["question"] ?? "", visit)
        var reader = FormReader(visit.fields)
        let question = reader.text(
            "question", max: Ask.questionLimit, required: "evidence.ask.empty", multiline: true)
        guard reader.errors.isEmpty, let purpose = subject.purpose.purpose else {
            return try show(visit, reader.errors, status: 422)
        }
        if isDanger, visit.fields[HeldWords.yes] != "yes" { return held(question, subject, visit) }
        let ask = Ask(
            id: visit.sentFormID(for: Self.formPurpose) ?? .random(), treatment: subject.treatment.id,
            purpose: purpose.id, question: question,
            askedAt: visit.now)
        let outcome = try await evidence.database.write { tx in
            try AskStore.send(ask, by: visit.viewer, in: tx) { try evidence.accounts.tellOfNews(to: $0, in: tx) }
        }
        switch outcome {
        case .sent: return visit.redirect("/me/asks", flash: "evidence.ask.sent")
        case .nobody, .tooMany:
            var errors = FormErrors()
            errors.add(field: "question", outcome == .nobody ? "evidence.ask.nobody" : "evidence.ask.tooMany")
            return try show(visit, errors, status: 422)
        }
    }

    /// Words of danger go to nobody without a second yes.
    private func held(_ question: String, _ subject: Subject, _ visit: Visit) -> Reply {
        HeldWords(
            question, of: "question", to: subject.action, hidden: formID(visit),
            readers: visit.text("evidence.ask.how"), leave: subject.link, visit
        ).reply()
    }

    /// By which a question that is sent twice is one.
    private func formID(_ visit: Visit) -> HTML {
        let id = visit.sentFormID(for: Self.formPurpose) ?? ID<Ask>.random()
        return HTML.hidden("form", visit.formID(id, for: Self.formPurpose))
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) throws -> Reply {
        let subject = try subject(visit)
        let (text, language) = (visit.text, visit.language)
        let (treatment, purpose) = (subject.treatment.name(language), subject.purpose.name.inSentence(language))
        let title = text("evidence.ask.title")
        let form = HTML.form(
            action: subject.action, csrf: visit.csrf,
            """
            \(HTML.errorSummary(title: text("evidence.ask.problem"), errors.messages(text)))\
            \(formID(visit))\
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
