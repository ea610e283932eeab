import Markup
import Storage
import Testing
import Web
import World

@testable import Evidence

@Suite struct PageTests {
    private let spread = [0, 1, 2, 3, 4].flatMap { [Int](repeating: $0, count: 14) }

    private func withFigures(_ body: (TestEvidence) async throws -> Void) async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.record("duloxetine", for: "back-pain", steps: spread.map { max($0 - 1, 0) })
            try await world.record("stretching", for: "back-pain", steps: [4, 4, 3], from: 100)
            try await world.evidence.makeRelease()
            try await body(world)
        }
    }

    @Test func `before the first release every page says so`() async throws {
        try await withEvidence { world in
            expect(await world.get("/"), holds: ["Someone has stood where you stand."])
            expect(await world.get("/conditions/back-pain"), holds: ["No figures yet"])
            expect(await world.get("/treatments/walking"), holds: ["No figures yet"])
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 1), holds: ["No figures yet", "id=\"yours\""])
            expect(await world.get("/how-we-know"), holds: ["data-release=\"0\""])
        }
    }

    @Test func `a treatment's page says what people said, how many, and how we know`() async throws {
        try await withFigures { world in
            expect(
                await world.get("/treatments/walking/for/back-pain"),
                holds: [
                    "People said", "Of 100 people like these, <strong>about",
                    "“These” are 70 people who tried walking for back pain.",
                    "At most 10 of those who take it gave no sign", "How we know",
                    "Release 1, data through November 3, 2026",
                    "Beside other choices for back pain",
                ],
                lacks: ["id=\"yours\"", "csrf"])
            expect(await world.get("/treatments/walking"), holds: ["Walking for back pain"])
            expect(
                await world.get("/treatments/walking/for/back-pain", as: nil, .es),
                holds: ["La gente dijo", "De cada 100 personas como estas"])
        }
    }

    @Test func `a condition's page lists treatments, the one that helped more people first`() async throws {
        try await withFigures { world in
            let page = await world.get("/conditions/back-pain")
            expect(page, holds: ["What people tried for back pain", "140 evaluations"])
            let first = page.text.firstRange(of: ">Walking</a>")?.lowerBound
            let second = page.text.firstRange(of: ">Duloxetine</a>")?.lowerBound
            #expect(first.flatMap { first in second.map { first < $0 } } == true)
            expect(await world.get("/conditions/back-pain?page=2"), lacks: [">Walking</a>"])
            expect(await world.get("/conditions/back-pain?page=x"), holds: [">Walking</a>"])
        }
    }

    @Test func `what is too few stays too few, also for the one who said it`() async throws {
        try await withFigures { world in
            let page = await world.get("/treatments/stretching/for/back-pain", as: 100)
            expect(
                page,
                holds: [
                    "Too few people yet for a figure.", "A figure appears when 11 people have told how",
                    "href=\"/ask/stretching/back-pain\"", ": <strong>highly</strong>",
                    "too few people for a figure, with yours too",
                ],
                lacks: [
                    "With yours, the range is", "Of 100 people like these", "<summary>How we know</summary>",
                    "What is known nearby",
                ])
        }
    }

    @Test func `a member sees at once the figure with theirs in it, and nobody else does`() async throws {
        try await withFigures { world in
            let before = await world.get("/treatments/walking/for/back-pain", as: 1)
            expect(before, holds: ["id=\"yours\"", "Your answer is in the published figures", "Not at all"])
            world.time.pass(.minutes(1))
            try await world.say(4, 1, of: "walking", for: "back-pain")
            let after = await world.get("/treatments/walking/for/back-pain", as: 1)
            expect(
                after,
                holds: ["With yours, the range is", ": <strong>highly</strong>", "“These” are 70 people"])
            expect(await world.get("/treatments/walking/for/back-pain"), lacks: ["With yours"])
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 90),
                holds: ["You have not recorded this"], lacks: ["With yours"])
            expect(
                await world.get("/conditions/back-pain", as: 1),
                holds: ["You and back pain", "With yours, the range is"])
            expect(after, holds: ["What you changed is counted from November 3, 2027"])
            try await world.evidence.makeRelease()
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 1), holds: ["With yours, the range is"],
                lacks: ["Your answer is in the published figures"])
            world.time.pass(.days(365))
            try await world.evidence.makeRelease()
            expect(
                await world.get("/treatments/walking/for/back-pain", as: 1),
                holds: ["With yours, the range is"])
        }
    }

    @Test func `words that people wrote are shown as words`() async throws {
        try await withEvidence { world in
            let hostile = "<script>alert(1)</script> \" onload='x' & \u{202E}"
            try await world.record(
                "walking", for: "back-pain",
                (0..<30).map {
                    TestEvidence.Record(step: $0 % 5, advice: $0 == 0 ? hostile : nil, person: world.people[$0 + 1])
                })
            try await world.evidence.makeRelease()
            expect(
                await world.get("/treatments/walking/for/back-pain"),
                holds: ["In their words", "&lt;script&gt;alert(1)"],
                lacks: ["<script>alert", "onload='x'"])
        }
    }

    @Test(arguments: [
        "/treatments/nothing", "/treatments/walking/for/nothing", "/conditions/nothing", "/conditions/%00",
        "/treatments/%3Cscript%3E",
    ])
    func `what is not in the catalogue is not found`(path: String) async throws {
        try await withEvidence { world in expect(await world.get(path), 404) }
    }

    @Test func `the front page shows a figure and only doors that open`() async throws {
        try await withFigures { world in
            let page = await world.get("/")
            expect(page, holds: ["Of 100 people like these", "href=\"/conditions\"", "href=\"/treatments\""])
            for link in page.text.matches(of: /<main.*?<\/main>/.dotMatchesNewlines()).flatMap({
                String($0.0).matches(of: /href="(\/[a-z][^"?#]*)"/).map { String($0.1) }
            }) where !link.hasPrefix("/sign") && !link.hasPrefix("/search") {
                expect(await world.get(link))
            }
        }
    }

    @Test func `no page says more than that people said it`() async throws {
        try await withFigures { world in
            for path in [
                "/", "/conditions/back-pain", "/treatments/walking", "/treatments/walking/for/back-pain",
                "/how-we-know",
            ] {
                let text = await world.get(path).text.lowercased()
                #expect(
                    !text.contains("caused") && !text.contains("effective ") && !text.contains("it works"), "\(path)")
            }
        }
    }
}
