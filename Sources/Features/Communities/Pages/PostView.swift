import Markup
import Safety
import Storage
import Web

/// One post on the page of its thread.
struct PostView {
    let post: Post
    let page: ThreadView
    /// What the viewer pressed here.
    let own: Set<Reaction>
    /// The post whose beginning stands above, as the viewer may read it.
    let quoted: Post?
    let picture: PostPicture?

    private var thread: CommunityThread { page.thread }
    private var slug: String { page.slug }
    private var me: ID<Person>? { page.me }
    private var text: Text { page.text }
    private var place: PostPlace { PostPlace(thread.id, post.number) }
    private var isMine: Bool { me != nil && post.author == me }
    private var isBest: Bool { thread.best == post.number }
    private var isReadable: Bool { !post.html.isEmpty && post.state != .gone }

    /// What its markup depends on beside its thread's revision and what is known of treatments: the same for all who see it
    /// alike. Nil where it is made for its reader alone.
    var key: String? {
        guard me != nil else { return nil }
        guard isReadable else { return "\(post.number) \(post.state == .gone)" }
        guard !isMine, own.isEmpty, thread.author != me, !page.isKeeper, page.read.folding == nil else { return nil }
        // A name is one line.
        let names = [post, quoted].compactMap(\.self).map { $0.html.isEmpty ? "" : $0.name(text) }
        return "\(post.number) \(post.hasPage) \(names.joined(separator: "\n"))"
    }

    /// - Parameter mentions: what is known of treatments that it names.
    func html(_ mentions: HTML) -> HTML {
        guard isReadable else {
            return """
                <article class="post post-gone" id="p\(post.number)"><p class="note">\
                \(text(post.state == .gone ? "communities.post.gone" : "communities.post.unseen"))</p></article>
                """
        }
        return """
            <article class="post\(HTML.when(isBest, " post-best"))" id="p\(post.number)">\
            \(HTML.when(isBest, "<p class=\"post-mark\">\(text("communities.best.is"))</p>"))\(by)\(post.state.said(text))\(quote)\
            \(words)\(mentions)\(actions)</article>
            """
    }

    private var by: HTML {
        let name = post.name(text)
        let edited = post.editedAt.map { _ in text("communities.post.edited") }
        let date: HTML = "\(text.date(post.writtenAt))\(HTML.with(edited) { " · \($0)" })"
        return """
            <p class="post-by"><strong dir="auto">\(CommunitiesFeature.named(name, post.hasPage ? post.author : nil))</strong> \
            <span class="note">\(date)</span></p>
            """
    }

    /// The beginning of what it answers. Always as that stands now: what is taken back there is gone here too.
    private var quote: HTML {
        guard post.isQuoting, let number = post.answers else { return .empty }
        guard let quoted, !quoted.html.isEmpty, quoted.state != .gone else {
            return HTML.note(HTML(text: text("communities.quote.gone")))
        }
        let name = quoted.name(text)
        return """
            <blockquote class="post-quote" dir="auto"><p class="note"><a href="\(ThreadPage.link(slug, PostPlace(thread.id, number)))">\
            \(name)</a></p>\(warning(of: quoted).map { HTML(text: $0) } ?? quoted.html)</blockquote>
            """
    }

    private var words: HTML {
        let body: HTML = """
            <div class="post-words" dir="auto">\(post.html)</div>\
            \(HTML.with(picture) { $0.html(slug, place, text) })
            """
        guard let warning = warning(of: post) else { return body }
        return HTML.disclosure(warning, body)
    }

    /// What stands above folded words: what their author or a moderator warns of, and that their reader asked for it.
    private func warning(of post: Post) -> String? {
        let about = [post.warning, post.warnedOf?.name(text)].compactMap { $0 }
        let sentences =
            (page.folds(post) ? [text("communities.filters.folded")] : [])
            + (about.isEmpty
                ? [] : [text("communities.warning.about", ["what": .text(about.joined(separator: " · "))])])
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    // MARK: - What can be done with it

    private var actions: HTML {
        guard me != nil else { return counts }
        guard post.state == .shown, thread.state == .shown else { return counts + HTML.when(isMine, mine) }
        let reply = Link("/communities/\(slug)/threads/\(thread.id)/reply").adding("answers", String(post.number))
        return """
            <div class="post-actions">\(HTML.each(Reaction.allCases, reaction))\
            <a href="\(reply)">\(text("communities.reply"))</a>\
            <a href="\(reply.adding("quote", "yes"))">\(text("communities.quote"))</a>\
            \(HTML.when(page.isKeeper, "<a href=\"\(EditPostPage.link(slug, place, "warning"))\">\(text("communities.warn"))</a>"))\
            \(choosing)\(isMine ? mine : caring)</div>
            """
    }

    /// To report it, and to say that one is worried about whoever wrote it: who reads that somebody is in danger looks for
    /// help for them, not for a rule that they broke.
    private var caring: HTML {
        let subject = CommunitiesFeature.subject(place)
        // Who asked in the dark finds the soft words where they read their question.
        return post.author == nil && !post.byAsker
            ? "<p class=\"report-links\">\(SafetyFeature.reportLink(subject, text))</p>"
            : SafetyFeature.reportLinks(subject, by: nil, text)
    }

    /// The numbers, for who cannot press.
    private var counts: HTML {
        let pressed = Reaction.allCases.filter { post.counts[$0] ?? 0 > 0 }
        guard !pressed.isEmpty else { return .empty }
        return HTML.note(HTML(text: pressed.map { label($0) }.joined(separator: " · ")))
    }

    private func label(_ kind: Reaction) -> String {
        let count = post.counts[kind] ?? 0
        return text("communities.react.\(kind.rawValue)") + (count > 0 ? " \(text.number(count))" : "")
    }

    private func reaction(_ kind: Reaction) -> HTML {
        guard !isMine else {
            return HTML.when(post.counts[kind] ?? 0 > 0, "<span class=\"pill\">\(label(kind))</span>")
        }
        let isPressed = own.contains(kind)
        let value = "\(post.number) \(kind.rawValue)\(isPressed ? " back" : "")"
        return """
            <button class="pill" type="submit" form="react" name="post" value="\(value)" \
            aria-pressed="\(isPressed ? "true" : "false")">\(label(kind))</button>
            """
    }

    /// The asker says which answer was best.
    private var choosing: HTML {
        guard thread.kind == .question, thread.author != nil, thread.author == me, post.number > 1, !isMine else {
            return .empty
        }
        return """
            <button class="button button-quiet" type="submit" form="react" name="best" \
            value="\(isBest ? 0 : post.number)">\(text(isBest ? "communities.best.not" : "communities.best"))</button>
            """
    }

    private var mine: HTML {
        func link(_ what: String, _ label: String) -> HTML {
            "<a href=\"\(EditPostPage.link(slug, place, what))\">\(text(label))</a>"
        }
        return """
            <p class="report-links">\(link("edit", "communities.edit")) · \
            \(link("history", "communities.history")) · \(link("picture", "communities.picture")) · \
            \(link("delete", "communities.delete"))</p>
            """
    }
}

/// Posts next to each other that are the same for all who see them alike, or one that is not.
struct PostRun {
    let key: String?
    let posts: [PostView]

    static func all(of posts: [PostView]) -> [PostRun] {
        var (runs, alike): ([PostRun], [(key: String, post: PostView)]) = ([], [])
        func close() {
            guard !alike.isEmpty else { return }
            runs.append(PostRun(key: alike.map(\.key).joined(separator: "\n\n"), posts: alike.map(\.post)))
            alike = []
        }
        for post in posts {
            if let key = post.key {
                alike.append((key, post))
            } else {
                close()
                runs.append(PostRun(key: nil, posts: [post]))
            }
        }
        close()
        return runs
    }
}

extension Post {
    /// How whoever wrote it is called here.
    func name(_ text: Text) -> String {
        pseudonym ?? text(byAsker ? "communities.author.asked" : "communities.author.left")
    }
}

extension PostState {
    /// What its author reads above words that others do not, and where a moderator's reasons stand.
    func said(_ text: Text) -> HTML {
        guard self != .shown, self != .gone else { return .empty }
        let reasons: HTML = "<p class=\"note\"><a href=\"/me/notices\">\(text("safety.notices.title"))</a></p>"
        return HTML.flash(text("communities.state.\(rawValue)"), kind: .notice) + HTML.when(self != .waiting, reasons)
    }
}
