import Markup
import Statistics
import Storage
import Testing
import Web
import World

@testable import Evidence
@testable import Vocabulary

/// Evidence beside talk.
@Suite struct MentionsTests {
    private static let named = ["walking", "zopidal", "venlafaxine", "duloxetine"]

    private static func mentions(
        of slugs: [String] = named, for purpose: String? = "back-pain", _ world: TestEvidence,
        _ language: Language = .en
    ) async throws -> Mentions {
        try await world.evidence.mentions(
            of: slugs.map(TestEvidence.treatment), for: purpose.map(TestEvidence.purpose), text(language, world))
    }

    private static func text(_ language: Language, _ world: TestEvidence) throws -> Text {
        try worldTexts(world.world.features)[language]
    }

    private static func lines(_ mentions: Mentions, _ slugs: [String] = named) -> String {
        mentions.lines(of: slugs.map(TestEvidence.treatment)).string
    }

    @Test(arguments: Backend.available)
    func `a line says what the treatment's page says, its heaviest notice first, or that too few told`(
        on backend: Backend
    ) async throws {
        try await withCaution(on: backend) { world in
            let mentions = try await Self.mentions(world)
            let walking = Self.lines(mentions, ["walking"])
            let content = try #require(try await world.figure("walking", for: "back-pain")?.content)
            let (low, high) = (FigureView.low(content.range), FigureView.high(content.range))
            let strong = "about \(FigureView.ofHundred(content.estimate.mean)) found it helped a lot"
            holds(
                walking,
                [
                    "Mentioned here · People said", "Walking for back pain: of 100 people like these, ",
                    "<strong>\(strong)</strong> (likely \(low) to \(high)).",
                    "<a href=\"/treatments/walking/for/back-pain\">70 people, side effects, how we know</a>",
                ], lacks: ["⟦", "caution", "Zopidal"])
            expect(
                await world.get("/treatments/walking/for/back-pain"),
                holds: ["<strong>\(strong)</strong>. Likely between \(low) and \(high)."])
            holds(
                Self.lines(mentions, ["zopidal"]),
                [
                    "Zopidal for back pain: of 100",
                    "<strong class=\"caution\">About withdrawn. About do-not-stop.</strong>",
                ],
                lacks: ["About boxed", "First of"])
            // Its family's figure is not its own.
            holds(
                Self.lines(mentions, ["venlafaxine"]),
                [
                    "Mentioned here</p>", ">Venlafaxine</a> Too few yet. <a href=\"/ask/venlafaxine/back-pain\">",
                    "<span class=\"unseen\">about venlafaxine</span>",
                ], lacks: ["People said", "of 100", "12 "])
            // One box, each once, in the order of the post.
            let all = Self.lines(mentions, ["duloxetine", "walking", "duloxetine", "milnacipran"])
            expect(all.matches(of: /class="mention"/).count, is: 2)
            let places = ["Duloxetine", "Walking"].compactMap { all.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 2 && places == places.sorted())
            expect(Self.lines(mentions, ["milnacipran"]), is: "", "nobody asked for it")
        }
    }

    @Test(arguments: Backend.available)
    func `the card has each on a scale with its tier and who fell silent, and folds away the many`(
        on backend: Backend
    ) async throws {
        try await withCaution(on: backend) { world in
            let slugs = Self.named + ["lullaby", "long-name", "stretching", "fluoxetine"]
            let card = try await Self.mentions(of: slugs, world).card().string
            holds(
                card,
                [
                    "Mentioned in this thread", "<a href=\"/treatments/walking/for/back-pain\">Walking</a></h3>",
                    "People said · for back pain", "<svg class=\"chart range-bar\"", "70 people",
                    "<strong class=\"caution\">Sleep and dependence.</strong>", CautionFixture.longName,
                    "<summary>2 more</summary>",
                ], lacks: ["⟦"])
            expect(card.matches(of: /class="chart range-bar"/).count, is: 5, "of the others too few told")
            expect(card.matches(of: /class="mention"/).count, is: slugs.count)
            let content = Figure.Content.made(helped: 0.47, silent: 31)
            let silent = Mentions(
                text: try Self.text(.en, world), catalogue: world.catalogue,
                release: try await world.evidence.currentRelease.value(),
                purpose: world.catalogue.purpose(slug: "pain"),
                named: [
                    .init(
                        treatment: try #require(world.catalogue.treatment(slug: "walking")),
                        figure: Figure(number: 1, key: .pair(TestEvidence.pair("walking", "pain")), content: content),
                        ask: nil)
                ],
                places: [TestEvidence.treatment("walking"): 0])
            holds(silent.card().string, ["100 people · 31 gave no sign for 8 weeks or more"])
            holds(Self.lines(silent), ["how we know</a> · 31 gave no sign for 8 weeks or more"])
        }
    }

    @Test func `of a talk about no purpose no figure is shown, but what warns is`() async throws {
        try await withCaution { world in
            let mentions = try await Self.mentions(for: nil, world)
            for piece in [Self.lines(mentions), mentions.card().string] {
                holds(
                    piece,
                    ["<a href=\"/treatments/walking\">Walking</a>", "About withdrawn. About do-not-stop."],
                    lacks: ["People said", "of 100", "Too few", "/ask/", "/for/", "range-bar"])
            }
        }
    }

    @Test func `nobody is led to try what a notice warns against or where the page speaks of danger`() async throws {
        var files = CautionFixture.files
        files["conditions.csv", default: []] += Fixture.bytes("\nself-harm,Self-harm,Autolesión,,,,R45.88")
        try await withEvidence(files: files) { world in
            for (slug, purpose) in [("zopidal", "pain"), ("walking", "self-harm")] {
                let mentions = try await Self.mentions(of: [slug], for: purpose, world)
                for piece in [Self.lines(mentions, [slug]), mentions.card().string] {
                    holds(piece, ["Too few yet."], lacks: ["/ask/"])
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the database is asked once for all of a talk, and a newer release or catalogue changes the version`(
        on backend: Backend
    ) async throws {
        try await withCaution(on: backend) { world in
            let version = try await world.evidence.mentionsVersion
            _ = world.log.take()
            _ = try await Self.mentions(world)
            expect(world.log.take().map(\.count), is: [1])
            _ = try await Self.mentions(world)
            expect(world.log.take().count, is: 0, "a release does not change")
            expect(try await world.evidence.mentionsVersion, is: version)
            try await world.evidence.makeRelease()
            let newer = try await world.evidence.mentionsVersion
            #expect(newer != version)
            // A member's word that means walking: its identifier leads to the same line.
            let word = ID<ProposedWord>.random()
            try world.evidence.vocabulary.catalogues.replace(
                words: [
                    MemberWord(
                        id: word, kind: .treatment, slug: "walking", text: "strolling", language: .en, role: .synonym)
                ], version: 1)
            #expect(try await world.evidence.mentionsVersion != newer)
            let (stroll, unknown) = (ID<Treatment>(high: word.high, low: word.low), ID<Treatment>.random())
            let mentions = try await world.evidence.mentions(
                of: [stroll, unknown, TestEvidence.treatment("walking")], for: TestEvidence.purpose("back-pain"),
                Self.text(.en, world))
            holds(mentions.lines(of: [unknown, stroll]).string, ["Walking for back pain: of 100"])
            expect(mentions.card().string.matches(of: /class="mention"/).count, is: 1)
            expect(try await Self.mentions(of: [], world).card().isEmpty, is: true)
        }
    }

    @Test func `all of it is said in Spanish, and where people wrote elsewhere too`() async throws {
        try await withCaution { world in
            let mentions = try await Self.mentions(world, .es)
            for piece in [Self.lines(mentions), mentions.card().string] {
                holds(
                    piece, ["La gente dijo", "70 personas", "Sobre withdrawn.", "Todavía son muy pocas personas."],
                    lacks: ["⟦", "people", "Mentioned", "Too few"])
            }
            let walking = "Caminar para dolor de espalda: de cada 100 personas como estas, <strong>unas "
            holds(Self.lines(mentions), [walking])
        }
        try await withEvidence { world in
            let steps = [Int](repeating: 3, count: 20)
            try await world.record("walking", for: "pain", steps.map { TestEvidence.Record(step: $0) })
            try await world.evidence.makeRelease()
            let mentions = try await Self.mentions(of: ["walking"], for: "pain", world)
            holds(mentions.card().string, ["20 people on another site"])
        }
    }
}

/// What stands in a piece of a page, and what does not.
private func holds(
    _ piece: String, _ words: [String], lacks absent: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
    let missing = words.filter { !piece.contains($0) }
    let shown = absent.filter { piece.contains($0) }
    #expect(missing.isEmpty && shown.isEmpty, "\(missing) \(shown)\n\(piece)", sourceLocation: sourceLocation)
}
