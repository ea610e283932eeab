extension HTML {
    /// The mark: a left and a right step, side by side, of two people. Decoration; the name stands beside it.
    package static let mark: HTML = """
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">\
        <g class="mark-own" transform="rotate(-7 9 18)">\(step)</g>\
        <g class="mark-fellow" transform="matrix(-1 0 0 1 32 -4) rotate(-7 9 18)">\(step)</g></svg>
        """

    /// The print of a left shoe: sole and heel.
    private static let step: HTML = """
        <path d="M9.6 5.2c3 0 4.9 2.7 4.9 6.3 0 2.9-1 5-1.3 7.1H6.8c-.5-2.1-2-4.2-2-7.1 0-3.6 1.8-6.3 4.8-6.3z"/>\
        <path d="M6.9 20.9h6.2c.2.8.3 1.5.3 2.2 0 2.2-1.3 3.8-3.3 3.8s-3.4-1.6-3.4-3.8c0-.8.1-1.5.2-2.2z"/>
        """

    static let globe: HTML = """
        <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">\
        <g fill="none" stroke="currentColor" stroke-width="1.5"><circle cx="10" cy="10" r="8"/>\
        <path d="M2 10h16M10 2c-5 5-5 11 0 16M10 2c5 5 5 11 0 16"/></g></svg>
        """

    static let searchIcon: HTML = """
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">\
        <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>\
        <path d="M12.8 12.8 17.5 17.5" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>
        """
}
