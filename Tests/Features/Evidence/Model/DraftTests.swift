import Databases
import Statistics
import Storage
import Testing
import World

@testable import Evidence
@testable import Journal
@testable import Vocabulary

/// Nights and drafts made from tallies by hand: no database.
@Suite struct DraftTests {
    private typealias Told = (treatment: String, purpose: String, steps: [Int])

    private func catalogue() throws -> Catalogue { try Catalogue(CatalogueFiles.rows(of: Fixture.files)) }
    private let start = Instant(milliseconds: 1_793_664_000_000)

    /// A tally of pairs with five counts each, each answer another person's. Who is told of twice is the same both times.
    private func tally(_ told: [Told]) -> Tally {
        var tally = Tally()
        for entry in told {
            let pair = TestEvidence.pair(entry.treatment, entry.purpose)
            let cell = tally.cell(pair)
            for (step, count) in entry.steps.enumerated() {
                for number in 0..<count {
                    let id = ID<Pair>(named: "\(entry.treatment) \(entry.purpose) \(step) \(number)")
                    let person = UInt32(truncatingIfNeeded: id.low)
                    tally.entries.append(
                        Tally.Entry(course: id, person: person, cell: UInt32(cell), flags: .hasWaited, stop: 255))
                    tally.set(
                        Tally.Answers(evaluation: id, at: start.milliseconds, packed: UInt32(step) | 0x7FF8),
                        at: tally.entries.count - 1)
                }
            }
        }
        return tally
    }

    /// What a night makes of it after another, and the draft.
    private func night(_ told: [Told], after earlier: Night? = nil, days: Int = 0) throws -> (Night, ReleaseDraft) {
        var tally = tally(told)
        let known = Dictionary(uniqueKeysWithValues: (earlier?.tally.entries ?? []).map { ($0.course, $0) })
        for place in tally.entries.indices {
            guard let entry = known[tally.entries[place].course] else { continue }
            (tally.entries[place].helped, tally.entries[place].details) = (entry.helped, entry.details)
        }
        var generator = NoNoise()
        let night = try Night(
            tally, earlier?.blocks ?? [], catalogue: try catalogue(),
            sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)), at: start + .days(days),
            using: &generator, named: { _ in [:] })
        return (night, ReleaseDraft(night.tally, blocks: night.blocks, catalogue: try catalogue()))
    }

    private func draft(_ told: [Told]) throws -> ReleaseDraft { try night(told).1 }

    private func figure(_ draft: ReleaseDraft, _ treatment: String, _ purpose: String) -> Figure.Content? {
        draft.figures.first { $0.key == .pair(TestEvidence.pair(treatment, purpose)) }?.content
    }

    @Test func `pairs that are too few are counted with their family`() throws {
        let made = try draft([
            ("duloxetine", "back-pain", [10, 10, 20, 30, 30]), ("venlafaxine", "back-pain", [1, 2, 1, 2, 2]),
            ("milnacipran", "back-pain", [2, 1, 2, 1, 1]), ("walking", "back-pain", [0, 0, 1, 1, 1]),
        ])
        expect(made.figures.first { $0.kind == .familyRest }?.content.evaluations, is: 15)
        expect(figure(made, "venlafaxine", "back-pain") == nil, is: true)
        expect(figure(made, "duloxetine", "back-pain")?.evaluations, is: 100)
        expect(figure(made, "walking", "back-pain") == nil, is: true, "one small pair alone would be known")
        expect(made.evaluations, is: 115)
        // The sum is of groups, not of people.
        expect(made.figures.first { $0.kind == .family }?.content.evaluations, is: 115)
    }

    @Test(arguments: [(10, false), (11, true)])
    func `ten are too few, eleven are enough`(people: Int, isShown: Bool) throws {
        let made = try draft([("walking", "back-pain", [0, 0, 0, people, 0])])
        expect(figure(made, "walking", "back-pain") != nil, is: isShown)
    }

    @Test(arguments: [(49, false), (50, true)])
    func `the five steps are shown from fifty people on`(people: Int, isShown: Bool) throws {
        let bar = figure(try draft([("walking", "back-pain", [0, 10, 0, people - 10, 0])]), "walking", "back-pain")?.bar
        expect(bar != nil, is: isShown)
        #expect(bar.map { abs($0.reduce(0, +) - 1) < 1e-9 } ?? true)
    }

    @Test func `an estimate leans on the others of its family and not on itself`() throws {
        let made = try draft([
            ("duloxetine", "back-pain", [20, 20, 20, 20, 20]), ("venlafaxine", "back-pain", [0, 0, 0, 50, 50]),
            ("walking", "back-pain", [50, 50, 0, 0, 0]), ("fluoxetine", "depression", [20, 20, 20, 30, 10]),
        ])
        let duloxetine = figure(made, "duloxetine", "back-pain")
        expect(duloxetine?.priorLevel, is: .familyForPurpose)
        #expect((duloxetine?.prior.parent.mean ?? 0) > 0.45, "all who took venlafaxine were helped")
        expect(figure(made, "walking", "back-pain")?.priorLevel, is: .purpose)
        expect(figure(made, "fluoxetine", "depression")?.priorLevel, is: .all)
        #expect((duloxetine?.estimate.mean ?? 0) > 0.35 && (duloxetine?.estimate.mean ?? 1) < 0.7)
    }

    @Test func `the only group there is leans on nothing`() throws {
        let content = figure(try draft([("walking", "back-pain", [5, 5, 10, 15, 15])]), "walking", "back-pain")
        expect(content?.priorLevel, is: PriorLevel.none)
        #expect((content?.range.width ?? 1) < 0.35)
    }

    /// What moves on is drawn for a second time, and no third.
    @Test func `a pair that has grown moves out of its home, and its people are in one group`() throws {
        let small: [Told] = [
            ("duloxetine", "back-pain", [0, 0, 0, 5, 5]), ("venlafaxine", "back-pain", [0, 0, 7, 0, 0]),
        ]
        let (first, before) = try night(small)
        expect(before.figures.map(\.content.evaluations), is: [17])
        let (second, after) = try night(
            [("duloxetine", "back-pain", [0, 0, 0, 6, 5]), ("venlafaxine", "back-pain", [0, 0, 7, 0, 0])], after: first,
            days: 1)
        expect(figure(after, "duloxetine", "back-pain")?.evaluations, is: 11)
        expect(after.figures.count, is: 1, "seven are left in the home: too few")
        expect(Set(second.tally.entries.map(\.helped.times)), is: [1, 2])
        let (third, _) = try night(
            [("duloxetine", "back-pain", [0, 0, 0, 6, 5]), ("venlafaxine", "back-pain", [0, 0, 7, 0, 0])],
            after: second,
            days: 2)
        expect(third.blocks.count, is: second.blocks.count, "nothing new, nothing drawn")
    }

    /// The first line of the proof: who is in which block, and when it closes, is no answer.
    @Test(arguments: 0..<30)
    func `whatever people say, the same ones are in the same blocks`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let pairs = ["duloxetine", "venlafaxine", "milnacipran", "walking"].flatMap { treatment in
            ["pain", "back-pain"].map { (treatment, $0, Int.random(in: 0...70, using: &random)) }
        }
        func blocks(_ step: Int) throws -> [String] {
            let told = pairs.map { treatment, purpose, count in
                Told(treatment, purpose, (0..<5).map { $0 == step ? count : 0 })
            }
            let first = try night(told)
            let more = told.map { Told($0.treatment, $0.purpose, $0.steps.map { $0 + $0 / 3 }) }
            let (second, _) = try night(more, after: first.0, days: 1)
            return second.blocks.map { "\($0.id) \($0.key) \($0.series) \($0.people) \($0.layout)" }
        }
        expect(try blocks(4), is: try blocks(0))
    }

    @Test(arguments: [(4, 1), (5, 2)])
    func `a block closes with a quarter more, at least five`(more: Int, blocks: Int) throws {
        let (first, _) = try night([("walking", "back-pain", [0, 11, 0, 0, 0])])
        let (second, draft) = try night([("walking", "back-pain", [0, 11, 0, more, 0])], after: first, days: 1)
        expect(second.blocks.count, is: blocks)
        expect(figure(draft, "walking", "back-pain")?.evaluations, is: more < 5 ? 11 : 16)
    }

    @Test func `who leaves is out of the count of people, and the sum shrinks`() throws {
        let (first, _) = try night([("walking", "back-pain", [0, 12, 0, 12, 0])])
        let (second, draft) = try night([("walking", "back-pain", [0, 12, 0, 6, 0])], after: first, days: 1)
        expect(second.blocks.count, is: 1)
        let content = figure(draft, "walking", "back-pain")
        expect(content?.evaluations, is: 18)
        expect(content?.counted?.count, is: 9, "half, as it was: who left is not known from it")
        #expect(try night([("walking", "back-pain", [0, 5, 0, 5, 0])], after: first, days: 1).1.figures.isEmpty)
    }

    @Test(arguments: 0..<30)
    func `no figure of a random community is of fewer than eleven, and none is counted twice`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let treatments = ["duloxetine", "venlafaxine", "milnacipran", "fluoxetine", "walking", "stretching"]
        var answers: [Told] = []
        for treatment in treatments {
            for purpose in ["pain", "back-pain", "depression"] {
                let most = Int.random(in: 0...14, using: &random)
                answers.append((treatment, purpose, (0..<5).map { _ in Int.random(in: 0...most, using: &random) }))
            }
        }
        let made = try draft(answers)
        for content in made.figures.map(\.content) {
            #expect(content.evaluations >= 11 && content.range.low <= content.range.high)
            #expect(content.estimate.mean > 0 && content.estimate.mean < 1)
        }
        let counted = made.figures.filter(\.kind.isGroup).map(\.content.evaluations).reduce(0, +)
        expect(counted, is: made.evaluations)
        #expect(counted <= answers.reduce(0) { $0 + $1.steps.reduce(0, +) })
        expect(try draft(answers).digest, is: made.digest, "the same again")
        expect(try draft(answers.reversed()).digest, is: made.digest, "whatever the order of rows")
    }
}
