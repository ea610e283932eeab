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
                let isDone = try await accounts.queue.retry(try visit.id("job"))
                return visit.redirect("/admin", flash: isDone ? "accounts.server.retried" : nil)
            },
            .post("/admin/jobs/:job/discard", .role(.administrator, in: .site)) { visit in
                let isDone = try await accounts.queue.discard(try visit.id("job"))
                return visit.redirect("/admin", flash: isDone ? "accounts.server.discarded" : nil)
            },
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let letters = try await accounts.queue.deadLetters()
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
                    Column(text("accounts.server.job")), Column(text("accounts.server.reason")),
                    Column(text("accounts.server.attempts"), numeric: true), Column(text("accounts.server.ended")),
                    Column(text("accounts.server.again")),
                ],
                rows: letters.map { letter in
                    [
                        HTML(text: letter.kind), HTML(text: reason(letter, text)),
                        HTML(text: text.number(letter.attempts)), HTML(text: text.date(letter.ended)),
                        decision(letter, visit),
                    ]
                }))
    }

    private func reason(_ letter: DeadLetter, _ text: Text) -> String {
        switch letter.end {
        case .parked: text("accounts.server.parked")
        case .dead: letter.reason ?? ""
        }
    }

    /// Trying again is a press; what is given up is gone, so that takes two.
    private func decision(_ letter: DeadLetter, _ visit: Visit) -> HTML {
        let text = visit.text
        func form(_ verb: String, _ kind: ButtonKind) -> HTML {
            HTML.form(
                action: "/admin/jobs/\(letter.id)/\(verb)", csrf: visit.csrf,
                HTML.button(text("accounts.server.\(verb)"), kind: kind))
        }
        return form("retry", .secondary)
            + HTML.disclosure(
                text("accounts.server.giveUp"),
                "<p>\(text("accounts.server.giveUp.note"))</p>" + form("discard", .danger))
    }
}
