import Storage
import Vocabulary

extension JournalFeature {
    /// A course with an evaluation and a file of reviews, for the parameters of this room's routes.
    func demonstrateRoutes(_ person: ID<Person>) async throws -> [String: String] {
        let viewer = Viewer.person(person, roles: [])
        let now = clock.now()
        guard let treatment = vocabulary.catalogue.treatment(slug: "sertraline"),
            let purpose = vocabulary.catalogue.purpose(slug: "depression")?.purpose
        else { return [:] }
        let evaluation = ID<Evaluation>.new(at: now)
        let new = Course(id: .new(at: now), treatment: treatment.id, purpose: purpose)
        let course = try await database.write { tx in
            let course: ID<Course>
            switch try CourseStore.add(new, as: viewer, now: now, in: tx) {
            case .new(let id), .known(let id): course = id
            }
            let entry = EvaluationStore.Entry(
                id: evaluation, course: course, answers: EvaluationAnswers(effectiveness: .aLot), remembered: nil,
                isOver: nil, ended: nil)
            _ = try EvaluationStore.save(entry, as: viewer, now: now, in: tx)
            return course
        }
        var sent = SentReviews(id: .random(), at: now)
        sent.state = .refused
        let refused = sent
        try await database.write { tx in
            try SentReviewsStore.add(refused, in: tx)
            try SentReviewsStore.update(refused, in: tx)
        }
        return [
            "/admin/reviews/:import": refused.id.description, "/me/treatments/:id": course.description,
            "/me/treatments/:id/evaluations/:evaluation": evaluation.description,
        ]
    }
}
