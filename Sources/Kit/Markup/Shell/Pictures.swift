extension HTML {
    /// The mark: two pairs of steps side by side, one of them ember. Decoration; the name stands beside it.
    package static let mark: HTML = """
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">\
        <g class="mark-own"><ellipse cx="9.5" cy="12" rx="4.3" ry="6.6" transform="rotate(-9 9.5 12)"/>\
        <ellipse cx="11.4" cy="23.4" rx="3.1" ry="3.4"/></g>\
        <g class="mark-fellow"><ellipse cx="22.5" cy="9.6" rx="4.3" ry="6.6" transform="rotate(9 22.5 9.6)"/>\
        <ellipse cx="20.6" cy="21" rx="3.1" ry="3.4"/></g></svg>
        """

    static let searchIcon: HTML = """
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">\
        <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>\
        <path d="M12.8 12.8 17.5 17.5" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>
        """
}
