import Accounts
import Markup
import Safety
import Storage
import Web

/// `…/threads/:thread/poll`: its author puts a poll to a thread, or takes it out. `…/vote` takes a vote.
struct PollPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/poll"

    static func link(_ slug: String, _ thread: ID<CommunityThread>) -> Link { PostActions.link(slug, thread, "poll") }

    var routes: [Route] {
        [
            .get(Self.path, .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors(), status: 200)
            },
            .post(
                Self.path, .member, body: .words, limit: RateLimit(per: .person, count: 30, within: 3_600)
            ) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await send(visit)
            },
            .post(Self.path + "/remove", .member) { try await remove($0) },
            .post("/communities/:community/threads/:thread/vote", .member) { try await vote($0) },
        ]
    }

    /// A thread of the viewer's own to which a poll can be put.
    private func find(_ visit: Visit) async throws -> (community: Community, thread: CommunityThread, poll: Poll?) {
        let viewer = visit.viewer
        return try await communities.database.read { tx in
            let (community, thread) = try communities.thread(visit, tx)
            guard thread.author == viewer.personID, thread.kind != .claim else { throw Problem.notFound }
            return (community, thread, try PollStore.find(thread.id, as: viewer, in: tx))
        }
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let (community, thread, _) = try await find(visit)
        var reader = FormReader(visit.fields)
        let isDanger = communities.safety.reader.holding(visit.fields["options"] ?? "") != nil
        let input = PollInput(&reader, asksPerson: isDanger || ReviewedWords.asksPerson(visit))
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let (action, leave) = (Self.link(community.slug, thread.id), ThreadPage.link(community.slug, thread.id))
        let days = HTML.with(visit.fields["days"]) { HTML.hidden("days", $0) }
        if isDanger, visit.fields[HeldWords.yes] != "yes", !ReviewedWords.asksPerson(visit) {
            return HeldWords(
                input.words, of: "options", to: action, hidden: days,
                readers: visit.text("communities.readers.\(thread.visibility.rawValue).who"), leave: leave, visit
            ).reply()
        }
        switch try await communities.ask(input, in: thread.id, as: visit.viewer, at: visit.now) {
        case .done: return visit.redirect(leave, flash: "communities.sent")
        case .waits: return visit.redirect(leave, flash: "communities.waits")
        case .held(let findings):
            return ReviewedWords(
                visit.fields["options"] ?? "", findings, of: "options", to: action, hidden: days,
                kept: visit.text("communities.review.kept"), leave: leave, visit
            ).reply()
        case .refused(let key): return try await show(visit, FormErrors(field: "options", key), status: 422)
        }
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let (community, thread, _) = try await find(visit)
        _ = try await communities.removePoll(of: thread.id, as: visit.viewer)
        return visit.redirect(ThreadPage.link(community.slug, thread.id), flash: "communities.poll.removed")
    }

    private func vote(_ visit: Visit) async throws -> Reply {
        let thread: ID<CommunityThread> = try visit.id("thread")
        let page = ThreadPage.link(try visit.parameter("community"), thread)
        if let question = visit.healthConsentQuestion(backTo: page) { return question }
        var reader = FormReader(visit.fields)
        let option = reader.integer("option", in: Poll.options.lowerBound - 1...Poll.options.upperBound)
        try reader.finish()
        let viewer = visit.viewer
        let (link, refusal) = try await communities.database.write { tx -> (Link, String?) in
            let (community, thread) = try communities.thread(visit, tx)
            // The button alone, without a choice.
            guard let option else { return (ThreadPage.link(community.slug, thread.id), "communities.poll.choose") }
            let refusal = try communities.vote(option, in: thread, as: viewer, at: visit.now, tx)
            return (ThreadPage.link(community.slug, thread.id), refusal)
        }
        guard let refusal else { return visit.redirect(link, flash: "communities.poll.voted") }
        return visit.redirect(link, problem: refusal)
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let (community, thread, poll) = try await find(visit)
        let text = visit.text
        let link = Self.link(community.slug, thread.id)
        let form = HTML.form(
            action: link, csrf: visit.csrf,
            """
            \(HTML.textArea(
                TextField(
                    name: "options", label: text("communities.poll.options"),
                    hint: text("communities.poll.options.hint"), value: visit.fields["options"] ?? "",
                    error: errors.message(for: "options", text), required: true), rows: 4))\
            \(HTML.select(
                Choices(
                    name: "days", legend: text("communities.poll.closes"),
                    options: Poll.days.map { Choice(String($0), text("communities.poll.days", ["n": .count($0)])) }
                        + [Choice("never", text("communities.poll.never"))],
                    selected: visit.fields["days"] ?? "7", error: errors.message(for: "days", text))))\
            \(HTML.actions([HTML.button(text("communities.poll.send"))]))
            """)
        let removal = HTML.form(
            action: "/communities/\(community.slug)/threads/\(thread.id)/poll/remove", csrf: visit.csrf,
            HTML.actions([HTML.button(text("communities.poll.remove"), kind: .danger)]))
        let there: HTML = "<p>\(text("communities.poll.isThere"))</p>\(removal)"
        let title = text(poll == nil ? "communities.poll.title" : "communities.poll.own")
        let lead = poll == nil ? HTML(text: text("communities.poll.lead")) : nil
        let way = HTML.breadcrumb([(thread.heading(text), ThreadPage.link(community.slug, thread.id))])
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.pageHeader(title, lead: lead, breadcrumb: way))\
                \(poll == nil ? form : there)
                """))
    }
}
