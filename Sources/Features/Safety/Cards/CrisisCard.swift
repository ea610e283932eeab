import Markup
import Web

/// The card that the line at the top of the page opens into. Works without script; says nothing of method, alarm or blame.
package struct CrisisCard: Sendable {
    /// What the card says at its end of what was typed.
    package enum Ending: Sendable {
        /// "Not saved or sent."
        case notKept
        /// Nothing: the page below says what became of it, or nothing was typed.
        case silent
    }

    let visit: Visit
    let lines: HelpLines
    let kind: CrisisFinding.Card
    var ending = Ending.notKept

    private var text: Text { visit.text }
    private var emergency: String { visit.settings.emergencyNumber }

    /// The whole card.
    func html() -> HTML {
        let isUrgent = kind == .overdose || kind == .emergency
        return """
            <section class="crisis-card page-width" aria-labelledby="crisis-card">\
            <div>\(HTML.when(isWatched, FastWayOut.html(text)))<h2 id="crisis-card">\(text("safety.card.\(kind.rawValue).title", ["number": .text(emergency)]))</h2>\
            <p>\(text("safety.card.\(kind.rawValue).lead"))</p></div>\
            <div class="crisis-actions">\(isUrgent ? urgent() : actions())</div>\
            <div class="crisis-more">\(more())</div>\
            \(end())</section>
            """
    }

    private func end() -> HTML {
        let kept = ending == .notKept ? HTML(text: text("safety.card.kept") + " ") : .empty
        guard ending == .notKept || visit.isReading else { return .empty }
        return "<p class=\"crisis-end\">\(kept)\(visit.isReading ? hide() : .empty)</p>"
    }

    /// Whether somebody who is near may be the danger.
    private var isWatched: Bool { kind == .harmed || kind == .child }

    /// One line instead of a card: for what is long ago, for a loss and for a fear.
    func softLine() -> HTML {
        let line = siteLine
        return """
            <p class="crisis-soft page-width">\(text("safety.soft")) <a href="\(Link.telephone(line.number))">\
            \(text("safety.call", ["number": .text(line.number)]))</a>\
            \(HTML.with(message(line)) { " · <a href=\"\($0.link)\">\($0.label)</a>" })</p>
            """
    }

    /// The same page without the card. What was sent by a form cannot be asked for again: there the page goes on below.
    private func hide() -> HTML {
        let here = Link(local: visit.address) ?? "/search"
        return "<a href=\"\(here.adding("card", "hidden"))\">\(text("safety.card.hide"))</a>"
    }

    /// The site's own crisis number; what the file knows of it, where it is one of the file's.
    private var siteLine: HelpLine {
        let number = visit.settings.crisisNumber
        if lines.suicide.number == number { return lines.suicide }
        return HelpLine(number: number, textNumber: nil, words: [:], checkedOn: "", checkedBy: nil)
    }

    private var line: HelpLine {
        switch kind {
        case .harmed: lines.violence
        case .child: lines.children
        default: siteLine
        }
    }

    func actions() -> HTML {
        let knows = siteLine.words.isEmpty ? "plain" : "known"
        let note =
            kind == .selfHarm || kind == .other ? text("safety.call.note.\(knows)") : text("safety.call.note.plain")
        return """
            <div class="crisis-ways">\
            \(way(Link.telephone(line.number), text("safety.call", ["number": .text(line.number)]), note))\
            \(HTML.with(message(line)) { way($0.link, $0.label, $0.note) })</div>\
            \(danger())
            """
    }

    private func way(_ link: Link, _ label: String, _ note: String) -> HTML {
        "<a class=\"crisis-way\" href=\"\(link)\"><strong>\(label)</strong><span>\(note)</span></a>"
    }

    private func danger() -> HTML {
        """
        <a class="crisis-danger" href="\(Link.telephone(emergency))">\
        \(text("safety.danger", ["number": .text(emergency)]))</a>
        """
    }

    private func message(_ line: HelpLine) -> (link: Link, label: String, note: String)? {
        guard let number = line.textNumber,
            let word = line.words[visit.language.rawValue] ?? line.words[text.languages.standard.rawValue]
        else { return nil }
        let values: [String: TextValue] = ["number": .text(number), "word": .text(word)]
        return (
            Link.message(to: number).adding("body", word), text("safety.text", values), text("safety.text.note", values)
        )
    }

    private func urgent() -> HTML {
        """
        <a class="crisis-danger crisis-now" href="\(Link.telephone(emergency))">\
        <strong>\(text("safety.call", ["number": .text(emergency)]))</strong><span>\(text("safety.urgent.note"))</span></a>
        """
    }

    private func more() -> HTML {
        switch kind {
        case .soft: .empty
        case .selfHarm: figure() + whatHappens() + trusted()
        case .other: steps() + whatHappens()
        case .child: steps() + FastWayOut.limits(text)
        case .harmed: "<p>\(text("safety.watched"))</p>" + FastWayOut.limits(text)
        case .emergency: steps()
        case .overdose: steps() + poison()
        }
    }

    private func figure() -> HTML { "<p class=\"crisis-figure\">\(text("safety.figure"))</p>" }

    private func whatHappens() -> HTML {
        "<details><summary>\(text("safety.what"))</summary><p>\(text("safety.what.answer"))</p></details>"
    }

    private func steps() -> HTML {
        "<ol>\(HTML.each(1...3) { "<li>\(text("safety.steps.\(kind.rawValue).\($0)"))</li>" })</ol>"
    }

    private func poison() -> HTML {
        """
        <a class="crisis-line" href="\(Link.telephone(lines.poison.number))"><span>\(text("safety.poison"))</span> \
        <strong>\(lines.poison.number)</strong></a>
        """
    }

    /// Words for somebody who is trusted, ready to be sent.
    private func trusted() -> HTML {
        let words = text("safety.trusted.words")
        return """
            <a class="crisis-line" href="\(Link.message(to: "").adding("body", words))">\
            <span>\(text("safety.trusted", ["words": .text(words)]))</span> <strong>\(text("safety.trusted.write"))</strong></a>
            """
    }
}
