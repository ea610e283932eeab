/// One answer that can be chosen.
package struct Choice: Sendable, Hashable {
    package var value: String
    package var label: String
    package var hint: String?

    package init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// A question with given answers: radio buttons, checkboxes or a select.
package struct Choices: Sendable {
    package enum Layout: String, Sendable, CaseIterable {
        case stacked, row
    }

    /// Name of the field. The first answer has it as its id, so that an error can lead there.
    package var name: String
    package var legend: String
    package var hint: String?
    package var options: [Choice]
    package var selected: Set<String>
    package var error: String?
    package var layout: Layout
    /// The word beside the legend of a question that may stay open: "optional".
    package var optional: String?

    /// A question with one answer.
    package init(
        name: String, legend: String, hint: String? = nil, options: [Choice], selected: String? = nil,
        error: String? = nil, layout: Layout = .stacked, optional: String? = nil
    ) {
        self.init(
            name: name, legend: legend, hint: hint, options: options, selected: Set(selected.map { [$0] } ?? []),
            error: error, layout: layout, optional: optional)
    }

    /// A question with any number of answers.
    package init(
        name: String, legend: String, hint: String? = nil, options: [Choice], selected: Set<String>,
        error: String? = nil, layout: Layout = .stacked, optional: String? = nil
    ) {
        self.name = name
        self.legend = legend
        self.hint = hint
        self.options = options
        self.selected = selected
        self.error = error
        self.layout = layout
        self.optional = optional
    }
}

extension HTML {
    /// A question with one answer, all answers in sight.
    package static func radios(_ choices: Choices) -> HTML {
        group(choices, type: "radio")
    }

    /// A question with any number of answers.
    package static func checkboxes(_ choices: Choices) -> HTML {
        group(choices, type: "checkbox")
    }

    /// One checkbox by itself, value `yes`.
    package static func checkbox(
        name: String, label: String, hint: String? = nil, checked: Bool = false, error: String? = nil
    ) -> HTML {
        """
        <div class="field\(HTML.when(error != nil, " field-error"))">\
        \(HTML.with(error) { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>" })\
        <div class="choice"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\
        \(describedBy(name, hint: hint, error: error))\(attribute: "checked", when: checked)>\
        <label for="\(name)">\(label)</label>\
        \(HTML.with(hint) { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" })</div></div>
        """
    }

    /// A question with one answer of many, folded into a menu.
    package static func select(_ choices: Choices) -> HTML {
        let name = choices.name
        return """
            <div class="field\(HTML.when(choices.error != nil, " field-error"))"><label class="label" for="\(name)">\
            \(choices.legend)\(optional(choices))</label>\
            \(hintAndError(name, hint: choices.hint, error: choices.error))\
            <select class="input" id="\(name)" name="\(name)"\
            \(describedBy(name, hint: choices.hint, error: choices.error))\
            \(HTML.when(choices.error != nil, " aria-invalid=\"true\""))>\
            \(HTML.each(choices.options) { option($0, selected: choices.selected) })</select></div>
            """
    }

    static func option(_ choice: Choice, selected: Set<String>) -> HTML {
        """
        <option value="\(choice.value)"\(attribute: "selected", when: selected.contains(choice.value))>\
        \(choice.label)</option>
        """
    }

    private static func group(_ choices: Choices, type: StaticString) -> HTML {
        let name = choices.name
        return """
            <fieldset class="field\(HTML.when(choices.error != nil, " field-error"))"\
            \(describedBy(name, hint: choices.hint, error: choices.error))>\
            <legend class="label">\(choices.legend)\(optional(choices))</legend>\
            \(hintAndError(name, hint: choices.hint, error: choices.error))\
            <div class="choices choices-\(choices.layout.rawValue)">\
            \(HTML.each(choices.options.enumerated()) { answer($0.element, at: $0.offset, of: choices, type: type) })\
            </div></fieldset>
            """
    }

    private static func answer(_ choice: Choice, at index: Int, of choices: Choices, type: StaticString) -> HTML {
        let id = index == 0 ? choices.name : "\(choices.name)-\(index + 1)"
        return """
            <div class="choice"><input type="\(HTML(stringLiteral: type))" id="\(id)" name="\(choices.name)" \
            value="\(choice.value)"\(describedBy(id, hint: choice.hint.map { _ in "" }, error: nil, part: "answer"))\
            \(attribute: "checked", when: choices.selected.contains(choice.value))>\
            <label for="\(id)">\(choice.label)</label>\
            \(HTML.with(choice.hint) { "<p class=\"hint\" id=\"\(id)-answer-hint\">\($0)</p>" })</div>
            """
    }

    private static func describedBy(_ id: String, hint: String?, error: String?, part: String) -> HTML {
        describedBy(id + "-" + part, hint: hint, error: error)
    }

    private static func optional(_ choices: Choices) -> HTML {
        HTML.with(choices.optional) { " <span class=\"optional\">(\($0))</span>" }
    }
}
