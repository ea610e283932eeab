import Markup
import Storage
import Web

/// On `/me/talk`: answers that came by mail and wait for their writer's yes.
struct MailedAnswersCard: Sendable {
    /// With the address of the form that sends each on; nil where its thread is not there for them any more.
    let answers: [(answer: MailedAnswer, form: Link?)]

    /// - Parameter places: all that there are.
    static func read(_ viewer: Viewer, among places: [Community], _ tx: Transaction) throws -> MailedAnswersCard {
        let answers = try MailedAnswerStore.all(as: viewer, in: tx)
        let communities = try ThreadStore.communities(of: Set(answers.map(\.thread)), as: viewer, in: tx)
        return MailedAnswersCard(
            answers: answers.map { answer in
                let place = places.first { $0.id == communities[answer.thread] }
                let form = place.map { ReplyPage.link($0.slug, answer.thread) }
                return (answer, form?.adding("mailed", answer.id.description))
            })
    }

    static func drop(_ communities: CommunitiesFeature, _ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        if let id = visit.fields["answer"].flatMap({ ID<WrittenPost>($0) }) {
            try await communities.database.write { try MailedAnswerStore.drop(id, as: viewer, in: $0) }
        }
        return visit.redirect("/me/talk", flash: "communities.draft.dropped")
    }

    func html(_ visit: Visit) -> HTML {
        guard !answers.isEmpty else { return .empty }
        let text = visit.text
        let lines = HTML.each(answers) { one -> HTML in
            let drop = PostFields.dropping(
                text("communities.draft.drop"), at: "/me/talk/mailed/drop",
                with: HTML.hidden("answer", one.answer.id.description), visit)
            let gone = one.form == nil ? "<p class=\"note\">\(text("communities.mailed.gone"))</p>" as HTML : .empty
            return """
                <article class="thread-line"><blockquote class="post-quote" dir="auto" tabindex="0">\(one.answer.words)</blockquote>\(gone)\
                \(HTML.with(one.form) {
                    HTML.actions([HTML.buttonLink(text("communities.mailed.look"), to: $0, kind: .secondary)])
                })\(drop)</article>
                """
        }
        return HTML.card(
            "<p>\(text("communities.mailed.lead"))</p>\(lines)", title: text("communities.mailed.title"), kind: .yours)
    }
}
