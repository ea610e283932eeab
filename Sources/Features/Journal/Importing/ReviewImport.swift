import Foundation
import Storage
import Vocabulary

extension JournalFeature {
    /// `wayfellow import reviews FILE`: maps each review's treatment and condition to the catalogue and stores it as an
    /// evaluation of an imported source, never of a member. A second time changes nothing.
    ///
    /// - Parameters:
    ///   - path: a file in the shape of the UCI Druglib.com data set.
    ///   - unmapped: a file to write the rows to that could not be mapped.
    /// - Returns: what became of each row.
    /// - Throws: `ReviewFileError` when the file cannot be read or is broken; the database is then as it was.
    package func importReviews(path: String, unmappedTo unmapped: String? = nil) async throws -> ReviewReport {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ReviewFileError(line: 0, ReviewFault(.unreadable, word: path))
        }
        let report = try await importReviews(bytes: Array(content))
        if let unmapped { try report.unmappedTSV.write(toFile: unmapped, atomically: true, encoding: .utf8) }
        return report
    }

    func importReviews(bytes: [UInt8]) async throws -> ReviewReport {
        let file = try ReviewFile(bytes: bytes)
        let (mapped, report) = ReviewMapping(vocabulary.catalogue).map(file)
        let now = clock.now()
        return try await database.write { tx in
            var report = report
            let written = try ReviewStore.add(mapped, of: .druglib, now: now, in: tx)
            report.note(written, of: mapped.count)
            return report
        }
    }
}

/// Where reviews come from.
struct ReviewSource: Sendable {
    let id: ID<ReviewSource>
    let name: String
    let licence: String
    /// Its rows bear no date; this is the day the data set was published, the latest that they can be of.
    let publishedAt: Instant

    static let druglib = ReviewSource(
        id: ID(named: "source:druglib"), name: "UCI Druglib.com (Gräßer, Kallumadi, Malberg, Zaunseder 2018)",
        licence: "research use", publishedAt: Instant(year: 2018, month: 10, day: 2) ?? Instant(milliseconds: 0))
}

/// A review whose treatment and condition the catalogue knows.
struct MappedReview: Sendable {
    let row: String
    let treatment: ID<Treatment>
    let purpose: Purpose
    let rating: Int
    let answers: EvaluationAnswers
}

/// Maps reviews to the catalogue and counts what it did.
struct ReviewMapping: Sendable {
    private let catalogue: Catalogue
    private let finder: SideEffectFinder

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        finder = SideEffectFinder(catalogue)
    }

    func map(_ file: ReviewFile) -> (mapped: [MappedReview], report: ReviewReport) {
        var tally = ReviewTally(self)
        let mapped = file.reviews.compactMap { tally.take($0, keepsCells: true) }
        return (mapped, tally.report(rejected: file.rejected))
    }

    /// The treatment that a text means, and how it was recognised; nil for what the catalogue does not know.
    func treatment(_ text: String) -> Recognised<Treatment>? {
        catalogue.match(treatmentText: text).map { Recognised(value: $0.value, rule: $0.rule) }
    }

    /// The same for a condition.
    func condition(_ text: String) -> Recognised<Condition>? {
        catalogue.match(conditionText: text).map { Recognised(value: $0.value, rule: $0.rule) }
    }

    struct Recognised<Value: Sendable>: Sendable {
        let value: Value
        let rule: MatchingStep
    }

    func mapped(_ review: Review, _ treatment: Treatment, _ condition: Condition) -> MappedReview {
        let symptoms = review.sideEffects > .none ? finder.symptoms(in: ReviewText.cleaned(review.sideEffectsText)) : []
        return MappedReview(
            row: review.id, treatment: treatment.id, purpose: .condition(condition.id), rating: review.rating,
            answers: EvaluationAnswers(
                effectiveness: review.effectiveness, sideEffects: review.sideEffects, symptoms: symptoms,
                advice: ReviewText.advice(review.comments)))
    }
}
