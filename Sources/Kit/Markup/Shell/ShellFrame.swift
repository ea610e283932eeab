/// What all pages of a language have alike in the shell, written once: every page is put together around it, and a page
/// that goes out compressed takes these parts along as they are.
package struct ShellFrame: Sendable {
    /// From the head, behind the page's title, to the words of the crisis line.
    package let opening: HTML
    /// From there to the menu's name.
    package let bar: HTML
    /// The search, with nothing in it.
    package let search: HTML
    /// From the footer's beginning to its first link.
    package let promises: HTML

    /// In the order in which they stand.
    package var parts: [HTML] { [opening, bar, search, promises] }
}

extension Shell {
    /// The same for every page with this one's language, site and files.
    package func frame() -> ShellFrame {
        ShellFrame(opening: opening(), bar: barStart(), search: search(for: ""), promises: promises())
    }

    private func opening() -> HTML {
        """
        <meta name="viewport" content="width=device-width, initial-scale=1">\
        <meta name="color-scheme" content="light dark">\
        <meta name="theme-color" content="#1f4d3a" media="(prefers-color-scheme: light)">\
        <meta name="theme-color" content="#0f1713" media="(prefers-color-scheme: dark)">\
        <link rel="icon" href="/public/icons/mark.svg" type="image/svg+xml">\
        <link rel="preload" href="/public/fonts/inter.woff2" as="font" type="font/woff2" crossorigin>\
        <link rel="preload" href="/public/fonts/vollkorn-semibold.woff2" as="font" type="font/woff2" crossorigin>\
        <link rel="stylesheet" href="/public/wayfellow.css?v=\(assetsVersion)">\
        <script type="module" src="/public/wayfellow.js?v=\(assetsVersion)"></script></head><body>\
        <a class="skip" href="#main">\(text("markup.skip"))</a>\
        <header class="site-header">\(crisisLine())
        """
    }
}
