/// One of several views of the same thing.
package struct Tab: Sendable, Hashable {
    package var label: String
    package var link: Link
    package var current: Bool

    package init(_ label: String, _ link: Link, current: Bool = false) {
        self.label = label
        self.link = link
        self.current = current
    }
}

extension HTML {
    /// Views as links, each a page of its own: words in rounded fields that wrap. The label names them for screen
    /// readers.
    package static func chips(_ tabs: [Tab], label: String) -> HTML {
        let links = tabs.map { tagLink($0.label, to: $0.link, current: $0.current) }
        return "<nav aria-label=\"\(label)\">\(HTML.tags(links))</nav>"
    }

    /// Links to the pages before and after; nothing when there is neither.
    package static func pagination(previous: Link?, next: Link?, text: Text) -> HTML {
        guard previous != nil || next != nil else { return .empty }
        return """
            <nav class="pagination" aria-label="\(text("markup.pagination"))">\
            \(HTML.with(previous) {
                "<a class=\"previous\" rel=\"prev\" href=\"\($0)\">\(text("markup.pagination.previous"))</a>"
            })\(HTML.with(next) {
                "<a class=\"next\" rel=\"next\" href=\"\($0)\">\(text("markup.pagination.next"))</a>"
            })</nav>
            """
    }

    /// The way from the front door to here, without the page itself. The label names it for screen readers.
    package static func breadcrumb(_ steps: [(String, Link)], label: String? = nil) -> HTML {
        let list: HTML = """
            <ol class="breadcrumb">\(HTML.each(steps) { "<li><a href=\"\($0.1)\">\($0.0)</a></li>" })</ol>
            """
        return HTML.with(label) { "<nav aria-label=\"\($0)\">\(list)</nav>" } + HTML.when(label == nil, list)
    }

    /// Links below each other, each with an optional note under it.
    package static func linkList(_ links: [(label: String, link: Link, note: String?)]) -> HTML {
        "<ul class=\"link-list\">\(HTML.each(links) { linkItem($0.label, $0.link, note: $0.note) })</ul>"
    }

    private static func linkItem(_ label: String, _ link: Link, note: String?) -> HTML {
        """
        <li><a href="\(link)">\(label)</a>\
        \(HTML.with(note) { "<span class=\"note\">\($0)</span>" })</li>
        """
    }
}
