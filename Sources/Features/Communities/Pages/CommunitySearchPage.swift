import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/communities/:community/search?q=`: what people said here, by words in it. The words stand in the address as in the one search
/// of the site: no log has it, and no other site is told.
struct CommunitySearchPage: Sendable {
    let communities: CommunitiesFeature

    static let listed = 10
    /// For what the place in the answers is sealed.
    private static let paging = "search of a community"

    static func link(_ slug: String) -> Link { "/communities/\(slug)/search" }

    var routes: [Route] { [.get("/communities/:community/search", .anyone) { try await show($0) }] }

    /// What the page shows.
    struct Read: Sendable {
        let community: Community
        var posts: [FoundPost] = []
        var next: Int64?
        /// No post holds all of the words: these hold some.
        var holdSome = false
    }

    private func show(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.query)
        let typed = reader.text("q", max: SearchedWords.longest)
        // Beneath a card about danger nothing stands that only has the same words.
        let isOpen = reader.errors.isEmpty && visit.card == nil
        let words = isOpen ? SearchedWords(typed, communities.smallWords) : nil
        let read = try await read(words, visit)
        let view = CommunitySearchView(
            communities: communities, read: read, typed: visit.query["q"] ?? "", words: words, errors: reader.errors,
            next: try next(read, typed, visit), visit: visit)
        return visit.page(
            "\(visit.text("vocabulary.search.title")) · \(communities.name(of: read.community, visit.text))",
            status: reader.errors.isEmpty ? 200 : 422, view.html())
    }

    private func read(_ words: SearchedWords?, _ visit: Visit) async throws -> Read {
        let (viewer, cursor) = (visit.viewer, cursor(visit))
        return try await communities.database.read { tx in
            var read = Read(community: try communities.community(visit, tx))
            guard let words else { return read }
            let (community, limit) = (read.community.id, Self.listed)
            (read.posts, read.next) = try SearchStore.newest(
                limit, holding: words, in: community, behind: cursor, as: viewer, in: tx)
            if read.posts.isEmpty, cursor == nil, words.count > 1 {
                read.posts = try SearchStore.ranked(limit, holdingAnyOf: words, in: community, as: viewer, in: tx)
                read.holdSome = true
            }
            return read
        }
    }

    private func cursor(_ visit: Visit) -> Int64? {
        visit.query["behind"].flatMap { visit.signer.open($0, for: Self.paging) }.flatMap { Int64($0) }
    }

    private func next(_ read: Read, _ typed: String, _ visit: Visit) throws -> Link? {
        guard let next = read.next else { return nil }
        return Self.link(read.community.slug).adding("q", typed)
            .adding("behind", try visit.signer.seal(String(next), for: Self.paging))
    }
}

/// How answers of the search in a community look.
private struct CommunitySearchView {
    let communities: CommunitiesFeature
    let read: CommunitySearchPage.Read
    let typed: String
    let words: SearchedWords?
    let errors: FormErrors
    let next: Link?
    let visit: Visit

    private var text: Text { visit.text }
    private var slug: String { read.community.slug }

    func html() -> HTML {
        let error = errors.message(for: "q", text)
        let name = communities.name(of: read.community, text)
        return HTML.narrow(
            """
            \(HTML.pageHeader(
                text("communities.search.title"),
                breadcrumb: HTML.breadcrumb(
                    [(text("communities.title"), "/communities"), (name, CommunityPage.link(slug))])))\
            \(HTML.errorSummary(title: text("vocabulary.search.problem"), error.map { [("search", $0)] } ?? []))\
            \(HTML.searchForm(
                action: CommunitySearchPage.link(slug), label: text("communities.search.label"), value: typed,
                button: text("communities.search.button")))\(answers)
            """)
    }

    private var answers: HTML {
        if visit.card != nil { return meantElse }
        guard let words else {
            // Signs alone, "½" or an emoji, are in no index.
            let isAsked = errors.isEmpty && typed.unicodeScalars.contains { !$0.properties.isWhitespace }
            return isAsked ? nothing + others : .empty
        }
        let lines = FoundPosts(communities: communities, posts: read.posts, words: words, text: text)
        if read.posts.isEmpty { return nothing + others }
        return HTML.stack([
            HTML.when(read.holdSome, nothing),
            HTML.card(
                lines.html(namingPlaces: false) + HTML.pagination(previous: nil, next: next, text: text),
                title: text(read.holdSome ? "communities.search.some" : "communities.newest")),
            HTML.when(read.holdSome, others),
        ])
    }

    private var nothing: HTML {
        HTML.emptyState(
            title: text("communities.search.nothing"), body: text("communities.search.nothing.body"),
            action: HTML.buttonLink(
                text("communities.ask"), to: NewThreadPage.link(slug, .question), kind: .secondary))
    }

    /// What the vocabulary calls what was typed, and the search of the whole site.
    private var others: HTML {
        let typedKey = Folding.key(typed)
        let names = communities.vocabulary.catalogue.search(typed, language: visit.language, limit: 4).map(\.name)
            .filter { Folding.key($0) != typedKey }
        let here = names.map { ($0, CommunitySearchPage.link(slug).adding("q", $0), String?.none) }
        let everywhere = (text("communities.search.everywhere"), Link("/search").adding("q", typed), String?.none)
        return HTML.card(HTML.linkList(here + [everywhere]), title: text("communities.search.others"), kind: .quiet)
    }

    private var meantElse: HTML {
        let all = CommunitySearchPage.link(slug).adding("q", typed).adding("card", "hidden")
        return
            "<p>\(text("vocabulary.search.meant")) <a href=\"\(all)\">\(text("vocabulary.search.meant.all"))</a></p>"
    }
}
