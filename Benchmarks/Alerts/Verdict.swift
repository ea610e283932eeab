import Accounts
import Foundation
import Storage

/// What became of every alert, read from the tables and from what was acknowledged.
struct Verdict: Encodable, Sendable {
    var alerts = 0
    var kills = 0
    /// Raised or ended as far as anybody was told, and not so in the tables.
    var lost = 0
    var ended = 0
    /// Ended without a moderator's name, a word, or the step that says so.
    var endedByNobody = 0
    /// Open, and standing overdue before all, or before the next on the roster within their time.
    var standing = 0
    /// Open, and before nobody: the clock ran out and nothing happened.
    var stuck = 0
    /// Moved to the same person twice, by two processes.
    var movedTwice = 0
    /// Whether the watch was heard.
    var hasSounded = false

    init(_ site: Site, _ ledger: Ledger) async throws {
        let now = site.clock.now()
        let moderators = Set(try await site.people().moderators)
        let (open, held) = try await site.database.read { tx in
            (
                Set(try AccountsFeature.openHolders(of: .moderator, in: .site, tx: tx)),
                try tx.rows("SELECT alert_id FROM alert_steps WHERE kind = 'ended' AND member_id IS NOT NULL") {
                    try $0.get(0, as: ID<Verdict>.self)
                }
            )
        }
        let namedEnds = Set(held)
        var (known, knownEnds): (Set<String>, Set<String>) = ([], [])
        struct Line: Sendable {
            let id: ID<Verdict>
            let owner: ID<Person>?
            let due: Instant
            let isOverdue: Bool
            let hasEnded: Bool
            let endedBy: ID<Person>?
            let done: String?
        }
        let lines = try await site.database.read { tx in
            try tx.rows("SELECT id, owner_id, due_at, is_overdue, ended_at, ended_by, done FROM alerts") { row in
                Line(
                    id: try row.get(0), owner: try row.get(1), due: try row.get(2), isOverdue: try row.get(3),
                    hasEnded: try row.get(4, as: Int64?.self) != nil, endedBy: try row.get(5), done: try row.get(6))
            }
        }
        for line in lines {
            known.insert(line.id.description)
            if line.hasEnded {
                ended += 1
                knownEnds.insert(line.id.description)
                let isNamed = line.endedBy.map(moderators.contains) ?? false
                if !isNamed || (line.done ?? "").isEmpty || !namedEnds.contains(line.id) { endedByNobody += 1 }
            } else if line.isOverdue
                || line.owner.map(open.contains) ?? false && line.due > now && line.due <= now + .minutes(15)
            {
                standing += 1
            } else {
                stuck += 1
            }
        }
        alerts = lines.count
        lost = Set(ledger.words(after: "raised")).subtracting(known).count
        lost += Set(ledger.words(after: "ended")).subtracting(knownEnds).count
        movedTwice = try await site.database.read { tx in
            try tx.first(
                """
                SELECT COUNT(*) FROM (
                    SELECT alert_id, member_id FROM alert_steps WHERE kind = 'asked' AND member_id IS NOT NULL
                    GROUP BY alert_id, member_id HAVING COUNT(*) > 1) AS twice
                """
            ) { try $0.get(0) } ?? 0
        }
    }
}
