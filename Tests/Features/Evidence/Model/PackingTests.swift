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
        let back = FigureDetails(packed: details.packed)
        #expect(back == details && back.symptoms.first?.part.ofHundred == 31)
        expect(back.source, is: .mixed)
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
        func answer(_ history: [OwnAnswer.Entry], drawn: OwnAnswer.Entry? = nil) -> OwnAnswer {
            let pair = TestEvidence.pair("walking", "back-pain")
            return OwnAnswer(
                course: .random(), pair: pair, joined: now, history: history,
                drawn: drawn.map { .init(evaluation: $0.id, key: .pair(pair), at: now, times: 1) })
        }
        let (good, bad) = (entry(4, isCurrent: true), entry(0))
        expect(answer([good]).change, is: .init(people: 1, helped: 1))
        expect(answer([good, bad], drawn: bad).change, is: .init(people: 0, helped: 1))
        expect(answer([entry(0, isCurrent: true), good], drawn: good).change, is: .init(people: 0, helped: -1))
        expect(answer([good], drawn: good).change, is: nil)
        expect(answer([]).change, is: nil)
        let counted = BlurredCount(people: 20, count: 20.5, variance: 0.9).including(.init(people: 1, helped: 1))
        expect(counted, is: BlurredCount(people: 21, count: 21.5, variance: 0.9))
    }
}
