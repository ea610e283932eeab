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
        let field = "\(name)-year"
        let typed = parts.map { reader.text("\(name)-\($0)", max: longest) }
        guard typed.contains(where: { !$0.isEmpty }) else {
            if let required { reader.errors.add(field: field, required) }
            return nil
        }
        let numbers = typed.map { Int($0) }
        func refuse(_ fault: String) -> LocalDateTime? {
            reader.errors.add(field: field, "groups.staff.day.\(fault)")
            return nil
        }
        // A whole date in one field is not guessed at: 12/1 is one day here and another one next door.
        guard zip(typed, numbers).allSatisfy({ $0.isEmpty || $1 != nil }) else { return refuse("numbers") }
        guard let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return refuse("whole") }
        guard LocalDateTime.plannedYears.contains(year) else { return refuse("year") }
        return LocalDateTime(year: year, month: month, day: day) ?? refuse("none")
    }

    private static let parts = ["year", "month", "day"]
    /// Room for a date in words, so that its error is about the date.
    private static let longest = 60

    /// What the fields show of a time.
    static func known(_ name: String, _ time: LocalDateTime) -> [String: String] {
        [
            "\(name)-year": String(time.date.year), "\(name)-month": String(time.date.month),
            "\(name)-day": String(time.date.day), "\(name)-hour": String(time.hour),
            "\(name)-minute": String(time.minute),
        ]
    }

    static func html(_ name: String, _ legend: String, _ form: StaffForm) -> HTML {
        let text = form.text
        let hours = (0..<24).map { Choice(String($0), text.time($0 * 60)) }
        let typed = Int(form.values["\(name)-minute"]) ?? 0
        let minutes = Set(stride(from: 0, to: 60, by: 5)).union([min(max(typed, 0), 59)]).sorted()
        return """
            \(dayHTML(name, legend, form))\
            <div class="field-row">\
            \(form.select("\(name)-hour", text("groups.staff.time.hour"), [Choice("", "–")] + hours))\
            \(form.select(
                "\(name)-minute", text("groups.staff.time.minute"),
                minutes.map { Choice(String($0), $0 < 10 ? "0\($0)" : String($0)) }))</div>
            """
    }
}

// MARK: - The parts of a day

extension PlannedTime {
    /// `HTML.dateParts` for days of which every part is needed, and without a `maxlength`: a browser would make "12" of
    /// "12/1/2026", and nobody would be told.
    static func dayHTML(_ name: String, _ legend: String, _ form: StaffForm, isOptional: Bool = false) -> HTML {
        let text = form.text
        let error = parts.lazy.compactMap { form.errors.message(for: "\(name)-\($0)", text) }.first
        let fields = HTML.each(text.rules.dateOrder) { part in
            part == "month"
                ? month(name, form)
                : """
                <div class="date-part"><label for="\(name)-\(part)">\(text("markup.date.\(part)"))</label>\
                <input class="input date-\(part)" type="text" inputmode="numeric" id="\(name)-\(part)" \
                name="\(name)-\(part)" value="\(form.values["\(name)-\(part)"])"></div>
                """
        }
        return """
            <fieldset class="field\(HTML.when(error != nil, " field-error"))" id="\(name)" tabindex="-1"\
            \(HTML.when(error != nil, " aria-describedby=\"\(name)-error\""))><legend class="label">\(legend)\
            \(HTML.when(isOptional, " <span class=\"optional\">(\(text("groups.staff.optional")))</span>"))</legend>\
            \(HTML.with(error) { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>" })\
            <div class="date-parts">\(fields)</div></fieldset>
            """
    }

    private static func month(_ name: String, _ form: StaffForm) -> HTML {
        let chosen = Int(form.values["\(name)-month"])
        let options = HTML.each(form.text.rules.months.enumerated()) { place, month in
            "<option value=\"\(place + 1)\"\(attribute: "selected", when: chosen == place + 1)>\(month)</option>"
        }
        return """
            <div class="date-part"><label for="\(name)-month">\(form.text("markup.date.month"))</label>\
            <select class="input date-month" id="\(name)-month" name="\(name)-month"><option value="">–</option>\
            \(options)</select></div>
            """
    }
}
