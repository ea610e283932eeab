import Databases
import Storage
import Testing
import Web
import World

@testable import Evidence

/// Pages where there is hardly anything to show, or too much of it.
@Suite struct EdgeTests {
    @Test(arguments: Backend.available)
    func `a figure of exactly eleven has two answers, and no details`(on backend: Backend) async throws {
        try await withCaution(on: backend) { world in
            let page = await world.get("/treatments/duloxetine/for/back-pain")
            expect(
                page,
                holds: [
                    "“These” are 11 people who tried duloxetine for back pain.", "Some, none or worse <b>",
                    "The five steps, for which it takes 50 people.", "<summary>How we know</summary>",
                ],
                lacks: [
                    "Nearly all gone", "No different", "Side effects people named", "Why people stopped",
                    "Keeping it up",
                ])
            let said = try #require(page.text.firstMatch(of: /about (\d+) found it helped a lot<\/strong>/))
            let legend = page.part(from: "<ul class=\"legend\">", to: "</ul>").matches(of: /<b>(\d+)<\/b>/)
            let parts = legend.compactMap { Int($0.1) }
            #expect(parts.first == Int(said.1) && parts.count == 2 && parts.reduce(0, +) == 100)
            expect(page, holds: ["<p class=\"split\"><b>\(said.1) helped a lot</b>"])
        }
    }

    @Test(arguments: Backend.available)
    func `too few is an answer of its own, and what is known of the family stands small beneath`(
        on backend: Backend
    ) async throws {
        try await withCaution(on: backend) { world in
            let page = await world.get("/treatments/venlafaxine/for/back-pain")
            #expect(
                page.says([
                    "id=\"evidence\"", "Too few people yet for a figure.",
                    "A figure appears when 11 people have told how",
                    "href=\"/ask/venlafaxine/back-pain\"", "What is known nearby",
                    "answers about antidepressants (SNRI) for back pain, all together. About ",
                    "It may not hold for venlafaxine.",
                ]))
            expect(
                page,
                lacks: [
                    "Of 100 people like these", "<summary>How we know</summary>", "class=\"legend\"", "“These” are",
                    "Side effects people named",
                ])
            expect(page.text.matches(of: /href="\/ask\/venlafaxine\/back-pain"/).count, is: 1, "one way to ask")
        }
    }

    @Test func `where the family has nothing the wider condition is told of, and where neither has, nothing is`()
        async throws
    {
        try await withCaution { world in
            #expect(
                await world.get("/treatments/fluoxetine/for/back-pain").says([
                    "Too few people yet for a figure.", "What is known nearby",
                    "people tried fluoxetine for pain. About ", "It may not hold for back pain.",
                ]))
            for path in ["/treatments/walking/for/depression", "/treatments/walking/for/nausea"] {
                expect(
                    await world.get(path), holds: ["Too few people yet for a figure."],
                    lacks: ["What is known nearby", "Of 100 people like these", "<summary>How we know</summary>"])
            }
            // Never of another part of the body, and never of a narrower one.
            expect(
                await world.get("/treatments/lullaby/for/pain"), holds: ["Too few people yet for a figure."],
                lacks: ["What is known nearby"])
        }
    }

    @Test func `a purpose that is gone is not found, and one that nobody told of says so`() async throws {
        try await withCaution { world in
            for path in [
                "/conditions/gone", "/treatments/walking/for/gone", "/treatments/gone",
                "/treatments/gone/for/back-pain",
            ] {
                expect(await world.get(path), 404)
                expect(await world.get(path, as: 1, .es), 404)
            }
            for path in ["/conditions/depression", "/conditions/nausea"] {
                expect(
                    await world.get(path), holds: ["No treatment has been evaluated by enough people here yet."],
                    lacks: ["<table", "Counted together", "Taken off the market", "id=\"notice\""])
            }
        }
    }

    @Test func `a name of 120 letters is said in full wherever it stands`() async throws {
        try await withCaution { world in
            let name = CautionFixture.longName
            expect(
                await world.get("/treatments/long-name/for/back-pain"),
                holds: [
                    "<h1>\(name)</h1>", "“These” are 70 people who tried \(name) for back pain.",
                    "<strong>\(name)</strong>",
                ])
            expect(await world.get("/conditions/back-pain"), holds: [">\(name)</a>"])
            expect(await world.get("/treatments/long-name/for/pain"), holds: ["Too few people yet for a figure."])
        }
    }

    @Test func `the way to a public page is a plain link, and stands only where there is one`() async throws {
        try await withCaution { world in
            let link = "<a href=\"https://connect.medlineplus.gov/application?"
            for path in ["/conditions/back-pain", "/treatments/walking/for/back-pain"] {
                expect(
                    await world.get(path),
                    holds: ["Read it from the source", link, "rel=\"noreferrer\">Back pain at MedlinePlus</a>"],
                    lacks: ["src=\"https://"])
            }
            for path in ["/conditions/nausea", "/treatments/walking/for/nausea"] {
                expect(await world.get(path), lacks: ["Read it from the source", "connect.medlineplus.gov"])
            }
        }
    }
}
