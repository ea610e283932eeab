import Files
import Storage
import Web

/// Takes in files of reviews that come by the administrator's page: each is checked while it comes, and only one that is
/// whole and good is written, row by row, by whoever works behind the requests.
///
/// A file lies on the disk while it waits, without a name; a row of the database says how far it has come, so that every
/// process of the site can tell. What ends in the middle can be sent again: rows are known by their identifiers.
final class ReviewIntake: Sendable {
    /// A checked file and the row that speaks of it.
    struct Work: Sendable {
        let file: SpooledFile
        var sent: SentReviews
    }

    /// Between two words of how far it has come: well below `SentReviews.patience`.
    private static let step = Duration.seconds(1)

    private let database: Database
    private let clock: Clock
    let work: AsyncStream<Work>
    private let continuation: AsyncStream<Work>.Continuation

    init(database: Database, clock: Clock) {
        (self.database, self.clock) = (database, clock)
        // One at a time is taken in, so no more than a few can wait.
        (work, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
    }

    /// A row for a file that is about to come; nil while another is under way anywhere.
    func begin() async throws -> SentReviews? {
        let now = clock.now()
        return try await database.write { tx in
            let newest = try SentReviewsStore.newest(1, in: tx).first
            guard newest?.seen(at: now).isUnderWay != true else { return nil }
            let sent = SentReviews(id: .random(), at: now)
            try SentReviewsStore.add(sent, in: tx)
            return sent
        }
    }

    /// Reads and checks the file to its end, and hands it on. What is wrong with it stands in its row afterwards.
    /// - Parameter first: bytes that have been read of it.
    func receive(_ first: [UInt8], then upload: Upload, _ sent: SentReviews, in folder: String) async throws {
        var sent = sent
        do {
            let file = try SpooledFile(in: folder)
            try await check(first, then: upload, into: file, &sent)
            sent.state = .importing
            try await note(&sent)
            continuation.yield(Work(file: file, sent: sent))
        } catch let error as ReviewFileError {
            (sent.state, sent.words) = (.refused, try error.stored)
            try await note(&sent)
        } catch {
            sent.state = .interrupted
            try await note(&sent)
            throw error
        }
    }

    /// Reading rows takes longer than a thread of sockets may be kept, so it is done on the others.
    private func check(
        _ first: [UInt8], then upload: Upload, into file: SpooledFile, _ sent: inout SentReviews
    ) async throws {
        var reviews = ReviewStream()
        var noted = ContinuousClock.now
        var next: [UInt8]? = first
        while let bytes = next {
            try await withTaskExecutorPreference(globalConcurrentExecutor) { _ = try reviews.feed(bytes) }
            try await file.append(bytes)
            sent.bytes = file.size
            if noted.duration(to: .now) > Self.step {
                noted = .now
                try await note(&sent)
            }
            next = try await upload.next()
        }
        _ = try reviews.finish()
        sent.rows = reviews.reader.rowCount
    }

    /// Writes down how far it has come.
    func note(_ sent: inout SentReviews) async throws {
        sent.updatedAt = max(clock.now(), sent.updatedAt)
        let now = sent
        try await database.write { try SentReviewsStore.update(now, in: $0) }
    }
}
