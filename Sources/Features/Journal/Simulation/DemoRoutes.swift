import Storage
import Vocabulary

extension JournalFeature {
    /// A course with an evaluation, for the parameters of this room's routes.
    func demonstrateRoutes(_ person: ID<Person>) async throws -> [String: String] {
        let viewer = Viewer.person(person, roles: [])
        let now = clock.now()
        guard let treatment = vocabulary.catalogue.treatment(slug: "sertraline"),
            let purpose = vocabulary.catalogue.purpose(slug: "depression")?.purpose
        else { return [:] }
        let course: ID<Course>
        switch try await courses.add(
            Course(id: .new(at: now), treatment: treatment.id, purpose: purpose), as: viewer, now: now)
        {
        case .new(let id), .known(let id): course = id
        }
        let evaluation = ID<Evaluation>.new(at: now)
        let entry = EvaluationStore.Entry(
            id: evaluation, course: course, answers: EvaluationAnswers(effectiveness: .aLot), remembered: nil,
            isOver: nil, ended: nil)
        _ = try await evaluations.save(entry, as: viewer, now: now)
        return [
            "/me/treatments/:id": course.description,
            "/me/treatments/:id/evaluations/:evaluation": evaluation.description,
        ]
    }
}
