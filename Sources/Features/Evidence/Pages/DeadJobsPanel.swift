import Jobs
import Markup
import Web

/// Jobs that gave up, each with a button that tries again: a piece of the administrator's page that needs a queue and
/// nothing of this room. The buttons' forms go to `POST /admin/jobs/:job/retry`.
struct DeadJobsPanel: Sendable {
    let queue: Queue

    func html(_ visit: Visit) async throws -> HTML {
        let jobs = try await queue.deadLetters()
        let text = visit.text
        return HTML.card(
            jobs.isEmpty ? "<p>\(text("evidence.admin.noJobs"))</p>" : table(jobs, visit),
            title: text("evidence.admin.jobs"))
    }

    private func table(_ jobs: [DeadLetter], _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.table(
            Table(
                caption: text("evidence.admin.jobs"), isCaptionHidden: true,
                columns: [
                    Column(text("evidence.admin.job")), Column(text("evidence.admin.attempts"), numeric: true),
                    Column(text("evidence.admin.ended")), Column(text("evidence.admin.again")),
                ],
                rows: jobs.map { job in
                    [
                        HTML(text: job.kind), HTML(text: text.number(job.attempts)),
                        HTML(text: text.date(job.ended)),
                        HTML.form(
                            action: "/admin/jobs/\(job.id)/retry", csrf: visit.csrf,
                            HTML.button(text("evidence.admin.retry"), kind: .quiet)),
                    ]
                }))
    }
}
