import Markup
import Storage
import Web

/// `/staff/queue`: what waits for a moderator where they are one, everywhere for those of the site: the most urgent first,
/// then the oldest. There is no filter and no score.
struct QueuePage: Sendable {
    let safety: SafetyFeature

    var routes: [Route] {
        [
            .get("/staff/queue", .role(.moderator, in: .anywhere)) { try await show($0) },
            .post("/staff/queue/next", .role(.moderator, in: .anywhere)) { try await takeNext($0) },
        ]
    }

    static let shown = 100

    private func takeNext(_ visit: Visit) async throws -> Reply {
        guard let id = try await safety.takeNext(as: visit.viewer, at: visit.now) else {
            return visit.redirect("/staff/queue", flash: "safety.queue.empty")
        }
        return visit.redirect("/staff/queue/\(id)")
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let (me, viewer) = (try visit.person, visit.viewer)
        let (cases, load) = try await safety.database.read { tx in
            (
                try CaseStore.waiting(for: viewer, limit: Self.shown, in: tx),
                try DecisionStore.load(of: me, since: visit.now - .days(7), in: tx)
            )
        }
        let text = visit.text
        let title = text("safety.queue.title")
        return visit.page(
            title,
            HTML.pageHeader(title, lead: HTML(text: text("safety.queue.lead")))
                + HTML.columns(list(cases, me, visit), beside: care(load, text)))
    }

    private func list(_ cases: [SafetyCase], _ me: ID<Person>, _ visit: Visit) -> HTML {
        let text = visit.text
        guard !cases.isEmpty else {
            return HTML.emptyState(title: text("safety.queue.none"), body: text("safety.queue.none.body"))
        }
        let next = HTML.form(
            action: "/staff/queue/next", csrf: visit.csrf, HTML.actions([HTML.button(text("safety.queue.next"))]))
        return next
            + HTML.table(
                Table(
                    caption: text("safety.queue.caption"),
                    columns: [
                        Column(text("safety.queue.severity")), Column(text("safety.queue.what")),
                        Column(text("safety.queue.since")), Column(text("safety.queue.due")),
                        Column(text("safety.queue.state")),
                    ],
                    rows: cases.map { row($0, me, visit) }))
    }

    private func row(_ one: SafetyCase, _ me: ID<Person>, _ visit: Visit) -> [HTML] {
        let text = visit.text
        let holder = one.holder(at: visit.now)
        let state =
            holder == me ? "yours" : holder != nil ? "taken" : one.state == .appealed ? "appealed" : one.origin.rawValue
        let due = text.fromNow(one.dueAt, now: visit.now)
        return [
            HTML(text: text("safety.severity.\(one.severity.name)")),
            "<a href=\"\(Link("/staff/queue/\(one.id)"))\">\(text.safetyKind(one.subject.kind))</a>",
            HTML(text: text.fromNow(one.openedAt, now: visit.now)),
            one.dueAt < visit.now
                ? "<strong>\(text("safety.queue.overdue", ["due": .text(due)]))</strong>" : HTML(text: due),
            HTML(text: text("safety.queue.state.\(state)")),
        ]
    }

    /// For whoever reads all this.
    private func care(_ load: (all: Int, heavy: Int), _ text: Text) -> HTML {
        HTML.card(
            """
            <p>\(text("safety.care.load", ["n": .count(load.all), "heavy": .text(text.number(load.heavy))]))</p>\
            <p>\(text("safety.care.debrief"))</p>
            """, title: text("safety.care.title"), kind: .quiet)
    }
}
