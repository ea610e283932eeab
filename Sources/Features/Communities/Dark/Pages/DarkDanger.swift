import Markup
import Safety
import Web

/// Words of danger, about to go into the dark: the card stands above, and before anything is kept it is said that from there
/// nobody can come. Nothing is forbidden.
struct DarkDanger {
    let page: DarkAskPage
    let place: DarkPlace
    let visit: Visit

    private var text: Text { visit.text }

    func reply(_ input: DarkInput, _ errors: FormErrors) throws -> Reply {
        let number: [String: TextValue] = [
            "number": .text(visit.settings.crisisNumber), "emergency": .text(visit.settings.emergencyNumber),
        ]
        let fields = DarkFields(sent: visit.fields, errors: errors, band: .fewerThan100, visit: visit)
        // Whoever was not in danger at all has the second look like anybody.
        let look = DarkLook(input: input, fields: fields, line: text("communities.dark.asked") + " · " + page.name)
        return page.page(
            """
            \(HTML.card(
                """
                <p>\(text("communities.dark.danger.nobody"))</p><p>\(text("communities.dark.danger.faster", number))</p>\
                \(HTML.actions([
                    HTML.buttonLink(
                        text("communities.dark.faster.call", number), to: Link.telephone(visit.settings.crisisNumber))
                ]))
                """, title: text("communities.dark.danger"), kind: .notice))\
            \(inOwnName(input))\
            \(HTML.form(
                action: DarkAskPage.action(page.community), csrf: visit.csrf,
                """
                \(fields.summary)\(HTML.hidden("way", AskWay.dark))\(HTML.hidden("place", try place.sealed(visit)))\
                \(DarkFields.hidden(["title", "warning", "readers", "pace", "worded"], visit))\
                \(fields.words(text("communities.dark.danger.words"), rows: 4))\(look.html())\(fields.consent)\
                <p>\(text("communities.dark.danger.atOnce.is"))</p>\
                \(HTML.actions([
                    HTML.button(text("communities.dark.danger.send"), kind: .secondary, name: "go", value: HeldWords.yes),
                    HTML.button(
                        text("communities.dark.danger.atOnce"), kind: .secondary, name: "go", value: DarkAskPage.atOnce),
                ]))
                """))\
            \(keep(input))<p><a href="\(CommunityPage.link(page.community.slug))">\(text("safety.held.leave"))</a></p>
            """, status: errors.isEmpty ? 200 : 422)
    }

    /// The same words in the open form: there somebody can come.
    private func inOwnName(_ input: DarkInput) -> HTML {
        HTML.form(
            action: DarkAskPage.action(page.community), csrf: visit.csrf,
            """
            \(HTML.hidden("way", AskWay.own))\(DarkFields.hidden(["title", "words", "warning"], visit))\
            <p>\(text("communities.dark.danger.own.is"))</p>\
            \(HTML.actions([HTML.button(text("communities.dark.danger.own"), kind: .secondary)]))
            """)
    }

    /// The words as a file of their writer's.
    private func keep(_ input: DarkInput) -> HTML {
        HTML.form(
            action: "/keep-words", csrf: visit.csrf,
            HTML.hidden("words", input.said) + HTML.actions([HTML.button(text("safety.keep"), kind: .quiet)]))
    }
}
