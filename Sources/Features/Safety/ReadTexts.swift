import Markup
package import Web

extension CrisisReader {
    /// The routes with each text read that rooms have named, before its own code runs: help stands above the page that
    /// answers, whichever it is. Where the answer would send the browser on, a page comes first, or the next page would
    /// stand there as if nothing had been said.
    package func reading(_ texts: [WrittenText], on routes: [Route]) -> [Route] {
        var fields: [String: [String]] = [:]
        for text in texts { for path in text.routes { fields[path, default: []].append(text.field) } }
        return routes.map { route in
            guard route.answer == .page, let fields = fields[route.path] else { return route }
            return route.around { visit, handle in
                let sent = visit.isReading ? visit.query : visit.fields
                let findings = fields.compactMap { sent[$0] }.filter { !$0.isEmpty }
                    .compactMap { words.finding(in: $0, isSearch: visit.isReading) }
                guard let finding = findings.max(by: { $0.card < $1.card }) else { return try await handle(visit) }
                // Of what was sent the page below says what became of it.
                show(finding.card, ending: visit.isReading ? .notKept : .silent, visit)
                let reply = try await handle(visit)
                guard finding.card != .soft else { return reply.addingFlash("safety.soft.after") }
                return reply.insteadOfRedirect { link, flash in
                    Self.pause(before: link, flash, visit)
                }
            }
        }
    }

    /// What was sent has been done; where it leads waits behind a button.
    private static func pause(before link: Link, _ flash: String?, _ visit: Visit) -> Reply {
        let text = visit.text
        return visit.page(
            text("safety.pause.title"), flash: flash,
            HTML.narrow(
                """
                \(HTML.pageHeader(text("safety.pause.title"), lead: HTML(text: text("safety.pause.lead"))))\
                \(HTML.actions([HTML.buttonLink(text("safety.pause.go"), to: link)]))\
                \(HTML.when(visit.session != nil, "<p><a href=\"/me/ask-for-somebody\">\(text("safety.pause.somebody"))</a></p>"))
                """))
    }
}
