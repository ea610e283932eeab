extension Shell {
    /// The four promises and the doors that are not in the header.
    func promises() -> HTML {
        """
        <footer class="site-footer"><div class="page-width"><div class="promises">\
        \(promise(text("markup.promise.yours"), text("markup.promise.yours.body")))\
        \(promise(text("markup.promise.honest"), text("markup.promise.honest.body")))\
        \(promise(text("markup.promise.light"), text("markup.promise.light.body", ["languages": .text(languageNames)])))\
        \(promise(text("markup.promise.safe"), text("markup.promise.safe.body")))</div>\
        <p class="advice">\(text("markup.footer.advice", ["name": .text(siteName)]))</p>\
        <ul class="footer-links"><li><a href="/how-we-know">\(text("markup.footer.howWeKnow"))</a></li>\
        <li><a href="/rules">\(text("markup.footer.rules"))</a></li>
        """
    }

    /// This page in other languages, and for the paper where it was printed from.
    func footerEnd() -> HTML {
        """
        <li>\(languageLinks())</li></ul>\
        <p class="printed">\(siteName) · \(path)</p></div></footer>
        """
    }

    private func promise(_ name: String, _ body: String) -> HTML {
        "<section><h2>\(name)</h2><p>\(body)</p></section>"
    }

    private var languageNames: String {
        text.languages.all.map { text.languages.ownName(of: $0) }.joined(separator: ", ")
    }

    private func languageLinks() -> HTML {
        HTML.joined(text.languages.all.map { languageName($0) }, by: " <span aria-hidden=\"true\">·</span> ")
    }

    private func languageName(_ other: Language) -> HTML {
        guard other == language else { return languageLink(other) }
        return "<span lang=\"\(other.rawValue)\">\(text.languages.ownName(of: other))</span>"
    }

    /// Leads back to this page in another language.
    func languageLink(_ other: Language, class name: String? = nil) -> HTML {
        """
        <a\(HTML.with(name) { " class=\"\($0)\"" }) href="\(Link("/language/\(other.rawValue)?back=\(path)"))" \
        lang="\(other.rawValue)" hreflang="\(other.rawValue)" rel="nofollow">\(text.languages.ownName(of: other))</a>
        """
    }
}
