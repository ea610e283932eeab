import Markup
import Web

/// A form as it is shown: what stands in its fields, and what is wrong with them.
struct FormState {
    let text: Text
    let fields: FormFields
    var errors = FormErrors()
    /// Questions shown without the answer that was given, to be answered anew.
    var unset: Set<String> = []

    /// All that is wrong, at the top of the form; nothing when all is well.
    var summary: HTML { .errorSummary(title: text("journal.form.errors"), errors.messages(text)) }

    func value(_ name: String) -> String { fields[name] ?? "" }

    func error(_ name: String) -> String? { errors.message(for: name, text) }

    /// A date of which only the year must be known.
    func date(_ name: String, _ legend: String, hint: String? = nil, isOptional: Bool = true) -> HTML {
        .dateParts(
            name: name, legend: legend, hint: hint, year: value("\(name)-year"), month: value("\(name)-month"),
            day: value("\(name)-day"), error: error("\(name)-year"), optional: isOptional ? optional : nil, text: text)
    }

    /// One answer of several.
    func radios(
        _ name: String, _ legend: String, hint: String? = nil, _ options: [Choice], isOptional: Bool = true,
        layout: Choices.Layout = .stacked
    ) -> HTML {
        .radios(
            Choices(
                name: name, legend: legend, hint: hint, options: options,
                selected: unset.contains(name) ? nil : fields[name], error: error(name),
                layout: layout, optional: isOptional ? optional : nil))
    }

    /// Any number of answers; `ticked` beside those that were ticked before.
    func checkboxes(
        _ name: String, _ legend: String, hint: String? = nil, _ options: [Choice], ticked: Set<String> = []
    ) -> HTML {
        .checkboxes(
            Choices(
                name: name, legend: legend, hint: hint, options: options,
                selected: ticked.union(fields.all(name)), error: error(name), optional: optional))
    }

    /// A line of text.
    func line(_ name: String, _ label: String, hint: String? = nil, kind: TextField.Kind = .text) -> HTML {
        .field(
            TextField(
                name: name, label: label, hint: hint, value: value(name), error: error(name), kind: kind,
                autocomplete: "off", optional: optional))
    }

    /// The word beside what may stay empty.
    var optional: String { text("journal.form.optional") }
}
