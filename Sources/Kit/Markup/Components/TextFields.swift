/// A one-line field, or with `HTML.textArea` a larger one. Words are handed in already in the reader's language.
package struct TextField: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case text, password, email, tel, search, number
    }

    package enum Width: String, Sendable, CaseIterable {
        /// As wide as the form.
        case full
        /// For a number or a code.
        case short
        /// For a code to be copied from elsewhere: large digits, far apart.
        case code
    }

    package var name: String
    /// Its id, which only one thing of a page has: the name, unless a page shows several fields of that name.
    package var id: String
    package var label: String
    package var hint: String?
    package var value: String
    package var error: String?
    package var kind: Kind
    /// An HTML autofill token, for instance `username` or `new-password`.
    package var autocomplete: String?
    package var required: Bool
    /// The word beside the label of a field that may stay empty: "optional".
    package var optional: String?
    package var width: Width

    package init(
        name: String, id: String? = nil, label: String, hint: String? = nil, value: String = "", error: String? = nil,
        kind: Kind = .text, autocomplete: String? = nil, required: Bool = false, optional: String? = nil,
        width: Width = .full
    ) {
        self.name = name
        self.id = id ?? name
        self.label = label
        self.hint = hint
        self.value = value
        self.error = error
        self.kind = kind
        self.autocomplete = autocomplete
        self.required = required
        self.optional = optional
        self.width = width
    }
}

extension HTML {
    /// A labelled one-line field. None has a `maxlength`: a browser cuts what is pasted and says nothing, while the form
    /// comes back with all of it and says what is too long.
    package static func field(_ field: TextField) -> HTML {
        """
        <div class="field\(HTML.when(field.error != nil, " field-error"))">\(label(field))\
        <input class="input input-\(field.width.rawValue)" type="\(type(of: field))"\(common(field))\
        \(extras(field)) value="\(field.kind == .password ? "" : field.value)"></div>
        """
    }

    /// A labelled field of several lines; it grows with what is typed where the browser can.
    package static func textArea(_ field: TextField, rows: Int = 5) -> HTML {
        // The first line feed after the tag is not part of the value, so one is written to keep the person's own.
        """
        <div class="field\(HTML.when(field.error != nil, " field-error"))">\(label(field))\
        <textarea class="input input-\(field.width.rawValue)" rows="\(rows)" dir="auto"\(common(field))>
        \(field.value)</textarea></div>
        """
    }

    private static func label(_ field: TextField) -> HTML {
        """
        <label class="label" for="\(field.id)">\(field.label)\
        \(HTML.with(field.optional) { " <span class=\"optional\">(\($0))</span>" })</label>\
        \(hintAndError(field.id, hint: field.hint, error: field.error))
        """
    }

    private static func common(_ field: TextField) -> HTML {
        """
         id="\(field.id)" name="\(field.name)"\(describedBy(field.id, hint: field.hint, error: field.error))\
        \(HTML.when(field.error != nil, " aria-invalid=\"true\""))\
        \(HTML.when(field.required, " aria-required=\"true\""))\
        \(attribute: "autocomplete", field.autocomplete)
        """
    }

    /// A number is a text field with a number pad: the spinner of `type=number` changes values by accident.
    private static func type(of field: TextField) -> String {
        field.kind == .number ? "text" : field.kind.rawValue
    }

    private static func extras(_ field: TextField) -> HTML {
        switch field.kind {
        case .number: " inputmode=\"numeric\""
        case .password, .email: " spellcheck=\"false\" autocapitalize=\"none\""
        case .tel: .empty
        case .text, .search: " dir=\"auto\""
        }
    }
}
