import Logging
import Storage
import Web

/// What goes on beside the requests, outside the workers: jobs can be late behind a hundred thousand others, fail for good and
/// be given up; an alert cannot.
extension SafetyFeature {
    /// Moves alerts on for as long as the server runs.
    package func keepEscalating(every pause: Duration = .seconds(20)) async {
        await dependencies.logger.repeating(every: pause, "alerts were not moved on", at: .error) {
            try await escalate(at: dependencies.clock.now())
        }
    }

    /// Sounds where alerts stand still, whatever the reason: nobody takes them, or nothing moves them.
    package func keepWatch(every pause: Duration = .seconds(60)) async {
        // Not by the clock on the wall, which may be set back.
        var lastSound: ContinuousClock.Instant?
        let failure: Logger.Message = "nobody knows whether alerts stand still"
        await dependencies.logger.repeating(every: pause, failure, at: .critical) {
            let standing = try await standingAlerts(at: dependencies.clock.now())
            let isTime = lastSound.map { $0.duration(to: .now) >= Self.timeBetweenSounds } ?? true
            if standing.isEmpty {
                lastSound = nil
            } else if isTime {
                sound(standing)
                lastSound = .now
            }
        }
    }

    /// From one line about alerts that stand still to the next.
    private static let timeBetweenSounds = Duration.minutes(10)
    /// So long after its time an alert that did not move stands still.
    private static let timeToMove = Duration.minutes(5)

    private func sound(_ standing: [StandingAlert]) {
        dependencies.logger.critical(
            "alerts stand still",
            metadata: [
                "overdue": "\(standing.count { !$0.isStuck })", "unmoved": "\(standing.count { $0.isStuck })",
                "alerts": "\(standing.prefix(20).map { "\($0.id)" }.joined(separator: " "))",
            ])
    }

    /// An alert that no person looks after though its time is over.
    struct StandingAlert: Sendable {
        let id: ID<Alert>
        /// It did not go on to the next: what moves alerts is not at work.
        let isStuck: Bool
    }

    /// Those that stand overdue before all, and those that nothing moves on.
    func standingAlerts(at now: Instant) async throws -> [StandingAlert] {
        try await database.read { try AlertStore.allOpen(in: $0) }.compactMap { alert in
            let isPassed = alert.dueAt + Self.timeToMove < now && (alert.owner != nil || !alert.isOverdue)
            // Further ahead than anybody is given: the clock was set back, and nothing has noticed.
            let isStuck = isPassed || alert.dueAt > now + Escalation.timeToEnd + Self.timeToMove
            return isStuck || alert.isOverdue ? StandingAlert(id: alert.id, isStuck: isStuck) : nil
        }
    }
}
