import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Safety

/// Two cards on one page: the more urgent one stands there.
@Suite struct CardTests {
    /// Safety with a page that shows one card, then another.
    private struct Cards: Room {
        let safety: SafetyFeature

        var feature: Feature {
            var feature = safety.feature
            let (routes, reader) = (feature.routes, safety.reader)
            feature.routes = { house in
                routes(house) + [
                    .get("/cards/:first/:second", .anyone) { visit in
                        for name in ["first", "second"] {
                            guard let card = CrisisFinding.Card(rawValue: try visit.parameter(name)) else { continue }
                            reader.show(card, ending: name == "first" ? .notKept : .silent, visit)
                        }
                        return visit.page("Cards", "<p>Cards</p>")
                    }
                ]
            }
            return feature
        }
    }

    @Test func `a later, milder card takes no place from a more urgent one`() async throws {
        let reader = try CrisisReader()
        try await withWorld(
            on: .sqlite,
            rooms: { [Cards(safety: try SafetyFeature($0, reader: reader, house: $1.forSafety))] }
        ) { world in
            let urgent = "Call 911 now."
            for path in ["overdose/selfHarm", "selfHarm/overdose", "overdose/soft"] {
                expect(await world.get("/cards/\(path)"), 200, holds: [urgent], lacks: ["Somebody is awake for you."])
            }
            expect(
                await world.get("/cards/selfHarm/selfHarm"), 200, holds: ["Somebody is awake for you."],
                lacks: ["was not saved or sent", urgent], "of two alike the later one")
        }
    }
}
