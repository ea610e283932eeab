import Foundation
import Jobs
import Safety
import Storage

/// What goes on in a process that will be killed: members raise alerts, moderators take some and end some, and the server
/// moves the others on.
struct Life: Sendable {
    let site: Site
    let ledger: Ledger
    /// How many alerts there are in the end.
    let goal: Int
    let hasWorker: Bool
    /// What moves alerts on; off in the control.
    let hasGuard: Bool

    func run() async throws {
        let (moderators, writers) = try await site.people()
        await withTaskGroup { group in
            if hasGuard { group.addTask { await site.safety.keepEscalating(every: .milliseconds(20)) } }
            if hasWorker { group.addTask { try? await site.worker.run() } }
            for hand in 0..<4 {
                group.addTask { while !Task.isCancelled { try? await raise(as: writers, hand) } }
            }
            for moderator in moderators {
                group.addTask { while !Task.isCancelled { try? await moderate(as: moderator) } }
            }
        }
    }

    /// One alert of four is a person who asks for somebody: a cause without a subject.
    private func raise(as writers: [ID<Person>], _ hand: Int) async throws {
        let count = try await site.database.read { tx in
            try tx.first("SELECT COUNT(*) FROM alerts") { try $0.get(0, as: Int.self) } ?? 0
        }
        guard count < goal, let writer = writers.randomElement() else {
            return try await Task.sleep(for: .milliseconds(100))
        }
        let subject = SubjectReference(kind: "bench.text", record: ID<Life>.random().description)
        let (safety, now) = (site.safety, site.clock.now())
        let receipt = try await site.database.write { tx in
            try safety.raise(
                AlertKind.allCases.randomElement() ?? .danger, about: hand == 0 ? nil : subject, by: writer, in: .site,
                at: now, tx)
        }
        ledger.write("raised \(receipt.alert)")
    }

    /// Takes one of their turn, and ends every second of those.
    private func moderate(as moderator: ID<Person>) async throws {
        try await Task.sleep(for: .milliseconds(.random(in: 5...40)))
        let id = try await site.database.read { tx in
            try tx.rows(
                """
                SELECT id FROM alerts WHERE ended_at IS NULL AND taken_at IS NULL
                    AND (owner_id = \(moderator) OR owner_id IS NULL) ORDER BY raised_at LIMIT 20
                """
            ) { try $0.get(0, as: ID<Alert>.self) }
        }.randomElement()
        guard let id else { return }
        let (safety, viewer) = (site.safety, site.viewer(moderator))
        try await safety.take(id, in: .site, isOver: false, as: viewer, at: site.clock.now())
        guard Bool.random() else { return }
        try await safety.end(id, in: .site, done: "Called the line together.", as: viewer, at: site.clock.now())
        ledger.write("ended \(id)")
    }
}
