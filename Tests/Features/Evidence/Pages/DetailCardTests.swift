import Databases
import Markup
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

/// Side effects and what else is told beside a figure.
@Suite struct DetailCardTests {
    private func records(_ count: Int, nausea: Int, _ world: TestEvidence) -> [TestEvidence.Record] {
        (0..<count).map { number in
            let isSick = number < nausea
            return TestEvidence.Record(
                step: number % 5, side: isSick ? ["nausea"] : [], severity: isSick ? number % 4 + 1 : 0,
                person: world.people[number + 1])
        }
    }

    @Test(arguments: Backend.available)
    func `side effects are so many of so many, and that people had none is never said alone`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await world.record("duloxetine", for: "depression", records(100, nausea: 40, world))
            try await world.evidence.makeRelease()
            let page = await world.get("/treatments/duloxetine/for/depression")
            expect(
                page,
                holds: [
                    "Side effects people named", " of 100 called one severe or extreme.", " of 100 said they had none.",
                    "Others were named too rarely to show.", "These are estimates",
                ])
            let nausea = /Nausea<\/span> <span class="share"><b>(\d+)<\/b> of 100<\/span>/
            let count = try #require(page.text.firstMatch(of: nausea).flatMap { Int($0.1) })
            #expect((25...45).contains(count))
        }
        try await withEvidence(on: backend) { world in
            try await world.record("fluoxetine", for: "depression", records(130, nausea: 0, world))
            try await world.evidence.makeRelease()
            expect(
                await world.get("/treatments/fluoxetine/for/depression"),
                holds: ["“These” are 130 people who tried fluoxetine for depression."],
                lacks: ["Side effects people named", "said they had none", "severe or extreme"])
        }
    }

    @Test func `a release that did not say of how many people says so many in a hundred`() async throws {
        try await withEvidence { world in
            var details = FigureDetails()
            details.symptoms = [(Symptom.id(slug: "nausea"), .init(count: 310, of: 1_000))]
            details.stops = [("side-effects", .init(count: 125, of: 1_000))]
            details.answers[.noSideEffects] = .init(count: 500, of: 1_000)
            let text = try worldTexts(world.world.features)[.en]
            func html() -> String {
                DetailCards(text: text, catalogue: world.catalogue, details: details).html().string
            }
            let older = html()
            #expect(older.contains("31 in 100") && older.contains("13 in 100"), "\(older)")
            #expect(older.contains("50 of 100 said they had none.") && !older.contains("1,000"), "\(older)")
            details.people = 1_000
            let newer = html()
            #expect(newer.contains("<b>310</b> of 1,000") && !newer.contains("in 100"), "\(newer)")
            details.symptoms = []
            #expect(!html().contains("said they had none"))
        }
    }

    @Test func `who took part is said in words beside the figure, and only of what is so`() async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: [Int](repeating: 3, count: 20))
            try await world.evidence.makeRelease()
            let release = try #require(try await world.evidence.currentRelease.value())
            let text = try worldTexts(world.world.features)[.en]
            let view = FigureView(text: text, catalogue: world.catalogue, release: release)
            func these(_ notes: Set<FigureDetails.Note>, _ source: FigureDetails.Source = .members) -> String {
                var details = FigureDetails()
                (details.notes, details.source) = (notes, source)
                let key = GroupKey.pair(TestEvidence.pair("walking", "back-pain"))
                let content = Figure.Content.made(helped: 0.5, details: details)
                return view.these(Figure(number: 0, key: key, content: content)).string
            }
            let (after, source) = ("They may have been harder to help.", "come from one place elsewhere.")
            expect(these([]), is: "<p>“These” are 100 people who tried walking for back pain.</p>")
            #expect(these([.triedAfterOthers]).contains(after) && !these([.triedAfterOthers]).contains(source))
            #expect(these([.oneSource], .mixed).contains(source) && !these([.oneSource], .mixed).contains(after))
            #expect(these([], .imported).contains("100 people who wrote about walking for back pain on another site."))
        }
    }
}
