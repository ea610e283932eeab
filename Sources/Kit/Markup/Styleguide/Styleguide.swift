/// Every component in its states, on one page: for designers, for screen readers, for the tests that look at pages.
/// Shown at `/styleguide` in development only.
package enum Styleguide {
    /// The content of the page, for `Shell.main`.
    package static func page(_ text: Text) -> HTML {
        """
        \(HTML.pageHeader(text("markup.styleguide"), lead: text.html("markup.styleguide.lead")))\
        \(sections(text).map { section($0.title, $0.body) })
        """
    }

    private static func sections(_ text: Text) -> [(title: String, body: HTML)] {
        [
            (text("markup.styleguide.layout"), layout(text)), (text("markup.styleguide.words"), words(text)),
            (text("markup.styleguide.colours"), colours(text)),
            (text("markup.styleguide.evidence"), evidence(text)),
            (text("markup.styleguide.tables"), tables(text)),
            (text("markup.styleguide.cards"), cards(text)),
            (text("markup.styleguide.buttons"), buttons(text)),
            (text("markup.styleguide.forms"), forms(text)),
            (text("markup.styleguide.errors"), errors(text)),
            (text("markup.styleguide.navigation"), navigation(text)),
            (text("markup.styleguide.messages"), messages(text)),
        ]
    }

    private static func section(_ title: String, _ body: HTML) -> HTML {
        "<section class=\"section\"><h2>\(title)</h2><div class=\"stack\">\(body)</div></section>"
    }

    private static func layout(_ text: Text) -> HTML {
        let (title, body) = (text("markup.styleguide.sample.title"), text("markup.styleguide.sample.body"))
        let link = text("markup.styleguide.sample.link")
        let card = HTML.card("<p>\(body)</p>", title: title, level: 3)
        return """
            \(HTML.columns(card, beside: card, below: card, header: HTML.note(HTML(text: title))))\
            \(HTML.grid(Icon.allCases.map {
                HTML.door($0, title: title, body: body, label: link, to: "#main", level: 3)
            }))\
            \(HTML.card(
                HTML.facts([(term: title, value: "164"), (term: longWord, value: "\(longWord)")]), title: title, level: 3))
            """
    }

    private static func words(_ text: Text) -> HTML {
        """
        \(HTML.prose("""
            <h3>\(text("markup.styleguide.sample.title"))</h3><p>\(text("markup.styleguide.sample.body"))</p>\
            <ul><li>\(text("markup.styleguide.sample.one"))</li><li>\(text("markup.styleguide.sample.two"))</li></ul>
            """))\
        \(HTML.question(text("markup.styleguide.sample.question")))\
        \(HTML.quote(
            text("markup.styleguide.sample.quote"), by: text.html("markup.styleguide.sample.by")))\
        \(HTML.quote("بدأت أنام أفضل بعد أسبوعين.", by: text.html("markup.styleguide.sample.rtl")))\
        \(HTML.quote(longWord, by: text.html("markup.styleguide.sample.long")))\
        \(HTML.note(text.html("markup.styleguide.sample.note")))
        """
    }

    private static func cards(_ text: Text) -> HTML {
        HTML.grid(
            CardKind.allCases.map { kind in
                HTML.card(
                    "<p>\(text("markup.styleguide.sample.body"))</p>", title: text("markup.styleguide.sample.title"),
                    kind: kind, level: 3)
            } + [HTML.card("<p>\(longWord)</p>", title: longWord, level: 3)])
    }

    private static func buttons(_ text: Text) -> HTML {
        """
        <div class="actions">\(HTML.each(ButtonKind.allCases) {
            HTML.button(text("markup.styleguide.sample.button"), kind: $0)
        })</div><div class="actions">\(HTML.each(ButtonKind.allCases) {
            HTML.buttonLink(text("markup.styleguide.sample.link"), to: "#main", kind: $0)
        })</div>
        """
    }

    private static func navigation(_ text: Text) -> HTML {
        let here: Link = "#main"
        let first = text("markup.styleguide.sample.one")
        let second = text("markup.styleguide.sample.two")
        return """
            \(HTML.breadcrumb([(first, here), (second, here)], label: text("markup.styleguide.sample.way")))\
            \(HTML.chips(
                [Tab(first, here, current: true), Tab(second, here)], label: text("markup.styleguide.sample.tabs")))\
            \(HTML.linkList([
                (label: first, link: here, note: text("markup.styleguide.sample.note")),
                (label: second, link: here, note: nil),
            ]))\
            \(HTML.pagination(previous: here, next: here, text: text))\
            \(HTML.searchForm(
                action: "/search", label: text("markup.search.label"),
                hint: text("markup.styleguide.sample.hint"), button: text("markup.search.button")))
            """
    }

    private static func messages(_ text: Text) -> HTML {
        """
        \(HTML.each(FlashKind.allCases) { HTML.flash(text("markup.styleguide.sample.flash"), kind: $0) })\
        \(HTML.emptyState(
            title: text("markup.styleguide.sample.empty"), body: text("markup.styleguide.sample.empty.body"),
            action: HTML.buttonLink(text("markup.styleguide.sample.button"), to: "#main")))\
        \(HTML.disclosure(
            text("markup.styleguide.sample.more"), "<p>\(text("markup.styleguide.sample.body"))</p>", open: true))\
        \(HTML.tags(TagKind.allCases.map { HTML.tag(text("markup.styleguide.sample.one"), kind: $0) } + [
            HTML.tagLink(text("markup.styleguide.sample.two"), to: "#main"),
            HTML.tagLink(text("markup.styleguide.sample.two"), to: "#main", current: true),
        ]))
        """
    }

    /// A word that no line is long enough for.
    static let longWord = String(repeating: "Schilddrüsenunterfunktion", count: 4)
}
