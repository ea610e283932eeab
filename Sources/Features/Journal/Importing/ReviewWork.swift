import Files
import Logging
import Storage
import Vocabulary

extension JournalFeature {
    /// Rows that are written in one transaction: together they take a fraction of a second, and others write between.
    private static let rowsAtOnce = 250
    private static let pieceBytes = 65_536

    /// Writes the files of reviews that were taken in, one after another, for as long as the server runs.
    /// - Parameter beginning: called when a file is taken up; tests end the server there.
    func keepImportingReviews(beginning: @Sendable () -> Void = {}) async {
        for await work in intake.work {
            beginning()
            var sent = work.sent
            do {
                try await importReviews(of: work.file, &sent)
            } catch {
                // Also where the server ends: what is written stays, and the page says how far that is.
                logger.warning("an import of reviews was interrupted", metadata: ["error": "\(error)"])
                sent.state = .interrupted
                let (intake, left) = (intake, sent)
                // A task of its own: this one may be cancelled, and what waits for the database with it.
                await Task {
                    var left = left
                    try? await intake.note(&left)
                }.value
            }
        }
    }

    /// Writes a checked file, some rows at a time, with how far it has come in the same transaction.
    func importReviews(of file: SpooledFile, _ sent: inout SentReviews) async throws {
        var reviews = ReviewStream()
        var tally = ReviewTally(ReviewMapping(vocabulary.catalogue))
        var waiting: [Review] = []
        var place = 0
        while true {
            let bytes = try await file.bytes(from: place, atMost: Self.pieceBytes)
            place += bytes.count
            waiting += bytes.isEmpty ? try reviews.finish() : try reviews.feed(bytes)
            while waiting.count >= Self.rowsAtOnce || (bytes.isEmpty && !waiting.isEmpty) {
                try Task.checkCancellation()
                try await write(Array(waiting.prefix(Self.rowsAtOnce)), &tally, &sent)
                waiting.removeFirst(min(Self.rowsAtOnce, waiting.count))
            }
            if bytes.isEmpty { break }
        }
        sent.rejected = reviews.reader.rejected.count
        sent.rowsDone = reviews.reader.rowCount
        sent.words = Self.shortened(tally.report(rejected: reviews.reader.rejected).description)
        sent.state = .done
        try await intake.note(&sent)
    }

    private func write(_ reviews: [Review], _ tally: inout ReviewTally, _ sent: inout SentReviews) async throws {
        let mapped = reviews.compactMap { tally.take($0, keepsCells: false) }
        let (now, id) = (clock.now(), sent.id)
        var next = sent
        next.rowsDone += reviews.count
        next.unmapped += reviews.count - mapped.count
        next.updatedAt = max(now, sent.updatedAt)
        let before = next
        let (written, after) = try await database.write { tx in
            let written = try ReviewStore.add(mapped, of: .druglib, now: now, in: tx)
            var after = before
            after.stored += written.count
            after.storedBefore += mapped.count - written.count
            try SentReviewsStore.update(after, in: tx)
            return (written, after)
        }
        tally.note(written, of: mapped.count)
        sent = after
        logger.debug("reviews were written", metadata: ["import": "\(id)", "rows": "\(sent.rowsDone)"])
    }

    /// A report may name tens of thousands of rows; a page needs the first of them.
    private static func shortened(_ report: String) -> String {
        let lines = report.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let more = lines.count > 150 ? ["  … and \(lines.count - 150) lines more"] : []
        return (Array(lines.prefix(150)) + more).joined(separator: "\n")
    }
}
