import Jobs
import Markup
import Storage
import Web

/// `/admin`: releases and jobs that gave up. No content: who runs the server sees none by that role.
struct AdminPage: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [
            .get("/admin", .role(.administrator)) { try await show($0) },
            .post("/admin/releases", .role(.administrator)) { try await release($0) },
            .post("/admin/jobs/:job/retry", .role(.administrator)) { visit in
                try await evidence.queue.retry(try visit.id("job"))
                return visit.redirect("/admin", flash: "evidence.admin.retried")
            },
        ]
    }

    private func release(_ visit: Visit) async throws -> Reply {
        try await evidence.requestRelease()
        return visit.redirect("/admin", flash: "evidence.admin.requested")
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let releases = try await evidence.releases(limit: 20)
        let letters = try await evidence.queue.deadLetters()
        let text = visit.text
        let title = text("evidence.admin.title")
        return visit.page(
            title,
            HTML.stack([
                HTML.pageHeader(title, lead: HTML(text: text("evidence.admin.lead"))),
                HTML.card(
                    """
                    \(releaseTable(releases, text))\
                    \(HTML.form(
                        action: "/admin/releases", csrf: visit.csrf,
                        HTML.actions([HTML.button(text("evidence.admin.release"))])))
                    """, title: text("evidence.admin.releases")),
                HTML.card(
                    letters.isEmpty ? "<p>\(text("evidence.admin.noJobs"))</p>" : jobTable(letters, visit),
                    title: text("evidence.admin.jobs")),
            ]))
    }

    private func releaseTable(_ releases: [Release], _ text: Text) -> HTML {
        guard !releases.isEmpty else { return "<p>\(text("evidence.admin.noRelease"))</p>" }
        return HTML.table(
            Table(
                caption: text("evidence.admin.releases"), isCaptionHidden: true,
                columns: [
                    Column(text("evidence.admin.number"), numeric: true), Column(text("evidence.admin.through")),
                    Column(text("evidence.admin.evaluations"), numeric: true),
                    Column(text("evidence.admin.figures"), numeric: true), Column(text("evidence.admin.digest")),
                ],
                rows: releases.map { release in
                    [
                        HTML(text: text.number(release.number)), HTML(text: text.date(release.dataThrough)),
                        HTML(text: text.number(release.evaluations)), HTML(text: text.number(release.figures)),
                        "<code>\(String(release.figuresDigest.prefix(12)))</code>",
                    ]
                }))
    }

    private func jobTable(_ letters: [DeadLetter], _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.table(
            Table(
                caption: text("evidence.admin.jobs"), isCaptionHidden: true,
                columns: [
                    Column(text("evidence.admin.job")), Column(text("evidence.admin.attempts"), numeric: true),
                    Column(text("evidence.admin.ended")), Column(text("evidence.admin.again")),
                ],
                rows: letters.map { letter in
                    [
                        HTML(text: letter.kind), HTML(text: text.number(letter.attempts)),
                        HTML(text: text.date(letter.ended)),
                        HTML.form(
                            action: "/admin/jobs/\(letter.id)/retry", csrf: visit.csrf,
                            HTML.button(text("evidence.admin.retry"), kind: .quiet)),
                    ]
                }))
    }
}
