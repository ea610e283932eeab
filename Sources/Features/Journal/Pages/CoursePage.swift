import Markup
import Storage
import Vocabulary
import Web

/// `/me/treatments/:id`: one course, its history, and where to mend it.
struct CoursePage: Sendable {
    let journal: JournalFeature

    var routes: [Route] {
        [journal.page("/me/treatments/:id", show), journal.action("/me/treatments/:id", save)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let course = try await course(visit)
        return try await page(visit, course, FormState(text: visit.text, fields: CourseFields.filled(course)))
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        var course = try await course(visit)
        var reader = FormReader(visit.fields)
        let fields = CourseFields(&reader, now: visit.now)
        guard reader.errors.isEmpty else {
            let state = FormState(text: visit.text, fields: visit.fields, errors: reader.errors)
            return try await page(visit, course, state, status: 422)
        }
        course.started = fields.started
        course.ended = fields.ended
        course.dose = fields.dose
        course.stopReason = fields.reason
        guard try await journal.courses.update(course, as: visit.viewer, now: visit.now) else {
            throw Problem.notFound
        }
        return visit.redirect("/me/treatments/\(course.id)", flash: "journal.flash.saved")
    }

    private func course(_ visit: Visit) async throws -> Course {
        guard let course = try await journal.courses.course(try visit.id("id"), as: visit.viewer) else {
            throw Problem.notFound
        }
        return course
    }

    private func page(_ visit: Visit, _ course: Course, _ state: FormState, status: Int = 200) async throws -> Reply {
        let names = try await journal.names(for: visit)
        let history = try await journal.evaluations.history(of: course.id, as: visit.viewer)
        let view = CourseView(state: state, csrf: visit.csrf, course: course, history: history, names: names)
        return visit.page(names.treatment(course.treatment), status: status, view.html)
    }
}
