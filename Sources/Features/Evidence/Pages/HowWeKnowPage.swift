import Markup
import Storage
import Web

/// `/how-we-know`: how the figures are made, in plain words, and every release.
struct HowWeKnowPage: Sendable {
    let evidence: EvidenceFeature

    /// Releases in the list.
    private static let listed = 30

    var routes: [Route] {
        [.get("/how-we-know", .anyone) { try await show($0) }]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let release = try await evidence.currentRelease.value()
        let title = visit.text("evidence.how.title")
        let version = "\(release?.number ?? 0)"
        return try await visit.published(title, version: version, summary: visit.text("evidence.how.lead")) {
            let table = try await visit.fragment("releases", version: version) {
                list(try await evidence.releases(limit: Self.listed), release, visit.text)
            }
            return HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: visit.text("evidence.how.lead"))))\
                \(HTML.card(HTML.prose(words(visit.text))))\(table)
                """)
        }
    }

    private func words(_ text: Text) -> HTML {
        """
        \(section(text("evidence.how.people"), text("evidence.how.people.body")))\
        \(section(text("evidence.how.lean"), text("evidence.how.lean.body")))\
        \(section(text("evidence.how.range"), text("evidence.how.range.body")))\
        <h2 id="told-apart">\(text("evidence.how.order"))</h2><p>\(text("evidence.how.order.body"))</p>\
        \(curious(text("evidence.how.order.curious"), text))\
        \(section(text("evidence.how.notices"), text("evidence.how.notices.body")))\
        \(section(text("evidence.how.silent"), text("evidence.how.silent.body")))\
        \(section(text("evidence.how.hidden"), text("evidence.how.hidden.body")))\
        \(section(text("evidence.how.chance"), text("evidence.how.chance.body")))\
        \(curious(text("evidence.how.chance.curious"), text))\
        \(section(text("evidence.how.leave"), text("evidence.how.leave.body")))\
        \(section(text("evidence.how.releases"), text("evidence.how.releases.body")))\
        \(section(text("evidence.how.not"), text("evidence.how.not.body")))
        """
    }

    private func curious(_ body: String, _ text: Text) -> HTML {
        HTML.disclosure(text("evidence.know.curious"), "<p>\(body)</p>")
    }

    private func section(_ title: String, _ body: String) -> HTML { "<h2>\(title)</h2><p>\(body)</p>" }

    private func list(_ releases: [Release], _ current: Release?, _ text: Text) -> HTML {
        let corrections = releases.filter { $0.correction != nil }
        let table = Table(
            caption: text("evidence.how.list"), isCaptionHidden: true,
            columns: [
                Column(text("evidence.how.list.number")), Column(text("evidence.how.list.through")),
                Column(text("evidence.how.list.evaluations"), numeric: true),
                Column(text("evidence.how.list.weights")), Column(text("evidence.how.list.rules")),
                Column(text("evidence.how.list.digest")),
            ],
            rows: releases.map { row($0, text) })
        let body: HTML =
            releases.isEmpty
            ? "<p>\(text("evidence.none.body"))</p>"
            : HTML.table(table) + HTML.note(HTML(text: text("evidence.how.list.note"))) + forPrograms(text)
        let mended: HTML =
            corrections.isEmpty
            ? "<p>\(text("evidence.how.corrections.none"))</p>"
            : HTML.facts(
                corrections.map { release in
                    (
                        term: text("evidence.how.release", ["n": .text(text.number(release.number))]),
                        value: "\(release.correction)"
                    )
                })
        return """
            <div data-release="\(current?.number ?? 0)">\(HTML.card(body, title: text("evidence.how.list")))</div>\
            \(HTML.card(mended, title: text("evidence.how.corrections")))
            """
    }

    private func forPrograms(_ text: Text) -> HTML {
        let link: HTML = "<a href=\"/api/releases\"><code>/api/releases</code></a>"
        return HTML.note(text.html("evidence.how.programs", ["link": link]))
    }

    private func row(_ release: Release, _ text: Text) -> [HTML] {
        let weights = [release.weights.pair, release.weights.family, release.weights.purpose]
            .map { text.number($0, decimals: 1) }.joined(separator: " · ")
        return [
            HTML(text: text.number(release.number)), HTML(text: text.dateAndTime(release.dataThrough)),
            HTML(text: text.number(release.evaluations)), HTML(text: weights), HTML(text: release.codeVersion),
            "<code>\(String(decoding: release.figuresDigest.utf8.prefix(12), as: UTF8.self))</code>",
        ]
    }
}
