import Markup
import Vocabulary
import Web

/// Words of caution about treatments, before any figure: of one treatment the heaviest open, the others folded under their
/// titles; of a list each with the names of those it is about.
struct NoticeCard {
    let view: FigureView
    /// What else there is for the purpose, where a treatment can bring dependence.
    var choices: [Treatment] = []
    var purpose: Concept?

    private var text: Text { view.text }

    /// Of a treatment's own page.
    func html(_ notices: [Notice]) -> HTML {
        guard let first = notices.first else { return .empty }
        let others = HTML.each(notices.dropFirst()) { HTML.disclosure($0.title(view.language), body($0)) }
        let choices = HTML.when(notices.contains { $0.kind == .dependence }, other())
        return HTML.card(
            "\(body(first))\(choices)\(others)", title: first.title(view.language), kind: .notice, id: "notice")
    }

    /// Of a list, in which some can bring dependence.
    func html(of listed: [Treatment]) -> HTML {
        var (order, names): ([Notice], [Notice: [String]]) = ([], [:])
        for treatment in listed {
            for notice in view.catalogue.notices(about: treatment) where notice.kind == .dependence {
                if names[notice] == nil { order.append(notice) }
                names[notice, default: []].append(treatment.name(view.language))
            }
        }
        guard !order.isEmpty else { return .empty }
        func part(_ notice: Notice) -> HTML {
            "<p><strong>\((names[notice] ?? []).joined(separator: ", "))</strong></p>\(body(notice))"
        }
        let parts =
            HTML.each(order.prefix(Self.most)) { part($0) }
            + HTML.each(order.dropFirst(Self.most)) { HTML.disclosure($0.title(view.language), part($0)) }
        return HTML.card("\(parts)\(other())", title: text("evidence.notice.list"), kind: .notice, id: "notice")
    }

    /// Different words that stand open over one list.
    private static let most = 3

    private func body(_ notice: Notice) -> HTML {
        let checked = text("evidence.notice.checked", ["date": .text(text.date(notice.checked))])
        return """
            <ul class="points">\(HTML.each(notice.points) { "<li>\($0(view.language))</li>" })</ul>\
            \(HTML.note("<a href=\"\(notice.page)\" rel=\"noreferrer\">\(notice.source)</a>, \(checked)"))
            """
    }

    /// "Other choices for back pain: walking, heat."
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
    /// What else there is for a purpose, of which nothing warns: by the lower end of their range, else what is likely; of a
    /// family one.
    func choices(_ figures: [Figure], likely: [Treatment]) -> [Treatment] {
        let told = figures.filter { $0.kind == .pair }.compactMap { $0.treatment.flatMap { catalogue.treatment($0) } }
            .filter { !isWarned($0) }
        var families: Set<String> = []
        let others = (told.isEmpty ? likely.filter { !isWarned($0) } : told).filter {
            families.insert($0.family?.slug ?? $0.slug).inserted
        }
        return Array(others.prefix(3))
    }

    private func isWarned(_ treatment: Treatment) -> Bool {
        catalogue.notices(about: treatment).contains { [.withdrawn, .notForUse, .dependence].contains($0.kind) }
    }

    func isWithdrawn(_ treatment: Treatment) -> Bool { catalogue.isWithdrawn(treatment) }
}

extension Catalogue {
    /// Whether a notice says that it is no longer sold: it is listed apart, and beside nothing.
    func isWithdrawn(_ treatment: Treatment) -> Bool {
        notices(about: treatment).contains { $0.kind == .withdrawn }
    }
}
