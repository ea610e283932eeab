import Foundation
import Synchronization

extension Database {
    /// How often words were taken from others' sight, every transaction that was answered before this call included. Part
    /// of what finished pages are kept under (`Transaction.noteTakedown`).
    package func takedowns() async throws -> Int {
        switch engine {
        // Nobody else writes the file.
        case .sqlite: takedownCount.number.load(ordering: .acquiring)
        // Any process may have: what was looked up holds as long as the answer to a takedown is kept back for it.
        case .postgres:
            try await takedownCount.leased { [self] in
                try await read { tx in
                    try tx.first("SELECT number FROM takedowns WHERE id = 1") { try $0.get(0) } ?? 0
                }
            }
        }
    }

    /// The table `takedowns`: every database has it.
    package static let ownMigrations = Migrations(feature: "Storage", bundle: .module)
}

/// What this process has taken down since it began, and who asks what all have.
final class TakedownCount: Sendable {
    /// How long a process goes by what it looked up, from the moment at which it began to look.
    static let lease: Duration = .milliseconds(50)
    /// How long the answer to a takedown is kept back after its commit, so that every lease from before it has ended: half as
    /// much again, for clocks of two machines that run at different speeds.
    static let wait: Duration = .milliseconds(75)

    private struct Asking {
        var waiting: [CheckedContinuation<Int, any Error>] = []
        var isUnderWay = false
        var lease: (number: Int, ends: ContinuousClock.Instant)?
    }

    let number = Atomic(0)
    private let asking = Mutex(Asking())

    /// What this process has a lease on, else what a look that begins after this call finds: whoever comes while one is under
    /// way waits for the next, with all others. So a page costs a look now and then, and none shows what was taken down, and
    /// answered, before it was asked for.
    func leased(_ look: @escaping @Sendable () async throws -> Int) async throws -> Int {
        let now = ContinuousClock.now
        let lease = asking.withLock { $0.lease }
        if let lease, now < lease.ends { return lease.number }
        return try await withCheckedThrowingContinuation { continuation in
            let isFirst = asking.withLock { asking in
                asking.waiting.append(continuation)
                defer { asking.isUnderWay = true }
                return !asking.isUnderWay
            }
            if isFirst { Task { await answer(look) } }
        }
    }

    private func answer(_ look: @Sendable () async throws -> Int) async {
        while let waiting = next() {
            do {
                let began = ContinuousClock.now
                let number = try await look()
                asking.withLock { $0.lease = (number, began + Self.lease) }
                for one in waiting { one.resume(returning: number) }
            } catch {
                for one in waiting { one.resume(throwing: error) }
            }
        }
    }

    private func next() -> [CheckedContinuation<Int, any Error>]? {
        asking.withLock { asking in
            guard !asking.waiting.isEmpty else {
                asking.isUnderWay = false
                return nil
            }
            defer { asking.waiting = [] }
            return asking.waiting
        }
    }
}

extension Transaction {
    /// To be called where words that others may have read are deleted, hidden, or lose their author's consent: no page that
    /// was kept before is shown by any process once this transaction is answered.
    package func noteTakedown() throws {
        try execute("UPDATE takedowns SET number = number + 1 WHERE id = 1")
        hasTakenDown = true
    }
}
