import Markup
import Storage
import Web

/// `/me/reports`: what a member reported and what came of it. Never who decided.
struct OwnReportsPage: Sendable {
    let safety: SafetyFeature

    var routes: [Route] {
        [
            .get("/me/reports", .member) { try await show($0) },
            .post("/me/reports/:report/withdraw", .member) { try await withdraw($0) },
            .post("/me/reports/:report/away", .member) { try await putAway($0) },
        ]
    }

    static let shown = 50

    private struct Line: Sendable {
        let report: Report
        let kind: String
        let isDecided: Bool
        /// What a person decided last.
        let outcome: Ruling.Outcome?
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let lines = try await safety.database.read { tx in
            try ReportStore.own(as: visit.viewer, limit: Self.shown, in: tx).map { report in
                let one = try CaseStore.find(report.safetyCase, in: tx)
                let decision = try DecisionStore.all(of: report.safetyCase, in: tx).last { !$0.isAutomated }
                return Line(
                    report: report, kind: one?.subject.kind ?? "", isDecided: one?.state == .decided,
                    outcome: decision?.outcome)
            }
        }
        let text = visit.text
        let title = text("safety.reports.title")
        let list =
            lines.isEmpty
            ? HTML.emptyState(title: text("safety.reports.none"), body: text("safety.reports.none.body"))
            : HTML.each(lines) { card($0, visit) }
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: text("safety.reports.lead"))) + list
                    + "<p><a href=\"/rules\">\(text("safety.rules.title"))</a></p>"))
    }

    private func card(_ line: Line, _ visit: Visit) -> HTML {
        let text = visit.text
        let report = line.report
        let state =
            report.isWithdrawn
            ? "withdrawn" : line.outcome.map(\.rawValue) ?? "waiting"
        var buttons: [HTML] = []
        if !line.isDecided, !report.isWithdrawn {
            buttons.append(
                button(text("safety.reports.withdraw"), "/me/reports/\(report.id)/withdraw", visit))
        }
        if !report.isNoted {
            buttons.append(button(text("safety.away"), "/me/reports/\(report.id)/away", visit))
        }
        return HTML.card(
            """
            <p class="note">\(text.date(report.madeAt)) · \(text("safety.reason.\(report.reason.rawValue)"))</p>\
            <p>\(text("safety.reports.state.\(state)"))</p>\(HTML.each(buttons) { $0 })
            """, title: text.safetyKind(line.kind))
    }

    private func button(_ label: String, _ action: Link, _ visit: Visit) -> HTML {
        HTML.form(action: action, csrf: visit.csrf, HTML.actions([HTML.button(label, kind: .secondary)]))
    }

    private func withdraw(_ visit: Visit) async throws -> Reply {
        let id: ID<Report> = try visit.id("report")
        let isDone = try await safety.database.write {
            try ReportStore.withdraw(id, as: visit.viewer, in: $0)
        }
        guard isDone else { throw Problem.notFound }
        return visit.redirect("/me/reports", flash: "safety.reports.withdrew")
    }

    private func putAway(_ visit: Visit) async throws -> Reply {
        let id: ID<Report> = try visit.id("report")
        guard try await safety.database.write({ try ReportStore.putAway(id, as: visit.viewer, in: $0) }) else {
            throw Problem.notFound
        }
        return visit.redirect("/me/reports")
    }
}

extension Text {
    /// What a kind of text is called; a plain word for one that nobody named.
    func safetyKind(_ kind: String) -> String {
        has("safety.kind.\(kind)") ? self("safety.kind.\(kind)") : self("safety.kind.other")
    }
}
