import Jobs
import Markup
import Storage
import Web

/// `/admin`: who runs the server, what each room has to say about it, and jobs that wait for long or gave up. No content: who runs the
/// server sees none by that role.
struct ServerPage: Sendable {
    let accounts: AccountsFeature
    /// Of every room.
    let cards: [AdministrationCard]
    let checks: [Check]

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
        let (letters, late) = (try await accounts.queue.deadLetters(), try await accounts.queue.late())
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
        pieces.append(await health(visit))
        for card in cards { pieces.append(try await card.make(visit)) }
        var work: [HTML] = []
        if !late.isEmpty { work.append(table(late, text)) }
        if !letters.isEmpty { work.append(table(letters, visit)) }
        if work.isEmpty { work.append("<p>\(text("accounts.server.noJobs"))</p>") }
        pieces.append(HTML.card(HTML.each(work) { $0 }, title: text("accounts.server.jobs")))
        return visit.page(text("accounts.server.title"), HTML.stack(pieces))
    }

    /// The same as `wayfellow doctor` says.
    private func health(_ visit: Visit) async -> HTML {
        let text = visit.text
        let facts = await checks.findings().map { check, findings in
            let words: HTML =
                findings.isEmpty
                ? HTML(text: text("web.check.well"))
                : "<ul>\(HTML.each(findings) { "<li>\($0.words(text))</li>" })</ul>"
            return (term: text(check.name), value: words)
        }
        return HTML.card(HTML.facts(facts), title: text("web.check.title"))
    }

    private func table(_ late: [LateJobs], _ text: Text) -> HTML {
        HTML.table(
            Table(
                caption: text("accounts.server.late"),
                columns: [
                    Column(text("accounts.server.job")), Column(text("accounts.server.waiting"), numeric: true),
                    Column(text("accounts.server.since")), Column(text("accounts.server.lastReason")),
                ],
                rows: late.map { jobs in
                    [
                        HTML(text: name(jobs.kind, text)), HTML(text: text.number(jobs.count)),
                        HTML(text: text.dateAndTime(jobs.since)),
                        HTML(text: jobs.reason ?? text("accounts.server.untried")),
                    ]
                }))
    }

    /// In words for staff; what no words are known for is called as in the table of jobs.
    private func name(_ kind: String, _ text: Text) -> String {
        let key = "accounts.server.kind.\(kind)"
        return text.has(key) ? text(key) : kind
    }

    private func table(_ letters: [DeadLetter], _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.table(
            Table(
                caption: text("accounts.server.stopped"),
                columns: [
                    Column(text("accounts.server.job")), Column(text("accounts.server.reason")),
                    Column(text("accounts.server.attempts"), numeric: true), Column(text("accounts.server.ended")),
                    Column(text("accounts.server.again")),
                ],
                rows: letters.map { letter in
                    [
                        HTML(text: name(letter.kind, text)), HTML(text: reason(letter, text)),
                        HTML(text: text.number(letter.attempts)), HTML(text: text.dateAndTime(letter.ended)),
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
