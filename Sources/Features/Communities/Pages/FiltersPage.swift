import Accounts
import Markup
import Storage
import Web

/// `/me/talk/filters`: of what a member wishes to be warned before they read it. It stands in no address.
struct FiltersPage: Sendable {
    let communities: CommunitiesFeature

    static let link: Link = "/me/talk/filters"

    var routes: [Route] {
        [
            .get("/me/talk/filters", .member) { try await show($0, FormErrors(), status: 200) },
            .post("/me/talk/filters", .member, body: .words) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await save(visit)
            },
        ]
    }

    private func save(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let filters = TalkFilters(&reader)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let viewer = visit.viewer
        try await communities.database.write { try TalkFilterStore.set(filters, as: viewer, in: $0) }
        return visit.redirect(Self.link, flash: "communities.filters.saved")
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let (viewer, text) = (visit.viewer, visit.text)
        let filters = try await communities.database.read { try TalkFilterStore.find(as: viewer, in: $0) }
        var reader = FormReader(visit.fields)
        let themes = TalkTheme.allCases.map(\.rawValue)
        let chosen =
            errors.isEmpty
            ? Set(filters.themes.map(\.rawValue)) : Set(reader.choices("themes", among: themes))
        let form = HTML.form(
            action: Self.link, csrf: visit.csrf,
            """
            \(HTML.checkboxes(
                Choices(
                    name: "themes", legend: text("communities.filters.themes"),
                    options: TalkTheme.allCases.map { Choice($0.rawValue, $0.name(text)) }, selected: chosen,
                    error: errors.message(for: "themes", text))))\
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("communities.filters.words"),
                    hint: text("communities.filters.words.hint"),
                    value: errors.isEmpty ? filters.words.joined(separator: "\n") : visit.fields["words"] ?? "",
                    error: errors.message(for: "words", text), autocomplete: "off"), rows: 5))\
            \(HTML.actions([HTML.button(text("communities.filters.save"))]))\
            \(HTML.note(HTML(text: text("communities.filters.limits"))))
            """)
        let title = text("communities.filters.title")
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("communities.filters.lead")),
                    breadcrumb: HTML.breadcrumb([(text("communities.menu.own"), "/me/talk")])))\(form)
                """))
    }
}

extension TalkTheme {
    /// What it is called.
    func name(_ text: Text) -> String { text("communities.speaks.\(rawValue)") }
}
