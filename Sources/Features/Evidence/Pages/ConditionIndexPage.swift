import Markup
import Vocabulary
import Web

/// `/conditions`: every condition of the catalogue, by the group it belongs to.
struct ConditionIndexPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [.get("/conditions", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let catalogue = evidence.vocabulary.catalogue
        let text = visit.text
        let title = text("evidence.index.conditions")
        return try await visit.published(title, version: "\(catalogue.version)") {
            let language = visit.language
            let tops = text.sorted(catalogue.conditions.filter { $0.parent == nil }) { $0.name(language) }
            let groups = tops.filter { !catalogue.children(of: $0).isEmpty }
            let alone = tops.filter { catalogue.children(of: $0).isEmpty }
            return """
                \(HTML.pageHeader(title, lead: HTML(text: text("evidence.index.conditions.lead"))))\
                \(HTML.searchForm(
                    action: "/search", label: text("evidence.index.search"), button: text("evidence.index.find"),
                    id: "find"))\
                <div class="index">\(HTML.each(groups) { group in
                    HTML.disclosure(
                        group.name(language),
                        HTML.linkList(([group] + text.sorted(below(group, in: catalogue)) { $0.name(language) })
                            .map { ($0.name(language), "/conditions/\($0.slug)", nil) }), id: group.slug)
                })</div>\
                \(alone.isEmpty ? .empty : HTML.card(
                    HTML.linkList(alone.map { ($0.name(language), "/conditions/\($0.slug)", nil) }),
                    title: text("evidence.index.more")))
                """
        }
    }

    /// Everything below a group, however deep.
    private func below(_ group: Condition, in catalogue: Catalogue) -> [Condition] {
        var found: [Condition] = []
        var open = catalogue.children(of: group)
        while let next = open.popLast() {
            found.append(next)
            open += catalogue.children(of: next)
        }
        return found
    }
}
