import Accounts
import Markup
import Storage
import Web

/// `POST /words`: a member tells a word that the search did not know.
struct ProposePage: Sendable {
    let vocabulary: VocabularyFeature

    var routes: [Route] {
        [
            .post("/words", .member, body: .words, limit: RateLimit(per: .person, count: 20, within: 3_600)) {
                try await propose($0)
            }
        ]
    }

    private func propose(_ visit: Visit) async throws -> Reply {
        // The form is not shown without consent; from one that was opened before, the word comes along.
        guard visit.hasHealthConsent else {
            return visit.redirect(Link("/consent").adding("to", Self.search(for: visit.fields["word"] ?? "").text))
        }
        var reader = FormReader(visit.fields)
        let word = reader.text("word", max: ProposedWord.longest, required: "vocabulary.word.empty")
        let kind = reader.choice(
            "kind", among: ConceptKind.allCases.map(\.rawValue), required: "vocabulary.word.kind.missing"
        ).flatMap { ConceptKind(rawValue: $0) }
        do {
            try reader.finish()
            guard let kind else { throw Problem.notFound }
            let outcome = try await vocabulary.database.write { tx in
                try vocabulary.propose(word, kind: kind, language: visit.language, by: visit.viewer, in: tx)
            }
            return switch outcome {
            case .known(let concept): visit.redirect(concept.link, flash: "vocabulary.word.known")
            case .proposed: visit.redirect("/search", flash: "vocabulary.word.thanks")
            }
        } catch Problem.invalid(let errors) {
            return again(visit, errors)
        } catch let refusal as WordRefusal {
            return again(visit, refusal.errors(field: "word"))
        }
    }

    /// The search at the end of which the form stands.
    fileprivate static func search(for word: String) -> Link { Link("/search").adding("q", word) }

    private func again(_ visit: Visit, _ errors: FormErrors) -> Reply {
        let form = ProposeForm(visit, word: visit.fields["word"] ?? "", errors: errors)
        let title = visit.text("vocabulary.word.title")
        return visit.page(title, status: 422, HTML.narrow(HTML.pageHeader(title) + form.html()))
    }
}

/// The form that tells a word; for a visitor the way to sign in.
struct ProposeForm {
    private let visit: Visit
    private let word: String
    private let errors: FormErrors

    init(_ visit: Visit, word: String, errors: FormErrors = FormErrors()) {
        (self.visit, self.word, self.errors) = (visit, word, errors)
    }

    func html() -> HTML {
        let text = visit.text
        guard visit.session != nil else {
            return door(text("vocabulary.word.visitor"), text("vocabulary.word.signIn"), "/sign-in")
        }
        // A word for what somebody has is a fact about their health.
        guard visit.hasHealthConsent else {
            return door(text("vocabulary.word.consent"), text("vocabulary.word.consent.ask"), "/consent")
        }
        return HTML.card(
            HTML.form(
                action: "/words", csrf: visit.csrf,
                """
                \(HTML.errorSummary(title: text("vocabulary.word.problem"), errors.messages(text)))\
                <p>\(text("vocabulary.word.why"))</p>\(wordField(text))\(kinds(text))\
                \(HTML.actions([HTML.button(text("vocabulary.word.send"))]))
                """), title: text("vocabulary.word.ask"))
    }

    /// The way to where something has to be done first; from there back to this search.
    private func door(_ why: String, _ label: String, _ link: Link) -> HTML {
        let link = link.adding("to", ProposePage.search(for: word).text)
        return HTML.card(
            "<p>\(why)</p>\(HTML.actions([HTML.buttonLink(label, to: link, kind: .secondary)]))",
            title: visit.text("vocabulary.word.ask"))
    }

    private func wordField(_ text: Text) -> HTML {
        HTML.field(
            TextField(
                name: "word", label: text("vocabulary.word.label"), value: word,
                error: errors.message(for: "word", text), required: true))
    }

    private func kinds(_ text: Text) -> HTML {
        HTML.radios(
            Choices(
                name: "kind", legend: text("vocabulary.word.kind"),
                options: [
                    Choice("condition", text("vocabulary.word.kind.condition")),
                    Choice("treatment", text("vocabulary.word.kind.treatment")),
                    Choice("symptom", text("vocabulary.word.kind.symptom")),
                ],
                selected: visit.fields["kind"], error: errors.message(for: "kind", text)))
    }
}
