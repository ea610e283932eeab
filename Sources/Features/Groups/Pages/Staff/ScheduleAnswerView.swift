import Markup
import Recurrence
import Storage
import Web

/// What a change of the schedule came to, where it is not done: taken rooms and leaders with both names and times, and
/// faults in words at the field that they are about.
struct ScheduleAnswerView {
    /// A date that cannot stand as it was asked for, unless it is meant.
    struct Line: Sendable {
        let kind: SessionConflict.Kind
        let starts: LocalDateTime?
        /// Nil for a group that the viewer reads nothing of.
        let title: String?
        let otherStarts: LocalDateTime?

        /// Both begin together, which is said once.
        var isAtOnce: Bool { starts == otherStarts }
    }

    /// The field that a fault is shown at, by what the form calls its time.
    static func field(of fault: ScheduleFault, time: String) -> String {
        switch fault {
        case .timeDoesNotExist, .over: "\(time)-year"
        case .ruleWithoutEnd: "ends"
        case .noDates, .tooManyDates: "every"
        case .fewerSeatsThanPeople: "capacity"
        case .placeMissing: "place"
        case .onlineMissing: "onlineURL"
        case .cancelled: "scope"
        }
    }

    /// Nil where nothing is wrong, or somebody may mean it.
    /// - Parameters:
    ///   - time: what the form calls its time.
    ///   - usual: the date that was typed, where the answer names none.
    static func errors(_ answer: ScheduleAnswer, time: String, at usual: LocalDateTime? = nil, _ text: Text)
        -> FormErrors?
    {
        switch answer {
        case .fault(let fault, let at):
            let date = at ?? usual
            return FormErrors(
                field: field(of: fault, time: time), "groups.fault.\(fault.rawValue)",
                ["day": .text(date.map(text.day) ?? ""), "time": .text(date.map { text.time($0.minuteOfDay) } ?? "")])
        case .fewerSeatsThanPeople(let people, let date):
            return FormErrors(
                field: "capacity", "groups.staff.seats.fewer", ["n": .count(people), "day": .text(text.day(date))])
        case .done, .conflicts: return nil
        }
    }

    /// - Parameter new: when dates are that are not kept yet, by name.
    static func lines(
        _ conflicts: [SessionConflict], new: [SessionID: LocalDateTime], _ visit: Visit, _ tx: Transaction
    ) throws -> [Line] {
        let ids = Set(conflicts.flatMap { [$0.session, $0.other] })
        let found = try SessionStore.find(
            ids.sorted { ($0.series, $0.recurrence) < ($1.series, $1.recurrence) }, as: visit.viewer, in: tx)
        let sessions = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        let series = try SeriesStore.find(Set(conflicts.map(\.other.series)), as: visit.viewer, in: tx)
        let programs = try ProgramStore.find(Set(series.values.map(\.program)), as: visit.viewer, in: tx)
        return conflicts.map { conflict in
            let other = series[conflict.other.series]
            return Line(
                kind: conflict.kind, starts: new[conflict.session] ?? sessions[conflict.session]?.starts,
                title: other.map { programs[$0.program]?.title(visit.language) ?? $0.slug },
                otherStarts: sessions[conflict.other]?.starts)
        }
    }

    /// Nothing where there are none. What is in the way is named once, with its dates below: a series of twelve meets
    /// another one twelve times.
    static func html(_ lines: [Line], _ text: Text) -> HTML {
        guard !lines.isEmpty else { return .empty }
        var others: [(what: String, dates: [String])] = []
        for line in lines {
            let what = text("groups.staff.conflict.\(line.kind.rawValue)", values(of: line, text))
            let date = text("groups.staff.conflict.\(line.isAtOnce ? "date" : "dates")", values(of: line, text))
            if let known = others.firstIndex(where: { $0.what == what }) {
                others[known].dates.append(date)
            } else {
                others.append((what, [date]))
            }
        }
        let each = HTML.each(others) { "<p><strong>\($0.what)</strong></p>\(text.firstOf($0.dates, most: mostDates))" }
        return HTML.card(
            "<p>\(text("groups.staff.conflict.lead"))</p>\(each)", title: text("groups.staff.conflict"), kind: .notice)
    }

    /// Of one that is in the way so many dates are read.
    private static let mostDates = 6

    static func values(of line: Line, _ text: Text) -> [String: TextValue] {
        [
            "when": .text(line.starts.map { text.moment($0) } ?? ""),
            "group": .text(line.title ?? text("groups.staff.conflict.another")),
            "other": .text(line.otherStarts.map { words($0, beside: line.starts, text) } ?? ""),
        ]
    }

    /// The day is said once, where both are on it.
    private static func words(_ other: LocalDateTime, beside starts: LocalDateTime?, _ text: Text) -> String {
        other.dateText == starts?.dateText ? text.time(other.minuteOfDay) : text.moment(other, inSentence: true)
    }
}
