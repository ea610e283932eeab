import Markup
import Storage
import Web

/// What somebody can do about a seat, on the page of a group. Links only: the page is kept for all visitors, and a form
/// would hold one person's token.
enum SeatPanel {
    /// - Parameter count: of the next date that takes seats; nil where none is ahead.
    static func html(_ series: Series, _ program: Program, _ count: SeatCount?, _ visit: Visit) -> HTML {
        let text = visit.text
        if let count, let own = count.own, own.state != .lapsed, own.state != .left {
            // Whoever looked in once may stay.
            let canStay =
                own.scope != .all && own.state == .seated && series.state == .open && program.isJoinedFreely
            return HTML.card(
                theirs(own, text) + HTML.when(canStay, HTML.actions([taking(series, count, text)])), kind: .yours)
        }
        guard program.isJoinedFreely else {
            return note(text("groups.seat.referralOnly"))
                + HTML.actions([
                    HTML.buttonLink(text("groups.seat.referralHow"), to: JoinPage.link(series), kind: .secondary)
                ])
        }
        guard series.state == .open, let count else { return note(text("groups.seat.closed")) }
        let isFull = count.freeForAll == 0
        var buttons = [taking(series, count, text)]
        if series.allowsSingle, count.free != 0 {
            buttons.append(
                HTML.buttonLink(text("groups.seat.once"), to: JoinPage.next(series), kind: .secondary))
        }
        return HTML.actions(buttons)
            + HTML.when(visit.session == nil, note(text("groups.seat.signInFirst")))
            + HTML.when(isFull, note(text("groups.seat.fullHow")))
    }

    private static func taking(_ series: Series, _ count: SeatCount, _ text: Text) -> HTML {
        HTML.buttonLink(
            text(count.freeForAll == 0 ? "groups.seat.line" : "groups.seat.take"), to: JoinPage.link(series))
    }

    private static func note(_ words: String) -> HTML { HTML.note(HTML(text: words)) }

    /// What somebody has, in a sentence.
    static func standing(_ own: Enrolment, _ text: Text) -> String {
        switch own.state {
        case .offered: text("groups.seat.own.offered")
        case .waiting: text("groups.seat.own.waiting")
        case .lapsed, .left: text("groups.mine.lapsed")
        case .seated: text("groups.seat.own.\(own.scope == .all ? "all" : "one")")
        }
    }

    /// Whoever has something already: what it is, and the way to it.
    private static func theirs(_ own: Enrolment, _ text: Text) -> HTML {
        let (label, link): (String, Link) =
            own.state == .offered
            ? (text("groups.mine.accept"), OfferPage.link(own.id)) : (text("groups.seat.toMine"), OwnGroupsPage.path)
        return "<p>\(standing(own, text))</p>"
            + HTML.actions([HTML.buttonLink(label, to: link, kind: own.state == .offered ? .primary : .secondary)])
    }
}
