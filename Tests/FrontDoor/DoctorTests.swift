import Databases
import Foundation
import Safety
import Storage
import Synchronization
import Testing
import Web
import World

@testable import wayfellow

/// `wayfellow doctor` prints what every room's checks find, and fails where somebody must act.
@Suite(.timeLimit(.minutes(1))) struct DoctorTests {
    private final class Said: Sendable {
        let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined(separator: "\n") } }
        var console: Console { Console(say: { line in self.lines.withLock { $0.append(line) } }, ask: { _ in "" }) }
    }

    @Test(arguments: Backend.available)
    func `a warning is told and is no failure; an alert that nobody took is one`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { whole in
            let (house, database) = (whole.house, whole.house.dependencies.database)
            // What tests of permissions begin with.
            try await database.write { tx in
                try tx.execute("DELETE FROM alert_steps")
                try tx.execute("DELETE FROM alerts")
            }
            let well = Said()
            try await house.run(["doctor"], well.console)
            for words in [
                "Telephone numbers for help:", "warning: Nobody has dialled 988 yet.",
                "warning: Nobody is on duty now.",
                "Alerts: all is well",
            ] {
                expect(well.text.contains(words), is: true, words)
            }
            let (safety, now) = (house.rooms.safety, house.dependencies.clock.now())
            try await database.write { tx in
                _ = try safety.raise(.danger, about: nil, by: nil, in: .site, at: now, tx)
            }
            let ill = Said()
            let failure = await #expect(throws: CommandError.self) { try await house.run(["doctor"], ill.console) }
            expect(failure?.description ?? "", is: "One problem needs somebody.")
            expect(ill.text.contains("problem: One alert is overdue and nobody has taken it."), is: true)
            let administrator = Caller.holder(HeldRole(.administrator, in: .site), hasSecondStep: true)
            expect(
                try await whole.send("GET", "/admin", as: administrator), 200,
                holds: ["What needs a look", "problem: One alert is overdue"], lacks: ["may be in danger"])
        }
    }

    @Test func `a check that cannot look is a problem, and the others are asked all the same`() async throws {
        let checks = [
            Check("web.check.title") { throw CancellationError() },
            Check("web.check.well") { [CheckFinding(.warning, "web.check.warning")] },
        ]
        let levels = await checks.findings().map { $0.findings.map(\.level) }
        expect(levels, is: [[.problem], [.warning]])
    }
}
