import Logging
import Post
import Storage
import Web

/// How somebody leaves for good.
enum LeavingWay: String, Sendable, CaseIterable {
    /// Nothing stays but what the page names.
    case erase
    /// What others need stays, without the author (`RecordSet.staying`). All else is erased.
    case anonymise
}

// Erasing an account: closed to everybody in one transaction, then gone piece by piece, so that nobody else's write waits
// for it, then the member's row. Whatever ends in between, a crash too, is gone on with by `keepErasing`.
extension AccountsFeature {
    /// How long a page waits for an erasure before it says that it goes on.
    static let patience = Duration.seconds(4)
    /// A piece should take no longer; others' writes wait for one at most.
    private static let longestPiece = Duration.milliseconds(30)

    /// Takes a member out of every room's tables and answers a reference that the audit log holds beside a keyed pseudonym;
    /// nothing else is left.
    ///
    /// - Parameters:
    ///   - house: every room, for what they keep (`records`).
    ///   - patience: how long to work; what is left then, or could not be done, goes on beside the requests. Nil to work to
    ///     the end, and throw what goes wrong.
    ///   - check: comes first, in the first transaction; nothing is erased where it throws.
    func erase(
        _ member: ID<Person>, by actor: Viewer, _ house: [Feature], at now: Instant, patience: Duration? = nil,
        after check: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> String {
        try await leave(member, .erase, by: actor, house, at: now, patience: patience, after: check).reference
    }

    /// The same in either way; answers besides which way it was: an account that is held or without consent to health data
    /// leaves nothing behind, whatever was asked for.
    func leave(
        _ member: ID<Person>, _ way: LeavingWay, by actor: Viewer, _ house: [Feature], at now: Instant,
        patience: Duration? = nil, after check: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> Leaving {
        let (leaving, mark) = try await database.write { tx in
            try check(tx)
            return (try begin(member, way, by: actor, at: now, in: tx), try erasures.noteErased(member, in: tx))
        }
        await erasures.writeDown([mark])
        let records = house.flatMap(\.records)
        guard let patience else {
            try await finish(member, leaving.way, records)
            return leaving
        }
        do {
            if try await finish(member, leaving.way, records, until: .now + patience) { return leaving }
        } catch {
            logger.warning("an account was not erased whole, and is tried again soon")
        }
        Task {
            do { try await finish(member, leaving.way, records) } catch {
                logger.warning("an account was not erased whole, and is tried again soon")
            }
        }
        return leaving
    }

    /// Whether anything of a member can stay: they agree that health data are kept, and others may read what they wrote.
    func canStay(of member: ID<Person>, in tx: Transaction) throws -> Bool {
        let own = try MemberStore.own(as: .person(member, roles: []), in: tx)
        return try own?.hasHealthConsent == true && HoldStore.find(member, in: tx) == nil
    }

    private func begin(
        _ member: ID<Person>, _ way: LeavingWay, by actor: Viewer, at now: Instant, in tx: Transaction
    ) throws -> Leaving {
        if let leaving = try ErasureStore.find(member, in: tx) { return leaving }
        let reference = Hex.text(RandomBytes.make(8))
        guard try MemberStore.exists(member, in: tx) else { return Leaving(reference: reference, way: .erase) }
        let way = try way == .anonymise && canStay(of: member, in: tx) ? LeavingWay.anonymise : .erase
        let leaving = Leaving(reference: reference, way: way)
        try ErasureStore.begin(member, leaving, at: now, in: tx)
        // No list and no profile shows them from here on.
        try HoldStore.set(.closed, on: member, at: now, in: tx)
        try endAllSessions(of: member, in: tx)
        try forgetMail(to: member, in: tx)
        try tx.noteTakedown()
        // Whoever goes on with it later is not who decided it.
        let event: AuditEvent = way == .anonymise ? .anonymised : .erased
        try audit.record(event, about: member, by: actor, detail: reference, at: now, in: tx)
        return leaving
    }

    /// Takes out piece after piece, and at last the row. Two that do so at a time do no harm.
    /// - Returns: whether all is gone; false where the time was up.
    @discardableResult
    private func finish(
        _ member: ID<Person>, _ way: LeavingWay, _ records: [RecordSet], until end: ContinuousClock.Instant? = nil
    ) async throws -> Bool {
        var limit = 200
        let pieces = Self.pieces(of: records, way)
        for piece in pieces {
            var hasMore = true
            while hasMore {
                if let end, ContinuousClock.now > end { return false }
                let start = ContinuousClock.now
                let size = limit
                hasMore = try await database.write { try piece(member, size, $0) }
                let took = ContinuousClock.now - start
                limit = took > Self.longestPiece ? max(20, limit / 2) : min(2_000, limit + limit / 4)
            }
        }
        try await database.write { tx in
            // What a request that was under way when the account was closed has written behind a piece.
            for piece in pieces { while try piece(member, 2_000, tx) {} }
            try forgetEpochs(of: member, in: tx)
            try MemberStore.remove(member, in: tx)
        }
        return true
    }

    /// What takes a member out piece by piece: first whatever stays for others, while all that says so is still there.
    private static func pieces(
        of records: [RecordSet], _ way: LeavingWay
    ) -> [@Sendable (ID<Person>, Int, Transaction) throws -> Bool] {
        // The last rooms first: they stand on the rows of those before.
        let ties = way == .anonymise ? records.compactMap(\.staying?.cutTies).reversed() : []
        return ties
            + records.compactMap { set in
                guard case .pieces(let piece) = set.erasing else { return nil }
                return piece
            }
    }

    /// Goes on with erasures that ended in between.
    func keepErasing(_ house: [Feature]) async {
        await logger.repeating(every: .seconds(5), "an account was not erased whole") {
            try await finishErasures(house)
        }
    }

    /// - Parameter older: those that began so long ago; a younger one is still worked on by the page that began it.
    func finishErasures(_ house: [Feature], olderThan older: Duration = .seconds(10)) async throws {
        let limit = clock.now() - older
        for member in try await database.read({ try ErasureStore.begun(before: limit, in: $0) }) {
            guard let leaving = try await database.read({ try ErasureStore.find(member, in: $0) }) else { continue }
            try await finish(member, leaving.way, house.flatMap(\.records))
        }
    }

    /// Whether there is still something of whoever has this reference.
    func isErasing(_ reference: String) async throws -> Bool {
        try await database.read { try ErasureStore.isGoingOn(reference, in: $0) }
    }
}
