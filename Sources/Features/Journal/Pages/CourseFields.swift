import Markup
import Storage
import Web

/// What a form says about a course: when it began, how much, whether and why it is over.
struct CourseFields {
    var started: PartialDate?
    var ended: PartialDate?
    var dose: String?
    /// Nil when the question was not asked or not answered.
    var isOver: Bool?
    var reason: StopReason?

    /// Reads the fields that are there and notes in the reader what cannot be.
    /// - Parameter known: when the course began, where the form does not ask.
    init(_ reader: inout FormReader, known: PartialDate? = nil, now: Instant) {
        started = reader.partialDate("started") ?? known
        ended = reader.partialDate("ended")
        let dose = reader.text("dose", max: Course.longestDose)
        self.dose = dose.isEmpty ? nil : dose
        isOver = reader.choice("still", among: ["yes", "no"]).map { $0 == "no" }
        reason = reader.choice("reason", among: StopReason.allCases.map(\.rawValue)).flatMap(StopReason.init)
        // An end or a reason says that it is over, whatever was left unanswered.
        if isOver == nil, reason != nil { isOver = true }
        let faults = CourseFault.all(
            started: started, ended: ended, stopReason: reason, isOver: isOver, today: .latestToday(now))
        for fault in faults { reader.errors.add(field: fault.field, fault.key) }
    }

    /// The fields of a course that is there already.
    static func filled(_ course: Course) -> FormFields {
        func part(_ number: Int?) -> String { number.map(String.init) ?? "" }
        return FormFields([
            "started-year": part(course.started?.year), "started-month": part(course.started?.month),
            "started-day": part(course.started?.day), "ended-year": part(course.ended?.year),
            "ended-month": part(course.ended?.month), "ended-day": part(course.ended?.day),
            "dose": course.dose ?? "", "still": course.isOngoing ? "yes" : "no",
            "reason": course.stopReason?.rawValue ?? "",
        ])
    }
}

extension CourseFault {
    /// The field that shows it.
    fileprivate var field: String {
        switch self {
        case .startedInFuture: "started-year"
        case .endedInFuture, .endedBeforeStarted: "ended-year"
        case .endOfOngoing: "still"
        case .overWithoutReason: "reason"
        }
    }

    /// What the person reads there.
    fileprivate var key: String {
        switch self {
        case .startedInFuture, .endedInFuture: "journal.fault.future"
        case .endedBeforeStarted: "journal.fault.endedBeforeStarted"
        case .endOfOngoing: "journal.fault.endOfOngoing"
        case .overWithoutReason: "journal.fault.overWithoutReason"
        }
    }
}

extension FormState {
    /// "When did you start?"
    var startedField: HTML {
        date("started", text("journal.course.started.question"), hint: text("journal.course.date.hint"))
    }

    /// "How much, how often?"
    var doseField: HTML {
        line("dose", text("journal.course.dose.question"), hint: text("journal.course.dose.hint"))
    }

    /// "When did you stop?"
    var endedField: HTML {
        date("ended", text("journal.course.ended.question"), hint: text("journal.course.date.hint"))
    }

    /// "Do you still take or do it?", why not, and since when.
    var stillFields: HTML {
        let still = radios(
            "still", text("journal.course.still.question"),
            [Choice("yes", text("journal.course.still.yes")), Choice("no", text("journal.course.still.no"))])
        let reasons = radios(
            "reason", text("journal.course.reason.question"), hint: text("journal.course.reason.hint"),
            StopReason.allCases.map { Choice($0.rawValue, $0.label(text)) })
        return "\(still)\(reasons)\(endedField)"
    }
}
