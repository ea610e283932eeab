import Accounts
import Markup
import Safety
import Storage
import Web

/// `/communities/:community/week`: the questions of the weeks to come, for whoever moderates the community.
struct WeekQuestionPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/week"

    static func link(_ slug: String) -> Link { "/communities/\(slug)/week" }

    var routes: [Route] {
        let moderator = Access.role(.moderator, in: .anywhere)
        return [
            .get(Self.path, moderator) { try await show($0, FormErrors(), status: 200) },
            .post(Self.path, moderator, body: .words) { try await add($0) },
            .post("\(Self.path)/:question/remove", moderator) { try await remove($0) },
        ]
    }

    /// The community that an address names, for its moderators and those of the site; to anybody else there is no such page.
    private func moderated(_ visit: Visit, _ tx: Transaction) throws -> Community {
        let community = try communities.community(visit, tx)
        guard visit.viewer.moderates(.community(community.id)) else { throw Problem.notFound }
        return community
    }

    private func add(_ visit: Visit) async throws -> Reply {
        let community = try await communities.database.read { try moderated(visit, $0) }
        var reader = FormReader(visit.fields)
        let words = reader.text("question", max: WeekQuestion.longest, required: "communities.week.empty")
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, status: 422) }
        let wrote = try await communities.writeAhead(
            words, visit.language, for: community, as: visit.viewer, at: visit.now)
        switch wrote {
        case .done: return visit.redirect(Self.link(community.slug), flash: "communities.week.added")
        case .refused(let key): return try await show(visit, FormErrors(field: "question", key), status: 422)
        }
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let id: ID<WeekQuestion> = try visit.id("question")
        let community = try await communities.database.write { tx in
            let community = try moderated(visit, tx)
            guard try WeekQuestionStore.remove(id, of: community.id, in: tx) else { throw Problem.notFound }
            try communities.safety.withdraw(CommunitiesFeature.subject(id), tx)
            try tx.noteTakedown()
            return community
        }
        return visit.redirect(Self.link(community.slug), flash: "communities.week.removed")
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let (community, ahead) = try await communities.database.read { tx in
            let community = try moderated(visit, tx)
            let ahead = try WeekQuestionStore.ahead(
                of: community.id, from: Week(visit.now), as: visit.viewer, in: tx)
            return (community, ahead)
        }
        let text = visit.text
        let title = text("communities.week.title")
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("communities.week.lead")),
                    breadcrumb: HTML.breadcrumb(
                        [
                            (text("communities.title"), "/communities"),
                            (communities.name(of: community, text), CommunityPage.link(community.slug)),
                        ])))\
                \(form(community, errors, visit))\(list(ahead, community, visit))
                """))
    }

    private func form(_ community: Community, _ errors: FormErrors, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.form(
            action: Self.link(community.slug), csrf: visit.csrf,
            HTML.field(
                TextField(
                    name: "question", label: text("communities.week.question"),
                    hint: text("communities.week.question.hint"), value: visit.fields["question"] ?? "",
                    error: errors.message(for: "question", text), autocomplete: "off", required: true))
                + HTML.actions([HTML.button(text("communities.week.add"))]))
    }

    private func list(_ ahead: [WeekQuestion], _ community: Community, _ visit: Visit) -> HTML {
        let text = visit.text
        guard !ahead.isEmpty else { return HTML.note(HTML(text: text("communities.week.none"))) }
        let lines = HTML.each(ahead) { question -> HTML in
            guard let id = question.id else { return .empty }
            let date = text.date(question.week.monday)
            return """
                <article class="thread-line"><h3 class="thread-title" dir="auto"\
                 lang="\((question.language ?? visit.language).rawValue)">\(question(visit.language))</h3>\
                <p class="note">\(text("communities.week.of", ["date": .text(date)]))</p>\
                \(HTML.form(
                    action: "/communities/\(community.slug)/week/\(id)/remove", csrf: visit.csrf,
                    HTML.button(text("communities.week.remove", ["date": .text(date)]), kind: .quiet)))</article>
                """
        }
        return HTML.card(lines, title: text("communities.week.list"))
    }
}
