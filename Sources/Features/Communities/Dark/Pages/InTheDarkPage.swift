import Markup
import Web

/// `/in-the-dark`: what asking in the dark is, what others can know of it and what could still tell, for everybody to read
/// before they ask.
struct InTheDarkPage: Sendable {
    let communities: CommunitiesFeature

    static let link: Link = "/in-the-dark"

    var routes: [Route] {
        [
            .get("/in-the-dark", .anyone) { visit in
                try communities.requireDark()
                return try await visit.published(
                    visit.text("communities.dark.about.title"), version: "in the dark 2",
                    summary: visit.text("communities.dark.about.lead")
                ) { page(visit) }
            }
        ]
    }

    private func page(_ visit: Visit) -> HTML {
        let text = visit.text
        return NightPage(
            title: text("communities.dark.about.title"), lead: text("communities.dark.about.lead"),
            breadcrumb: [(text("communities.title"), "/communities")], visit: visit
        ).html(
            """
            \(HTML.card(
                """
                <p>\(text("communities.dark.about.danger.lead", numbers(visit)))</p>
                """, title: text("communities.dark.about.danger")))\
            \(DarkAnswers(text: text).html())\(table(text))\(section("changed", points: 4, text))\
            \(section("yours", points: 5, text))\(section("rules", points: 5, text))\(section("away", points: 5, text))\
            \(HTML.actions([HTML.buttonLink(text("communities.dark.about.go"), to: "/communities")]))
            """)
    }

    private func numbers(_ visit: Visit) -> [String: TextValue] {
        ["number": .text(visit.settings.crisisNumber), "emergency": .text(visit.settings.emergencyNumber)]
    }

    /// A heading, a sentence and what belongs to it.
    private func section(_ name: String, points: Int, _ text: Text) -> HTML {
        """
        <section class="stack"><h2>\(text("communities.dark.about.\(name)"))</h2>\
        <p>\(text("communities.dark.about.\(name).lead"))</p>\
        <ul class="points">\(HTML.each(1...points) { "<li>\(text("communities.dark.about.\(name).\($0)"))</li>" })</ul></section>
        """
    }

    /// Who could know what, from the weakest to who has all.
    private static let rows = [
        "members", "moderators", "copy", "copies", "key", "memory", "program", "network", "phone",
    ]

    private func table(_ text: Text) -> HTML {
        """
        <section class="stack"><h2>\(text("communities.dark.who"))</h2>\(HTML.table(
            Table(
                caption: text("communities.dark.who.caption"), isCaptionHidden: true,
                columns: [
                    Column(text("communities.dark.who.who")), Column(text("communities.dark.who.words")),
                    Column(text("communities.dark.who.you")),
                ],
                rows: Self.rows.map { row in
                    [
                        HTML(text: text("communities.dark.who.\(row)")),
                        HTML(text: text("communities.dark.who.\(row).words")),
                        HTML(text: text("communities.dark.who.\(row).you")),
                    ]
                })))</section>
        """
    }
}

/// The five plain answers: what others see, what nobody can know, when it appears, how one comes back, what could still tell.
struct DarkAnswers {
    let text: Text

    private static let answers: [(name: String, icon: Icon)] = [
        ("see", .people), ("hidden", .lock), ("when", .night), ("back", .record), ("tell", .talk),
    ]

    func html() -> HTML {
        """
        <dl class="dark-answers">\(HTML.each(Self.answers) { name, icon in
            """
            <div><dt>\(HTML.icon(icon))\(text("communities.dark.\(name)"))</dt>\
            <dd>\(text("communities.dark.\(name).is"))\(HTML.when(name == "when", window))</dd></div>
            """
        })</dl>
        """
    }

    private var window: HTML {
        HTML.window(from: text("communities.dark.window.now"), to: text("communities.dark.window.days"))
    }
}
