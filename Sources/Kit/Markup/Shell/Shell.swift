/// What is around every page: crisis line, header, banner, footer.
package struct Shell: Sendable {
    /// Words for the shell itself; its language is the page's.
    package var text: Text
    /// Title of the page without the site's name.
    package var title: String
    /// What stands in `<main>`; it begins with the page's one `<h1>`.
    package var main: HTML
    /// Path and query of this page, for the language switch and on paper.
    package var path: String
    /// Name of the site.
    package var siteName: String
    package var crisisNumber: String
    /// The word to send to it, by language tag; empty where nothing is known of it but the number.
    package var crisisWords: [String: String]
    package var emergencyNumber: String
    /// Pseudonym of whoever is signed in; nil for a visitor.
    package var viewerName: String?
    /// Token for the form that signs out.
    package var csrf: String?
    /// Where the menu leads.
    package var menu: ShellMenu
    /// What was searched for, to stay in the field.
    package var query: String
    /// Says that the people in this copy are simulated.
    package var isSynthetic: Bool
    /// What just happened, above the page.
    package var flash: HTML
    /// What the crisis line opens into.
    package var opened: HTML
    /// Distinguishes one edition of the static files from the next, in their addresses.
    package var assetsVersion: String
    /// False keeps the page out of search engines.
    package var isIndexed: Bool
    /// For search engines, in a sentence.
    package var summary: String?

    package init(
        text: Text, title: String, main: HTML, path: String, siteName: String = "Wayfellow",
        crisisNumber: String = "988", crisisWords: [String: String] = [:], emergencyNumber: String = "911",
        viewerName: String? = nil,
        csrf: String? = nil, menu: ShellMenu = ShellMenu(),
        query: String = "", isSynthetic: Bool = false,
        flash: HTML = .empty, opened: HTML = .empty, assetsVersion: String = "0", isIndexed: Bool = true,
        summary: String? = nil
    ) {
        self.text = text
        self.title = title
        self.main = main
        self.path = path
        self.siteName = siteName
        self.crisisNumber = crisisNumber
        self.crisisWords = crisisWords
        self.emergencyNumber = emergencyNumber
        self.viewerName = viewerName
        self.csrf = csrf
        self.menu = menu
        self.query = query
        self.isSynthetic = isSynthetic
        self.flash = flash
        self.opened = opened
        self.assetsVersion = assetsVersion
        self.isIndexed = isIndexed
        self.summary = summary
    }

    package var language: Language { text.language }

    /// The whole page. `frame`: what it has in common with all pages of its language, where that is at hand.
    package func document(in frame: ShellFrame? = nil) -> HTML {
        let frame = frame ?? self.frame()
        return """
            <!doctype html>
            <html lang="\(language.rawValue)" dir="\(text.rules.direction)"><head><meta charset="utf-8">\
            <title>\(title.isEmpty ? siteName : title + " · " + siteName)</title>\
            \(HTML.with(summary) { "<meta name=\"description\" content=\"\($0)\">" })\
            \(HTML.when(!isIndexed, "<meta name=\"robots\" content=\"noindex\">"))\
            \(frame.opening)\(languageChoice())</div>\(opened)\(frame.bar)\(menuAndAccount(frame))\
            \(HTML.when(isSynthetic, "<p class=\"synthetic\">\(text("markup.synthetic"))</p>"))</header>\
            <main id="main" tabindex="-1">\(flash)\(main)</main>\(frame.promises)\(footerEnd())</body></html>

            """
    }
}
