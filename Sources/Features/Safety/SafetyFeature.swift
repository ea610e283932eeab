import Markup
import Storage
package import Web

/// Safety: what happens when somebody writes that they are in danger, and what members may read of each other. Read this
/// first.
///
/// Words of danger bring a card above everything else, at once, to the one who typed them: the front door has `reader` read
/// every field that a room names in `Feature.safetyTexts`, before the room's own code runs. A search leaves no row. What
/// others would read is looked at first (`review`, in Review/Reviewing.swift).
/// What a person must look at is an alert (`raise`, `Alerts`), for whoever is on duty (`Duty`).
/// What others read can be reported, what waits is put before moderators by its room (`submit`): both are cases of one queue
/// (`Queue/`).
package struct SafetyFeature: Room {
    /// Reads a text and answers who wrote it.
    package let reader: CrisisReader
    let dependencies: Dependencies
    /// What it asks of other rooms.
    let house: SafetyHouse
    let reviewRules: CurrentReviewRules

    var database: Database { dependencies.database }
    var seal: CaseSeal { CaseSeal(key: house.caseKey) }

    /// - Throws: where a file of words cannot be read.
    package init(_ dependencies: Dependencies, reader: CrisisReader, house: SafetyHouse) throws {
        let rules = SafetyRules(
            reader: reader, review: CurrentReviewRules(try ReviewRules(crisis: reader.words)),
            dependencies: dependencies)
        self.init(rules, house: house)
        house.takeRules(rules)
    }

    /// The same Safety once more.
    package init(_ rules: SafetyRules, house: SafetyHouse) {
        (dependencies, reader, reviewRules) = (rules.dependencies, rules.reader, rules.review)
        self.house = house
    }

    package var feature: Feature {
        var feature = Feature(name: "Safety", bundle: .module)
        feature.routes = { routes(of: $0) }
        feature.background = [{ await keepEscalating() }, { await keepWatch() }]
        feature.menu = [
            MenuEntry(
                .own, "safety.alerts.title", to: "/staff/alerts", for: .holders(.moderator, in: .site),
                badge: Self.waitingAlerts, urgent: Self.overdueAlerts, covers: ["/staff/duty"]),
            MenuEntry(
                .account, "safety.somebody.title", to: "/me/ask-for-somebody", for: .members, badge: Self.repliesToRead),
        ]
        feature.facts = [Self.waitingAlerts, Self.overdueAlerts, Self.repliesToRead]
        feature.checks = checks
        feature.readsTexts = { texts, visit in
            let found = texts.compactMap { reader.words.finding(in: $0) }
            if let worst = found.max(by: { $0.card < $1.card }) { reader.show(worst.card, ending: .silent, visit) }
        }
        feature.records = records
        feature.people = Fixture { owner, other in try await demonstrateRoutes(owner, other) }
        feature.beside = Beside { topic, visit in reader.beside(topic, visit) }
        addQueue(to: &feature)
        return feature
    }

    private func routes(of rooms: [Feature]) -> [Route] {
        [
            AlertsPage(safety: self).routes, AlertPage(safety: self, texts: PublishedTexts(of: rooms)).routes,
            DutyPage(safety: self).routes, AskForSomebodyPage(safety: self).routes, KeepWordsPage().routes,
            FastWayOut.routes,
        ].flatMap { $0 }
    }

    /// How many nobody has taken yet, and how many stand overdue, for whoever moderates their space.
    static let waitingAlerts = SessionFact("waiting-alerts", words: "safety.alerts.waiting") {
        AlertStore.count(isOverdue: false, for: $0)
    }
    static let overdueAlerts = SessionFact("overdue-alerts", words: "safety.alerts.overdue") {
        AlertStore.count(isOverdue: true, for: $0)
    }
    /// What somebody of the site wrote to whoever asked for one.
    static let repliesToRead = SessionFact("replies-of-somebody", words: "safety.somebody.waiting") {
        AlertStore.countReplies(to: $0)
    }
}
