import Storage
import Synchronization

/// Figures of pairs in the newest release, remembered: a release never changes, and members' cards ask for the same few
/// again and again.
final class RememberedFigures: Sendable {
    private struct Known {
        var release = 0
        var figures: [Pair: Figure?] = [:]
    }

    /// Pairs remembered at most; some kilobytes each.
    private static let most = 2_048
    private let known = Mutex(Known())

    /// What a release says of a pair, read when it is not known yet.
    func figure(of pair: Pair, in release: Int, read: () async throws -> Figure?) async throws -> Figure? {
        let found = known.withLock { $0.release == release ? $0.figures[pair] : nil }
        if let found { return found }
        let figure = try await read()
        known.withLock { known in
            if known.release != release || known.figures.count >= Self.most { known = Known(release: release) }
            known.figures[pair] = .some(figure)
        }
        return figure
    }
}

/// The newest release, remembered: a page asks for it each time, the database only every two seconds, since another
/// process may have published one.
final class NewestRelease: Sendable {
    private struct Known {
        var release: Release?
        var checkedAt: Instant?
    }

    private let database: Database
    private let clock: Clock
    private let known = Mutex(Known())

    private static let trust: Duration = .seconds(2)

    init(database: Database, clock: Clock) {
        (self.database, self.clock) = (database, clock)
    }

    func release() async throws -> Release? {
        let now = clock.now()
        let fresh = known.withLock { known -> Release?? in
            guard let checkedAt = known.checkedAt, now < checkedAt + Self.trust, now >= checkedAt else { return nil }
            return .some(known.release)
        }
        if let fresh { return fresh }
        let found = try await database.read { try ReleaseStore.current(in: $0) }
        return note(found, at: now)
    }

    /// Takes in a release that was just published or found; an older one than is known changes nothing.
    @discardableResult
    func note(_ release: Release?, at now: Instant) -> Release? {
        known.withLock { known in
            if (release?.number ?? 0) >= (known.release?.number ?? 0) { known.release = release }
            known.checkedAt = now
            return known.release
        }
    }
}
