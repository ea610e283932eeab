package import Markup
package import Web

/// A page on which words wait that speak of danger and were about to be sent: they are whole, nobody has read them, and a
/// second yes sends them.
package struct HeldWords: Sendable {
    let visit: Visit
    /// As they were typed.
    let words: String
    /// The form that they came from: where it goes, its field, and what else was in it.
    let action: Link
    let field: String
    let hidden: HTML
    /// Who would read them, in a sentence.
    let readers: String
    /// Where to go on without sending them.
    let leave: Link
    /// What stands before them: what became of all else that was sent.
    let before: HTML
    /// A moderator reads them before others do.
    let isReadFirst: Bool

    /// The field by which the second yes is given.
    package static let yes = "anyway"

    package init(
        _ words: String, of field: String, to action: Link, hidden: HTML = .empty, readers: String, leave: Link,
        before: HTML = .empty, isReadFirst: Bool = true, _ visit: Visit
    ) {
        (self.words, self.field, self.action, self.hidden) = (words, field, action, hidden)
        (self.readers, self.leave, self.before, self.visit) = (readers, leave, before, visit)
        self.isReadFirst = isReadFirst
    }

    package func reply() -> Reply {
        let text = visit.text
        let title = text("safety.held.title")
        let trusted = Link.message(to: "").adding("body", text("safety.trusted.words"))
        return visit.page(
            title,
            HTML.narrow(
                """
                \(before)\(HTML.pageHeader(title, lead: HTML(text: text("safety.held.lead"))))\
                \(HTML.form(
                    action: action, csrf: visit.csrf,
                    """
                    \(hidden)\(HTML.textArea(
                        TextField(name: field, label: text("safety.held.words"), value: words, required: true), rows: 4))\
                    <h2>\(text("safety.held.here"))</h2>\
                    <p>\(text("safety.held.nobody", ["site": .text(visit.settings.name)]))</p>\
                    \(HTML.actions([
                        HTML.buttonLink(text("safety.held.trusted"), to: trusted),
                        HTML.button(text("safety.held.send"), kind: .secondary, name: Self.yes, value: "yes"),
                    ]))\
                    <p>\(HTML.when(isReadFirst, "\(text("safety.held.first")) "))\(readers)</p>
                    """))\
                \(KeepWordsPage.form(words, visit))\
                <p><a href="/me/ask-for-somebody">\(text("safety.held.somebody", ["site": .text(visit.settings.name)]))</a></p><p><a href="\(leave)">\(text("safety.held.leave"))</a></p>
                """))
    }
}
