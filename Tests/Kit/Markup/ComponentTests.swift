import Markup
import Testing

/// What a person wrote cannot change what a component is made of.
@Suite struct ComponentTests {
    static let hostile = [
        "\"><script>alert(1)</script>", "' onmouseover='x", "<!--", "]]>", "</textarea></title></svg>", "&quot;&#39;",
        "\"\u{301}>", "<\u{338}script>", "\u{0}\u{202E}", "a\nb\tc", "`${x}`", "\" autofocus onfocus=\"x",
        String(repeating: "<b>", count: 500),
    ]

    /// Every component with `word` in every place that takes text.
    static func everything(_ word: String, _ text: Text) -> [HTML] {
        content(word) + forms(word, text) + navigation(word, text) + charts(word) + [shell(word, text)]
    }

    static func content(_ word: String) -> [HTML] {
        let html = HTML(text: word)
        let link: Link = "/\(word)"
        return [
            .card(html, title: word, kind: .yours, id: word), .tag(word), .tags([.tagLink(word, to: link)]),
            .emptyState(title: word, body: word, action: html), .disclosure(word, html, id: word, open: true),
            .facts([(term: word, value: html)]), .quote(word, by: html), .question(word),
            .flash(word, kind: .problem), .evidenceSentence(html, tier: word), .note(html),
            .pageHeader(word, lead: html), .hero(word, lead: html, action: html, beside: html),
            .door(.talk, title: word, body: word, label: word, to: link), .narrow(html),
            .columns(html, beside: html, below: html, header: html), .grid([html]), .stack([html]), .prose(html),
            .table(
                Table(
                    caption: word, columns: [Column(word), Column(word, numeric: true)], rows: [[html, html]])
            ),
            .table(
                Table(
                    caption: word, isCaptionHidden: true, columns: [Column(word), Column(word, heading: html)],
                    groups: [
                        .init(word, note: word, isTied: true, rows: [[html, html]]), .init(nil, rows: [[html, html]]),
                    ])),
        ]
    }

    static func forms(_ word: String, _ text: Text) -> [HTML] {
        let html = HTML(text: word)
        let link: Link = "/\(word)"
        let field = TextField(
            name: word, label: word, hint: word, value: word, error: word, autocomplete: word, required: true,
            optional: word)
        let options = [Choice(word, word, hint: word), Choice("2", word)]
        let choices = Choices(name: word, legend: word, hint: word, options: options, selected: "2", error: word)
        return [
            .form(action: link, csrf: word, html), .button(word, name: word, value: word),
            .buttonLink(word, to: link), .actions([html]), .field(field), .textArea(field), .radios(choices),
            .checkboxes(choices), .select(choices), .hidden(word, word),
            .checkbox(name: word, label: word, hint: word, checked: true, error: word),
            .errorSummary(title: word, [(field: word, message: word)]),
            .dateParts(
                name: word, legend: word, hint: word, year: word, month: "x" + word, day: word, error: word,
                optional: word, text: text),
            .searchForm(action: "/search", label: word, hint: word, value: word, button: word, id: word),
        ]
    }

    static func navigation(_ word: String, _ text: Text) -> [HTML] {
        let link: Link = "/\(word)"
        return [
            .chips([Tab(word, link, current: true)], label: word), .breadcrumb([(word, link)], label: word),
            .linkList([(label: word, link: link, note: word)]),
            .pagination(previous: Link("/x").adding(word, word), next: link, text: text),
        ]
    }

    static func charts(_ word: String) -> [HTML] {
        let html = HTML(text: word)
        return [
            .distributionBar(
                segments: [Segment(label: word, share: 0.5, tone: 0), Segment(label: word, share: 0.5, tone: 4)],
                title: word, description: word, table: html, tableLabel: word),
            .distributionBar(
                segments: [Segment(label: word, share: 0.5, tone: 0), Segment(label: word, share: 0.5, tone: 4)],
                split: Split(after: 1, before: word, behind: word), title: word, description: word),
            .shareList([(label: word, words: html, share: 0.5)]),
            .rangeBar(low: 0.2, middle: 0.3, high: 0.4, mark: 0.5, label: word),
            .historyChart(
                points: [(x: 0, y: 1, label: word), (x: 1, y: 2, label: word)], yLabels: [word, word], title: word,
                description: word, table: html, tableLabel: word),
        ]
    }

    static func shell(_ word: String, _ text: Text) -> HTML {
        Shell(
            text: text, title: word, main: "\(word)", path: "/" + word, siteName: word, crisisNumber: word,
            emergencyNumber: word, viewerName: word, csrf: word,
            menu: ShellMenu(doors: [ShellItem(label: word, link: "/", waiting: 3, waitingWords: word)]), query: word,
            isSynthetic: true,
            assetsVersion: word, summary: word
        ).document()
    }

    @Test(arguments: hostile) func `hostile text leaves every tag and attribute where it was`(word: String) throws {
        let text = try ownTexts()[.es]
        for (harmless, hostile) in zip(Self.everything("x", text), Self.everything(word, text)) {
            let wanted = tags(harmless)
            expect(
                wanted != nil && wanted == tags(hostile), "\(word.debugDescription) in \(harmless.string.prefix(80))")
        }
    }

    @Test func `every component closes what it opens and has no style attribute or script of its own`() throws {
        for language in Language.allCases {
            let text = try ownTexts()[language]
            for html in Self.everything("x", text) + [Styleguide.page(text)] {
                let tags = tags(html) ?? ["?"]
                expect(isBalanced(tags), "not balanced: \(html.string.prefix(100))")
                let attributes = tags.flatMap { $0.split(separator: "(").dropFirst() }
                expect(
                    !attributes.contains { $0.hasPrefix("style") || $0.hasPrefix("on") }, "\(html.string.prefix(100))")
            }
        }
    }

    @Test func `the styleguide lacks no sentence`() throws {
        for language in Language.allCases {
            let page = Shell(
                text: try ownTexts()[language], title: "", main: Styleguide.page(try ownTexts()[language]), path: "/")
            expect(!page.document().string.contains("⟦"), "a key without a sentence in \(language)")
        }
    }

    @Test func `a field is tied to its label, its hint and its error`() {
        let field = TextField(
            name: "dose", label: "Dose", hint: "How much", value: "60", error: "Say it", required: true)
        let html = HTML.field(field).string
        for part in [
            "<label class=\"label\" for=\"dose\">Dose</label>", "<p class=\"hint\" id=\"dose-hint\">",
            "<p class=\"error\" id=\"dose-error\">", "aria-describedby=\"dose-hint dose-error\"",
            "aria-invalid=\"true\"",
            "aria-required=\"true\"", "value=\"60\"", "id=\"dose\" name=\"dose\"",
        ] { expect(html.contains(part), "\(part) is not in \(html)") }
    }

    @Test func `a passphrase is never sent back`() {
        #expect(
            !HTML.field(TextField(name: "p", label: "P", value: "secret words", kind: .password)).string.contains(
                "secret"))
    }

    @Test func `a text area keeps a first empty line`() {
        let html = HTML.textArea(TextField(name: "a", label: "A", value: "\nb")).string
        #expect(html.contains(">\n\nb</textarea>"))
    }

    @Test func `errors lead to their fields`() {
        let html = HTML.errorSummary(title: "Look again", [(field: "since", message: "When?")]).string
        #expect(html.contains("role=\"alert\" tabindex=\"-1\"") && html.contains("<a href=\"#since\">When?</a>"))
        #expect(HTML.errorSummary(title: "x", []).isEmpty)
    }

    @Test func `the parts of a date stand in the order of the language`() throws {
        let order = { (language: Language) in
            let html = HTML.dateParts(name: "d", legend: "D", month: "03", text: try ownTexts()[language]).string
            expect(html.contains("<option value=\"3\" selected>"), "March is not chosen")
            return ["d-day", "d-month", "d-year"].sorted { name, other in
                (html.firstRange(of: "for=\"\(name)\"")?.lowerBound ?? html.endIndex)
                    < (html.firstRange(of: "for=\"\(other)\"")?.lowerBound ?? html.endIndex)
            }
        }
        #expect(try order(.en) == ["d-month", "d-day", "d-year"])
        #expect(try order(.es) == ["d-day", "d-month", "d-year"])
    }
}
