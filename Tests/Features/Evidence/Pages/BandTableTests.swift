import Databases
import Markup
import Statistics
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

/// What bands are called, and what is clear inside them.
@Suite struct BandTableTests {
    private static let names = ["walking", "stretching", "fluoxetine", "duloxetine", "venlafaxine", "milnacipran"]

    private func figure(_ slug: String) -> Figure {
        Figure(
            number: (Self.names.firstIndex(of: slug) ?? 0) + 1,
            key: GroupKey(
                kind: .pair, treatment: TestEvidence.treatment(slug), purpose: TestEvidence.purpose("back-pain")),
            content: .made(helped: 0.5))
    }

    private func view(_ world: TestEvidence, _ language: Language = .en) async throws -> FigureView {
        try await world.record("walking", for: "back-pain", steps: [Int](repeating: 4, count: 20))
        try await world.evidence.makeRelease()
        let release = try #require(try await world.evidence.currentRelease.value())
        let text = try worldTexts(world.world.features)[language]
        return FigureView(text: text, catalogue: world.catalogue, release: release)
    }

    private func words(_ view: FigureView, _ pairs: [(String, [String])]) -> String? {
        let clear = pairs.flatMap { higher, lower in
            lower.map { Bands.ClearPair(higher: figure(higher), lower: figure($0)) }
        }
        return ClearWords(view: view, pairs: clear).words()
    }

    @Test func `what is clear is said in three sentences at most, of each four names`() async throws {
        try await withEvidence { world in
            let view = try await view(world)
            expect(words(view, []), is: nil)
            expect(
                words(view, [("walking", ["fluoxetine"])]),
                is: "Inside this group one difference is clear: more people said walking helped a lot than fluoxetine.")
            expect(
                words(view, [("walking", ["fluoxetine", "duloxetine"]), ("stretching", ["fluoxetine"])]),
                is:
                    "Inside this group 3 differences are clear. More people said walking helped a lot than each of these: "
                    + "fluoxetine, duloxetine. More people said stretching helped a lot than fluoxetine.")
            expect(
                words(
                    view,
                    [
                        ("walking", Array(Self.names.dropFirst())), ("stretching", Array(Self.names.dropFirst(2))),
                        ("fluoxetine", ["milnacipran"]),
                    ]),
                is:
                    "Inside this group 10 differences are clear. More people said walking helped a lot than each of these: "
                    + "stretching, fluoxetine, duloxetine, venlafaxine and 1 other. More people said stretching helped a lot "
                    + "than each of these: fluoxetine, duloxetine, venlafaxine, milnacipran.")
            let spanish = FigureView(
                text: try worldTexts(world.world.features)[.es], catalogue: view.catalogue, release: view.release)
            expect(
                words(spanish, [("walking", ["fluoxetine"])]),
                is:
                    "Dentro de este grupo una diferencia es clara: con caminar, más personas dijeron que ayudó mucho que con "
                    + "fluoxetina.")
        }
    }

    @Test func `bands between the first and the last are named by their rank`() async throws {
        try await withEvidence { world in
            let view = try await view(world)
            let purpose = try #require(view.catalogue.purpose(slug: "back-pain"))
            func titles(_ count: Int) -> [String] {
                let bands = (0..<count).map { place in
                    BandTable.Band(place: place, size: 1, isTied: false, rows: [figure("walking")], clear: [])
                }
                return BandTable(view: view, purpose: purpose).html(bands, of: count, caption: "Bands").string
                    .matches(of: /scope="rowgroup"[^>]*>([^<]*)</).map { String($0.1) }
            }
            expect(titles(2), is: ["Helped more people", "Helped fewer people"])
            expect(titles(3), is: ["Helped more people", "In between", "Helped fewer people"])
            expect(
                titles(4),
                is: [
                    "Helped more people", "In between: second group", "In between: third group", "Helped fewer people",
                ])
            let eight = titles(8)
            #expect(Set(eight).count == 8 && eight.allSatisfy { !$0.contains("⟦") }, "\(eight)")
        }
    }

    /// In a row in which no two neighbours can be told apart.
    private func withRow(on backend: Backend, _ body: (TestEvidence) async throws -> Void) async throws {
        try await withEvidence(on: backend) { world in
            for (slug, helped) in zip(Self.names, [42, 39, 36, 33, 30, 25]) {
                let steps = (0..<60).map { $0 < helped ? 4 : 0 }
                try await world.record(slug, for: "back-pain", steps: steps)
            }
            try await world.evidence.makeRelease()
            try await body(world)
        }
    }

    @Test(arguments: Backend.available)
    func `a page says what is clear inside a group, and no more that there is no difference`(on backend: Backend)
        async throws
    {
        try await withRow(on: backend) { world in
            let compared = Bands(
                try await world.figures().filter { $0.key.purpose == TestEvidence.purpose("back-pain") })
            let named = compared.clear.map(\.count)
            #expect(compared.bands.count == 1 && (named.first ?? 0) > 1, "\(compared.bands.count) \(named)")
            let list = await world.get("/conditions/back-pain")
            expect(
                list,
                holds: [
                    "Only some clear differences among these 6",
                    "As a group the answers do not tell them apart. Inside",
                    "Inside this group \(named[0]) differences are clear. More people said walking helped a lot than",
                    "Of all pairs that we tell apart, we expect at most one in ten to be chance.",
                ], lacks: ["⟦", "No clear difference"])
            expect(
                await world.get("/conditions/back-pain", as: nil, .es),
                holds: [
                    "Solo algunas diferencias claras entre estos 6",
                    "diferencias son claras. Con caminar, más personas",
                ],
                lacks: ["⟦"])
            // Beside a treatment of those that its rows show.
            let beside = await world.get("/treatments/milnacipran/for/back-pain")
            let table = beside.part(from: "Beside other choices for back pain", to: "See all 6 treatments")
            #expect(table.contains("More people said walking helped a lot than milnacipran."), "\(table)")
            #expect(!table.contains("duloxetine helped"), "\(table)")
            // And programs read all of it.
            let lines = await world.get("/api/releases/1/figures").text
            let above = lines.matches(of: /"clearlyAbove":\[([^\]]+)\]/).flatMap { $0.1.split(separator: ",") }
            expect(above.count, is: named[0])
        }
    }

    @Test func `where nothing is clear nothing is named`() async throws {
        try await withEvidence { world in
            for slug in Self.names { try await world.record(slug, for: "back-pain", steps: (0..<60).map { $0 % 5 }) }
            try await world.evidence.makeRelease()
            expect(
                await world.get("/conditions/back-pain"),
                holds: ["No clear difference among these 6", "As a group the answers do not tell them apart.<"],
                lacks: ["Inside this group", "one in ten"])
        }
    }
}
