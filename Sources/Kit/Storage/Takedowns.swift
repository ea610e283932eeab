import Foundation
import Synchronization

extension Database {
    /// How often words were taken from others' sight, every transaction that was answered before this call included. Part
    /// of what finished pages are kept under (`Transaction.noteTakedown`).
    package func takedowns() async throws -> Int {
        switch engine {
        // Nobody else writes the file.
        case .sqlite: takedownCount.number.load(ordering: .acquiring)
        // Any process may have. All who ask while it is looked up share the next look.
        case .postgres:
            try await takedownCount.shared { [self] in
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
    private struct Asking {
        var waiting: [CheckedContinuation<Int, any Error>] = []
        var isUnderWay = false
    }

    let number = Atomic(0)
    private let asking = Mutex(Asking())

    /// What a look that begins after this call finds: whoever comes while one is under way waits for the next, with all
    /// others. So each page costs a part of a look, and none shows what was taken down before it was asked for.
    func shared(_ look: @escaping @Sendable () async throws -> Int) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
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
                let number = try await look()
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
