package enum FlashKind: String, Sendable, CaseIterable {
    /// It worked.
    case done
    /// Worth knowing.
    case notice
    /// It did not work.
    case problem
}

extension HTML {
    /// What to do where nothing is yet.
    package static func emptyState(title: String, body: String, action: HTML? = nil) -> HTML {
        emptyState(title: title, body: HTML(text: body), action: action)
    }

    /// What to do where nothing is yet, with links in the sentence.
    package static func emptyState(title: String, body: HTML, action: HTML? = nil) -> HTML {
        """
        <div class="empty"><p class="empty-title">\(title)</p><p>\(body)</p>\
        \(HTML.with(action) { "<div class=\"actions\">\($0)</div>" })</div>
        """
    }

    /// Something folded away until it is wanted; works without script.
    package static func disclosure(
        _ summary: String, _ body: HTML, id: String? = nil, open: Bool = false
    ) -> HTML {
        """
        <details class="disclosure"\(attribute: "id", id)\(attribute: "open", when: open)>\
        <summary>\(summary)</summary><div class="disclosed">\(body)</div></details>
        """
    }

    /// Terms and what they are here.
    package static func facts(_ facts: [(term: String, value: HTML)]) -> HTML {
        """
        <dl class="facts">\(HTML.each(facts) { "<div><dt>\($0.term)</dt><dd>\($0.value)</dd></div>" })</dl>
        """
    }

    /// A person's own words, in the direction that they are written, and who says them.
    package static func quote(_ text: String, by: HTML) -> HTML {
        """
        <figure class="quote"><blockquote dir="auto">“\(text)”</blockquote>\
        \(HTML.when(!by.isEmpty, "<figcaption>\(by)</figcaption>"))</figure>
        """
    }

    /// What somebody sent and nobody took any more: theirs to copy, not lost. A link to `#kept` leads there. Nothing where
    /// there are no words.
    package static func keptWords(_ words: [String], title: String) -> HTML {
        let words = words.filter { !$0.isEmpty }
        guard !words.isEmpty else { return .empty }
        return card(each(words) { quote($0, by: .empty) }, title: title, id: "kept")
    }

    /// A question that somebody asked, in the serif.
    package static func question(_ text: String) -> HTML {
        "<p class=\"question\" dir=\"auto\">“\(text)”</p>"
    }

    /// What just happened, once, at the top of a page.
    package static func flash(_ message: String, kind: FlashKind = .done) -> HTML {
        """
        <div class="flash flash-\(kind.rawValue)" role="\(kind == .problem ? "alert" : "status")">\
        <p>\(message)</p></div>
        """
    }

    /// What the evidence says, large, with the tier of it above ("People said · for fibromyalgia").
    package static func evidenceSentence(_ sentence: HTML, tier: String) -> HTML {
        "<p class=\"tier\">\(tier)</p><p class=\"evidence\">\(sentence)</p>"
    }

    /// A small soft paragraph: where a figure comes from, what a word means.
    package static func note(_ body: HTML) -> HTML {
        "<p class=\"note\">\(body)</p>"
    }

    /// Running text at a measure that can be read; headings, paragraphs and lists inside get their spacing.
    package static func prose(_ body: HTML) -> HTML {
        "<div class=\"prose\">\(body)</div>"
    }
}
