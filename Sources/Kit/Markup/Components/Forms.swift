package enum FormMethod: String, Sendable {
    case get, post
}

extension HTML {
    /// A form. The token goes along as the hidden field `csrf`. The browser's own checks are off: errors come back
    /// from the server, all at once, in the reader's language.
    ///
    /// - Parameter sendsFile: for a route that takes an upload; its file field comes behind all other fields.
    package static func form(
        action: Link, csrf: String?, method: FormMethod = .post, sendsFile: Bool = false, _ body: HTML
    ) -> HTML {
        """
        <form class="form" action="\(action)" method="\(method.rawValue)"\
        \(HTML.when(sendsFile, " enctype=\"multipart/form-data\"")) novalidate\
        \(attribute: "data-once", when: method == .post)>\
        \(HTML.with(csrf) { hidden("csrf", $0) })\(body)</form>
        """
    }

    /// A field nobody sees.
    package static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// What went wrong with a form, at its top: links to the fields, announced at once, focused by the script.
    /// `field` is the name of the field. Nothing when there are no errors.
    package static func errorSummary(title: String, _ errors: [(field: String, message: String)]) -> HTML {
        guard !errors.isEmpty else { return .empty }
        return """
            <div class="error-summary" id="error-summary" role="alert" tabindex="-1"><h2>\(title)</h2><ul>\
            \(HTML.each(errors) { "<li><a href=\"#\($0.field)\">\($0.message)</a></li>" })</ul></div>
            """
    }

    /// Hint and error under a label, with the ids that `describedBy` names.
    static func hintAndError(_ id: String, hint: String?, error: String?) -> HTML {
        """
        \(HTML.with(hint) { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" })\
        \(HTML.with(error) { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" })
        """
    }

    /// The `aria-describedby` attribute of a field with a hint, an error or both.
    static func describedBy(_ id: String, hint: String?, error: String?) -> HTML {
        switch (hint, error) {
        case (nil, nil): .empty
        case (_, nil): " aria-describedby=\"\(id)-hint\""
        case (nil, _): " aria-describedby=\"\(id)-error\""
        default: " aria-describedby=\"\(id)-hint \(id)-error\""
        }
    }
}
