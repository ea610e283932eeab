import Accounts
import Markup
import Storage
import Web

/// Why somebody cannot ask in the dark now, and what they can do instead. Only they see it.
struct DarkRefusal {
    let visit: Visit

    private var text: Text { visit.text }

    /// A page of the night with a way on.
    private func page(_ body: HTML) -> Reply {
        NightPage(
            title: text("communities.dark.ask"), breadcrumb: [(text("communities.title"), "/communities")], visit: visit
        ).reply(body)
    }

    /// - Parameters:
    ///   - key: of the sentence that says why; its heading is beside it.
    ///   - words: that were sent and go nowhere: theirs to copy.
    func until(_ key: String, _ day: PartialDate, keeping words: [String]) -> Reply {
        let values: [String: TextValue] = ["day": .text(text.date(day))]
        return page(
            """
            \(HTML.card(
                "<p>\(text(key + ".is", values))</p>\(HTML.note(HTML(text: text(key + ".more"))))", title: text(key, values)))\
            \(HTML.keptWords(words, title: text("communities.dark.kept")))\
            \(HTML.actions([HTML.buttonLink(text("communities.menu.own"), to: "/me/talk", kind: .secondary)]))
            """)
    }

    /// The session does not open the key by which something is one's own.
    func locked() -> Reply {
        page(
            HTML.card(
                """
                <p>\(text("communities.dark.locked.is"))</p><p>\(text("communities.dark.locked.anew"))</p>\
                \(HTML.actions([HTML.buttonLink(text("communities.dark.locked.go"), to: AccountsFeature.ownKeyPage)]))
                """, title: text("communities.dark.locked")))
    }

    /// Too few people could have asked here.
    func few(in name: String, _ called: (Community, Text) -> String, instead places: [Community]) -> Reply {
        let buttons = places.map { place in
            HTML.form(
                action: DarkAskPage.action(place), csrf: visit.csrf,
                HTML.hidden("way", AskWay.dark)
                    + HTML.button(
                        text("communities.dark.few.there", ["place": .text(called(place, text))]), kind: .secondary))
        }
        let instead: HTML =
            places.isEmpty
            ? "<p>\(text("communities.dark.few.nowhere"))</p>"
            : "<p>\(text("communities.dark.few.instead"))</p><div class=\"actions\">\(buttons)</div>"
        return page(
            HTML.card(
                "<p>\(text("communities.dark.few.is", ["place": .text(name)]))</p>\(instead)",
                title: text("communities.dark.few"))
                + HTML.note(HTML(text: text("communities.dark.few.why"))))
    }
}

/// What stands after something was taken into the dark: it is on disk by then.
struct DarkDone {
    let visit: Visit

    /// - Parameter isAtOnce: a moderator has it soon, and there are no days to wait.
    func reply(isAtOnce: Bool, leave: Link) -> Reply {
        let text = visit.text
        return NightPage(title: text("communities.dark.done"), visit: visit).reply(
            """
            \(HTML.card(
                """
                <p>\(text("communities.dark.done.\(isAtOnce ? "atOnce" : "question")"))</p><p>\(text("communities.dark.done.mail"))</p>\
                \(HTML.note(HTML(text: text("communities.dark.done.until"))))
                """))\
            \(HTML.when(
                !isAtOnce,
                HTML.window(from: text("communities.dark.window.now"), to: text("communities.dark.window.days"))))\
            \(DarkDesk.button(text("communities.dark.desk.title"), visit))\
            <p><a href="\(leave)">\(text("communities.dark.done.leave"))</a></p>
            """)
    }
}
