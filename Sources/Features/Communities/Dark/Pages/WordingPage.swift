import Accounts
import Markup
import Safety
import Storage
import Web

/// `…/threads/:thread/wording`: a moderator puts a question in other words, for an asker who wishes that nobody knows them by
/// theirs. What they wrote is kept nowhere after that.
struct WordingPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/wording"

    static func link(_ slug: String, _ thread: ID<CommunityThread>) -> Link {
        "/communities/\(slug)/threads/\(thread)/wording"
    }

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0, FormErrors(), status: 200) },
            .post(Self.path, .member, body: .words, limit: PostFields.limit) { try await word($0) },
        ]
    }

    private struct Found: Sendable {
        let community: Community
        let thread: CommunityThread
        let post: DarkPostStore.Own

        var place: PostPlace { PostPlace(thread.id, 1) }
    }

    /// Nothing for who does not moderate there, and once it is worded.
    private func find(_ visit: Visit, _ tx: Transaction) throws -> Found {
        let community = try communities.community(visit, tx)
        guard visit.viewer.moderates(.community(community.id)),
            let thread = try ThreadStore.find(try visit.id("thread"), as: .system(reason: "moderation"), in: tx),
            thread.community == community.id, thread.isToBeWorded, thread.state == .waiting,
            let post = try DarkPostStore.own(at: PostPlace(thread.id, 1), in: tx)
        else { throw Problem.notFound }
        return Found(community: community, thread: thread, post: post)
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let found = try await communities.database.read { try find(visit, $0) }
        let text = visit.text
        let title = text("communities.wording.title")
        let form = HTML.form(
            action: Self.link(found.community.slug, found.thread.id), csrf: visit.csrf,
            """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
            \(HTML.field(
                TextField(
                    name: "title", label: text("communities.title.question"), value: visit.fields["title"] ?? "",
                    error: errors.message(for: "title", text), autocomplete: "off", required: true)))\
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("communities.words"), value: visit.fields["words"] ?? "",
                    error: errors.message(for: "words", text), autocomplete: "off", required: true), rows: 8))\
            \(HTML.actions([HTML.button(text("communities.wording.save"))]))
            """)
        let said = CommunitiesFeature.whole(
            found.post.words, warning: found.post.warning, title: found.thread.title)
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("communities.wording.lead"))))\
                \(HTML.quote(said, by: .empty))\(form)
                """))
    }

    private func word(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let title = reader.text(
            "title", max: NewThread.longestTitle, required: "communities.title.empty.question")
        let words = reader.text(
            "words", max: Post.longestWords, required: "communities.post.empty", multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let audit = communities.accounts.audit
        let (slug, thread) = try await communities.database.write { tx in
            let found = try find(visit, tx)
            try communities.put(title, words, in: found.place, warning: found.post.warning, tx)
            try audit.record(
                .askerWorded, about: nil, by: visit.viewer, detail: found.place.record, at: visit.now, in: tx)
            return (found.community.slug, found.thread.id)
        }
        return visit.redirect(ThreadPage.link(slug, thread), flash: "communities.wording.saved")
    }
}

extension CommunitiesFeature {
    /// Puts other words in the place of a question that waits for them; nothing of the first stays, with the case neither.
    fileprivate func put(
        _ title: String, _ words: String, in place: PostPlace, warning: String?, _ tx: Transaction
    ) throws {
        guard let thread = try ThreadStore.find(place.thread, as: .system(reason: "wording"), in: tx) else { return }
        let post = try writtenPlainly(
            words, titled: title, warning: warning, Language(rawValue: thread.language), as: .random(), .shown)
        try PostStore.replace(post, at: place, at: nil, in: tx)
        try ThreadStore.setTitle(title, place.thread, in: tx)
        try ThreadStore.setState(.shown, place.thread, in: tx)
        try ThreadStore.recount(place.thread, in: tx)
        try safety.withdraw(Self.subject(place), tx)
        try tell(of: place, tx)
        try tx.noteTakedown()
    }
}
