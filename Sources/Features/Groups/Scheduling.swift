import Accounts
import Jobs
import Markup
import Storage
import Web

// What makes dates, and what whoever runs the server can type.
extension GroupsFeature {
    var schedulingJobs: [JobHandler] {
        [JobHandler("groups.extend", lease: .minutes(30)) { _ in try await extendAll() }]
    }

    var schedulingSchedules: [Schedule] { [Schedule(nightly: "groups.extend", hour: 3, minute: 20)] }

    var checks: [Check] {
        [
            Check("groups.check.dates") { try await dateFindings(at: clock.now()) },
            Check("groups.check.coordinators") { try await coordinatorFindings() },
        ]
    }

    /// Groups that people find, and that never meet.
    private func dateFindings(at now: Instant) async throws -> [CheckFinding] {
        let slugs = try await database.read { try SeriesStore.openWithoutDates(at: now, in: $0) }
        return slugs.map { CheckFinding(.warning, "groups.check.dates.none", ["group": .text($0)]) }
    }

    /// Organizations in which nobody can answer whoever asks for a seat.
    private func coordinatorFindings() async throws -> [CheckFinding] {
        let alone = try await database.read { tx in
            try OrganizationStore.all(in: tx).filter {
                try AccountsFeature.holders(of: .coordinator, in: $0.space, in: tx).isEmpty
            }
        }
        return alone.map {
            CheckFinding(.warning, "groups.check.coordinators.none", ["organization": .text($0.name)])
        }
    }
}
