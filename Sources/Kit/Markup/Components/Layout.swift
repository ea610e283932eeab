extension HTML {
    /// The top of a page: where it belongs, its one heading, and a sentence under it.
    package static func pageHeader(
        _ title: String, lead: HTML? = nil, breadcrumb: HTML? = nil, tags: HTML? = nil
    ) -> HTML {
        """
        <div class="page-header">\(breadcrumb)<h1>\(title)</h1>\
        \(HTML.with(lead) { "<p class=\"lead\">\($0)</p>" })\(tags)</div>
        """
    }

    /// A wide column and a narrow one beside it, under a header of full width. On a phone they stand below each other:
    /// the main thing, what stands beside it, and then what stands below the main thing on a desk.
    package static func columns(
        _ main: HTML, beside: HTML, below: HTML = .empty, header: HTML = .empty
    ) -> HTML {
        let (before, after) = columnsAround(main, beside: beside, below: below, header: header)
        return before + after
    }

    /// The same in two parts, for a page that puts one person's own at the top of the narrow column and shares the rest.
    package static func columnsAround(
        _ main: HTML, beside: HTML, below: HTML = .empty, header: HTML = .empty
    ) -> (before: HTML, after: HTML) {
        let before: HTML = """
            \(header)<div class="columns"><div class="column stack">\(main)</div>\
            <div class="column column-beside stack">
            """
        let after: HTML = """
            \(beside)</div>\(HTML.when(!below.isEmpty, "<div class=\"column stack\">\(below)</div>"))</div>
            """
        return (before, after)
    }

    /// One column of a width that a form or an essay wants.
    package static func narrow(_ body: HTML) -> HTML {
        "<div class=\"narrow stack\">\(body)</div>"
    }

    /// Pieces below each other with even space.
    package static func stack(_ pieces: [HTML]) -> HTML {
        "<div class=\"stack\">\(pieces)</div>"
    }

    /// Cards side by side, as many as fit.
    package static func grid(_ cards: [HTML]) -> HTML {
        "<div class=\"grid\">\(cards)</div>"
    }

    /// The first view of the front page: a large sentence, what to do, and a card beside it; above the sentence the
    /// picture of whose site it is.
    package static func hero(
        _ title: String, lead: HTML, action: HTML, beside: HTML? = nil, emblem: HTML? = nil
    ) -> HTML {
        """
        <div class="hero"><div class="hero-words">\(HTML.with(emblem) { "<div class=\"emblem\">\($0)</div>" })<h1>\(title)</h1><p class="lead">\(lead)</p>\(action)</div>\
        \(HTML.with(beside) { "<div class=\"hero-beside\">\($0)</div>" })</div>
        """
    }

    /// A large search field with its button. The label is a visible one; examples go into the hint.
    /// - Parameter kind: of the button, where something else is what the page is for.
    package static func searchForm(
        action: Link, label: String, hint: String? = nil, value: String = "", button: String,
        kind: ButtonKind = .primary, id: String = "search"
    ) -> HTML {
        """
        <form class="search-form" action="\(action)" method="get" role="search">\
        <label class="label" for="\(id)">\(label)</label>\
        \(HTML.with(hint) { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" })\
        <div class="search-row"><input class="input" type="search" id="\(id)" name="q" dir="auto" maxlength="200" \
        autocomplete="off" value="\(value)"\(describedBy(id, hint: hint, error: nil))>\
        \(HTML.button(button, kind: kind))</div></form>
        """
    }
}
