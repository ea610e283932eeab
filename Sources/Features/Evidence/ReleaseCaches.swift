import Journal
import Statistics
import Storage
import Synchronization

/// Figures of groups in the newest release, kept: a release never changes, and members' cards ask for the same few again
/// and again.
final class FigureCache: Sendable {
    private struct Known {
        var release = 0
        var figures: [GroupKey: Figure?] = [:]
    }

    /// Groups kept at most; some kilobytes each.
    private static let capacity = 2_048
    private let known = Mutex(Known())

    /// What a release says of groups; those that are not known yet are read, all at once.
    func figures(
        of keys: [GroupKey], of release: Int, read: ([GroupKey]) async throws -> [GroupKey: Figure]
    ) async throws -> [GroupKey: Figure] {
        var (found, missing) = known.withLock { known in
            guard known.release == release else { return ([GroupKey: Figure](), keys) }
            return (
                Dictionary(keys.compactMap { key in known.figures[key].flatMap(\.self).map { (key, $0) } }) { $1 },
                keys.filter { known.figures[$0] == nil }
            )
        }
        guard !missing.isEmpty else { return found }
        let read = try await read(missing)
        known.withLock { known in
            if known.release != release || known.figures.count >= Self.capacity { known = Known(release: release) }
            for key in missing { known.figures[key] = .some(read[key]) }
        }
        found.merge(read) { $1 }
        return found
    }
}

/// Figures of the newest release with one member's newest answer in them, kept: the two quantiles of a range take longer
/// than the rest of a member's card, and there are few different ones. Nothing here says whose answer it was.
final class EstimateCache: Sendable {
    struct Key: Hashable, Sendable {
        /// The figure's number in the release.
        let figure: Int
        let change: OwnAnswer.Change
    }

    struct Value: Sendable {
        let mean: Double
        let range: Interval

        init(_ estimate: ShareEstimate) { (mean, range) = (estimate.mean, estimate.likelyRange) }
        /// As published.
        init(_ content: Figure.Content) { (mean, range) = (content.estimate.mean, content.range) }
    }

    private struct Known {
        var release = 0
        var values: [Key: Value] = [:]
    }

    private static let capacity = 4_096
    private let known = Mutex(Known())

    func value(for key: Key, of release: Int, make: () -> ShareEstimate) -> Value {
        let found = known.withLock { $0.release == release ? $0.values[key] : nil }
        if let found { return found }
        let value = Value(make())
        known.withLock { known in
            if known.release != release || known.values.count >= Self.capacity { known = Known(release: release) }
            known.values[key] = value
        }
        return value
    }
}

/// The release that pages show, kept: a page asks for it each time, the database only every two seconds, since another
/// process may have published one.
final class CurrentReleaseCache: Sendable {
    private struct Known {
        var release: Release?
        var checkedAt: Instant?
    }

    private let database: Database
    private let clock: Clock
    private let known = Mutex(Known())

    private static let timeToLive: Duration = .seconds(2)

    init(database: Database, clock: Clock) {
        (self.database, self.clock) = (database, clock)
    }

    /// Nil before the first.
    func value() async throws -> Release? {
        let now = clock.now()
        let fresh = known.withLock { known -> Release?? in
            guard let checkedAt = known.checkedAt, now < checkedAt + Self.timeToLive, now >= checkedAt else {
                return nil
            }
            return .some(known.release)
        }
        if let fresh { return fresh }
        return note(try await database.read { try ReleaseStore.current(in: $0) }, at: now)
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
