import Markup
import Recurrence
import Storage
import Web

/// A day and an hour in a form: the fields `NAME-year`, `NAME-month`, `NAME-day`, `NAME-hour` and `NAME-minute`. So
/// nobody types a date or a time in a spelling that another language has otherwise.
enum PlannedTime {
    /// Nil where nothing was said, or something is wrong with it: then the errors say what.
    static func read(_ name: String, _ reader: inout FormReader, required: String? = nil) -> LocalDateTime? {
        guard let day = day(name, &reader, required: required) else { return nil }
        let hour = reader.integer("\(name)-hour", in: 0...23, required: "groups.staff.time.required")
        let minute = reader.integer("\(name)-minute", in: 0...59) ?? 0
        return hour.map { day.at(secondOfDay: $0 * 3_600 + minute * 60) }
    }

    /// A whole day, at midnight.
    static func day(_ name: String, _ reader: inout FormReader, required: String? = nil) -> LocalDateTime? {
        guard let date = reader.partialDate(name, required: required) else { return nil }
        guard let month = date.month, let day = date.day else {
            reader.errors.add(field: "\(name)-year", "groups.staff.day.whole")
            return nil
        }
        guard LocalDateTime.plannedYears.contains(date.year) else {
            reader.errors.add(field: "\(name)-year", "web.form.date")
            return nil
        }
        return LocalDateTime(year: date.year, month: month, day: day)
    }

    /// What the fields show of a time.
    static func known(_ name: String, _ time: LocalDateTime) -> [String: String] {
        [
            "\(name)-year": String(time.date.year), "\(name)-month": String(time.date.month),
            "\(name)-day": String(time.date.day), "\(name)-hour": String(time.hour),
            "\(name)-minute": String(time.minute),
        ]
    }

    static func dayHTML(
        _ name: String, _ legend: String, _ form: StaffForm, hint: String? = nil, isOptional: Bool = false
    ) -> HTML {
        HTML.dateParts(
            name: name, legend: legend, hint: hint, year: form.values["\(name)-year"],
            month: form.values["\(name)-month"], day: form.values["\(name)-day"],
            error: form.errors.message(for: "\(name)-year", form.text),
            optional: isOptional ? form.text("groups.staff.optional") : nil, text: form.text)
    }

    static func html(_ name: String, _ legend: String, _ form: StaffForm, hint: String? = nil) -> HTML {
        let text = form.text
        let hours = (0..<24).map { Choice(String($0), text.time($0 * 60)) }
        let typed = Int(form.values["\(name)-minute"]) ?? 0
        let minutes = Set(stride(from: 0, to: 60, by: 5)).union([min(max(typed, 0), 59)]).sorted()
        return """
            \(dayHTML(name, legend, form, hint: hint))\
            \(form.select("\(name)-hour", text("groups.staff.time.hour"), [Choice("", "–")] + hours))\
            \(form.select(
                "\(name)-minute", text("groups.staff.time.minute"),
                minutes.map { Choice(String($0), $0 < 10 ? "0\($0)" : String($0)) }))
            """
    }
}
