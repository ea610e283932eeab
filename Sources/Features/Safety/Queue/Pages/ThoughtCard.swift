import Markup
import Web

/// Soft words for a member about whom somebody was worried. They name nobody, give no reason, and stay until the member puts
/// them away: nothing notes whether they were seen.
struct ThoughtCard: Sendable {
    let visit: Visit
    let lines: HelpLines

    /// The field that says on which page it stood.
    static let back = "back"

    func html() -> HTML {
        let text = visit.text
        return """
            <section class="crisis-card page-width" aria-labelledby="thought-card">\
            <div><h2 id="thought-card">\(text("safety.thought.title"))</h2><p>\(text("safety.thought.lead"))</p></div>\
            <div class="crisis-actions">\(CrisisCard(visit: visit, lines: lines, kind: .selfHarm).actions())</div>\
            \(HTML.form(
                action: "/me/card/away", csrf: visit.csrf,
                HTML.hidden(Self.back, visit.isReading ? visit.address : "/")
                    + HTML.actions([HTML.button(text("safety.thought.away"), kind: .quiet)])))\
            </section>
            """
    }
}
