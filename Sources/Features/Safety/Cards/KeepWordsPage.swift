import Markup
import Web

/// `POST /keep-words`: words that wait, as a file for the one who wrote them. Nothing is kept of it here.
struct KeepWordsPage: Sendable {
    static let link: Link = "/keep-words"

    var routes: [Route] {
        [
            .post("/keep-words", .member, body: .words) { visit in
                let words = visit.fields["words"] ?? ""
                // The name says nothing of what it is: it stands among a phone's downloads.
                return .download(Array(words.utf8), name: "note.txt", type: "text/plain; charset=utf-8")
            }
        ]
    }

    /// The button, a form by itself: keeping sends nothing.
    static func form(_ words: String, _ visit: Visit) -> HTML {
        HTML.form(
            action: link, csrf: visit.csrf,
            """
            \(HTML.hidden("words", words))\
            \(HTML.actions([HTML.button(visit.text("safety.keep"), kind: .secondary)]))\
            <p class="note">\(visit.text("safety.keep.where"))</p>
            """)
    }
}
