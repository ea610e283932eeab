import Markup
import Web

/// How one proposed word looks to a steward.
struct WordView {
    private let visit: Visit
    private let word: ProposedWord
    private let catalogue: Catalogue
    private let errors: FormErrors
    private var text: Text { visit.text }

    init(_ visit: Visit, _ word: ProposedWord, _ catalogue: Catalogue, _ errors: FormErrors = FormErrors()) {
        (self.visit, self.word, self.catalogue, self.errors) = (visit, word, catalogue, errors)
    }

    func page() -> HTML {
        let people = text(
            "vocabulary.words.by", ["n": .count(word.people), "date": .text(text.date(word.proposedAt))])
        let tags = HTML.tags([
            HTML.tag(Self.name(of: word.kind, text)), HTML.tag(text.languages.ownName(of: word.language), kind: .quiet),
        ])
        return HTML.narrow(
            """
            \(HTML.errorSummary(title: text("vocabulary.words.problem"), errors.messages(text)))\
            \(HTML.pageHeader(
                "“\(word.text)”", lead: HTML(text: people),
                breadcrumb: HTML.breadcrumb([(text("vocabulary.words.title"), "/steward/words")]), tags: tags))\
            \(mergeCard())\(acceptCard())\(declineCard())
            """)
    }

    static func name(of kind: ConceptKind, _ text: Text) -> String {
        switch kind {
        case .condition: text("vocabulary.word.kind.condition")
        case .treatment: text("vocabulary.word.kind.treatment")
        case .symptom: text("vocabulary.word.kind.symptom")
        }
    }

    // MARK: Another word for an entry

    private func mergeCard() -> HTML {
        let query = visit.query["q"] ?? visit.fields["q"] ?? word.text
        var matches = catalogue.search(query, language: visit.language, kinds: [word.kind], limit: 8)
        if matches.isEmpty {
            matches = catalogue.suggestions(query, language: visit.language, limit: 8).filter { $0.kind == word.kind }
        }
        return HTML.card(
            """
            \(HTML.searchForm(
                action: "/steward/words/\(word.id)", label: text("vocabulary.words.merge.search"), value: query,
                button: text("vocabulary.search.button"), id: "entry-search"))\
            \(matches.isEmpty ? HTML.note(HTML(text: text("vocabulary.words.merge.none"))) : mergeForm(matches, query))
            """, title: text("vocabulary.words.merge"))
    }

    private func mergeForm(_ matches: [Match], _ query: String) -> HTML {
        HTML.form(
            action: "/steward/words/\(word.id)/merge", csrf: visit.csrf,
            """
            \(HTML.hidden("q", query))\
            \(HTML.radios(
                Choices(
                    name: "entry", legend: text("vocabulary.words.merge.choose"),
                    options: matches.map { Choice($0.slug, $0.name, hint: $0.alsoCalled) },
                    selected: visit.fields["entry"], error: errors.message(for: "entry", text))))\
            \(HTML.actions([HTML.button(text("vocabulary.words.merge.send"))]))
            """)
    }

    // MARK: An entry of its own

    private func acceptCard() -> HTML {
        HTML.card(
            HTML.form(
                action: "/steward/words/\(word.id)/accept", csrf: visit.csrf,
                """
                \(HTML.each(catalogue.languages, name))\(place())\
                \(HTML.actions([HTML.button(text("vocabulary.words.accept.send"), kind: .secondary)]))
                """), title: text("vocabulary.words.accept"))
    }

    private func name(_ language: Language) -> HTML {
        let field = "name_\(language)"
        let label = text("vocabulary.words.name", ["language": .text(text.languages.ownName(of: language))])
        return HTML.field(
            TextField(
                name: field, label: label, value: visit.fields[field] ?? (language == word.language ? word.text : ""),
                error: errors.message(for: field, text), required: true))
    }

    private func place() -> HTML {
        switch word.kind {
        case .condition:
            select(
                "parent", text("vocabulary.words.parent"),
                catalogue.conditions.map { ($0.slug, $0.name(visit.language)) })
        case .treatment:
            select("kind", text("vocabulary.words.sort"), TreatmentKind.allCases.map { ($0.rawValue, sort($0)) })
                + select(
                    "parent", text("vocabulary.words.family"),
                    catalogue.families.map { ($0.slug, $0.name(visit.language)) })
        case .symptom: .empty
        }
    }

    private func select(_ name: String, _ legend: String, _ options: [(slug: String, name: String)]) -> HTML {
        let named = text.sorted(options, by: \.name)
        return HTML.select(
            Choices(
                name: name, legend: legend,
                options: [Choice("", text("vocabulary.words.choose"))] + named.map { Choice($0.slug, $0.name) },
                selected: visit.fields[name], error: errors.message(for: name, text)))
    }

    private func sort(_ kind: TreatmentKind) -> String {
        switch kind {
        case .medicine: text("vocabulary.kind.medicine")
        case .therapy: text("vocabulary.kind.therapy")
        case .exercise: text("vocabulary.kind.exercise")
        case .diet: text("vocabulary.kind.diet")
        case .device: text("vocabulary.kind.device")
        case .selfCare: text("vocabulary.kind.selfCare")
        case .group: text("vocabulary.kind.group")
        case .procedure: text("vocabulary.kind.procedure")
        }
    }

    // MARK: Its members' own

    private func declineCard() -> HTML {
        HTML.card(
            HTML.form(
                action: "/steward/words/\(word.id)/decline", csrf: visit.csrf,
                """
                <p>\(text("vocabulary.words.decline.what"))</p>\
                \(HTML.actions([HTML.button(text("vocabulary.words.decline.send"), kind: .quiet)]))
                """), title: text("vocabulary.words.decline"))
    }
}
