import Markup
import Statistics

/// The five plain answers as so many of a hundred people each, parted where the sentence parts them: what stands before the
/// line adds up to the number that the sentence says.
struct AnswerBar: Sendable, Equatable {
    enum Answer: String, Sendable {
        /// Where the steps are not shown.
        case helped, less
        case nearlyGone, aLot, some, none, noneOrWorse, worse
    }

    struct Part: Sendable, Equatable {
        let answer: Answer
        let ofHundred: Int
        /// 0 the best answer … 4 the worst.
        let tone: Int
    }

    /// The best answer first.
    let parts: [Part]
    /// Parts before the line.
    let helped: Int

    /// So many of a hundred were helped a lot.
    var helpedOfHundred: Int { parts.prefix(helped).reduce(0) { $0 + $1.ofHundred } }

    init(_ content: Figure.Content) {
        let shares = FigureView.shares(content).map(\.ofHundred)
        guard shares.count == StepCounts.steps else {
            parts = zip([Answer.helped, .less], shares).map {
                Part(answer: $0, ofHundred: $1, tone: $0 == .helped ? 0 : 2)
            }
            helped = 1
            return
        }
        // Two steps are one answer here, and "worse" is an answer where nearly all could give it.
        let worse = Self.worse(content.details, atMost: shares[4])
        let lowest: [(Answer, Int, Int)] =
            worse.map { [(.none, shares[4] - $0, 3), (.worse, $0, 4)] } ?? [(.noneOrWorse, shares[4], 3)]
        parts =
            ([(.nearlyGone, shares[0], 0), (.aLot, shares[1], 1), (.some, shares[2] + shares[3], 2)] + lowest)
            .map { Part(answer: $0, ofHundred: $1, tone: $2) }
        helped = 2
    }

    /// Whom it made things worse; nil where many could not say so, because they answered before it was asked.
    private static func worse(_ details: FigureDetails, atMost most: Int) -> Int? {
        guard let part = details.answers[.worse], let people = details.people, part.of * 10 >= people * 9 else {
            return nil
        }
        // An estimate of its own: where it would leave nobody unchanged, the two are not told apart.
        return part.ofHundred < most ? part.ofHundred : nil
    }
}

extension FigureView {
    /// All answers as a bar, with its two parts named, and the interval of the first below it.
    func bar(_ content: Figure.Content) -> HTML {
        let bar = AnswerBar(content)
        let upper = bar.helpedOfHundred
        return HTML.distributionBar(
            segments: bar.parts.map {
                Segment(label: name($0.answer), share: Double($0.ofHundred) / 100, tone: $0.tone)
            },
            split: Split(
                after: bar.helped,
                before: text("evidence.split.helped", ["share": .text(String(upper))]),
                behind: text("evidence.split.less", ["share": .text(String(100 - upper))])),
            title: text("evidence.bar.title"),
            description: bar.parts.map { "\(name($0.answer)): \($0.ofHundred)" }.joined(separator: ", "),
            beneath: rangeBar(content))
    }

    /// The same as a table, for "How we know".
    func barTable(_ content: Figure.Content) -> HTML {
        HTML.table(
            Table(
                caption: text("evidence.bar.title"),
                columns: [Column(text("evidence.bar.answer")), Column(text("evidence.bar.share"), numeric: true)],
                rows: AnswerBar(content).parts.map { ["\(name($0.answer))", "\(String($0.ofHundred))"] }))
    }

    private func name(_ answer: AnswerBar.Answer) -> String { text("evidence.answer.\(answer.rawValue)") }
}
