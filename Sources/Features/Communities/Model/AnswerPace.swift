import Markup
import Storage

/// How soon questions were answered lately, of those that a viewer reads. It counts questions and no people.
struct AnswerPace: Sendable, Equatable {
    /// Over how many days it looks back, and over how many questions at most.
    static let days = 90
    static let most = 50
    /// From how many questions on it is said: fewer say nothing.
    static let fewest = 5

    let asked: Int
    let answered: Int
    /// Within how many hours the quicker half of the answers came, rounded up; 0 where there is none.
    let hours: Int

    /// Nil where too few were asked.
    init?(_ questions: [(asked: Instant, answered: Instant?)]) {
        guard questions.count >= Self.fewest else { return nil }
        let times = questions.compactMap { question in
            question.answered.map { max($0.milliseconds - question.asked.milliseconds, 0) }
        }.sorted()
        (asked, answered) = (questions.count, times.count)
        hours = times.isEmpty ? 0 : max(1, Int((times[(times.count - 1) / 2] + 3_599_999) / 3_600_000))
    }

    func sentence(_ text: Text) -> String {
        let (number, isLast) = (TextValue.text(text.number(asked)), asked >= Self.most)
        guard answered > 0 else {
            return text(isLast ? "communities.pace.last.none" : "communities.pace.none", ["asked": number])
        }
        let time =
            hours <= 48
            ? text("communities.pace.hours", ["n": .count(hours)])
            : text("communities.pace.days", ["n": .count((hours + 23) / 24)])
        return text(
            isLast ? "communities.pace.last" : "communities.pace",
            ["asked": number, "n": .count(answered), "time": .text(time)])
    }
}
