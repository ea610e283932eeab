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
            .post("/admin/releases", .role(.administrator)) { try await requestRelease($0) },
            .post("/admin/jobs/:job/retry", .role(.administrator)) { visit in
                try await evidence.queue.retry(try visit.id("job"))
                return visit.redirect("/admin", flash: "evidence.admin.retried")
            },
        ]
    }

    private func requestRelease(_ visit: Visit) async throws -> Reply {
        try await evidence.requestRelease()
        return visit.redirect("/admin", flash: "evidence.admin.requested")
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let title = visit.text("evidence.admin.title")
        return visit.page(
            title,
            HTML.stack([
                HTML.pageHeader(title, lead: HTML(text: visit.text("evidence.admin.lead"))),
                try await ReleasesPanel(evidence: evidence).html(visit),
                try await DeadJobsPanel(queue: evidence.queue).html(visit),
            ]))
    }
}
