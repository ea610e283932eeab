import Markup
import Web

/// `/`: what this is, a way in by ordinary words, one honest figure, and the doors that the rooms hand in.
struct LandingPage: Sendable {
    let evidence: EvidenceFeature
    let doors: [Door]
    /// The site's own picture.
    let emblems: [Door]

    var routes: [Route] {
        [.get("/", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let release = try await evidence.currentRelease.value()
        let text = visit.text
        let title = text("evidence.landing.title")
        var version = "\(release?.number ?? 0)"
        for door in emblems + doors { version += "|" + (try await door.version()) }
        return try await visit.published(title, version: version) {
            let example = try await visit.fragment("example", version: "\(release?.number ?? 0)") {
                try await evidence.example(visit) ?? .empty
            }
            let search = HTML.searchForm(
                action: "/search", label: text("evidence.landing.label"), hint: text("evidence.landing.hint"),
                button: text("evidence.landing.search"), id: "find")
            var (cards, emblem): ([HTML], [HTML]) = ([], [])
            for door in emblems { emblem += try await door.make(visit) }
            for door in doors { cards += try await door.make(visit) }
            return """
                \(HTML.hero(
                    title, lead: HTML(text: text("evidence.landing.lead")),
                    action: search + HTML.note(HTML(text: text("evidence.landing.promise"))),
                    beside: example.isEmpty ? nil : HTML.card(example), emblem: emblem.first))\
                \(HTML.grid(cards))
                """
        }
    }
}

/// What lies behind the door *Learn*.
struct LearnDoor: Sendable {
    var door: Door {
        Door { visit in
            let text = visit.text
            return [
                HTML.door(
                    .condition, title: text("evidence.landing.conditions"),
                    body: text("evidence.landing.conditions.body"), label: text("evidence.landing.conditions.link"),
                    to: "/conditions"),
                HTML.door(
                    .treatment, title: text("evidence.landing.treatments"),
                    body: text("evidence.landing.treatments.body"), label: text("evidence.landing.treatments.link"),
                    to: "/treatments"),
                HTML.door(
                    .lock, title: text("evidence.landing.know"), body: text("evidence.landing.know.body"),
                    label: text("evidence.landing.know.link"), to: "/how-we-know"),
            ]
        }
    }
}
