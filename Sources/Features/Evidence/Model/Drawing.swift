import Statistics
import Storage
import Vocabulary

/// How much noise each number of a block gets. Who said something different moves a factor of 1/α; the whole sheet is added
/// up in docs/decisions/0003-evidence.md and on "How we know".
enum Noise {
    static let helped = GeometricNoise.quarter
    static let details = GeometricNoise.threeQuarters
    static let sideEffects = GeometricNoise.fiveEighths
    /// Named side effects counted of a person.
    static let mostSideEffects = 3
}

/// Random bits.
package struct Chance: RandomNumberGenerator {
    private var source: any RandomNumberGenerator

    /// The system's.
    package init() { source = SystemRandomNumberGenerator() }

    /// For tests and benches.
    package init(_ source: some RandomNumberGenerator) { self.source = source }

    package mutating func next() -> UInt64 { source.next() }
}

/// Counts blocks, with noise.
struct Drawing {
    let tally: Tally
    /// Side effects of a group's treatments that are asked about, whoever named them.
    let layout: (GroupKey) -> [ID<Symptom>]
    /// What the answers at a place name.
    let named: [Int: [ID<Symptom>]]
    let suppression: Suppression

    /// - Parameter id: the block's number.
    func block(
        _ closing: Closing, id: Int, at now: Instant, using generator: inout some RandomNumberGenerator
    ) -> Block {
        let answers = closing.entries.compactMap { tally.entries[$0].answers }
        let layout = closing.series == .details ? self.layout(closing.key) : []
        // Who is drawn for a second time is among those who are there.
        let fresh = closing.entries.count { tally.entries[$0][closing.series].block < 0 }
        let cells =
            switch closing.series {
            case .helped: helped(closing, answers, closing.alive + fresh, &generator)
            case .details: details(closing, layout, &generator)
            }
        return Block(
            id: id, key: closing.key, series: closing.series, drawnAt: now, people: closing.entries.count,
            firstAt: Self.month(of: answers.map(\.at).min() ?? 0), lastAt: Self.month(of: answers.map(\.at).max() ?? 0),
            layout: layout, cells: cells)
    }

    private func helped(
        _ closing: Closing, _ answers: [Tally.Answers], _ evaluated: Int, _ generator: inout some RandomNumberGenerator
    ) -> [Int] {
        let count = answers.count { $0.step >= StepCounts.helpedALot }
        let taking = closing.taking - evaluated >= suppression.smallestShown ? closing.taking : -1
        let shows = suppression.shows(closing.silent, of: closing.taking - closing.imported)
        return [count + Noise.helped.draw(using: &generator), taking, shows ? closing.silent : -1]
    }

    private func details(
        _ closing: Closing, _ layout: [ID<Symptom>], _ generator: inout some RandomNumberGenerator
    ) -> [Int] {
        var cells = [Int](repeating: 0, count: DetailCell.allCases.count + layout.count)
        let places = Dictionary(layout.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        for place in closing.entries {
            let entry = tally.entries[place]
            guard let answers = entry.answers else { continue }
            for cell in DetailCell.allCases where cell.holds(answers, stop: entry.stop == 255 ? nil : Int(entry.stop)) {
                cells[cell.rawValue] += 1
            }
            // Whoever says "none" names none.
            guard answers.severity != 0 else { continue }
            for symptom in counted(named[place] ?? [], places, answers) {
                cells[DetailCell.allCases.count + symptom] += 1
            }
        }
        for cell in DetailCell.allCases where cell.isBlurred {
            cells[cell.rawValue] += Noise.details.draw(using: &generator)
        }
        for place in layout.indices {
            cells[DetailCell.allCases.count + place] += Noise.sideEffects.draw(using: &generator)
        }
        return cells
    }

    /// At most three of what somebody named: which, is chance that the evaluation's identifier decides, so that the same
    /// answers give the same counts.
    private func counted(
        _ named: [ID<Symptom>], _ places: [ID<Symptom>: Int], _ answers: Tally.Answers
    ) -> [Int] {
        let known = named.compactMap { places[$0] }.sorted()
        guard known.count > Noise.mostSideEffects else { return known }
        return Array(
            known.sorted { mixed($0, answers.evaluation) < mixed($1, answers.evaluation) }
                .prefix(Noise.mostSideEffects))
    }

    private func mixed(_ place: Int, _ evaluation: ID<Pair>) -> UInt64 {
        (evaluation.low &+ UInt64(truncatingIfNeeded: place)) &* 0x9E37_79B9_7F4A_7C15 ^ evaluation.high
    }

    private static func month(of milliseconds: Int64) -> Instant {
        let date = PartialDate(Instant(milliseconds: milliseconds))
        return PartialDate(year: date.year, month: date.month)?.start ?? Instant(milliseconds: 0)
    }
}
