import Foundation
import Markup
import Storage
import Web

/// What Safety has `wayfellow doctor` say.
extension SafetyFeature {
    var checks: [Check] {
        [
            Check("safety.doctor.lines") { reader.lines.findings(at: dependencies.clock.now()) },
            Check("safety.doctor.duty") { try await dutyFindings(at: dependencies.clock.now()) },
            Check("safety.doctor.alerts") { try await alertFindings(at: dependencies.clock.now()) },
        ]
    }

    private func dutyFindings(at now: Instant) async throws -> [CheckFinding] {
        let isNow = try await duty(in: .site, at: now).isNow
        let spans = try await database.read { tx in try gaps(in: .site, from: now, tx) }
        var findings: [CheckFinding] = []
        if !isNow { findings.append(CheckFinding(.warning, "safety.doctor.nobody")) }
        let hours = spans.reduce(0) { $0 + ($1.upperBound - $1.lowerBound).wholeMilliseconds } / 3_600_000
        if !spans.isEmpty {
            findings.append(
                CheckFinding(.warning, "safety.doctor.gaps", ["n": .count(spans.count), "hours": .count(Int(hours))]))
        }
        return findings
    }

    private func alertFindings(at now: Instant) async throws -> [CheckFinding] {
        let standing = try await standingAlerts(at: now)
        let (stuck, overdue) = (standing.count { $0.isStuck }, standing.count { !$0.isStuck })
        var findings: [CheckFinding] = []
        if overdue > 0 { findings.append(CheckFinding(.problem, "safety.doctor.overdue", ["n": .count(overdue)])) }
        if stuck > 0 { findings.append(CheckFinding(.problem, "safety.doctor.stuck", ["n": .count(stuck)])) }
        return findings
    }
}

extension HelpLines {
    /// Numbers at which nobody has looked for a year, and those that nobody has dialled. Never more than a warning: a number
    /// that may be wrong is better than none.
    func findings(at now: Instant) -> [CheckFinding] {
        [suicide, poison, violence, children].flatMap { line -> [CheckFinding] in
            let number = TextValue.text(line.number)
            var findings: [CheckFinding] = []
            let checked = PartialDate(line.checkedOn)
            if checked.map({ $0.start + .days(366) < now }) ?? true {
                findings.append(
                    CheckFinding(.warning, "safety.doctor.line.old", ["number": number, "date": .text(line.checkedOn)]))
            }
            if line.checkedBy == nil {
                findings.append(CheckFinding(.warning, "safety.doctor.line.undialled", ["number": number]))
            }
            return findings
        }
    }
}
