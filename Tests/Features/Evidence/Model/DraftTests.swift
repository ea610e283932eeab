import Databases
import World
import Statistics
import Storage
import Testing

@testable import Evidence
@testable import Vocabulary

/// Drafts made from tallies by hand: no database.
@Suite struct DraftTests {
    private func catalogue() throws -> Catalogue { try Catalogue(CatalogueFiles.rows(of: Fixture.files)) }

    /// A tally of pairs with five counts each, each answer another person's.
    private func tally(_ answers: [(treatment: String, purpose: String, steps: [Int])]) -> Tally {
        var tally = Tally()
        var person: UInt64 = 0
        for entry in answers {
            let cell = tally.cell(TestEvidence.pair(entry.treatment, entry.purpose))
            for (step, count) in entry.steps.enumerated() {
                for _ in 0..<count {
                    person += 1
                    tally.add(Tally.Course(isImported: false, isSilent: false, stop: nil), to: cell)
                    tally.add(
                        Tally.Answers(
                            id: ID(high: person, low: person), person: UInt32(person), at: Int64(person), step: step,
                            severity: nil, adherence: nil, burden: nil, cost: nil, hasAdvice: false),
                        to: cell)
                }
            }
        }
        return tally
    }

    private func draft(
        _ answers: [(treatment: String, purpose: String, steps: [Int])], after earlier: ReleaseDraft? = nil
    ) throws -> ReleaseDraft {
        ReleaseDraft(tally(answers), catalogue: try catalogue(), earlier: earlier?.figures ?? [])
    }

    private func figure(_ draft: ReleaseDraft, _ treatment: String, _ purpose: String) -> Figure? {
        let pair = TestEvidence.pair(treatment, purpose)
        return draft.figures.first { $0.key == .pair(pair) }
    }

    @Test func `pairs that are too few are counted with their family`() throws {
        let made = try draft([
            ("duloxetine", "back-pain", [10, 10, 20, 30, 30]), ("venlafaxine", "back-pain", [1, 2, 1, 2, 2]),
            ("milnacipran", "back-pain", [2, 1, 2, 1, 1]), ("walking", "back-pain", [0, 0, 1, 1, 1]),
        ])
        let family = made.figures.first { $0.kind == .familyRest }
        expect(family?.content?.evaluations, is: 15)
        expect(figure(made, "venlafaxine", "back-pain")?.countedIn, is: family?.number)
        expect(figure(made, "venlafaxine", "back-pain")?.content == nil, is: true)
        expect(figure(made, "duloxetine", "back-pain")?.content?.evaluations, is: 100)
        expect(figure(made, "walking", "back-pain")?.countedIn, is: nil, "one small pair alone would be known")
        expect(made.evaluations, is: 115)
        // The sums are of groups, not of people: 3 who walk are nowhere in them.
        expect(made.figures.first { $0.kind == .purpose }?.content?.evaluations, is: 115)
        expect(made.figures.first { $0.kind == .family }?.content?.evaluations, is: 115)
    }

    @Test(arguments: [(10, false), (11, true)])
    func `ten are too few, eleven are enough`(people: Int, isShown: Bool) throws {
        let made = try draft([("walking", "back-pain", [0, 0, 0, people, 0])])
        expect(figure(made, "walking", "back-pain")?.content != nil, is: isShown)
    }

    @Test func `an estimate leans on the others of its family and not on itself`() throws {
        let made = try draft([
            ("duloxetine", "back-pain", [20, 20, 20, 20, 20]), ("venlafaxine", "back-pain", [0, 0, 0, 50, 50]),
            ("walking", "back-pain", [50, 50, 0, 0, 0]), ("fluoxetine", "depression", [20, 20, 20, 30, 10]),
        ])
        let duloxetine = figure(made, "duloxetine", "back-pain")?.content
        expect(duloxetine?.priorLevel, is: .familyForPurpose)
        #expect((duloxetine?.prior.helped ?? 0) > 0.5, "all who took venlafaxine were helped")
        expect(figure(made, "walking", "back-pain")?.content?.priorLevel, is: .purpose)
        expect(figure(made, "fluoxetine", "depression")?.content?.priorLevel, is: .all)
        #expect((duloxetine?.estimate.mean ?? 0) > 0.4 && (duloxetine?.estimate.mean ?? 1) < 0.7)
    }

    @Test func `the only group there is leans on nothing`() throws {
        let made = try draft([("walking", "back-pain", [5, 5, 10, 15, 15])])
        let content = figure(made, "walking", "back-pain")?.content
        expect(content?.priorLevel, is: PriorLevel.none)
        #expect((content?.range.width ?? 1) < 0.35)
    }

    @Test func `how much groups differ is learned from small ones too`() throws {
        let made = try draft(
            ["pain", "back-pain", "depression"].flatMap { purpose in
                [
                    ("duloxetine", purpose, [6, 3, 1, 0, 0]), ("venlafaxine", purpose, [0, 0, 1, 3, 6]),
                    ("milnacipran", purpose, [6, 2, 1, 1, 0]), ("fluoxetine", purpose, [0, 1, 1, 4, 4]),
                ]
            })
        #expect(made.figures.allSatisfy { $0.kind != .pair || $0.content == nil }, "no pair is shown")
        #expect(made.weights.pair < 10, "and yet they differ much: \(made.weights.pair)")
        #expect(made.weights.pair == made.weights.pair.rounded())
    }

    @Test func `two releases that differ by one person do not tell what remains of a group`() throws {
        let others = [
            ("walking", "back-pain", [10, 10, 10, 10, 10]), ("stretching", "back-pain", [10, 10, 10, 10, 10]),
        ]
        let first = try draft(
            others + [("duloxetine", "back-pain", [0, 0, 0, 5, 5]), ("venlafaxine", "back-pain", [0, 0, 7, 0, 0])])
        expect(first.figures.first { $0.kind == .familyRest }?.content?.evaluations, is: 17)
        // One more: duloxetine could stand alone, and 7 would follow from 17 + 1 − 11.
        let grown =
            others + [("duloxetine", "back-pain", [0, 0, 0, 6, 5]), ("venlafaxine", "back-pain", [0, 0, 7, 0, 0])]
        let second = try draft(grown, after: first)
        expect(second.figures.first { $0.kind == .familyRest }?.content?.evaluations, is: 18)
        expect(figure(second, "duloxetine", "back-pain")?.content == nil, is: true)
        let blind = try draft(grown)
        expect(
            figure(blind, "duloxetine", "back-pain")?.content != nil, is: true,
            "the control: without the first it stands")
    }

    @Test func `a pair that loses its last person stays listed as too few`() throws {
        let first = try draft([
            ("duloxetine", "back-pain", [0, 0, 8, 0, 0]), ("venlafaxine", "back-pain", [0, 0, 8, 0, 0]),
            ("milnacipran", "back-pain", [0, 0, 1, 0, 0]),
        ])
        let second = try draft(
            [("duloxetine", "back-pain", [0, 0, 8, 0, 0]), ("venlafaxine", "back-pain", [0, 0, 8, 0, 0])], after: first)
        expect(
            figure(second, "milnacipran", "back-pain")?.countedIn,
            is: second.figures.first { $0.kind == .familyRest }?.number)
    }

    @Test(arguments: 0..<30)
    func `no figure of a random community is of fewer than eleven, and none is counted twice`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let treatments = ["duloxetine", "venlafaxine", "milnacipran", "fluoxetine", "walking", "stretching"]
        var answers: [(treatment: String, purpose: String, steps: [Int])] = []
        for treatment in treatments {
            for purpose in ["pain", "back-pain", "depression"] {
                let most = Int.random(in: 0...14, using: &random)
                answers.append((treatment, purpose, (0..<5).map { _ in Int.random(in: 0...most, using: &random) }))
            }
        }
        let made = try draft(answers)
        for figure in made.figures {
            guard let content = figure.content else { continue }
            #expect(content.evaluations >= 11 && content.range.low <= content.range.high)
            #expect(content.estimate.mean > 0 && content.estimate.mean < 1)
            #expect(content.known?.groups.allSatisfy { $0.count >= 11 } ?? true)
        }
        let counted = made.figures.filter(\.kind.isGroup).compactMap { $0.content?.evaluations }.reduce(0, +)
        expect(counted, is: made.evaluations)
        #expect(counted <= answers.reduce(0) { $0 + $1.steps.reduce(0, +) })
        expect(try draft(answers).digest, is: made.digest, "the same again")
        expect(try draft(answers.reversed()).digest, is: made.digest, "whatever the order of rows")
    }
}
