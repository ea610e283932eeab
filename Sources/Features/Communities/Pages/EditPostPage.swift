import Accounts
import Markup
import Safety
import Storage
import Web

/// A member's own post: `…/posts/:number/edit`, what it said before (`…/history`), and taking it away (`…/delete`).
struct EditPostPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/posts/:number"

    static func link(_ slug: String, _ place: PostPlace, _ what: String) -> Link {
        "/communities/\(slug)/threads/\(place.thread)/posts/\(place.number)/\(what)"
    }

    var routes: [Route] {
        [
            .get(Self.path + "/edit", .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors(), status: 200)
            },
            .post(
                Self.path + "/edit", .member, body: .words, limit: PostFields.limit
            ) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await send(visit)
            },
            .get(Self.path + "/history", .member) { try await history($0) },
            .get(Self.path + "/delete", .member) { try await askToDelete($0) },
            .post(Self.path + "/delete", .member) { try await delete($0) },
        ]
    }

    /// A member's own post and where it stands.
    private struct Found: Sendable {
        let community: Community
        let thread: CommunityThread
        /// What the member wrote stays theirs to change and delete, also where they may not read its thread any more.
        let isReadable: Bool
        let place: PostPlace
        let post: OwnPost
        let versions: [PostVersion]

        /// Where to go on.
        var link: Link { isReadable ? ThreadPage.link(community.slug, place) : "/me/talk" }
        func link(_ what: String) -> Link { EditPostPage.link(community.slug, place, what) }
    }

    private func find(_ visit: Visit) async throws -> Found {
        let viewer = visit.viewer
        return try await communities.database.read { tx in
            let community = try communities.community(visit, tx)
            let place = PostPlace(try visit.id("thread"), try communities.number(visit))
            guard let post = try PostStore.own(place, as: viewer, in: tx),
                let thread = try ThreadStore.find(place.thread, as: .system(reason: "own post"), in: tx),
                thread.community == community.id
            else { throw Problem.notFound }
            return Found(
                community: community, thread: thread,
                isReadable: try ThreadStore.find(place.thread, as: viewer, in: tx) != nil, place: place, post: post,
                versions: try PostStore.versions(of: place, in: tx))
        }
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let found = try await find(visit)
        var reader = FormReader(visit.fields)
        let title =
            found.place.number == 1
            ? reader.text(
                "title", max: NewThread.longestTitle,
                required: "communities.title.empty.\(found.thread.kind.rawValue)") : nil
        let input = PostInput(&reader, visit, isDanger: { _ in false })
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let isDanger = communities.safety.reader.holding((title ?? "") + "\n" + input.said) != nil
        if isDanger, visit.fields[HeldWords.yes] != "yes", !ReviewedWords.asksPerson(visit) {
            return HeldWords(
                input.words, of: "words", to: found.link("edit"), hidden: hidden(visit, except: "words"),
                readers: visit.text("communities.readers.\(found.thread.visibility.rawValue).who"),
                leave: found.link, visit
            ).reply()
        }
        let posted = try await communities.change(
            found.place, title: title, input.asking(isDanger), as: visit.viewer, at: visit.now)
        switch posted {
        case .done: return visit.redirect(found.link, flash: "communities.changed")
        case .waits: return visit.redirect(found.link, flash: "communities.waits")
        case .held(let field, let findings):
            return ReviewedWords(
                visit.fields[field] ?? "", findings, of: field, to: found.link("edit"),
                hidden: hidden(visit, except: field), kept: visit.text("communities.review.kept"), leave: found.link,
                visit
            ).reply()
        case .refused(let key): return try await show(visit, FormErrors(field: "words", key), status: 422)
        }
    }

    private func hidden(_ visit: Visit, except field: String) -> HTML {
        HTML.each(["form", "title", "words", "warning"].filter { $0 != field }) { name in
            HTML.with(visit.fields[name]) { HTML.hidden(name, $0) }
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let found = try await find(visit)
        let text = visit.text
        // An earlier version can be put back: it comes into the form, to be looked at once more.
        let version = visit.query["version"].flatMap { Int($0) }.flatMap { number in
            found.versions.first { $0.number == number }
        }
        let heading = HTML.when(
            found.place.number == 1,
            HTML.field(
                TextField(
                    name: "title", label: text("communities.title.\(found.thread.kind.rawValue)"),
                    value: visit.fields["title"] ?? found.thread.title, error: errors.message(for: "title", text),
                    required: true)))
        let form = HTML.form(
            action: found.link("edit"), csrf: visit.csrf,
            """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\(heading)\
            \(HTML.textArea(
                TextField(
                    name: "words",
                    label: text(found.place.number == 1 ? "communities.words" : "communities.file.words"),
                    value: visit.fields["words"] ?? version?.words ?? found.post.words,
                    error: errors.message(for: "words", text), required: true), rows: 8))\
            \(PostFields.warning(
                FormValues(sent: visit.fields, draft: nil), errors, text, earlier: found.post.warning))\
            \(HTML.actions([HTML.button(text("communities.edit.save"))]))
            """)
        return page(text("communities.edit.title"), found, status: status, form, visit)
    }

    private func page(_ title: String, _ found: Found, status: Int = 200, _ body: HTML, _ visit: Visit) -> Reply {
        // The title is its author's words.
        let name = found.isReadable ? found.thread.heading(visit.text) : visit.text("communities.menu.own")
        let way = HTML.breadcrumb([(name, found.link)])
        return visit.page(
            title, status: status, HTML.narrow("\(HTML.pageHeader(title, breadcrumb: way))\(body)"))
    }

    private func history(_ visit: Visit) async throws -> Reply {
        let found = try await find(visit)
        let text = visit.text
        let list = HTML.each(found.versions) { version in
            HTML.card(
                """
                \(HTML.quote(version.words, by: HTML(text: text.dateAndTime(version.writtenAt))))\
                <p><a href="\(found.link("edit").adding("version", String(version.number)))">\
                \(text("communities.history.back"))</a></p>
                """)
        }
        let empty = HTML.emptyState(
            title: text("communities.history.none"), body: text("communities.history.none.body"))
        return page(
            text("communities.history.title"), found,
            "\(HTML.note(HTML(text: text("communities.history.who"))))\(found.versions.isEmpty ? empty : list)", visit)
    }

    private func askToDelete(_ visit: Visit) async throws -> Reply {
        let found = try await find(visit)
        let text = visit.text
        let form = HTML.form(
            action: found.link("delete"), csrf: visit.csrf,
            HTML.actions([
                HTML.button(text("communities.delete.yes"), kind: .danger),
                HTML.buttonLink(text("communities.delete.no"), to: found.link, kind: .secondary),
            ]))
        let what = found.place.number == 1 ? "communities.delete.thread" : "communities.delete.post"
        return page(
            text("communities.delete.title"), found,
            "\(HTML.quote(found.post.words, by: .empty))<p>\(text(what))</p>\(form)", visit)
    }

    private func delete(_ visit: Visit) async throws -> Reply {
        let found = try await find(visit)
        guard try await communities.remove(found.place, as: visit.viewer) else { throw Problem.notFound }
        let isWhole = found.place.number == 1 && found.thread.replies == 0
        let thread = ThreadPage.link(found.community.slug, found.thread.id)
        let place = isWhole ? CommunityPage.link(found.community.slug) : found.isReadable ? thread : "/me/talk"
        return visit.redirect(place, flash: "communities.deleted")
    }
}
