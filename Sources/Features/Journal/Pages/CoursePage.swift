import Accounts
import Markup
import Storage
import Vocabulary
import Web

/// `/me/treatments/:id`: one course, its history, and where to mend it.
struct CoursePage: Sendable {
    let journal: JournalFeature

    var routes: [Route] {
        [journal.getOwn("/me/treatments/:id", show), journal.postWithConsent("/me/treatments/:id", save)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        try await page(visit, nil)
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let id: ID<Course> = try visit.id("id")
        var reader = FormReader(visit.fields)
        let fields = CourseFields(&reader, now: visit.now)
        guard reader.errors.isEmpty else {
            let state = FormState(text: visit.text, fields: visit.fields, errors: reader.errors)
            return try await page(visit, state, status: 422)
        }
        try await journal.database.write { tx in
            guard var course = try CourseStore.course(id, as: visit.viewer, in: tx) else { throw Problem.notFound }
            course.started = fields.started
            course.ended = fields.ended
            course.dose = fields.dose
            course.stopReason = fields.reason
            _ = try CourseStore.update(course, as: visit.viewer, now: visit.now, in: tx)
        }
        return visit.redirect("/me/treatments/\(id)", flash: "journal.flash.saved")
    }

    /// - Parameter state: of a form that was sent; nil where it shows what is there.
    private func page(_ visit: Visit, _ state: FormState?, status: Int = 200) async throws -> Reply {
        let id: ID<Course> = try visit.id("id")
        let (course, history, names) = try await journal.database.read { tx in
            guard let course = try CourseStore.course(id, as: visit.viewer, in: tx) else { throw Problem.notFound }
            return (
                course, try EvaluationStore.history(of: id, as: visit.viewer, in: tx),
                try journal.names(for: visit, in: tx)
            )
        }
        let view = CourseView(
            state: state ?? FormState(text: visit.text, fields: CourseFields.filled(course)), csrf: visit.csrf,
            isKept: visit.hasHealthConsent, course: course, history: history, names: names)
        return visit.page(names.treatment(course.treatment), status: status, view.html)
    }
}
