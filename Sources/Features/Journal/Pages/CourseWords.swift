import Markup
import Storage
import Web

/// Sentences about a course that several pages say.
enum CourseWords {
    /// "since March 2019", "March 2019 to 2021", "until 2021", "stopped"; nil where nothing is known.
    static func period(_ course: Course, _ text: Text) -> String? {
        switch (course.started, course.ended) {
        case (let started?, let ended?):
            text("journal.period.both", ["from": .text(text.date(started)), "to": .text(text.date(ended))])
        case (let started?, nil):
            course.isOngoing
                ? text("journal.period.since", ["from": .text(text.date(started))])
                : text("journal.period.stopped", ["from": .text(text.date(started))])
        case (nil, let ended?): text("journal.period.until", ["to": .text(text.date(ended))])
        case (nil, nil): course.isOngoing ? nil : text("journal.period.over")
        }
    }

    /// The same in few letters, for the axis of a chart: "23 Nov", over more than two months "Nov 2026".
    static func mark(of evaluation: Evaluation, isLong: Bool, _ text: Text) -> String {
        let date = evaluation.remembered ?? PartialDate(evaluation.evaluatedAt)
        guard let number = date.month else { return String(date.year) }
        let month = text("journal.month.\(number)")
        guard !isLong, let day = date.day else { return "\(month) \(date.year)" }
        return text("journal.month.day", ["day": .text(String(day)), "month": .text(month)])
    }

    /// When an evaluation was: the day, or as much as the person remembered.
    static func date(of evaluation: Evaluation, _ text: Text) -> String {
        evaluation.remembered.map { text.date($0) } ?? text.date(evaluation.evaluatedAt)
    }
}
