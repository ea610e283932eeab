import Markup
import Web

/// `/learn`: the door to all that people have told, by ordinary words or from A to Z.
struct LearnPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [.get("/learn", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let text = visit.text
        let title = text("evidence.learn.title")
        return try await visit.published(title, version: "1") {
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: text("evidence.learn.lead")))
                    + HTML.searchForm(
                        action: "/search", label: text("evidence.landing.label"), hint: text("evidence.landing.hint"),
                        button: text("evidence.landing.search"), id: "find")
                    + HTML.linkList([
                        (text("evidence.index.conditions"), "/conditions", text("evidence.landing.conditions.body")),
                        (text("evidence.index.treatments"), "/treatments", text("evidence.landing.treatments.body")),
                        (text("evidence.learn.know"), "/how-we-know", text("evidence.landing.know.body")),
                    ]))
        }
    }
}
