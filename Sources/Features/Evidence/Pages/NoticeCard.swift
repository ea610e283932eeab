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
        // A missed dose can be the danger: that is not folded away.
        let others = HTML.each(notices.dropFirst()) {
            HTML.disclosure($0.title(view.language), body($0), open: $0.kind == .doNotStop)
        }
        let choices = HTML.when(notices.contains { $0.kind == .dependence }, other())
        return HTML.card(
            "\(body(first))\(choices)\(others)", title: first.title(view.language), kind: .notice, id: "notice")
    }

    /// Of a list, in which some can bring dependence.
    func html(of listed: [Treatment]) -> HTML {
        // The same words about several are said once.
        var (order, names): ([Notice], [[LocalizedName]: [String]]) = ([], [:])
        for treatment in listed {
            for notice in view.catalogue.notices(about: treatment) where notice.kind == .dependence {
                if names[notice.points] == nil { order.append(notice) }
                names[notice.points, default: []].append(treatment.name(view.language))
            }
        }
        guard !order.isEmpty else { return .empty }
        func whom(_ notice: Notice) -> String { (names[notice.points] ?? []).joined(separator: ", ") }
        let parts =
            HTML.each(order.prefix(Self.most)) { "<p><strong>\(whom($0))</strong></p>\(body($0))" }
            + HTML.each(order.dropFirst(Self.most)) { HTML.disclosure(whom($0), body($0)) }
        return HTML.card("\(parts)\(other())", title: text("evidence.notice.list"), kind: .notice, id: "notice")
    }

    /// Different words that stand open over one list.
    private static let most = 3

    private func body(_ notice: Notice) -> HTML {
        let checked = text("evidence.notice.checked", ["date": .text(text.date(notice.checked))])
        return """
            <ul class="points">\(HTML.each(notice.points) { "<li>\($0(view.language))</li>" })</ul>\
            \(HTML.note("\(source(notice)), \(checked)"))
            """
    }

    /// The label itself, or where it is found: labels come and go there.
    private func source(_ notice: Notice) -> HTML {
        let isSearch = notice.page.text.contains("/search")
        let link: HTML = """
            <a href=\"\(notice.page)\" rel=\"noreferrer\" lang=\"en\" hreflang=\"en\">\(notice.source)</a>
            """
        return isSearch ? "\(link) (\(text("evidence.notice.search")))" : link
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
    /// What else there is for a pain, of which nothing warns: by the lower end of their range, else what is likely; of a family
    /// one. For nothing else: beside a medicine against addiction or seizures, another choice may be the danger.
    func choices(_ figures: [Figure], likely: [Treatment], for purpose: Concept?) -> [Treatment] {
        guard case .condition(let condition) = purpose,
            ([condition] + catalogue.ancestors(of: condition)).contains(where: { $0.slug == Self.pain })
        else { return [] }
        let told = figures.filter { $0.kind == .pair }.compactMap { $0.treatment.flatMap { catalogue.treatment($0) } }
            .filter { !isWarned($0) }
        var families: Set<String> = []
        let others = (told.isEmpty ? likely.filter { !isWarned($0) } : told).filter {
            families.insert($0.family?.slug ?? $0.slug).inserted
        }
        return Array(others.prefix(3))
    }

    /// The wider condition of all pain.
    private static let pain = "pain"

    private func isWarned(_ treatment: Treatment) -> Bool { catalogue.isWarned(treatment) }

    /// A few words under the name of what can bring dependence.
    func mark(_ treatment: Treatment, after: String = "") -> HTML {
        catalogue.notices(about: treatment).contains { $0.kind == .dependence }
            ? "\(after)\(text("evidence.mark.dependence"))" : .empty
    }
}

extension Catalogue {
    /// Whether it is no choice to name: no longer sold, not for use, or able to bring dependence.
    func isWarned(_ treatment: Treatment) -> Bool {
        notices(about: treatment).contains { [.withdrawn, .notForUse, .dependence].contains($0.kind) }
    }

    /// The pairs among these that lists compare.
    func sold(_ figures: [Figure]) -> [Figure] {
        figures.filter { figure in
            figure.kind == .pair && figure.treatment.flatMap { treatment($0) }.map { !isWithdrawn($0) } == true
        }
    }

    /// Whether a notice says that it is no longer sold: it is listed apart, and beside nothing.
    func isWithdrawn(_ treatment: Treatment) -> Bool {
        notices(about: treatment).contains { $0.kind == .withdrawn }
    }
}
