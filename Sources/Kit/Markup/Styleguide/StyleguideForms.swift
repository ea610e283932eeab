extension Styleguide {
    static func forms(_ text: Text) -> HTML {
        HTML.narrow(HTML.form(action: "/styleguide", csrf: nil, method: .get, fields(text, error: nil, prefix: "a")))
    }

    static func errors(_ text: Text) -> HTML {
        let message = text("markup.styleguide.sample.error")
        let fields = ["b-name", "b-words", "b-one", "b-many", "b-menu", "b-since", "b-file", "b-agree"]
        return HTML.narrow(
            """
            \(HTML.errorSummary(
                title: text("markup.styleguide.sample.errors"), fields.map { (field: $0, message: message) }))\
            \(HTML.form(
                action: "/styleguide", csrf: nil, method: .get, self.fields(text, error: message, prefix: "b")))
            """)
    }

    private static func fields(_ text: Text, error: String?, prefix: String) -> HTML {
        let hint = text("markup.styleguide.sample.hint")
        let label = text("markup.styleguide.sample.label")
        return """
            \(HTML.field(TextField(
                name: prefix + "-name", label: label, hint: hint, value: error == nil ? "" : longWord, error: error,
                required: true)))\
            \(HTML.field(TextField(
                name: prefix + "-number", label: label, kind: .number, optional: text("markup.styleguide.sample.may"),
                width: .short)))\
            \(HTML.textArea(TextField(name: prefix + "-words", label: label, hint: hint, error: error)))\
            \(choices(text, error: error, prefix: prefix))\
            \(HTML.dateParts(
                name: prefix + "-since", legend: label, hint: hint, year: "2019", month: "3", error: error,
                text: text))\
            \(HTML.fileField(
                FileField(
                    name: prefix + "-file", label: label, hint: hint, error: error, types: ["image/png"],
                    mostBytes: 1_024, tooLarge: text("markup.styleguide.sample.error"), sending: hint)))\
            \(HTML.checkbox(name: prefix + "-agree", label: label, hint: hint, error: error))\
            \(HTML.actions([
                HTML.button(text("markup.styleguide.sample.button")),
                HTML.buttonLink(text("markup.styleguide.sample.link"), to: "#main", kind: .quiet),
            ]))
            """
    }

    private static func choices(_ text: Text, error: String?, prefix: String) -> HTML {
        let label = text("markup.styleguide.sample.label")
        let options = [
            Choice("1", text("markup.styleguide.sample.one"), hint: text("markup.styleguide.sample.hint")),
            Choice("2", text("markup.styleguide.sample.two")),
        ]
        return """
            \(HTML.radios(Choices(
                name: prefix + "-one", legend: label, options: options, selected: "2", error: error)))\
            \(HTML.radios(Choices(name: prefix + "-row", legend: label, options: options, layout: .row)))\
            \(HTML.checkboxes(Choices(
                name: prefix + "-many", legend: label, options: options, selected: ["1"], error: error)))\
            \(HTML.select(Choices(name: prefix + "-menu", legend: label, options: options, error: error)))
            """
    }
}
