import Databases
import Storage
import Testing
import World

@testable import Evidence
@testable import Journal
@testable import Vocabulary

/// Words of caution from tallies made by hand: no database.
@Suite struct ParticipationTests {
    private typealias Notes = Set<FigureDetails.Note>
    private static let treatments = ["duloxetine", "venlafaxine", "milnacipran", "fluoxetine", "walking", "stretching"]

    /// One course for back pain.
    private struct Course {
        var person: Int
        var treatment: String
        var begun: String?
        /// 0 for a member's.
        var source: UInt16 = 0
        var purpose = "back-pain"
        var isEvaluated = true
    }

    /// What a release says beside each pair.
    /// - Parameter answer: what somebody says about the course at a place, and why they stopped.
    private func notes(
        _ courses: [Course], answer: (Int) -> (packed: UInt32, stop: UInt8) = { _ in (2 | 0x7FF8, 255) }
    ) throws -> [GroupKey: Notes] {
        let catalogue = try Catalogue(CatalogueFiles.rows(of: Fixture.files))
        let start = Instant(milliseconds: 1_793_664_000_000)
        var tally = Tally()
        for (place, course) in courses.enumerated() {
            let cell = tally.cell(TestEvidence.pair(course.treatment, course.purpose))
            let id = ID<Pair>(named: "\(course.person) \(course.treatment) \(course.purpose)")
            tally.entries.append(
                Tally.Entry(
                    course: id, person: UInt32(course.person), cell: UInt32(cell),
                    flags: course.source > 0 ? [.hasWaited, .imported] : .hasWaited, stop: answer(place).stop,
                    source: course.source, begun: course.begun.map { Begun($0) } ?? .unknown))
            if course.isEvaluated {
                tally.set(
                    Tally.Answers(evaluation: id, at: start.milliseconds, packed: answer(place).packed), at: place)
            }
        }
        var generator = NoNoise()
        let night = try Night(
            tally, [], catalogue: catalogue,
            sideEffects: try CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)), at: start,
            using: &generator, named: { _ in [:] })
        let draft = ReleaseDraft(night.tally, blocks: night.blocks, catalogue: catalogue)
        return Dictionary(uniqueKeysWithValues: draft.figures.map { ($0.key, $0.content.details.notes) })
    }

    private func notes(_ courses: [Course], of treatment: String) throws -> Notes {
        try #require(try notes(courses)[.pair(TestEvidence.pair(treatment, "back-pain"))])
    }

    /// People who try walking in May 2020, and some of them two others before.
    private func walkers(
        _ people: Int, after others: Int, begun: (String?, String?) = ("2018", "2019-12"), isEvaluated: Bool = true
    ) -> [Course] {
        (0..<people).flatMap { person -> [Course] in
            let walking = Course(person: person, treatment: "walking", begun: "2020-05")
            guard person < others else { return [walking] }
            return [
                walking,
                Course(person: person, treatment: "duloxetine", begun: begun.0, isEvaluated: isEvaluated),
                Course(person: person, treatment: "venlafaxine", begun: begun.1, isEvaluated: isEvaluated),
            ]
        }
    }

    @Test(arguments: [(50, 25, false), (50, 26, true), (49, 49, false), (60, 60, true)])
    func `more than half of fifty had tried two others before`(people: Int, others: Int, isSaid: Bool) throws {
        let courses = walkers(people, after: others)
        expect(try notes(courses, of: "walking"), is: isSaid ? [.triedAfterOthers] : [])
        expect(try notes(courses.reversed(), of: "walking"), is: isSaid ? [.triedAfterOthers] : [])
        expect(try notes(courses, of: "duloxetine"), is: [])
    }

    @Test func `what was tried before need not be evaluated`() throws {
        expect(try notes(walkers(50, after: 40, isEvaluated: false), of: "walking"), is: [.triedAfterOthers])
    }

    @Test func `one before is not enough, nor one that may have been later`() throws {
        expect(try notes(walkers(60, after: 60, begun: ("2018", "2021")), of: "walking"), is: [])
        expect(try notes(walkers(60, after: 60, begun: ("2018", "2020")), of: "walking"), is: [])
        expect(try notes(walkers(60, after: 60, begun: ("2018", "2020-05-01")), of: "walking"), is: [])
        expect(try notes(walkers(60, after: 60, begun: ("2018", "2020-04-30")), of: "walking"), is: [.triedAfterOthers])
    }

    @Test func `who does not know when something began is not counted`() throws {
        expect(try notes(walkers(80, after: 80, begun: ("2018", nil)), of: "walking"), is: [])
        // 49 whose order is known.
        let some = walkers(49, after: 49) + [Course(person: 90, treatment: "walking", begun: nil)]
        expect(try notes(some, of: "walking"), is: [])
    }

    @Test func `what was tried for something else does not count`() throws {
        let courses = walkers(60, after: 60).map { course in
            var course = course
            if course.treatment != "walking" { course.purpose = "depression" }
            return course
        }
        expect(try notes(courses, of: "walking"), is: [])
    }

    @Test func `a person's courses are found together wherever they lie`() throws {
        var random = SeededRandom(seed: 5)
        expect(
            try notes(walkers(60, after: 31).shuffled(using: &random), of: "walking"), is: [.triedAfterOthers])
        // Numbers that are alike in their lowest bits.
        let far = walkers(60, after: 31).map { course in
            var course = course
            course.person *= 1 << 20
            return course
        }
        expect(try notes(far.shuffled(using: &random), of: "walking"), is: [.triedAfterOthers])
    }

    /// Where people try many things, most of them were tried after two others: that says nothing of any.
    @Test(arguments: 0..<10)
    func `where everybody tried everything in no order, it is said of nothing`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let courses = (0..<200).flatMap { person in
            Self.treatments.shuffled(using: &random).enumerated().map { place, treatment in
                Course(person: person, treatment: treatment, begun: "201\(place)")
            }
        }
        let said = try notes(courses)
        expect(said.filter { $0.key.kind == .pair }.count, is: Self.treatments.count)
        expect(said.values.filter { !$0.isEmpty }.count, is: 0)
    }

    @Test func `of many things that everybody tried in one order, it is said of those after the second`() throws {
        let courses = (0..<60).flatMap { person in
            Self.treatments.enumerated().map { Course(person: person, treatment: $0.element, begun: "201\($0.offset)") }
        }
        for (place, treatment) in Self.treatments.enumerated() {
            expect(try notes(courses, of: treatment), is: place < 2 ? [] : [.triedAfterOthers])
        }
    }

    @Test(arguments: [(26, 24, true), (25, 25, false), (49, 0, false), (30, 40, false)])
    func `more than half of fifty evaluations are from one source`(one: Int, other: Int, isSaid: Bool) throws {
        let imported = (0..<one).map { Course(person: 1_000 + $0, treatment: "walking", source: 1) }
        let others = (0..<other).map { Course(person: 2_000 + $0, treatment: "walking", source: $0 < 20 ? 0 : 2) }
        expect(try notes(imported + others, of: "walking"), is: isSaid ? [.oneSource] : [])
    }

    /// Who, when and from where: whatever people answer, and why they stopped, the words are the same.
    @Test(arguments: 0..<30)
    func `whatever people say, the same words stand beside the same figures`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var courses = walkers(Int.random(in: 45...90, using: &random), after: Int.random(in: 20...60, using: &random))
        for place in courses.indices { courses[place].purpose = "depression" }
        for person in 200..<400 {
            let tried = Self.treatments.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
            courses += tried.map { treatment in
                let begun = ["2019", "2018-0\(Int.random(in: 1...9, using: &random))", "2020-02-11", nil]
                return Course(
                    person: person, treatment: treatment, begun: begun.randomElement(using: &random) ?? nil,
                    purpose: Bool.random(using: &random) ? "back-pain" : "pain",
                    isEvaluated: Int.random(in: 0..<10, using: &random) > 0)
            }
        }
        courses += (0..<Int.random(in: 50...90, using: &random)).map {
            Course(person: 1_000 + $0, treatment: "fluoxetine", source: $0 % 3 == 0 ? 2 : 1, purpose: "depression")
        }
        func said(_ answers: Int) throws -> [String: Notes] {
            var random = SeededRandom(seed: UInt64(answers))
            let given = courses.map { _ -> (packed: UInt32, stop: UInt8) in
                let packed = [3, 6, 9, 12].reduce(UInt32.random(in: 0...4, using: &random)) { packed, shift in
                    packed | UInt32([0, 1, 2, 3, 7].randomElement(using: &random) ?? 7) << shift
                }
                return (packed, [0, 1, 2, 3, 255].randomElement(using: &random) ?? 255)
            }
            return Dictionary(uniqueKeysWithValues: try notes(courses) { given[$0] }.map { ("\($0.key)", $0.value) })
        }
        let once = try said(seed)
        #expect(once.values.contains { !$0.isEmpty })
        expect(try said(seed + 1_000), is: once)
        expect(try said(seed + 2_000), is: once)
    }
}
