import Storage
import Vocabulary

/// Evaluations from elsewhere: a source, and for each of its rows a course with one evaluation.
enum ReviewStore {
    /// Writes the rows that are not there yet and answers which those were.
    static func add(
        _ reviews: [MappedReview], of source: ReviewSource, now: Instant, in tx: Transaction
    ) throws -> [MappedReview] {
        let known = try known(reviews, of: source, in: tx)
        let new = reviews.filter { !known.contains(course(source, $0)) }
        guard !new.isEmpty else { return [] }
        try tx.execute(
            """
            INSERT INTO sources (id, name, licence, imported_at, rows)
            VALUES (\(source.id), \(source.name), \(source.licence), \(now), \(new.count))
            ON CONFLICT (id) DO UPDATE SET imported_at = excluded.imported_at, rows = sources.rows + excluded.rows
            """)
        try insertCourses(new, source, now, tx)
        try insertEvaluations(new, source, tx)
        return new
    }

    /// The courses of these reviews that are there already.
    private static func known(
        _ reviews: [MappedReview], of source: ReviewSource, in tx: Transaction
    ) throws -> Set<ID<Course>> {
        var known: Set<ID<Course>> = []
        for start in stride(from: 0, to: reviews.count, by: 500) {
            let ids = reviews.dropFirst(start).prefix(500).map { "\(course(source, $0))" as SQL }
            known.formUnion(
                try tx.rows("SELECT id FROM courses WHERE id IN (\(SQL.joined(ids, by: ", ")))") { try $0.get(0) })
        }
        return known
    }

    private static func insertCourses(
        _ reviews: [MappedReview], _ source: ReviewSource, _ now: Instant, _ tx: Transaction
    ) throws {
        try tx.insert(
            into: "courses",
            [
                "id", "source_id", "source_row", "treatment_id", "purpose_id", "purpose_kind", "created_at",
                "last_seen_at",
            ],
            rows: reviews.lazy.map { review in
                [
                    course(source, review).sqlValue, source.id.sqlValue, .text(review.row), review.treatment.sqlValue,
                    review.purpose.id.sqlValue, .text(review.purpose.kind.rawValue), now.sqlValue,
                    source.publishedAt.sqlValue,
                ]
            })
    }

    private static func insertEvaluations(
        _ reviews: [MappedReview], _ source: ReviewSource, _ tx: Transaction
    ) throws {
        try tx.insert(
            into: "evaluations",
            [
                "id", "course_id", "treatment_id", "purpose_id", "evaluated_at", "effectiveness", "side_effects",
                "rating",
                "advice", "is_current",
            ],
            rows: reviews.lazy.map { review in
                [
                    evaluation(source, review).sqlValue, course(source, review).sqlValue, review.treatment.sqlValue,
                    review.purpose.id.sqlValue, source.publishedAt.sqlValue,
                    review.answers.effectiveness.rawValue.sqlValue, (review.answers.sideEffects?.rawValue).sqlValue,
                    review.rating.sqlValue, review.answers.advice.sqlValue, .boolean(true),
                ]
            })
        try tx.insert(
            into: "evaluation_side_effects", ["evaluation_id", "symptom_id"],
            rows: reviews.lazy.flatMap { review in
                review.answers.symptoms.map { [evaluation(source, review).sqlValue, $0.sqlValue] }
            })
    }

    /// Follow from the row, so that every installation has the same ones.
    private static func course(_ source: ReviewSource, _ review: MappedReview) -> ID<Course> {
        ID(named: "course:\(source.id):\(review.row)")
    }

    private static func evaluation(_ source: ReviewSource, _ review: MappedReview) -> ID<Evaluation> {
        ID(named: "evaluation:\(source.id):\(review.row)")
    }
}
