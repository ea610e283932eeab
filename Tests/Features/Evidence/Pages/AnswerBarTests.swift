import Databases
import Statistics
import Storage
import Testing
import World

@testable import Evidence

/// Five plain answers as so many of a hundred, parted where the sentence parts them.
@Suite struct AnswerBarTests {
    private let bar = [0.10, 0.10, 0.20, 0.35, 0.25]

    private func content(worse: Int, of asked: Int, people: Int? = 100) -> Figure.Content {
        var details = FigureDetails()
        details.people = people
        details.answers[.worse] = .init(count: worse, of: asked)
        return .made(helped: 0.6, bar: bar, details: details)
    }

    private func answers(_ bar: AnswerBar) -> [AnswerBar.Answer] { bar.parts.map(\.answer) }

    @Test func `without steps there are two parts`() {
        let bar = AnswerBar(.made(helped: 0.55))
        expect(
            bar.parts,
            is: [.init(answer: .helped, ofHundred: 55, tone: 0), .init(answer: .less, ofHundred: 45, tone: 2)])
        expect([bar.helped, bar.helpedOfHundred], is: [1, 55])
    }

    @Test func `with steps there are five answers, two of the steps in one`() {
        let bar = AnswerBar(content(worse: 4, of: 100))
        let all: [AnswerBar.Answer] = [.nearlyGone, .aLot, .some, .none, .worse]
        expect(answers(bar), is: all)
        expect(bar.parts.map(\.ofHundred), is: [25, 35, 30, 6, 4])
        expect(bar.parts.map(\.tone), is: [0, 1, 2, 3, 4])
        expect([bar.helped, bar.helpedOfHundred], is: [2, 60])
    }

    @Test(arguments: [(100, 100, true), (90, 100, true), (89, 100, false), (50, 100, false), (200, 200, true)])
    func `worse is an answer where nine in ten could give it`(asked: Int, people: Int, isShown: Bool) {
        let bar = AnswerBar(content(worse: 5, of: asked, people: people))
        expect(answers(bar).last, is: isShown ? .worse : .noneOrWorse)
        expect(bar.parts.count, is: isShown ? 5 : 4)
        if !isShown { expect(bar.parts.last, is: .init(answer: .noneOrWorse, ofHundred: 10, tone: 3)) }
    }

    @Test func `worse is no answer in older releases and where nobody was asked`() {
        expect(answers(AnswerBar(content(worse: 50, of: 1_000, people: nil))).last, is: .noneOrWorse)
        expect(answers(AnswerBar(.made(helped: 0.6, bar: bar))).last, is: .noneOrWorse)
    }

    @Test func `where worse would leave nobody unchanged the two are one answer`() {
        let bar = AnswerBar(content(worse: 30, of: 100))
        expect(bar.parts.last, is: .init(answer: .noneOrWorse, ofHundred: 10, tone: 3))
    }

    @Test func `all and nobody are so many of a hundred, too`() {
        let all = AnswerBar(.made(helped: 1, bar: [0, 0, 0, 0, 1]))
        expect(all.parts.map(\.ofHundred), is: [100, 0, 0, 0])
        let nobody = AnswerBar(.made(helped: 0, bar: [1, 0, 0, 0, 0]))
        expect(nobody.parts.map(\.ofHundred), is: [0, 0, 0, 100])
        expect([all.helpedOfHundred, nobody.helpedOfHundred], is: [100, 0])
    }

    @Test(arguments: 0..<20)
    func `whatever is told, the parts are a hundred and those before the line what the sentence says`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<100 {
            let content = Self.content(using: &random)
            let bar = AnswerBar(content)
            let parts = bar.parts.map(\.ofHundred)
            #expect(parts.reduce(0, +) == 100 && parts.allSatisfy { $0 >= 0 }, "\(content)")
            #expect(String(bar.helpedOfHundred) == FigureView.ofHundred(content.estimate.mean), "\(content)")
            guard content.bar != nil else {
                expect(answers(bar), is: [.helped, .less])
                continue
            }
            let lowest = FigureView.shares(content).last?.ofHundred ?? -1
            expect(parts.dropFirst(3).reduce(0, +), is: lowest, "\(content)")
            let worse = bar.parts.first { $0.answer == .worse }?.ofHundred ?? 0
            #expect(worse <= lowest, "\(content)")
            let upper: [AnswerBar.Answer] = [.nearlyGone, .aLot, .some]
            expect(Array(answers(bar).prefix(3)), is: upper, "\(content)")
        }
    }

    /// Steps of which some are 0, and people of whom some could not say "worse".
    private static func content(using random: inout SeededRandom) -> Figure.Content {
        var weights = (0..<5).map { _ in
            Int.random(in: 0..<4, using: &random) == 0 ? 0 : Double.random(in: 0...1, using: &random)
        }
        if weights.reduce(0, +) < 1e-3 { weights[Int.random(in: 0..<5, using: &random)] = 1 }
        let sum = weights.reduce(0, +)
        let bar = weights.map { $0 / sum }
        var details = FigureDetails()
        let people = Int.random(in: 50...400, using: &random)
        let asked = Int.random(in: (people * 4 / 5)...people, using: &random)
        details.people = Int.random(in: 0..<4, using: &random) == 0 ? nil : people
        details.answers[.worse] = .init(count: Int.random(in: 0...asked, using: &random), of: asked)
        return .made(
            helped: bar[3] + bar[4], bar: Int.random(in: 0..<4, using: &random) == 0 ? nil : bar, details: details)
    }
}
