import Markup
import Safety
import Web

/// The poll on the page of its thread.
struct PollView {
    let poll: Poll
    let slug: String
    /// Whether the viewer began the thread.
    let isMine: Bool
    let visit: Visit

    private var text: Text { visit.text }
    private var isOpen: Bool { poll.isOpen(at: visit.now) }

    func html() -> HTML {
        HTML.card(
            """
            \(poll.state.said(text))\(HTML.note(HTML(text: text("communities.poll.noEvidence"))))\
            \(isOpen && visit.session != nil ? form : list)\(figures)\(closing)\(actions)
            """,
            title: text("communities.poll"), id: "poll")
    }

    private var form: HTML {
        HTML.form(
            action: PostActions.link(slug, poll.thread, "vote"), csrf: visit.csrf,
            """
            \(HTML.radios(
                Choices(
                    name: "option", legend: text("communities.poll.ask"),
                    options: poll.options.map { Choice(String($0.number), $0.words) },
                    selected: poll.own.map { String($0) })))\
            \(HTML.actions([
                HTML.button(text(poll.own == nil ? "communities.poll.vote" : "communities.poll.change"), kind: .secondary)
            ]))
            """)
    }

    private var list: HTML {
        "<ul>\(HTML.each(poll.options) { "<li dir=\"auto\">\($0.words)</li>" })</ul>"
    }

    /// Only for who has voted, or once it is over: whoever reads them first votes along.
    private var figures: HTML {
        guard poll.state == .shown else { return .empty }
        guard visit.session != nil else { return HTML.note(HTML(text: text("communities.poll.members"))) }
        guard poll.own != nil || !isOpen else { return HTML.note(HTML(text: text("communities.poll.after"))) }
        guard poll.isCounted else { return HTML.note(HTML(text: text("communities.poll.few.votes"))) }
        let figures = poll.figures
        let facts = poll.options.map { option in
            (
                term: option.words,
                value: HTML(
                    text: figures[option.number].map { text("communities.poll.votes", ["n": .count($0)]) }
                        ?? text("communities.poll.withheld"))
            )
        }
        return "\(HTML.facts(facts))\(HTML.note(HTML(text: text("communities.poll.counting"))))"
    }

    private var closing: HTML {
        guard let closesAt = poll.closesAt else { return .empty }
        let key = isOpen ? "communities.poll.until" : "communities.poll.closed"
        return HTML.note(HTML(text: text(key, ["date": .text(text.date(closesAt))])))
    }

    private var actions: HTML {
        if isMine {
            return "<p><a href=\"\(PollPage.link(slug, poll.thread))\">\(text("communities.poll.own"))</a></p>"
        }
        guard visit.session != nil else { return .empty }
        let report = SafetyFeature.reportLink(CommunitiesFeature.subject(poll.thread), text)
        return "<p class=\"report-links\">\(report)</p>"
    }
}
