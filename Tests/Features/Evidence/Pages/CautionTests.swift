import Databases
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Evidence

/// Words of caution beside figures, and lists that say no more than is known.
@Suite struct CautionTests {
    @Test(arguments: Backend.available)
    func `the heaviest notice and that one must not stop stand open before the figure, the others are folded`(
        on backend: Backend
    ) async throws {
        try await withCaution(on: backend) { world in
            let kinds = Notice.Kind.allCases.map(\.rawValue)
            let page = await world.get("/treatments/zopidal/for/back-pain")
            let said = kinds.flatMap { kind in
                [
                    "First of \(kind).", "Then of \(kind).",
                    "<a href=\"https://example.org/\(kind)\" rel=\"noreferrer\" lang=\"en\" hreflang=\"en\">",
                ]
            }
            expect(
                page, holds: said + ["</a>, looked up November 2, 2026."],
                lacks: ["⟦", "Sleep and dependence", "Never looked up"])
            let order =
                ["id=\"notice\"", "<h2 class=\"card-title\">About \(kinds[0])</h2>", "First of \(kinds[0])."]
                + kinds.dropFirst().map { "<summary>About \($0)</summary>" }
            #expect(page.says(order + ["id=\"evidence\"", "Of 100 people like these"]))
            let card = page.part(from: "id=\"notice\"", to: "id=\"evidence\"")
            expect(card.matches(of: /<details class="disclosure">/).count, is: kinds.count - 2, "none of them is open")
        }
    }

    @Test
    func `where something can bring dependence other choices are named, of a family one, and none that is warned of`()
        async throws
    {
        try await withCaution { world in
            let choices = ["walking", "duloxetine"].map { "<a href=\"/treatments/\($0)/for/back-pain\">\($0)</a>" }
                .joined(separator: ", ")
            for path in ["/treatments/zopidal/for/back-pain", "/treatments/lullaby/for/back-pain"] {
                let page = await world.get(path)
                expect(page, holds: ["Other choices for back pain: \(choices)."])
                let card = page.part(from: "id=\"notice\"", to: "id=\"evidence\"")
                #expect(!card.contains("/treatments/zopidal/") && !card.contains("/treatments/lullaby/"))
            }
            expect(await world.get("/treatments/walking/for/back-pain"), lacks: ["id=\"notice\"", "Never looked up"])
        }
    }

    @Test(arguments: Backend.available)
    func `what a list has no row for stands below it, each under its own name`(on backend: Backend) async throws {
        try await withCaution(on: backend) { world in
            let page = await world.get("/conditions/back-pain")
            expect(
                page,
                holds: [
                    "12 answers about antidepressants (SNRI) that few people tried.", "Their pages say what happened.",
                ],
                lacks: ["⟦", "About withdrawn"])
            #expect(
                page.says([
                    "id=\"notice\"", "Good to know first: some of these need care", "<strong>Lullaby</strong>",
                    "Ask first.", "Other choices for back pain: ", "Helped more people", ">Walking</a>",
                    "Helped fewer people", "</table>", "Counted together", "<summary>Antidepressants (SNRI)</summary>",
                    ">Milnacipran</a>", ">Venlafaxine</a>", "<summary>No longer sold: 1</summary>",
                    ">Zopidal</a>",
                ]))
            let table = page.part(from: "<table", to: "</table>")
            #expect(!table.contains("Zopidal") && !table.contains("Venlafaxine"))
            #expect(table.contains(">Duloxetine</a>") && table.contains(">\(CautionFixture.longName)</a>"))
            expect(table.matches(of: /can bring dependence/).count, is: 1, "of the sleeping pills that can be had")
            #expect(
                !page.part(from: "Counted together", to: "No longer sold").contains(">Duloxetine</a>"), "it has its own"
            )
        }
    }

    @Test func `a page's own row is marked, and those above are said to be more`() async throws {
        try await withCaution { world in
            let page = await world.get("/treatments/lullaby/for/back-pain")
            expect(
                page,
                holds: [
                    "<strong>Lullaby</strong>", "this page · can bring dependence",
                    "As a group, likely more people than lullaby.",
                    "at most one in ten to be chance.", "href=\"/how-we-know#told-apart\"",
                ])
            let table = page.part(from: "Beside other choices for back pain", to: "See all 4 treatments")
            #expect(table.contains(">Walking</a>") && !table.contains("Zopidal"))
            expect(await world.get("/how-we-know"), holds: ["id=\"told-apart\"", "Words of caution"])
        }
    }

    @Test(arguments: Backend.available)
    func `a column that most rows cannot fill is left out`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            let full = (0..<72).map { number in
                TestEvidence.Record(
                    step: number < 60 ? number % 5 : nil, stop: number < 30 ? "side-effects" : nil,
                    person: world.people[number + 1])
            }
            let bare = (0..<60).map { TestEvidence.Record(step: $0 % 5, person: world.people[$0 + 1]) }
            for (treatment, isFull) in [("duloxetine", true), ("fluoxetine", true), ("walking", false)] {
                try await world.record(treatment, for: "depression", isFull ? full : bare)
                try await world.record(treatment, for: "pain", treatment == "duloxetine" ? full : bare)
            }
            try await world.evidence.makeRelease()
            let columns = ["Stopped for side effects", "Take or took it"]
            expect(await world.get("/conditions/depression"), holds: columns + [">Walking</a>"])
            expect(await world.get("/conditions/pain"), holds: [">Duloxetine</a>"], lacks: ["Take or took it"])
        }
    }

    @Test func `all of it is said in Spanish`() async throws {
        try await withCaution { world in
            let page = await world.get("/treatments/zopidal/for/back-pain", as: nil, .es)
            expect(
                page,
                holds: [
                    "Lo primero de withdrawn.", "consultado el 2 de noviembre de 2026.", "Se quitó casi todo <b>",
                    "Igual o peor <b>", "“Estas” son 70 personas que probaron zopidal para dolor de espalda.",
                    "Otras opciones para dolor de espalda: ", "Junto a otras opciones para dolor de espalda",
                ], lacks: ["⟦", "looked up", "Nearly all gone", "No clear difference", "First of"])
            let inOrder = ["Sobre withdrawn</h2>", "<summary>Sobre dependence", "De cada 100 personas como estas"]
            #expect(page.says(inOrder))
            expect(
                await world.get("/conditions/back-pain", as: nil, .es),
                holds: [
                    "algunos de estos piden cuidado", "Pregunta antes.", "Ayudaron a más personas",
                    "puede crear dependencia", "Contados juntos",
                    "12 respuestas sobre antidepresivos (IRSN) que pocas personas probaron.",
                    "Ya no se vende: 1", "Léelo en la fuente", "Dolor de espalda en MedlinePlus",
                ], lacks: ["⟦", "Counted together", "Helped", "Other choices"])
            expect(
                await world.get("/treatments/venlafaxine/for/back-pain", as: nil, .es),
                holds: ["Todavía son muy pocas personas para dar una cifra.", "Lo que se sabe de algo parecido"],
                lacks: ["⟦", "nearby"])
        }
    }
}
