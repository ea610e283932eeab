package enum TagKind: String, Sendable, CaseIterable {
    /// Fern: a fact.
    case plain
    /// Only this member sees it.
    case yours
    /// Ember: selected, or needs attention.
    case notice
    /// A hairline only.
    case quiet
}

extension HTML {
    /// A short word in a rounded field.
    package static func tag(_ text: String, kind: TagKind = .plain) -> HTML {
        "<span class=\"tag tag-\(kind.rawValue)\">\(text)</span>"
    }

    /// A tag that leads somewhere, for instance one of several purposes; the current one is marked.
    package static func tagLink(_ text: String, to link: Link, current: Bool = false) -> HTML {
        """
        <a class="tag tag-link\(HTML.when(current, " tag-notice"))" href="\(link)"\
        \(HTML.when(current, " aria-current=\"page\""))>\(text)</a>
        """
    }

    /// Tags in a row that wraps.
    package static func tags(_ tags: [HTML]) -> HTML {
        guard !tags.isEmpty else { return .empty }
        return "<ul class=\"tags\">\(HTML.each(tags) { "<li>\($0)</li>" })</ul>"
    }
}
