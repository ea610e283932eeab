import Markup
import Storage
import Web

/// The newest releases and the button that asks for another: a piece of the administrator's page. The button's form goes
/// to `POST /admin/releases`.
struct ReleasesPanel: Sendable {
    let evidence: EvidenceFeature

    var routes: [Route] {
        [
            .post("/admin/releases", .role(.administrator, in: .site)) { visit in
                try await evidence.requestRelease(by: visit.viewer)
                return visit.redirect("/admin", flash: "evidence.admin.requested")
            }
        ]
    }

    /// Releases in the list.
    private static let listed = 20

    func html(_ visit: Visit) async throws -> HTML {
        let releases = try await evidence.releases(limit: Self.listed)
        let text = visit.text
        let button = HTML.form(
            action: "/admin/releases", csrf: visit.csrf, HTML.actions([HTML.button(text("evidence.admin.release"))]))
        return HTML.card(table(releases, text) + button, title: text("evidence.admin.releases"))
    }

    private func table(_ releases: [Release], _ text: Text) -> HTML {
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
}
