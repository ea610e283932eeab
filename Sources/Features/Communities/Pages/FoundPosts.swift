import Markup
import Storage
import Web

/// Threads that words were found in: what they are about, whether they are answered, and the words around.
struct FoundPosts {
    let communities: CommunitiesFeature
    let posts: [FoundPost]
    let words: SearchedWords
    let text: Text

    /// - Parameter namingPlaces: they stand in different communities.
    func html(namingPlaces: Bool) -> HTML {
        HTML.each(posts) { post in
            """
            <article class="thread-line">\(post.thread.heading(
                to: ThreadPage.link(post.community, post.place), isFolded: post.isThreadFolded, above: beginning(post),
                text))<p class="note">\(HTML.when(namingPlaces, place(post)))\
            \(post.thread.facts(text, at: post.thread.lastAt))</p></article>
            """
        }
    }

    /// What readers are warned of, or asked to be warned of, stays folded away.
    private func beginning(_ post: FoundPost) -> HTML {
        let about = [post.warning, post.warnedOf?.name(text)].compactMap { $0 }
        if !about.isEmpty {
            let what = about.joined(separator: " · ")
            return "<p class=\"found-words\">\(text("communities.warning.about", ["what": .text(what)]))</p>"
        }
        if post.isFolded { return "<p class=\"found-words\">\(text("communities.filters.folded"))</p>" }
        return "<p class=\"found-words\" dir=\"auto\">\(words.excerpt(of: post.words))</p>"
    }

    private func place(_ post: FoundPost) -> HTML {
        let community = Community(
            id: post.thread.community, slug: post.community,
            kind: Theme(rawValue: post.community) == nil ? .condition : .theme)
        return "\(communities.name(of: community, text)) · "
    }
}
