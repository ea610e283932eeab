import Accounts
import Markup
import Storage
import Web

/// `/me/letters`: with whom a member writes, what is new first, and who may write to them. No word of a letter stands here:
/// somebody may look over their shoulder.
struct LettersPage: Sendable {
    let communities: CommunitiesFeature

    static let path: Link = "/me/letters"
    private static let atOnce = 30

    var routes: [Route] {
        [
            .get("/me/letters", .member) { try await show($0) },
            .post("/me/letters", .member) { try await wish($0) },
        ]
    }

    private func wish(_ visit: Visit) async throws -> Reply {
        let me = try visit.person
        var reader = FormReader(visit.fields)
        let chosen = reader.choice(
            "first", among: LetterWishStore.offered.map(\.rawValue), required: "communities.letters.wish.required")
        guard reader.errors.isEmpty, let wish = chosen.flatMap(Visibility.init(rawValue:)) else {
            return try await show(visit, reader.errors)
        }
        try await communities.database.write { try LetterWishStore.set(wish, of: me, in: $0) }
        return visit.redirect(Self.path, flash: "communities.letters.wish.done")
    }

    private func show(_ visit: Visit, _ errors: FormErrors = FormErrors()) async throws -> Reply {
        let (me, viewer, number) = (try visit.person, visit.viewer, try page(visit))
        let (found, wish, begun) = try await communities.database.read { tx in
            (
                try CorrespondenceStore.all(as: viewer, page: number, limit: Self.atOnce, in: tx),
                try LetterWishStore.wish(of: me, in: tx), Set(try communities.drafts(visit, tx).map(\.form))
            )
        }
        let (text, shown) = (visit.text, found.prefix(Self.atOnce))
        let empty = HTML.emptyState(
            title: text("communities.letters.none"), body: text("communities.letters.none.body"))
        func link(_ page: Int) -> Link { page == 1 ? Self.path : Self.path.adding("page", String(page)) }
        let pages = HTML.pagination(
            previous: number > 1 ? link(number - 1) : nil, next: found.count > Self.atOnce ? link(number + 1) : nil,
            text: text)
        return visit.page(
            text("communities.letters.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    text("communities.letters.title"), lead: HTML(text: text("communities.letters.lead"))))\
                \(shown.isEmpty ? empty : HTML.card(HTML.each(shown) { line($0, begun, text) } + pages))\
                \(HTML.card(wishForm(wish, errors, visit), title: text("communities.letters.wish")))
                """))
    }

    private func page(_ visit: Visit) throws -> Int {
        guard let asked = visit.query["page"] else { return 1 }
        guard asked.utf8.count <= 5, let page = Int(asked), page > 0 else { throw Problem.notFound }
        return page
    }

    /// - Parameter begun: forms of which something is kept.
    private func line(_ one: Correspondence, _ begun: Set<String>, _ text: Text) -> HTML {
        let isNew = one.newFrom != nil
        let isBegun = begun.contains(CorrespondencePage.link(one.id).text)
        let state =
            one.standing == .open ? nil : text("communities.letters.standing.\(one.standing.rawValue)")
        return """
            <article class="thread-line"><h2 class="thread-title" dir="auto">\
            <a href="\(CorrespondencePage.link(one.id))">\(one.name(text))</a></h2><p class="note">\
            \(HTML.when(isNew, "<strong>\(text("communities.letters.new"))</strong> · "))\
            \(HTML.when(isBegun, "\(text("communities.letters.begun")) · "))\
            \(HTML.with(state) { "\($0) · " })\(text.date(one.lastAt))</p></article>
            """
    }

    private func wishForm(_ wish: Visibility?, _ errors: FormErrors, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.form(
            action: Self.path, csrf: visit.csrf,
            """
            \(HTML.radios(
                Choices(
                    name: "first", legend: text("communities.letters.wish.who"),
                    options: LetterWishStore.offered.map {
                        Choice($0.rawValue, text("communities.letters.wish.\($0.rawValue)"))
                    },
                    selected: (wish ?? LetterWishStore.usual).rawValue, error: errors.message(for: "first", text))))\
            \(HTML.actions([HTML.button(text("communities.letters.wish.save"), kind: .secondary)]))
            """)
    }
}

extension Correspondence {
    /// How the other is called; the same words for who has left, was blocked, or blocked whoever looks.
    func name(_ text: Text) -> String { pseudonym ?? text("communities.letters.somebody") }
}
