import Markup
import Storage
import Vocabulary
import Web

/// Asks once more before an evaluation or a course is gone for good.
struct DeletePage: Sendable {
    let journal: JournalFeature

    private static let coursePath = "/me/treatments/:id/delete"
    private static let evaluationPath = "/me/treatments/:id/evaluations/:evaluation/delete"

    var routes: [Route] {
        [
            journal.page(Self.coursePath, askCourse), journal.action(Self.coursePath, removeCourse),
            journal.page(Self.evaluationPath, askEvaluation), journal.action(Self.evaluationPath, removeEvaluation),
        ]
    }

    @Sendable private func askCourse(_ visit: Visit) async throws -> Reply {
        let (course, names) = try await course(visit)
        let count = try await journal.evaluations.history(of: course.id, as: visit.viewer).count
        let text = visit.text
        return page(
            visit, course, to: "/me/treatments/\(course.id)/delete",
            title: text(
                "journal.delete.course.title",
                [
                    "treatment": .text(names.treatmentInSentence(course.treatment)),
                    "purpose": .text(names.purposeInSentence(course.purpose)),
                ]),
            body: text("journal.delete.course.body", ["n": .count(count)]))
    }

    @Sendable private func removeCourse(_ visit: Visit) async throws -> Reply {
        let id: ID<Course> = try visit.id("id")
        guard try await journal.courses.remove(id, as: visit.viewer) else { throw Problem.notFound }
        return visit.redirect("/me", flash: "journal.flash.deleted")
    }

    @Sendable private func askEvaluation(_ visit: Visit) async throws -> Reply {
        let (course, _) = try await course(visit)
        let id: ID<Evaluation> = try visit.id("evaluation")
        let history = try await journal.evaluations.history(of: course.id, as: visit.viewer)
        guard let evaluation = history.first(where: { $0.id == id }) else { throw Problem.notFound }
        let text = visit.text
        return page(
            visit, course, to: "/me/treatments/\(course.id)/evaluations/\(id)/delete",
            title: text(
                "journal.delete.evaluation.title", ["date": .text(CourseWords.date(of: evaluation, text))]),
            body: text(
                "journal.delete.evaluation.body", ["step": .text(evaluation.answers.effectiveness.label(text))]))
    }

    @Sendable private func removeEvaluation(_ visit: Visit) async throws -> Reply {
        let course: ID<Course> = try visit.id("id")
        guard try await journal.evaluations.remove(try visit.id("evaluation"), of: course, as: visit.viewer) else {
            throw Problem.notFound
        }
        return visit.redirect("/me/treatments/\(course)", flash: "journal.flash.deleted")
    }

    private func course(_ visit: Visit) async throws -> (Course, Names) {
        guard let course = try await journal.courses.course(try visit.id("id"), as: visit.viewer) else {
            throw Problem.notFound
        }
        return (course, try await journal.names(for: visit))
    }

    private func page(_ visit: Visit, _ course: Course, to action: Link, title: String, body: String) -> Reply {
        let form = HTML.form(
            action: action, csrf: visit.csrf,
            HTML.actions([
                .button(visit.text("journal.delete.yes"), kind: .danger),
                .buttonLink(visit.text("journal.delete.no"), to: "/me/treatments/\(course.id)", kind: .secondary),
            ]))
        return visit.page(title, .narrow("\(HTML.pageHeader(title, lead: HTML(text: body)))\(form)"))
    }
}
