import Markup
import Storage
import Web

/// What the desk shows first: what waits, what stands, and what was lost.
struct DarkDeskList {
    let desk: OpenDesk

    private var text: Text { desk.text }
    private var visit: Visit { desk.visit }

    func reply() async -> Reply {
        let (own, waiting) = (desk.all(), await desk.waiting())
        let allowance = await desk.communities.darkAllowance(of: desk.me, at: visit.now)
        let body: HTML = """
            \(await losses)\(worry(own))\(HTML.when(own.isEmpty && waiting.isEmpty, nothing))\(list(waiting))\(list(own))\
            \(HTML.card("<p>\(sentence(allowance))</p>", title: text("communities.dark.allowance"), kind: .quiet))\
            \(HTML.when(!own.isEmpty || !waiting.isEmpty, taking(own)))\
            <p><a href="\(InTheDarkPage.link)">\(text("communities.dark.full.link"))</a> · \
            <a href="/me/talk">\(text("communities.menu.own"))</a></p>
            """
        return desk.page(
            text("communities.dark.desk.title"), lead: text("communities.dark.desk.lead"), isTop: true, body)
    }

    /// Whose it was nobody knows, so everybody is told.
    private var losses: HTML {
        get async {
            HTML.each(await desk.communities.darkPool.losses) { day in
                HTML.flash(text("communities.dark.lost", ["day": .text(text.date(day))]), kind: .problem)
            }
        }
    }

    /// Somebody is worried. Neither who nor about which words: on the desk only, not above every page.
    private func worry(_ own: [OpenDesk.Own]) -> HTML {
        guard own.contains(where: { desk.communities.darkBook.isWorried(about: $0.thread) }) else { return .empty }
        let number: [String: TextValue] = ["number": .text(visit.settings.crisisNumber)]
        let call = HTML.buttonLink(
            text("communities.dark.faster.call", number), to: Link.telephone(visit.settings.crisisNumber),
            kind: .secondary)
        return HTML.card(
            "<p>\(text("communities.dark.worry.is"))</p>\(HTML.actions([call]))", title: text("communities.dark.worry"))
    }

    private var nothing: HTML {
        HTML.emptyState(
            title: text("communities.dark.desk.none"), body: text("communities.dark.desk.none.body"),
            action: HTML.buttonLink(text("communities.title"), to: "/communities", kind: .secondary))
    }

    // MARK: - What waits

    private func list(_ waiting: [DarkAct]) -> HTML {
        guard !waiting.isEmpty else { return .empty }
        return HTML.card(HTML.each(waiting, line), title: text("communities.dark.waiting"))
    }

    private func line(_ act: DarkAct) -> HTML {
        let words = act.deed.words
        let change = HTML.button(text("communities.edit"), kind: .secondary, name: "do", value: "rewrite")
        return """
            <article class="thread-line"><h3 class="thread-title" dir="auto">\(words ?? text("communities.dark.act.\(act.deed.name)"))</h3>\
            <p class="note">\(HTML.when(words != nil, "\(text("communities.dark.act.\(act.deed.name)")) · "))\(when(act))</p>\
            \(HTML.form(
                action: DarkDesk.link, csrf: visit.csrf,
                HTML.hidden("act", act.id.description)
                    + HTML.actions([
                        HTML.when(words != nil, change),
                        HTML.button(text("communities.dark.takeBack"), kind: .quiet, name: "do", value: "takeBack"),
                    ])))</article>
            """
    }

    /// A window for what appears, the hour for what goes: who knew the minute would be there then.
    private func when(_ act: DarkAct) -> String {
        if act.due <= visit.now { return text("communities.dark.when.now") }
        if act.deed.isGoing { return text("communities.dark.when.hour", ["hour": .text(text.dateAndTime(act.due))]) }
        let window = DarkWindow(of: act)
        return text(
            "communities.dark.when.window",
            ["first": .text(text.date(max(window.first, visit.now))), "last": .text(text.date(window.last))])
    }

    // MARK: - What stands

    private func list(_ own: [OpenDesk.Own]) -> HTML {
        guard !own.isEmpty else { return .empty }
        let lines = HTML.each(own) { one -> HTML in
            let thread = one.entry.thread
            let state = thread.state == .shown ? nil : text("communities.dark.state.\(thread.state.rawValue)")
            let facts = [
                desk.communities.name(of: one.entry.community, text), thread.facts(text, at: thread.lastAt), state,
            ]
            return """
                <article class="thread-line"><h3 class="thread-title" dir="auto" lang="\(thread.language)">\(thread.heading(text))</h3>\
                <p class="note">\(facts.compactMap(\.self).joined(separator: " · "))</p>\
                \(DarkDesk.button(
                    text("communities.dark.open"), visit,
                    [("do", "thread"), ("thread", one.thread.description)]))</article>
                """
        }
        return HTML.card(lines, title: text("communities.dark.own"))
    }

    private func sentence(_ allowance: DarkAllowance) -> String {
        switch allowance {
        case .free(let slots):
            let until = DarkEpoch.firstDay(of: desk.me.epoch + 1)
            return text(
                "communities.dark.allowance.free", ["n": .count(slots.count), "day": .text(text.date(until))])
        case .spent(let until): return text("communities.dark.spent", ["day": .text(text.date(until))])
        case .barred(let until): return text("communities.dark.barred.is", ["day": .text(text.date(until))])
        }
    }

    // MARK: - Taking it along, and leaving

    private func taking(_ own: [OpenDesk.Own]) -> HTML {
        let file =
            "<p>\(text("communities.dark.file.is"))</p>"
            + DarkDesk.button(text("communities.dark.file"), visit, [("do", "file")])
        let leave =
            "<p>\(text("communities.dark.leave.is"))</p>"
            + DarkDesk.button(text("communities.dark.leave.go"), visit, [("do", "leave")])
        return HTML.disclosure(text("communities.dark.file.title"), file)
            + HTML.when(!own.isEmpty, HTML.disclosure(text("communities.dark.leave"), leave))
    }
}

extension DarkDeed {
    /// Part of a text's key.
    var name: String {
        switch self {
        case .ask: "ask"
        case .reply: "answer"
        case .change: "change"
        case .remove: "remove"
        case .best: "best"
        case .letGo: "letGo"
        case .appeal: "appeal"
        case .leave: "leave"
        case .nothing: "nothing"
        }
    }

    /// How it is called in a list: how its words begin; nil where it has none that can be put in other words.
    var words: String? {
        switch self {
        case .ask(let question): question.title
        case .reply(let reply): Beginning(reply.words).text
        case .change(_, let title, let words, _): title ?? Beginning(words).text
        case .remove, .best, .letGo, .appeal, .leave, .nothing: nil
        }
    }

    /// It takes away instead of appearing.
    var isGoing: Bool {
        switch self {
        case .remove, .letGo, .leave, .nothing: true
        case .ask, .reply, .change, .best, .appeal: false
        }
    }
}
