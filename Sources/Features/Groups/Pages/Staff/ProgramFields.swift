import Markup
import Storage
import Vocabulary
import Web

/// The fields of a program: its words in each language, of which one is enough, and its terms.
struct ProgramFields: Sendable {
    let texts: [Language: ProgramText]
    let topics: [String]
    let ledBy: Program.LedBy
    let listing: Program.Listing
    let eligibility: Program.Eligibility
    let cost: Cost

    /// All that the product speaks.
    static let languages = (try? Languages.shipped())?.all ?? []
    private static let parts = ["title", "summary", "meeting", "who", "costs"]
    /// Longer than any amount: whoever writes a sentence there is told where it goes, not that it is long.
    private static let mostTyped = 200

    /// The name of a field in a language.
    static func name(_ part: String, _ language: Language) -> String { "\(part)-\(language.rawValue)" }

    static var names: [String] {
        languages.flatMap { language in parts.map { name($0, language) } } + ["topicWords", "cost"]
    }

    static let usual = [
        "ledBy": Program.LedBy.staff.rawValue, "listing": Program.Listing.open.rawValue,
        "eligibility": Program.Eligibility.anyone.rawValue, "cost": "0",
    ]

    /// What it is called, for its address: in the language of whoever wrote it, if they did.
    func title(_ reader: Language) -> String {
        let text = texts[reader] ?? texts.min { $0.key.rawValue < $1.key.rawValue }?.value
        return text?.title ?? ""
    }

    /// Nil where something is missing or wrong: the errors say what.
    static func read(_ reader: inout FormReader, _ catalogue: Catalogue) -> ProgramFields? {
        let texts = readTexts(&reader)
        let topics = reader.choices("topic", among: allTopics(catalogue))
        let ledBy: Program.LedBy? = reader.word("ledBy", required: "groups.staff.program.ledBy.required")
        let listing: Program.Listing? = reader.word("listing", required: "groups.staff.program.listing.required")
        let eligibility: Program.Eligibility? = reader.word(
            "eligibility", required: "groups.staff.program.eligibility.required")
        let cost = cost(&reader)
        guard let ledBy, let listing, let eligibility, let cost, !texts.isEmpty else { return nil }
        return ProgramFields(
            texts: texts, topics: topics, ledBy: ledBy, listing: listing, eligibility: eligibility,
            cost: cost)
    }

    private static func readTexts(_ reader: inout FormReader) -> [Language: ProgramText] {
        var texts: [Language: ProgramText] = [:]
        for language in languages { texts[language] = readText(&reader, language) }
        if texts.isEmpty, let first = languages.first {
            reader.errors.add(field: name("title", first), "groups.staff.program.title.required")
        }
        return texts
    }

    /// Nil where nothing was said in that language.
    static func readText(_ reader: inout FormReader, _ language: Language) -> ProgramText? {
        func part(_ part: String, _ reader: inout FormReader) -> String {
            reader.text(name(part, language), max: ProgramText.mostWords, multiline: true)
        }
        let title = reader.text(name("title", language), max: ProgramText.mostTitle)
        let summary = part("summary", &reader)
        let rest = (part("meeting", &reader), part("who", &reader), part("costs", &reader))
        guard !(title + summary + rest.0 + rest.1 + rest.2).isEmpty else { return nil }
        // A language that was begun is finished: half a page is worse than one in another language.
        if title.isEmpty { reader.errors.add(field: name("title", language), "groups.staff.program.title.required") }
        if summary.isEmpty {
            reader.errors.add(field: name("summary", language), "groups.staff.program.summary.required")
        }
        return ProgramText(title: title, summary: summary, meeting: rest.0, eligibility: rest.1, cost: rest.2)
    }

    private static func cost(_ reader: inout FormReader) -> Cost? {
        switch Cost.Typed(reader.text("cost", max: mostTyped)) {
        case .amount(let cost): return cost
        case .wrong: reader.errors.add(field: "cost", "groups.staff.program.cost.wrong")
        case .words: reader.errors.add(field: "cost", "groups.staff.program.cost.words")
        }
        return nil
    }

    static func allTopics(_ catalogue: Catalogue) -> [String] {
        GroupTheme.allCases.map(\.rawValue) + catalogue.conditions.map(\.slug)
    }

    func program(_ id: ID<Program>, of organization: ID<Space>, slug: String) -> Program {
        Program(
            id: id, organization: organization, slug: slug, ledBy: ledBy, listing: listing, eligibility: eligibility,
            cost: cost, texts: texts, topics: topics)
    }

    static func known(_ program: Program) -> [String: String] {
        let cents = program.cost.cents
        var known = [
            "ledBy": program.ledBy.rawValue, "listing": program.listing.rawValue,
            "eligibility": program.eligibility.rawValue, "topic": program.topics.joined(separator: " "),
            "cost": cents % 100 == 0
                ? String(cents / 100) : "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)",
        ]
        for (language, text) in program.texts {
            known[name("title", language)] = text.title
            known[name("summary", language)] = text.summary
            known[name("meeting", language)] = text.meeting
            known[name("who", language)] = text.eligibility
            known[name("costs", language)] = text.cost
        }
        return known
    }
}

// MARK: - How they look

extension ProgramFields {
    static func html(_ form: StaffForm, _ catalogue: Catalogue, _ visit: Visit) -> HTML {
        let text = form.text
        // The reader's own first, the others folded until somebody has words in them.
        let others = languages.filter { $0 != visit.language }
        let own = languages.contains(visit.language) ? words(visit.language, form) : .empty
        return """
            \(own)\(HTML.each(others) { language in
                HTML.disclosure(
                    text("groups.staff.program.other", ["language": .text(text.languages.ownName(of: language))]),
                    words(language, form), open: own.isEmpty || isBegun(language, form))
            })\(topics(form, catalogue, visit))\
            \(form.radios(
                "ledBy", text("groups.staff.program.ledBy"),
                Choice.each(Program.LedBy.self) { text("groups.led.\($0)") }, inRow: true))\
            \(form.radios(
                "eligibility", text("groups.staff.program.eligibility"),
                Choice.each(Program.Eligibility.self) { text("groups.eligibility.\($0)") }))\
            \(form.radios(
                "listing", text("groups.staff.program.listing"),
                Choice.each(Program.Listing.self) { text("groups.staff.listing.\($0)") }))\
            \(form.line(
                "cost", text("groups.staff.program.cost"), hint: text("groups.staff.program.cost.hint"), width: .short))
            """
    }

    private static func isBegun(_ language: Language, _ form: StaffForm) -> Bool {
        parts.contains { !form.values[name($0, language)].isEmpty }
    }

    private static func words(_ language: Language, _ form: StaffForm) -> HTML {
        let text = form.text
        func label(_ part: String) -> String {
            text(
                "groups.staff.program.\(part)", ["language": .text(text.languages.ownName(of: language))])
        }
        return """
            \(form.line(name("title", language), label("title"), hint: text("groups.staff.program.title.hint")))\
            \(form.area(name("summary", language), label("summary"), hint: text("groups.staff.program.summary.hint")))\
            \(form.area(
                name("meeting", language), label("meeting"), hint: text("groups.staff.program.meeting.hint"),
                isOptional: true))\
            \(form.area(name("who", language), label("who"), isOptional: true))\
            \(form.area(name("costs", language), label("costs"), isOptional: true))
            """
    }

    /// Themes, what is chosen, and what was found for words; all in boxes, so that choosing needs no script.
    private static func topics(_ form: StaffForm, _ catalogue: Catalogue, _ visit: Visit) -> HTML {
        let text = form.text
        let chosen = form.values.all("topic")
        let words = form.values["topicWords"]
        let found =
            words.isEmpty
            ? [] : catalogue.search(words, language: visit.language, kinds: [.condition], limit: 8).map(\.concept.slug)
        let themes = Choice.each(GroupTheme.self) { text("groups.theme.\($0)") }
        let slugs = Set(chosen).union(found).filter { catalogue.condition(slug: $0) != nil }
        let conditions = slugs.sorted().map {
            Choice($0, catalogue.condition(slug: $0)?.name(visit.language) ?? $0)
        }
        return """
            \(form.boxes(
                "topic", text("groups.staff.program.topics"), conditions + themes,
                hint: text("groups.staff.program.topics.hint")))\
            \(form.line("topicWords", text("groups.staff.program.search"), isOptional: true, kind: .search))\
            \(HTML.when(
                !words.isEmpty && found.isEmpty, HTML.note(HTML(text: text("groups.staff.program.search.none")))))\
            \(HTML.actions([
                HTML.button(text("groups.staff.program.look"), kind: .secondary, name: "look", value: "yes")
            ]))
            """
    }
}
