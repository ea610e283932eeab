import Accounts
import Markup
import Safety
import Storage
import Web

/// `/communities/:community/threads/:thread/reply`: an answer, with the beginning of what it answers above it where its
/// author wishes.
struct ReplyPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/reply"

    static func link(_ slug: String, _ thread: ID<CommunityThread>) -> Link {
        "/communities/\(slug)/threads/\(thread)/reply"
    }

    var routes: [Route] {
        [
            .get(Self.path, .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors(), status: 200)
            },
            .post(
                Self.path, .member, body: .words, limit: PostFields.limit
            ) { visit in
                if let question = visit.healthConsentQuestion { return question }
                if visit.fields[CommunitiesFeature.keep] != nil {
                    let (community, thread) = try await communities.database.read { try communities.thread(visit, $0) }
                    return try await communities.keepDraft(visit, form: Self.link(community.slug, thread.id)) {
                        try await show(visit, FormErrors(field: "words", $0), status: 422)
                    }
                }
                let action = Self.link(try visit.parameter("community"), try visit.id("thread"))
                if let question = try await DarkPress(communities: communities).question(visit, to: action) {
                    return question
                }
                return try await send(visit)
            },
        ]
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let (community, thread) = try await communities.database.read { try communities.thread(visit, $0) }
        var reader = FormReader(visit.fields)
        let input = PostInput(&reader, visit) { communities.safety.reader.holding($0) != nil }
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let isDanger = communities.safety.reader.holding(input.said) != nil
        let (action, leave) = (Self.link(community.slug, thread.id), ThreadPage.link(community.slug, thread.id))
        if isDanger, visit.fields[HeldWords.yes] != "yes", !ReviewedWords.asksPerson(visit) {
            return HeldWords(
                input.words, of: "words", to: action, hidden: hidden(visit, except: "words"),
                readers: visit.text("communities.readers.\(thread.visibility.rawValue).who"), leave: leave, visit
            ).reply()
        }
        switch try await communities.reply(input.asking(isDanger), to: thread.id, as: visit.viewer, at: visit.now) {
        case .done(let place):
            try await sent(visit, action)
            return visit.redirect(PostFields.next(community.slug, place, visit), flash: "communities.sent")
        case .waits(let place):
            try await sent(visit, action)
            return visit.redirect(PostFields.next(community.slug, place, visit), flash: "communities.waits")
        case .held(let field, let findings):
            return ReviewedWords(
                visit.fields[field] ?? "", findings, of: field, to: action, hidden: hidden(visit, except: field),
                kept: visit.text("communities.review.kept"), leave: leave, visit
            ).reply()
        case .refused(let key): return try await show(visit, FormErrors(field: "words", key), status: 422)
        }
    }

    /// What was sent is no draft any more, and waits for no yes.
    private func sent(_ visit: Visit, _ form: Link) async throws {
        try await communities.dropDraft(of: form, visit)
        guard let id: ID<WrittenPost> = visit.sentFormID(for: PostInput.purpose) else { return }
        let viewer = visit.viewer
        try await communities.database.write { try MailedAnswerStore.drop(id, as: viewer, in: $0) }
    }

    /// All that was in the form besides one field, to come along.
    private func hidden(_ visit: Visit, except field: String) -> HTML {
        HTML.each(["form", "answers", "quote", "words", "warning", "picture"].filter { $0 != field }) { name in
            HTML.with(visit.fields[name]) { HTML.hidden(name, $0) }
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let viewer = visit.viewer
        let mailed = visit.isReading ? visit.query["mailed"].flatMap { ID<WrittenPost>($0) } : nil
        let (community, thread, post, values, mailedID) = try await communities.database.read { tx in
            let (community, thread) = try communities.thread(visit, tx)
            let form = Self.link(community.slug, thread.id)
            let answer = try mailed.flatMap { try MailedAnswerStore.find($0, as: viewer, in: tx) }
            let begun = answer.map { Draft(form: form.text, FormFields(["words": $0.words])) }
            let values = FormValues(
                sent: visit.fields, draft: visit.isReading ? try begun ?? communities.draft(of: form, visit, tx) : nil)
            let answers = (visit.query["answers"] ?? values["answers"]).flatMap { $0.utf8.count <= 7 ? Int($0) : nil }
            let posts = try answers.map { try PostStore.posts(of: thread.id, numbered: [$0], as: viewer, in: tx) }
            return (community, thread, posts?.first, values, answer?.id)
        }
        let text = visit.text
        // An address says what is answered; nobody's words come from one.
        let quoted = (visit.query["quote"] ?? values["quote"]) == nil ? nil : post
        let form = ReplyForm(
            slug: community.slug, thread: thread, answers: post?.number, quoted: quoted, errors: errors,
            values: values, visit: visit, form: mailedID)
        let title = text("communities.reply.\(thread.kind.rawValue)")
        let to = post.flatMap { $0.html.isEmpty ? nil : $0.name(text) }
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.pageHeader(
                    title, lead: to.map { HTML(text: text("communities.reply.to", ["name": .text($0)])) },
                    breadcrumb: HTML.breadcrumb(
                        [
                            (communities.name(of: community, text), CommunityPage.link(community.slug)),
                            (thread.heading(text), ThreadPage.link(community.slug, thread.id)),
                        ])))\(form.html())
                """))
    }
}

/// The form for an answer.
struct ReplyForm {
    let slug: String
    let thread: CommunityThread
    /// The number of the post that it answers.
    let answers: Int?
    let quoted: Post?
    let errors: FormErrors
    let values: FormValues
    let visit: Visit
    /// Of an answer that came by mail.
    var form: ID<WrittenPost>?

    /// What is written in: of an empty form the same for everybody.
    var fields: HTML {
        let text = visit.text
        return """
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("communities.reply.words"), hint: text("communities.reply.hint"),
                    value: values["words"] ?? "", error: errors.message(for: "words", text), required: true),
                rows: 6))\(PostFields.warning(values, errors, text))\(PostFields.picture(values, text))\
            \(PostFields.buttons(text("communities.reply.send"), text))
            """
    }

    /// - Parameter fields: where they were made before.
    func html(_ fields: HTML? = nil) -> HTML {
        let text = visit.text
        let id = visit.sentFormID(for: PostInput.purpose) ?? form ?? ID<WrittenPost>.random()
        let above: HTML = HTML.with(quoted.flatMap { $0.html.isEmpty ? nil : $0 }) { post in
            "<blockquote class=\"post-quote\" dir=\"auto\" tabindex=\"0\">\(post.html)</blockquote>\(HTML.hidden("quote", "yes"))"
        }
        return HTML.form(
            action: ReplyPage.link(slug, thread.id), csrf: visit.csrf,
            """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\(PostFields.kept(values, text))\
            \(HTML.hidden("form", visit.formID(id, for: PostInput.purpose)))\
            \(HTML.with(answers) { HTML.hidden("answers", String($0)) })\(above)\(fields ?? self.fields)\
            \(PostFields.readers(thread.visibility, visit))
            """)
    }
}
