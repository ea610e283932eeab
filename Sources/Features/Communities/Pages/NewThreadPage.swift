import Accounts
import Markup
import Safety
import Storage
import Web

/// `/communities/:community/ask`: a question, something lived through, or a claim.
struct NewThreadPage: Sendable {
    let communities: CommunitiesFeature

    static func link(_ slug: String, _ kind: ThreadKind) -> Link {
        Link("/communities/\(slug)/ask").adding("kind", kind.rawValue)
    }

    var routes: [Route] {
        [
            .get("/communities/:community/ask", .member) { visit in
                if let choice = try await AskWay(communities: communities).choice(visit, kind(visit)) { return choice }
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors(), status: 200)
            },
            .post(
                "/communities/:community/ask", .member, body: .words, limit: PostFields.limit
            ) { visit in
                if communities.darkPool.isOffered, visit.fields["way"] == AskWay.dark {
                    let community = try await communities.database.read { try communities.community(visit, $0) }
                    return try await DarkAskPage(communities: communities, community: community, visit: visit).reply()
                }
                if let question = visit.healthConsentQuestion { return question }
                if visit.fields[CommunitiesFeature.keep] != nil {
                    let community = try await communities.database.read { try communities.community(visit, $0) }
                    return try await communities.keepDraft(visit, form: Self.link(community.slug, kind(visit))) {
                        try await show(visit, FormErrors(field: "words", $0), status: 422)
                    }
                }
                // What was begun elsewhere: the form shows it, and its author sends it or not.
                let isBegun =
                    visit.fields["form"] == nil && visit.fields["readers"] == nil && visit.fields["kind"] == nil
                if isBegun || visit.fields[SimilarQuestions.look] != nil {
                    return try await show(visit, FormErrors(), status: 200)
                }
                return try await send(visit)
            }.waiting(),
        ]
    }

    private func kind(_ visit: Visit) -> ThreadKind {
        ThreadKind(rawValue: visit.fields["kind"] ?? visit.query["kind"] ?? "") ?? .question
    }

    /// The question of the week that a form is about; nil for nearly all forms, and where the week is over.
    private func question(
        _ key: String?, of community: Community, _ visit: Visit, _ tx: Transaction
    ) throws -> WeekQuestion? {
        guard let key else { return nil }
        let question = try communities.weekQuestion(of: community, as: visit.viewer, at: visit.now, tx)
        return question?.key == key ? question : nil
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let (community, week) = try await communities.database.read { tx in
            let community = try communities.community(visit, tx)
            return (community, try question(visit.fields["week"], of: community, visit, tx))
        }
        var reader = FormReader(visit.fields)
        let kind = kind(visit)
        let title = reader.text(
            "title", max: NewThread.longestTitle, required: "communities.title.empty.\(kind.rawValue)")
        let input = PostInput(&reader, visit) { communities.safety.reader.holding($0) != nil }
        let visibility = reader.choice(
            "readers", among: ThreadVisibility.allCases.map(\.rawValue), required: "communities.readers.required"
        ).flatMap { ThreadVisibility(rawValue: $0) }
        let source = kind == .claim ? Self.source(&reader) : nil
        guard reader.errors.isEmpty, let visibility else {
            return try await show(visit, reader.errors, status: 422)
        }
        let isDanger = communities.safety.reader.holding(title + "\n" + input.said) != nil
        if isDanger, visit.fields[HeldWords.yes] != "yes", !ReviewedWords.asksPerson(visit) {
            return danger(input, community, visit)
        }
        let thread = NewThread(
            id: ID(high: input.form.high, low: input.form.low), community: community.id, kind: kind, title: title,
            language: visit.language.rawValue, source: source, visibility: visibility, week: week)
        let posted = try await communities.begin(thread, input.asking(isDanger), by: visit.person, at: visit.now)
        switch posted {
        case .done(let place):
            try await communities.dropDraft(of: Self.link(community.slug, kind), visit)
            return visit.redirect(next(community, place, visit), flash: "communities.sent")
        case .waits(let place):
            try await communities.dropDraft(of: Self.link(community.slug, kind), visit)
            return visit.redirect(next(community, place, visit), flash: "communities.waits")
        case .held(let field, let findings):
            return ReviewedWords(
                visit.fields[field] ?? "", findings, of: field, to: action(community),
                hidden: hidden(visit, except: field),
                kept: visit.text("communities.review.kept"), leave: CommunityPage.link(community.slug), visit
            ).reply()
        case .refused(let key): return try await show(visit, FormErrors(field: "words", key), status: 422)
        }
    }

    private func next(_ community: Community, _ place: PostPlace, _ visit: Visit) -> Link {
        visit.fields[CommunitiesFeature.picture] == nil
            ? ThreadPage.link(community.slug, place.thread) : PostPicturePage.link(community.slug, place)
    }

    private func action(_ community: Community) -> Link { "/communities/\(community.slug)/ask" }

    /// The page that a claim rests on.
    private static func source(_ reader: inout FormReader) -> String? {
        let text = reader.text("source", max: 1_000, required: "communities.source.required")
        if !text.isEmpty, Link(external: text) == nil { reader.errors.add(field: "source", "communities.source.wrong") }
        return text.isEmpty ? nil : text
    }

    /// Words of danger go to nobody without a second yes.
    private func danger(_ input: PostInput, _ community: Community, _ visit: Visit) -> Reply {
        HeldWords(
            input.words, of: "words", to: action(community), hidden: hidden(visit, except: "words"),
            readers: visit.text("communities.readers.\(visit.fields["readers"] ?? "community").who"),
            leave: CommunityPage.link(community.slug), visit
        ).reply()
    }

    /// All that was in the form besides one field, to come along.
    private func hidden(_ visit: Visit, except field: String) -> HTML {
        HTML.each(
            ["form", "kind", "week", "title", "words", "readers", "source", "warning", "picture"].filter { $0 != field }
        ) { name in
            HTML.with(visit.fields[name]) { HTML.hidden(name, $0) }
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let kind = kind(visit)
        let (community, week, values, similar) = try await communities.database.read { tx in
            let community = try communities.community(visit, tx)
            let form = Self.link(community.slug, kind)
            let draft = visit.isReading ? try communities.draft(of: form, visit, tx) : nil
            let values = FormValues(sent: visit.fields, draft: draft)
            // What was begun earlier goes on as it is.
            let key = values["week"] ?? (draft == nil ? visit.query["week"] : nil)
            return (
                community, try question(key, of: community, visit, tx), values,
                try askedBefore(kind, values, visit, tx)
            )
        }
        let text = visit.text
        let title = text("communities.new.\(kind.rawValue)")
        let form = NewThreadForm(
            kind: kind, question: week, errors: errors, values: values, similar: similar, visit: visit)
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("communities.new.\(kind.rawValue).lead")),
                    breadcrumb: HTML.breadcrumb(
                        [
                            (text("communities.title"), "/communities"),
                            (communities.name(of: community, text), CommunityPage.link(community.slug)),
                        ])))\
                \(HTML.when(kind == .experience, orClaim(community, text)))\
                \(HTML.form(action: action(community), csrf: visit.csrf, form.html()))
                """))
    }

    /// What somebody read is no experience: it has a form of its own, which asks for the page.
    private func orClaim(_ community: Community, _ text: Text) -> HTML {
        let link: HTML = """
            <a href="\(Self.link(community.slug, .claim))">\(text("communities.new.claim"))</a>
            """
        return HTML.note("\(text("communities.new.claim.instead")) \(link)")
    }

    /// What was asked before, as far as the title says what is asked. Nothing of it stands below a card about danger.
    private func askedBefore(
        _ kind: ThreadKind, _ values: FormValues, _ visit: Visit, _ tx: Transaction
    ) throws -> SimilarQuestions? {
        guard kind == .question else { return nil }
        let title = visit.card == nil ? values["title"] ?? "" : ""
        return SimilarQuestions(
            posts: try communities.similarQuestions(to: title, as: visit.viewer, tx),
            isAsked: !title.isEmpty && visit.fields[SimilarQuestions.look] != nil, text: visit.text)
    }
}

/// The fields of a new thread.
private struct NewThreadForm {
    let kind: ThreadKind
    /// The question of the week, which its author can put in other words.
    let question: WeekQuestion?
    let errors: FormErrors
    let values: FormValues
    let similar: SimilarQuestions?
    let visit: Visit

    private var text: Text { visit.text }

    func html() -> HTML {
        let id = visit.sentFormID(for: PostInput.purpose) ?? ID<WrittenPost>.random()
        let urgent = text("communities.new.urgent", ["number": .text(visit.settings.emergencyNumber)])
        return """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\(PostFields.kept(values, text))\
            \(HTML.when(kind == .question, HTML.note(HTML(text: urgent))))\
            \(HTML.hidden("form", visit.formID(id, for: PostInput.purpose)))\(HTML.hidden("kind", kind.rawValue))\
            \(HTML.with(question) { HTML.hidden("week", $0.key) })\
            \(HTML.field(
                TextField(
                    name: "title", label: text("communities.title.\(kind.rawValue)"),
                    hint: text("communities.title.\(kind.rawValue).hint"),
                    value: values["title"] ?? question.map { $0(visit.language) } ?? "", error: error("title"),
                    required: true)))\(HTML.with(similar) { $0.html() })\
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("communities.words"),
                    hint: text("communities.words.\(kind.rawValue).hint"), value: value("words"),
                    error: error("words"), required: true), rows: 8))\
            \(HTML.when(kind == .claim, source))\(readers)\(PostFields.warning(values, errors, text))\
            \(PostFields.picture(values, text))\(PostFields.buttons(text("communities.send.\(kind.rawValue)"), text))\
            \(HTML.note(HTML(text: text("communities.new.how", ["name": .text(visit.session?.pseudonym ?? "")]))))
            """
    }

    private var source: HTML {
        HTML.field(
            TextField(
                name: "source", label: text("communities.source"), hint: text("communities.source.hint"),
                value: value("source"), error: error("source"), required: true))
    }

    private var readers: HTML {
        HTML.radios(
            Choices(
                name: "readers", legend: text("communities.readers"),
                options: ThreadVisibility.allCases.reversed().map {
                    Choice(
                        $0.rawValue, text("communities.readers.\($0.rawValue)"),
                        hint: text("communities.readers.\($0.rawValue).who"))
                }, selected: values["readers"], error: error("readers")))
    }

    private func value(_ name: String) -> String { values[name] ?? "" }
    private func error(_ name: String) -> String? { errors.message(for: name, text) }
}
