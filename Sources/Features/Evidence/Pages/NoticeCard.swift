import Markup
import Vocabulary
import Web

/// Words of caution about treatments, before any figure: the heaviest open, the others folded under their titles.
struct NoticeCard {
    let view: FigureView
    let notices: [Notice]
    /// What else people tried for the purpose, where a treatment can bring dependence.
    var choices: [Treatment] = []
    var purpose: Concept?

    private var text: Text { view.text }

    func html() -> HTML {
        guard let first = notices.first else { return .empty }
        let others = HTML.each(notices.dropFirst()) { HTML.disclosure($0.title(view.language), body($0)) }
        return HTML.card(
            "\(body(first))\(others)", title: first.title(view.language), kind: .notice, id: "notice")
    }

    private func body(_ notice: Notice) -> HTML {
        let checked = text("evidence.notice.checked", ["date": .text(text.date(notice.checked))])
        return """
            <ul class="points">\(HTML.each(notice.points) { "<li>\($0(view.language))</li>" })</ul>\
            \(HTML.when(notice.kind == .dependence, other()))\
            \(HTML.note("<a href=\"\(notice.page)\" rel=\"noreferrer\">\(notice.source)</a>, \(checked)"))
            """
    }

    /// "For back pain, people also tried walking, heat."
    private func other() -> HTML {
        guard let purpose, !choices.isEmpty else { return .empty }
        let links = HTML.joined(
            choices.map { choice in
                let link: Link = "/treatments/\(choice.slug)/for/\(purpose.slug)"
                return "<a href=\"\(link)\">\(choice.name.inSentence(view.language))</a>"
            }, by: ", ")
        return
            "<p>\(text.html("evidence.notice.also", ["purpose": HTML(text: purpose.name.inSentence(view.language)), "names": links]))</p>"
    }
}

extension FigureView {
    /// What else people tried for a purpose, of which nothing warns: by the lower end of their range, else what is likely.
    func choices(_ figures: [Figure], likely: [Treatment]) -> [Treatment] {
        let told = figures.filter { $0.kind == .pair }.compactMap { $0.treatment.flatMap { catalogue.treatment($0) } }
            .filter { !isWarned($0) }
        return Array((told.isEmpty ? likely.filter { !isWarned($0) } : told).prefix(3))
    }

    private func isWarned(_ treatment: Treatment) -> Bool {
        catalogue.notices(about: treatment).contains { [.withdrawn, .notForUse, .dependence].contains($0.kind) }
    }

    func isWithdrawn(_ treatment: Treatment) -> Bool {
        catalogue.notices(about: treatment).contains { $0.kind == .withdrawn }
    }
}
