extension HTML {
    /// A date in parts, as far as the person remembers it: fields `name-year`, `name-month` (1…12), `name-day`.
    /// Month and day may stay empty. In the order that the reader's language says it.
    package static func dateParts(
        name: String, legend: String, hint: String? = nil, year: String = "", month: String = "", day: String = "",
        error: String? = nil, optional: String? = nil, text: Text
    ) -> HTML {
        let parts = HTML.each(text.rules.dateOrder) { field in
            switch field {
            case "day": part("day", of: name, label: text("markup.date.day"), value: day, digits: 2)
            case "month": select(month, name: name, text)
            default: part("year", of: name, label: text("markup.date.year"), value: year, digits: 4)
            }
        }
        return """
            <fieldset class="field\(HTML.when(error != nil, " field-error"))" id="\(name)" tabindex="-1"\
            \(describedBy(name, hint: hint, error: error))><legend class="label">\(legend)\
            \(HTML.with(optional) { " <span class=\"optional\">(\($0))</span>" })</legend>\
            \(hintAndError(name, hint: hint, error: error))<div class="date-parts">\
            \(parts)</div></fieldset>
            """
    }

    private static func part(
        _ part: String, of name: String, label: String, value: String, digits: Int
    ) -> HTML {
        """
        <div class="date-part"><label for="\(name)-\(part)">\(label)</label>\
        <input class="input date-\(part)" type="text" inputmode="numeric" maxlength="\(digits)" \
        id="\(name)-\(part)" name="\(name)-\(part)" value="\(value)"></div>
        """
    }

    private static func select(_ month: String, name: String, _ text: Text) -> HTML {
        let selected: Set<String> = [Int(month).map(String.init) ?? ""]
        return """
            <div class="date-part"><label for="\(name)-month">\(text("markup.date.month"))</label>\
            <select class="input date-month" id="\(name)-month" name="\(name)-month"><option value="">–</option>\
            \(HTML.each(text.rules.months.enumerated()) {
                option(Choice(String($0.offset + 1), $0.element), selected: selected)
            })</select></div>
            """
    }
}
