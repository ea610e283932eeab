import Accounts
import Markup
import Storage
import Vocabulary
import Web

/// `/me/answers/:ask`: an answer that one gave, and taking it back.
struct GivenAnswerPage: Sendable {
    let evidence: EvidenceFeature

    static func link(_ ask: ID<Ask>) -> Link { "/me/answers/\(ask)" }

    var routes: [Route] {
        let limit = RateLimit(per: .person, count: 60, within: 3_600)
        return [
            .get("/me/answers/:ask", .member) { try await show($0) },
            .post("/me/answers/:ask", .member, limit: limit) { try await takeBack($0) },
        ]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        let viewer = visit.viewer
        let found = try await evidence.database.read { try AskOfferStore.end(of: id, as: viewer, in: $0) }
        guard let reply = found?.reply else { throw Problem.notFound }
        let text = visit.text
        return visit.page(
            text("evidence.given.title"),
            HTML.narrow(
                """
                \(HTML.pageHeader(text("evidence.given.title"), lead: HTML(text: text("evidence.given.lead"))))\
                \(HTML.card(HTML.quote(reply, by: .empty) + HTML.form(
                    action: Self.link(id), csrf: visit.csrf,
                    HTML.actions([
                        HTML.button(text("evidence.given.delete"), kind: .danger),
                        HTML.buttonLink(text("evidence.given.keep"), to: "/me/account/leave/anonymise", kind: .secondary),
                    ]))))
                """))
    }

    private func takeBack(_ visit: Visit) async throws -> Reply {
        let id: ID<Ask> = try visit.id("ask")
        let (viewer, now) = (visit.viewer, visit.now)
        let isGone = try await evidence.changeAsks { try AskOfferStore.takeBack(id, by: viewer, at: now, in: $0) }
        guard isGone else { throw Problem.notFound }
        return visit.redirect("/me/asks", flash: "evidence.given.deleted")
    }
}
