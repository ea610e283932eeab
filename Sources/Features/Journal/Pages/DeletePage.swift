import Markup
import Safety
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
            journal.getOwn(Self.coursePath, askCourse), journal.postOwn(Self.coursePath, removeCourse),
            journal.getOwn(Self.evaluationPath, askEvaluation),
            journal.postOwn(Self.evaluationPath, removeEvaluation),
        ]
    }

    @Sendable private func askCourse(_ visit: Visit) async throws -> Reply {
        let (course, history, names) = try await found(visit)
        let text = visit.text
        return page(
            visit, course, to: "/me/treatments/\(course.id)/delete",
            title: text(
                "journal.delete.course.title",
                [
                    "treatment": .text(names.treatmentInSentence(course.treatment)),
                    "purpose": .text(names.purposeInSentence(course.purpose)),
                ]),
            body: text("journal.delete.course.body", ["n": .count(history.count)]))
    }

    @Sendable private func removeCourse(_ visit: Visit) async throws -> Reply {
        let id: ID<Course> = try visit.id("id")
        let isGone = try await journal.database.write { tx in
            for evaluation in try EvaluationStore.history(of: id, as: visit.viewer, in: tx) {
                try journal.safety.withdraw(JournalFeature.subject(evaluation.id), tx)
            }
            return try CourseStore.remove(id, as: visit.viewer, in: tx)
        }
        guard isGone else { throw Problem.notFound }
        return visit.redirect("/me", flash: "journal.flash.deleted")
    }

    @Sendable private func askEvaluation(_ visit: Visit) async throws -> Reply {
        let (course, history, _) = try await found(visit)
        let id: ID<Evaluation> = try visit.id("evaluation")
        guard let evaluation = history.first(where: { $0.id == id }) else { throw Problem.notFound }
        let text = visit.text
        return page(
            visit, course, to: "/me/treatments/\(course.id)/evaluations/\(id)/delete",
            title: text(
                "journal.delete.evaluation.title", ["date": .text(CourseWords.date(of: evaluation, text))]),
            body: text(
                "journal.delete.evaluation.body", ["step": .text(evaluation.answers.help(text))]))
    }

    @Sendable private func removeEvaluation(_ visit: Visit) async throws -> Reply {
        let course: ID<Course> = try visit.id("id")
        let evaluation: ID<Evaluation> = try visit.id("evaluation")
        let isGone = try await journal.database.write { tx in
            let isGone = try EvaluationStore.remove(evaluation, of: course, as: visit.viewer, in: tx)
            if isGone { try journal.safety.withdraw(JournalFeature.subject(evaluation), tx) }
            return isGone
        }
        guard isGone else { throw Problem.notFound }
        return visit.redirect("/me/treatments/\(course)", flash: "journal.flash.deleted")
    }

    private func found(_ visit: Visit) async throws -> (Course, [Evaluation], Names) {
        let id: ID<Course> = try visit.id("id")
        return try await journal.database.read { tx in
            guard let course = try CourseStore.course(id, as: visit.viewer, in: tx) else { throw Problem.notFound }
            return (
                course, try EvaluationStore.history(of: id, as: visit.viewer, in: tx),
                try journal.names(for: visit, in: tx)
            )
        }
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
