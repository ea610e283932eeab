import Accounts
import Jobs
import Journal
import Logging
import Statistics
import Storage
import Vocabulary

/// What came of making a release, in words for whoever asked.
package struct ReleaseSummary: Sendable, CustomStringConvertible {
    package let number: Int
    /// Evaluations counted in some figure.
    package let evaluations: Int
    package let figures: Int
    package let duration: Duration
    /// Of all figures, 32 hexadecimal digits; the same from both engines.
    package let digest: String

    package var description: String {
        let seconds = Double(duration.wholeMilliseconds) / 1000
        return "release \(number): \(figures) figures of \(evaluations) evaluations in \(seconds) s, digest \(digest)"
    }
}

/// Another release was published while this one was made. Nothing is lost: that one is newer.
struct ReleaseSuperseded: Error {}

// MARK: - Releases

extension EvidenceFeature {
    static let releaseJob = "evidence-release"

    /// Releases whose figures are kept; of older ones the head stays.
    static let keptReleases = 8

    /// Does the jobs of this feature.
    var jobs: [JobHandler] {
        [
            JobHandler(Self.releaseJob, lease: .minutes(10), attempts: 3, concurrency: 1) { _ in
                do {
                    let summary = try await makeRelease()
                    logger.info("a release was published", metadata: ["release": "\(summary.number)"])
                } catch is ReleaseSuperseded {
                    logger.info("a release was superseded by another")
                }
            }
        ]
    }

    /// The nightly release, at a time of day in UTC.
    func schedule(hour: Int, minute: Int) -> Schedule {
        Schedule(nightly: Self.releaseJob, hour: hour, minute: minute)
    }

    /// Asks for a release, to be made as soon as a worker is free; who asked stands in the audit log.
    func requestRelease(by viewer: Viewer) async throws {
        let (queue, audit, now) = (queue, accounts.audit, clock.now())
        try await database.write { tx in
            try queue.enqueue(Self.releaseJob, in: tx)
            try audit.record(.releaseAsked, about: nil, by: viewer, at: now, in: tx)
        }
    }

    /// Makes a release and publishes it: one reading snapshot, then pieces that nobody sees, then one update that shows
    /// all of it.
    @discardableResult
    package func makeRelease() async throws -> ReleaseSummary {
        let started = ContinuousClock.now
        let now = clock.now()
        let catalogue = vocabulary.catalogue
        // Only advice that passed goes in.
        try await journal.readAdvice()
        let (sideEffects, noise) = (journal.commonSideEffects, noise)
        let made = try await database.read { tx in
            var generator = noise()
            let blocks = try BlockStore.all(in: tx)
            let tally = try TallyStore.tally(blocks, catalogue: catalogue, now: now, in: tx)
            let night = try Night(
                tally, blocks, catalogue: catalogue, sideEffects: sideEffects, at: now, using: &generator
            ) { try TallyStore.named(tally, at: $0, in: tx) }
            return Made(
                night: night, draft: ReleaseDraft(night.tally, blocks: night.blocks, catalogue: catalogue),
                after: try ReleaseStore.current(in: tx)?.number)
        }
        try await write(made.night)
        let release = try await write(made, at: now)
        currentRelease.note(release, at: clock.now())
        try await deleteOldFigures()
        return ReleaseSummary(
            number: release.number, evaluations: release.evaluations, figures: release.figures,
            duration: ContinuousClock.now - started, digest: release.figuresDigest)
    }

    private struct Made: Sendable {
        let night: Night
        let draft: ReleaseDraft
        let after: Int?
    }

    /// Writes what was drawn, before any figure that is made of it: whatever happens then, it was drawn, and is not again.
    private func write(_ night: Night) async throws {
        for piece in night.pieces {
            let drawn = night.drawn(of: piece)
            do {
                try await writeAndRest { tx in
                    guard try BlockStore.last(in: tx) + 1 == piece.blocks.first?.id else { throw ReleaseSuperseded() }
                    try BlockStore.add(piece.blocks, drawn, in: tx)
                }
            } catch StorageError.conflict {
                // Another night closed blocks at the same moment.
                throw ReleaseSuperseded()
            }
        }
    }

    /// Counts every answer as drawn once more than the database knows: of a copy that was put back nobody can say what was
    /// drawn since it was made, and no answer may be drawn more than twice.
    package func countOnceMoreAsDrawn() async throws {
        try await database.write { try BlockStore.countOnceMore(in: $0) }
    }

    private func write(_ made: Made, at now: Instant) async throws -> Release {
        let draft = made.draft
        let digest = draft.digest
        let head = try await database.write { tx in
            try ReleaseStore.discardUnpublished(startedBefore: now - .hours(1), in: tx)
            let release = Release(
                number: try ReleaseStore.lastNumber(in: tx) + 1, startedAt: now, dataThrough: now, publishedAt: nil,
                codeVersion: Release.rules,
                queryDigest: ID<Release>(named: TallyStore.statements).description, figuresDigest: digest,
                after: made.after, evaluations: draft.evaluations, figures: draft.figures.count,
                weights: draft.weights, correction: nil)
            try ReleaseStore.begin(release, in: tx)
            return release
        }
        // Pieces, so that members' writes get their turn between them.
        for start in stride(from: 0, to: draft.figures.count, by: 500) {
            try await writeAndRest { tx in
                try ReleaseStore.add(draft.figures.dropFirst(start).prefix(500), to: head.number, in: tx)
            }
        }
        for start in stride(from: 0, to: draft.advice.count, by: 200) {
            try await writeAndRest { tx in
                try ReleaseStore.add(draft.advice.dropFirst(start).prefix(200), to: head.number, in: tx)
            }
        }
        return try await publish(head)
    }

    /// Writes a piece and rests as long as that took, for those who read meanwhile.
    private func writeAndRest(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
        let began = ContinuousClock.now
        try await database.write(body)
        try await Task.sleep(for: min(ContinuousClock.now - began, .milliseconds(100)))
    }

    private func publish(_ head: Release) async throws -> Release {
        let now = clock.now()
        try await database.write { tx in
            // Another one in between knows more.
            guard try ReleaseStore.current(in: tx)?.number == head.after else { throw ReleaseSuperseded() }
            try ReleaseStore.publish(head.number, at: now, in: tx)
            let receipt = Receipt(user: .site, use: .drawnFigures, at: now, reference: "release \(head.number)")
            try AccountsFeature.leaveReceiptWithAll(receipt, in: tx)
        }
        var release = head
        release.publishedAt = now
        return release
    }

    private func deleteOldFigures() async throws {
        let old = try await database.read { try ReleaseStore.withOldFigures(keeping: Self.keptReleases, in: $0) }
        for number in old {
            while try await database.write({ try ReleaseStore.deleteFigures(of: number, atMost: 5_000, in: $0) }) > 0 {}
        }
    }
}
