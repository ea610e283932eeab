import Jobs
import Markup
import Storage
import Web

// What the queue hands in, as parts of the room's feature.
extension SafetyFeature {
    static let queueJob = "safety.queue"

    func addQueue(to feature: inout Feature) {
        let others = feature.routes
        feature.routes = { others($0) + queueRoutes(of: $0) }
        feature.jobs.append(JobHandler(Self.queueJob) { _ in try await clearQueue() })
        feature.schedules.append(Schedule(nightly: Self.queueJob, hour: 4, minute: 20))
        feature.checks.append(
            Check("safety.doctor.queue") {
                let now = dependencies.clock.now()
                let late = try await database.read { try CaseStore.countLate(at: now, in: $0) }
                return late == 0 ? [] : [CheckFinding(.warning, "safety.doctor.late", ["n": .count(late)])]
            })
        feature.facts += [Self.cards, Self.notices, Self.outcomes, Self.queue]
        let lines = reader.lines
        feature.menu += [
            MenuEntry(
                .account, "safety.notices.title", to: "/me/notices", for: .members, badge: Self.notices,
                opens: SessionCard(Self.cards) { visit in
                    Opened(ThoughtCard(visit: visit, lines: lines).html(), isCard: false)
                }),
            MenuEntry(
                .account, "safety.reports.title", to: "/me/reports", for: .members, badge: Self.outcomes,
                covers: ["/report"]),
            MenuEntry(
                .account, "safety.queue.title", to: "/staff/queue", for: .holdersAnywhere(.moderator),
                badge: Self.queue),
        ]
        feature.safetyTexts += [
            WrittenText("safety.report", at: "/report/:kind/:record", field: "words"),
            WrittenText("safety.appeal", at: "/me/notices/:notice/appeal", field: "words"),
        ]
        let people = feature.people
        feature.people = Fixture { owner, other in
            let values = try await people?.make(owner, other) ?? [:]
            return values.merging(try await demonstrateQueue(owner, other)) { first, _ in first }
        }
    }

    private func queueRoutes(of rooms: [Feature]) -> [Route] {
        let texts = PublishedTexts(of: rooms)
        return ReportPage(safety: self, texts: texts).routes + OwnReportsPage(safety: self).routes
            + NoticesPage(safety: self).routes + QueuePage(safety: self).routes
            + CasePage(safety: self, texts: texts).routes + RulesPage(safety: self).routes
    }

    /// Soft words that wait for whoever is signed in.
    private static let cards = SessionFact("safety-cards") { WorryStore.countCards(for: $0) }
    private static let notices = SessionFact("safety-notices", words: "safety.notices.waiting") {
        DecisionStore.countNotices(for: $0)
    }
    private static let outcomes = SessionFact("safety-outcomes", words: "safety.reports.waiting") {
        ReportStore.countNews(for: $0)
    }
    private static let queue = SessionFact("safety-queue", words: "safety.queue.waiting") {
        CaseStore.countWaiting(for: $0)
    }

    /// A report of the owner's about the other's name, a notice of the owner's, and a case that waits.
    private func demonstrateQueue(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let now = dependencies.clock.now()
        let subject = SubjectReference(kind: "accounts.name", record: other.description)
        let (one, decided) = try await database.write { tx in
            let one = try newCase(.reported, subject, words: "…", by: other, in: .site, .other, at: now)
            var decided = try newCase(.reported, subject, words: "…", by: owner, in: .site, .other, at: now)
            decided.state = .decided
            for each in [one, decided] { try CaseStore.add(each, in: tx) }
            return (one.id, decided.id)
        }
        let report = Report(
            id: .random(), safetyCase: one, reporter: owner, reason: .other, words: nil, madeAt: now, weighs: false,
            isWithdrawn: false, isNoted: true)
        let notice = Decision(
            id: .random(), at: now, isAutomated: false, isAppeal: false, outcome: .hidden, measure: .none,
            suspendedUntil: nil, category: .other, isAgainstLaw: false, explanation: "…", isTold: true, isNoted: false,
            appealUntil: now + SafetyCase.timeToAppeal)
        try await database.write { tx in
            try ReportStore.add(report, in: tx)
            try DecisionStore.add(notice, about: decided, by: nil, in: tx)
        }
        return [
            "/report/:kind": subject.kind, "/report/:kind/:record": subject.record,
            "/me/reports/:report": report.id.description, "/me/notices/:notice": notice.id.description,
            "/staff/queue/:case": one.description,
        ]
    }
}
