import Markup
import Vocabulary
import Web

/// `/treatments`: every treatment of the catalogue, by kind and family.
struct TreatmentIndexPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [.get("/treatments", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let catalogue = evidence.vocabulary.catalogue
        let text = visit.text
        let title = text("evidence.index.treatments")
        return try await visit.published(title, version: "\(catalogue.version)") {
            let kinds = TreatmentKind.allCases.filter { kind in catalogue.treatments.contains { $0.kind == kind } }
            return """
                \(HTML.pageHeader(title, lead: HTML(text: text("evidence.index.treatments.lead"))))\
                \(HTML.searchForm(
                action: "/search", label: text("evidence.index.search"), button: text("evidence.index.find"),
                id: "find"))\
                \(HTML.chips(
                kinds.map { Tab(text("evidence.kind.\($0.rawValue)"), "#\($0.rawValue)") },
                label: text("evidence.index.kinds")))\
                \(HTML.each(kinds) { kind($0, in: catalogue, visit) })
                """
        }
    }

    private func kind(_ kind: TreatmentKind, in catalogue: Catalogue, _ visit: Visit) -> HTML {
        let language = visit.language
        let treatments = catalogue.treatments.filter { $0.kind == kind }
        let groups = Dictionary(grouping: treatments, by: \.family)
        // Those without a family come last.
        let families =
            visit.text.sorted(groups.filter { $0.key != nil }) { $0.key?.name(language) ?? "" }
            + groups.filter { $0.key == nil }
        return """
            <section class="section"><h2 id="\(kind.rawValue)">\(visit.text("evidence.kind.\(kind.rawValue)"))</h2>\
            <div class="index">\(HTML.each(families) { family, members in
                HTML.disclosure(
                    family?.name(language) ?? visit.text("evidence.index.more"),
                    HTML.linkList(visit.text.sorted(members) { $0.name(language) }.map { treatment in
                        (treatment.name(language), "/treatments/\(treatment.slug)", treatment.brands.isEmpty
                            ? nil : treatment.brands.prefix(3).joined(separator: ", "))
                    }), id: family.map { "\(kind.rawValue)-\($0.slug)" }, open: families.count == 1)
            })</div></section>
            """
    }
}
