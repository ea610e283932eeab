import Markup
import Web

/// How a person reads what Safety keeps of them.
extension RecordWords {
    static let alerts = RecordWords(
        "safety.file.alerts", about: "safety.file.alerts.about",
        [
            .choice("kind", "safety.file.what", AlertKind.allCases.map(\.rawValue)) { "safety.alert.kind.\($0)" },
            .day("raisedOn", "safety.file.on"), .day("endedOn", "safety.file.ended"),
            .words("reply", "safety.file.reply"),
        ])
    static let alertSteps = RecordWords(
        "safety.file.alertSteps", about: "safety.file.alertSteps.about",
        [
            .moment("at", "safety.file.when"),
            .choice("what", "safety.file.did", AlertStep.Kind.allCases.map(\.rawValue)) {
                "safety.file.alertStep.\($0)"
            },
            .words("done", "safety.file.done"),
        ])
    static let shifts = RecordWords(
        "safety.file.shifts", about: "safety.file.shifts.about",
        [
            .moment("from", "safety.file.from"), .moment("to", "safety.file.to"),
            .choice("place", "safety.file.place", Shift.Place.allCases.map(\.rawValue)) { "safety.duty.place.\($0)" },
        ])
    static let kept = RecordWords(
        "safety.file.kept", about: "safety.file.kept.about",
        [
            .what, .words("words", "safety.file.words"), .day("keptSince", "safety.file.since"),
            .records(
                "decisions", "safety.file.decisions",
                [.moment("at", "safety.file.when")] + ofDecision
                    + [
                        .moment("suspendedUntil", "safety.file.until"),
                        .words("explanation", "safety.file.explanation"),
                    ]),
            .words("appeal", "safety.file.appeal"),
        ])
    static let tries = RecordWords(
        "safety.file.tries", about: "safety.file.tries.about",
        [.day("day", "safety.file.on"), .number("tries", "safety.file.times")])
    static let reports = RecordWords(
        "safety.file.reports", about: "safety.file.reports.about",
        [
            .what,
            .choice("reason", "safety.file.reason", ReportReason.allCases.map(\.rawValue)) { "safety.reason.\($0)" },
            .words("words", "safety.file.wrote"), .moment("madeAt", "safety.file.when"),
            .yesNo("isWithdrawn", "safety.file.withdrawn"),
        ])
    static let worries = RecordWords(
        "safety.file.worries", about: "safety.file.worries.about", [.what, .moment("at", "safety.file.when")])
    static let card = RecordWords(
        "safety.file.card", about: "safety.file.card.about", [.day("laidOn", "safety.file.on")])
    static let decided = RecordWords(
        "safety.file.decided", about: "safety.file.decided.about",
        [.moment("at", "safety.file.when"), .what] + ofDecision + [.words("explanation", "safety.file.explanation")])
    static let steps = RecordWords(
        "safety.file.steps", about: "safety.file.steps.about",
        [
            .moment("at", "safety.file.when"),
            .choice("what", "safety.file.did", CaseStep.Kind.allCases.map(\.rawValue)) { "safety.file.step.\($0)" },
            .words("words", "safety.file.wrote"),
        ])

    private static var ofDecision: [RecordField] {
        [
            .choice("outcome", "safety.file.outcome", Ruling.Outcome.allCases.map(\.rawValue)) {
                "safety.file.outcome.\($0)"
            },
            .choice("measure", "safety.file.measure", Ruling.Measure.allCases.map(\.rawValue)) {
                "safety.file.measure.\($0)"
            },
        ]
    }
}

extension RecordField {
    /// The kind of text.
    fileprivate static var what: RecordField {
        RecordField(["what"], "safety.file.what") { record, reader in
            .lines(record["what"].items.compactMap(\.code).map { reader.text.safetyKind($0) })
        }
    }
}
