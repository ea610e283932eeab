import Markup
import Storage
import Web

/// `/rules`: how this site is moderated, and how often anything was done, from the rows of the queue.
struct RulesPage: Sendable {
    let safety: SafetyFeature

    var routes: [Route] { [.get("/rules", .anyone) { try await show($0) }] }

    /// Smaller counts are not told exactly.
    static let least = 11

    private struct Register: Sendable {
        let year: Int
        let counts: RegisterStore.Counts
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let (registers, isAttended) = try await safety.database.read { tx in
            (
                try spans(at: visit.now).map { year, start, end in
                    Register(year: year, counts: try RegisterStore.counts(from: start, to: end, in: tx))
                }, try !safety.house.holders(.moderator, .site, tx).isEmpty
            )
        }
        let text = visit.text
        let title = text("safety.rules.title")
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("safety.rules.lead"))))\
                \(isAttended ? .empty : HTML.flash(text("safety.report.nobody"), kind: .notice))\
                \(HTML.prose(HTML.each(Self.sections) { section($0, text) }))\
                \(HTML.card(HTML.each(registers) { register($0, text) }, title: text("safety.register.title")))
                """))
    }

    /// In the order of the page, with how many sentences each has.
    private static let sections = [
        ("asked", 5), ("reads", 4), ("clocks", 4), ("hides", 5), ("decides", 4), ("again", 3), ("keeps", 4),
        ("never", 5),
    ]

    private func section(_ section: (name: String, sentences: Int), _ text: Text) -> HTML {
        """
        <h2>\(text("safety.rules.\(section.name)"))</h2>\
        <ul>\(HTML.each(1...section.sentences) { "<li>\(text("safety.rules.\(section.name).\($0)"))</li>" })</ul>
        """
    }

    /// This year up to the end of last month, and the year before: from one visit to the next nothing can be read off.
    private func spans(at now: Instant) -> [(year: Int, start: Instant, end: Instant)] {
        let today = now.utc
        guard let thisYear = Instant(year: today.year, month: 1, day: 1),
            let lastYear = Instant(year: today.year - 1, month: 1, day: 1),
            let thisMonth = Instant(year: today.year, month: today.month, day: 1)
        else { return [] }
        return [(today.year, thisYear, thisMonth), (today.year - 1, lastYear, thisYear)]
    }

    private func register(_ register: Register, _ text: Text) -> HTML {
        let counts = register.counts
        let rows: [(String, Int)] = [
            ("reports", counts.reports), ("hiddenByReports", counts.hiddenByReports), ("kept", counts.kept),
            ("hidden", counts.hidden), ("declined", counts.declined), ("warned", counts.warned),
            ("suspended", counts.suspended), ("appeals", counts.appeals), ("reversed", counts.reversed),
        ]
        return "<h3>\(text("safety.register.year", ["year": .text(String(register.year))]))</h3>"
            + HTML.facts(
                rows.map { name, count in
                    (
                        text("safety.register.\(name)"),
                        HTML(
                            text: count < Self.least
                                ? text("safety.register.few", ["n": .text(text.number(Self.least))])
                                : text.number(count))
                    )
                })
    }
}
