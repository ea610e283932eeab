import Databases
import World
import Statistics
import Storage
import Testing
import Vocabulary

@testable import Evidence

@Suite struct PackingTests {
    @Test func `details come back as they were written`() {
        var details = FigureDetails()
        details.symptoms = [(Symptom.id(slug: "nausea"), .init(count: 31, of: 100))]
        details.stops = [("side-effects", .init(count: 19, of: 120))]
        details.answers[.keptToIt] = .init(count: 60, of: 90)
        details.source = .mixed
        details.people = 100
        details.notes = [.oneSource, .triedAfterOthers]
        let back = FigureDetails(packed: details.packed)
        #expect(back == details && back.symptoms.first?.part.ofHundred == 31)
        expect(back.source, is: .mixed)
        expect(back.people, is: 100)
        expect(back.notes, is: [.oneSource, .triedAfterOthers])
        expect(FigureDetails(packed: "source members").people, is: nil, "older releases do not say")
        expect(FigureDetails(packed: "people x\nnote never-heard-of").packed, is: FigureDetails().packed)
        expect(FigureDetails(packed: "nonsense\nsymptom x 1 2\nstop 4 a\n").packed, is: FigureDetails().packed)
    }

    @Test func `weights come back to two decimals, and those of the rules before too`() {
        expect(Weights(packed: "1235 200 20000 33")?.pair, is: 12.35)
        expect(Weights(packed: "1235 200 20000 33")?.doubt, is: 0.33)
        expect(Weights(packed: "1235 200 20000 750 3330")?.doubt, is: 0)
        expect(Weights(packed: "1235 200 20000 33")?.packed, is: "1235 200 20000 33")
        expect(Weights(packed: "1 2 3"), is: nil)
    }

    @Test(arguments: 0..<20)
    func `the table of identifiers answers like a dictionary`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var table = IDTable(capacity: 16)
        var dictionary: [ID<Pair>: UInt32] = [:]
        for number in 0..<5_000 {
            let id = ID<Pair>(
                high: UInt64.random(in: 0...40, using: &random), low: UInt64.random(in: 0...200, using: &random))
            table.set(id, UInt32(number))
            dictionary[id] = UInt32(number)
        }
        #expect(dictionary.allSatisfy { table[$0.key] == $0.value })
        expect(table.count, is: dictionary.count)
        expect(table[ID<Pair>(high: 99, low: 99)], is: nil)
    }

    @Test(arguments: 0..<20)
    func `identifiers are found in whatever order they are asked for`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let ids = (0..<2_000).map { ID<Pair>(high: UInt64($0), low: 7) }
        var sequence = IDSequence(capacity: 0)
        for id in ids { sequence.append(id) }
        let asked = seed % 2 == 0 ? Array(0..<2_000) : (0..<2_000).shuffled(using: &random)
        #expect(asked.allSatisfy { sequence.place(of: ids[$0]) == $0 })
        #expect(sequence.place(of: ID<Pair>(high: 1, low: 8)) == nil)
        sequence.append(ID<Pair>(high: 1, low: 8))
        expect(sequence.place(of: ID<Pair>(high: 1, low: 8)), is: 2_000)
    }

    @Test func `a member's newest answer goes on top of what is counted`() {
        let now = Instant(milliseconds: 1_793_664_000_000)
        func entry(_ step: Int, isCurrent: Bool = false) -> OwnAnswer.Entry {
            OwnAnswer.Entry(id: .random(), at: now, step: step, isCurrent: isCurrent)
        }
        let pair = TestEvidence.pair("walking", "back-pain")
        func change(
            _ history: [OwnAnswer.Entry], drawn: OwnAnswer.Entry? = nil, in key: GroupKey? = nil, at: Instant? = nil
        ) -> OwnAnswer.Change? {
            let content = Figure.Content(
                evaluations: 20, people: 20, counted: BlurredCount(people: 20, count: 10), bar: nil,
                estimate: ShareEstimate(mean: 0.5, variance: 0), range: Interval(low: 0.4, high: 0.6),
                prior: SharePrior(.unknown, weight: 12), priorLevel: .none, taking: nil, silent: nil, firstAt: now,
                lastAt: now, details: FigureDetails())
            let answer = OwnAnswer(
                course: .random(), pair: pair, joined: now, history: history,
                drawn: drawn.map { .init(evaluation: $0.id, key: key ?? .pair(pair), at: at ?? now) })
            return answer.change(in: Figure(number: 0, key: .pair(pair), content: content), through: now)
        }
        let (good, bad) = (entry(4, isCurrent: true), entry(0))
        expect(change([good]), is: .init(people: 1, helped: 1))
        expect(change([good, bad], drawn: bad), is: .init(people: 0, helped: 1))
        expect(change([entry(0, isCurrent: true), good], drawn: good), is: .init(people: 0, helped: -1))
        expect(change([good], drawn: good), is: nil)
        expect(change([]), is: nil)
        let home = GroupKey(kind: .treatmentRest, treatment: pair.treatment)
        expect(change([good], drawn: good, in: home), is: .init(people: 1, helped: 1), "its block is another group's")
        expect(change([good], drawn: good, at: now + .days(1)), is: .init(people: 1, helped: 1), "not in this release")
        let counted = BlurredCount(people: 20, count: 20.5, variance: 0.9).including(.init(people: 1, helped: 1))
        expect(counted, is: BlurredCount(people: 21, count: 21.5, variance: 0.9))
    }
}
