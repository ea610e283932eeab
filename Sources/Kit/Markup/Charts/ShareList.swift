extension HTML {
    /// How many of how many, a thin bar each: "Constipation 88 of 214".
    ///
    /// - Parameter rows: `words` says count and number in the page's language; `share` is 0…1.
    package static func shareList(_ rows: [(label: String, words: HTML, share: Double)]) -> HTML {
        """
        <ul class="shares">\(HTML.each(rows) { row in
            """
            <li><span>\(row.label)</span> <span class="share">\(row.words)</span>\
            <svg class="chart share-bar" width="100%" height="6" aria-hidden="true">\
            <rect class="share-all" width="100%" height="6" rx="3"/>\
            <rect class="share-part" width="\(percent(row.share))%" height="6" rx="3"/></svg></li>
            """
        })</ul>
        """
    }
}
