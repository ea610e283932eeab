extension Shell {
    /// One row at the top of every page, never folded away; the choice of language closes it.
    func crisisLine() -> HTML {
        let word = crisisWords[language.rawValue] ?? crisisWords[text.languages.standard.rawValue]
        // How to be understood there is known of a line whose words are.
        let call = word == nil ? "markup.crisis.call" : "markup.crisis.call.known"
        let plain = Link.message(to: crisisNumber)
        let message = word.map { plain.adding("body", $0) } ?? plain
        return """
            <div class="crisis"><div class="page-width"><p>\(text("markup.crisis.question")) \
            <a href="\(Link.telephone(crisisNumber))">\(text(call, ["number": .text(crisisNumber)]))</a> \
            \(text("markup.crisis.or")) <a href="\(message)" \
            aria-label="\(text("markup.crisis.text.label", ["number": .text(crisisNumber)]))">\
            \(text("markup.crisis.text"))</a> <span aria-hidden="true">·</span> \
            <a href="\(Link.telephone(emergencyNumber))" \
            aria-label="\(text("markup.crisis.emergency.label", ["number": .text(emergencyNumber)]))">\
            <span class="crisis-word">\(text("markup.crisis.emergency")) </span>\(emergencyNumber)</a></p>
            """
    }

    /// The other language; where there are several, a list that opens without script.
    func languageChoice() -> HTML {
        let others = text.languages.all.filter { $0 != language }
        guard others.count > 1 else { return HTML.each(others) { languageLink($0, class: "language") } }
        return """
            <details class="language language-menu"><summary>\(HTML.globe)\
            <span class="unseen">\(text("markup.languages")): </span><span class="language-tag" lang="\(language.rawValue)">\
            \(language.rawValue)</span></summary><ul>\(HTML.each(others) { "<li>\(languageLink($0))</li>" })</ul>\
            </details>
            """
    }

    /// The end of the crisis line, then name, doors, search, account: one row on a desk; on a phone the name and a menu
    /// that opens without script.
    func barStart() -> HTML {
        """
        </div><div class="site-bar page-width"><a class="site-name" href="/" \
        aria-label="\(text("markup.home", ["name": .text(siteName)]))">\(HTML.mark)<span>\(siteName)</span></a>\
        <details class="site-menu"><summary>\(text("markup.menu"))
        """
    }

    func menuAndAccount(_ frame: ShellFrame) -> HTML {
        """
        \(HTML.with(menu.waiting) { badge($0) })</summary><div class="site-menu-panel">\
        <nav class="doors" aria-label="\(text("markup.navigation"))"><ul>\(doors())</ul></nav>\
        \(query.isEmpty ? frame.search : search(for: query))\(account())</div></details></div>
        """
    }

    private func doors() -> HTML { HTML.each(menu.doors + menu.own) { "<li>\(link($0))</li>" } }

    private func link(_ item: ShellItem) -> HTML {
        """
        <a href="\(item.link)"\(HTML.when(item.isCurrent, " aria-current=\"true\""))>\(item.label)\
        \(badge(item))</a>
        """
    }

    /// How much waits; nothing when nothing does.
    private func badge(_ item: ShellItem) -> HTML {
        HTML.when(
            item.waiting > 0,
            """
             <span class="badge"><span aria-hidden="true">\(text.number(item.waiting))</span>\
            <span class="unseen">\(item.waitingWords)</span></span>
            """)
    }

    func search(for query: String) -> HTML {
        """
        <form class="site-search" action="/search" method="get" role="search">\
        <label class="unseen" for="site-search">\(text("markup.search.label"))</label>\
        <input type="search" id="site-search" name="q" value="\(query)" dir="auto" maxlength="200" autocomplete="off" \
        placeholder="\(text("markup.search.placeholder"))">\
        <button type="submit">\(HTML.searchIcon)<span class="unseen">\(text("markup.search.button"))</span></button>\
        </form>
        """
    }

    private func account() -> HTML {
        guard let viewerName else {
            return """
                <div class="account"><a href="/sign-in">\(text("markup.account.signIn"))</a>\
                <a class="button button-secondary" href="/sign-up">\(text("markup.account.signUp"))</a></div>
                """
        }
        return """
            <details class="account account-menu"><summary><span class="unseen">\(text("markup.account.menu")): </span>\
            <bdi>\(viewerName)</bdi>\(HTML.with(menu.waitingInAccount) { badge($0) })</summary><div class="account-doors">\
            \(HTML.each(menu.account, link))\
            <form action="/sign-out" method="post">\(HTML.with(csrf) { HTML.hidden("csrf", $0) })\
            <button type="submit" class="link-button">\(text("markup.account.signOut"))</button></form></div></details>
            """
    }
}
