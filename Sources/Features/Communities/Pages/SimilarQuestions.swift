import Markup
import Storage
import Web

/// Questions that were asked before, below the title of one that is being written. Without script a button asks for them,
/// with script they come as the title grows (`similar.js`).
struct SimilarQuestions {
    /// The field of the button.
    static let look = "look"

    let posts: [FoundPost]
    /// They were asked for.
    let isAsked: Bool
    let text: Text

    func html() -> HTML {
        """
        <div data-similar role="status">\(found)</div>\
        <p><input type="submit" class="button button-secondary" name="\(Self.look)" value="\(text("communities.similar.look"))"></p>
        """
    }

    private var found: HTML {
        guard !posts.isEmpty else {
            return HTML.when(isAsked, "<p class=\"note\">\(text("communities.similar.none"))</p>")
        }
        return HTML.card(
            """
            <p class="note">\(text("communities.similar.how"))</p><ul class="link-list">\(HTML.each(posts, line))</ul>
            """, title: text("communities.similar"), kind: .quiet)
    }

    /// What is being written stays where it is.
    private func line(_ post: FoundPost) -> HTML {
        let title: HTML = """
            <a href="\(ThreadPage.link(post.community, post.thread.id))" target="_blank" rel="noopener" dir="auto">\
            \(post.thread.heading(text))</a>
            """
        return """
            <li>\(post.isThreadFolded ? HTML.disclosure(text("communities.filters.hidden"), title) : title)\
            <span class="note">\(post.thread.facts(text, at: post.thread.lastAt))</span></li>
            """
    }
}
