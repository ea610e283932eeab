import Jobs
import Markup
import Storage
import Web

/// `/admin`: who runs the server, what each room has to say about it, and jobs that gave up. No content: who runs the
/// server sees none by that role.
struct ServerPage: Sendable {
    let accounts: AccountsFeature
    /// Of every room.
    let cards: [AdministrationCard]

    var routes: [Route] {
        [
            .get("/admin", .role(.administrator, in: .site), show),
            .post("/admin/jobs/:job/retry", .role(.administrator, in: .site)) { visit in
                try await queue.retry(try visit.id("job"))
                return visit.redirect("/admin", flash: "accounts.server.retried")
            },
        ]
    }

    private var queue: Queue { Queue(accounts.database, clock: accounts.clock) }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let letters = try await queue.deadLetters()
        let text = visit.text
        var pieces = [
            HTML.pageHeader(text("accounts.server.title"), lead: HTML(text: text("accounts.server.lead"))),
            HTML.card(
                HTML.linkList([
                    (text("accounts.people.title"), "/admin/people", text("accounts.people.note")),
                    (text("accounts.reset.title"), "/admin/second-factor", nil),
                ]),
                title: text("accounts.server.people")),
        ]
        for card in cards { pieces.append(try await card.make(visit)) }
        pieces.append(
            HTML.card(
                letters.isEmpty ? "<p>\(text("accounts.server.noJobs"))</p>" : table(letters, visit),
                title: text("accounts.server.jobs")))
        return visit.page(text("accounts.server.title"), HTML.stack(pieces))
    }

    private func table(_ letters: [DeadLetter], _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.table(
            Table(
                caption: text("accounts.server.jobs"), isCaptionHidden: true,
                columns: [
                    Column(text("accounts.server.job")), Column(text("accounts.server.attempts"), numeric: true),
                    Column(text("accounts.server.ended")), Column(text("accounts.server.again")),
                ],
                rows: letters.map { letter in
                    [
                        HTML(text: letter.kind), HTML(text: text.number(letter.attempts)),
                        HTML(text: text.date(letter.ended)),
                        HTML.form(
                            action: "/admin/jobs/\(letter.id)/retry", csrf: visit.csrf,
                            HTML.button(text("accounts.server.retry"), kind: .quiet)),
                    ]
                }))
    }
}
