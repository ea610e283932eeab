import Markup
import Safety
import Storage
import Web

/// One thread of one's own at the desk, read as its own page reads it; below each post what its asker can do.
struct DarkDeskThread {
    let desk: OpenDesk
    let own: OpenDesk.Own

    private var text: Text { desk.text }
    private var visit: Visit { desk.visit }
    private var here: [(String, String)] { [("thread", own.thread.description)] }

    func reply() async throws -> Reply {
        guard let read = try await read() else { return unseen() }
        let waits = await desk.waiting().count { $0.mark == own.mark }
        let posts = HTML.each(read.posts) { post($0, of: read.thread) }
        let facts: HTML = """
            <p class="note">\(HTML.icon(.night))\(text("communities.dark.asked")) · \
            \(read.thread.facts(text, at: read.thread.startedAt))</p>
            """
        let body: HTML = """
            \(facts)\(HTML.when(waits > 0, HTML.flash(text("communities.dark.thread.waits"), kind: .notice)))\
            <section class="posts">\(posts)</section>\(paging(read))\
            \(HTML.when(read.thread.state == .shown, answering))\(parting)
            """
        return desk.page(read.thread.heading(text), body)
    }

    /// Nil where its asker may not read it now: it is out of sight, or for a community that they are not in.
    private func read() async throws -> ThreadPage.Read? {
        do {
            return try await ThreadPage(communities: desk.communities).read(
                own.slug, own.thread, page: visit.fields["page"], visit)
        } catch Problem.notFound {
            return nil
        }
    }

    /// Their own words, and what was decided about them.
    private func unseen() -> Reply {
        let thread = own.entry.thread
        let isHidden = thread.state == .hidden || thread.state == .refused
        let key =
            thread.state == .waiting
            ? "communities.dark.unseen.waiting"
            : isHidden ? "communities.dark.unseen.hidden" : "communities.dark.unseen"
        let posts = HTML.each(own.entry.posts) { post -> HTML in
            """
            <article class="post"><div class="post-words" dir="auto">\(HTML(trusted: post.html))</div>\
            \(ruled(post.number))\(actions(ofOwn: post.number))</article>
            """
        }
        return desk.page(
            thread.heading(text),
            "\(HTML.card("<p>\(text(key))</p>"))<section class=\"posts\">\(posts)</section>\(parting)")
    }

    /// Why others do not read a post.
    private func ruled(_ number: Int) -> HTML {
        guard let ruling = own.entry.rulings[number], ruling.isHidden else { return .empty }
        let why = ruling.isDecided && !ruling.explanation.isEmpty
        return HTML.flash(text("communities.dark.unseen.hidden"), kind: .notice)
            + HTML.when(why, HTML.quote(ruling.explanation, by: HTML(text: text("communities.dark.ruled.by"))))
    }

    // MARK: - Posts

    private func post(_ post: Post, of thread: CommunityThread) -> HTML {
        guard post.state != .gone, !post.html.isEmpty else {
            return """
                <article class="post post-gone"><p class="note">\(text("communities.post.gone"))</p></article>
                """
        }
        let name =
            post.byAsker ? text("communities.dark.you") : post.pseudonym ?? text("communities.author.left")
        let isBest = thread.best == post.number
        return """
            <article class="post\(HTML.when(isBest, " post-best"))">\
            \(HTML.when(isBest, "<p class=\"post-mark\">\(text("communities.best.is"))</p>"))\
            <p class="post-by"><strong dir="auto">\(name)</strong> <span class="note">\(text.date(post.writtenAt))</span></p>\
            <div class="post-words" dir="auto">\(post.html)</div>\(actions(post, thread, isBest: isBest))</article>
            """
    }

    private func actions(_ post: Post, _ thread: CommunityThread, isBest: Bool) -> HTML {
        if post.byAsker { return ruled(post.number) + actions(ofOwn: post.number) }
        guard thread.state == .shown else { return .empty }
        let best = isBest ? "communities.best.not" : "communities.best"
        return form(
            post.number,
            [
                button("communities.reply", "answer"),
                HTML.button(text(best), kind: .quiet, name: "do", value: isBest ? "best none" : "best"),
            ])
    }

    private func actions(ofOwn number: Int) -> HTML {
        let until = own.entry.rulings[number]?.appealUntil
        return form(
            number,
            [
                HTML.when(until.map { $0 > visit.now } ?? false, button("communities.dark.appeal", "appeal")),
                button("communities.edit", "change"), button("communities.delete", "remove"),
            ])
    }

    private func form(_ number: Int, _ buttons: [HTML]) -> HTML {
        let fields = here + [("number", String(number))]
        return HTML.form(
            action: DarkDesk.link, csrf: visit.csrf,
            HTML.each(fields) { HTML.hidden($0.0, $0.1) } + HTML.actions(buttons))
    }

    private func button(_ label: String, _ verb: String) -> HTML {
        HTML.button(text(label), kind: .quiet, name: "do", value: verb)
    }

    private func paging(_ read: ThreadPage.Read) -> HTML {
        guard read.thread.pages > 1 else { return .empty }
        func page(_ number: Int, _ label: String) -> HTML {
            guard (1...read.thread.pages).contains(number) else { return .empty }
            return HTML.button(text(label), kind: .secondary, name: "page", value: String(number))
        }
        return desk.form(
            "thread", here,
            HTML.actions([
                page(read.page - 1, "markup.pagination.previous"), page(read.page + 1, "markup.pagination.next"),
            ]))
    }

    // MARK: - What its asker does

    private var answering: HTML {
        HTML.card(
            """
            <p>\(text("communities.dark.answer.is"))</p>\
            \(DarkDesk.button(text("communities.dark.answer"), visit, kind: .primary, here + [("do", "answer")]))
            """)
    }

    private var parting: HTML {
        HTML.disclosure(
            text("communities.dark.letGo"),
            "<p>\(text("communities.dark.letGo.is"))</p>"
                + DarkDesk.button(text("communities.dark.letGo.go"), visit, here + [("do", "letGo")]))
            + HTML.disclosure(
                text("communities.dark.remove.question"),
                "<p>\(text("communities.dark.remove.question.is"))</p>"
                    + DarkDesk.button(
                        text("communities.dark.remove.go"), visit, here + [("do", "remove"), ("number", "1")]))
    }
}
