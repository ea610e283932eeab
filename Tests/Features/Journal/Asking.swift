import Storage
import Vocabulary
import Web

@testable import Journal

// What tests ask the stores, each in a transaction of its own.
extension TestJournal {
    func conditions(as viewer: Viewer) async throws -> [MemberCondition] {
        try await database.read { try MemberConditionStore.conditions(as: viewer, in: $0) }
    }

    func add(_ condition: MemberCondition, as viewer: Viewer) async throws {
        let now = now
        try await database.write { try MemberConditionStore.add(condition, as: viewer, now: now, in: $0) }
    }

    func add(_ course: Course, as viewer: Viewer) async throws -> CourseStore.Added {
        let now = now
        return try await database.write { try CourseStore.add(course, as: viewer, now: now, in: $0) }
    }

    func remove(_ course: ID<Course>, as viewer: Viewer) async throws -> Bool {
        try await database.write { try CourseStore.remove(course, as: viewer, in: $0) }
    }

    func remove(_ evaluation: ID<Evaluation>, of course: ID<Course>, as viewer: Viewer) async throws -> Bool {
        try await database.write { try EvaluationStore.remove(evaluation, of: course, as: viewer, in: $0) }
    }

    func save(_ entry: EvaluationStore.Entry, as viewer: Viewer) async throws -> Course? {
        let now = now
        return try await database.write { try EvaluationStore.save(entry, as: viewer, now: now, in: $0) }
    }

    func course(_ id: ID<Course>, as viewer: Viewer) async throws -> Course? {
        try await database.read { try CourseStore.course(id, as: viewer, in: $0) }
    }

    func record(as viewer: Viewer) async throws -> [CourseStore.Line] {
        try await database.read { try CourseStore.record(as: viewer, in: $0) }
    }

    func ownCourse(
        of treatment: ID<Treatment>, for purpose: Purpose, as viewer: Viewer
    ) async throws -> CourseStore.Line? {
        guard
            let line = try await record(as: viewer).first(where: {
                $0.course.treatment == treatment && $0.course.purpose == purpose
            })
        else { return nil }
        return CourseStore.Line(
            course: line.course, last: try await history(of: line.course.id, as: viewer).first(where: \.isCurrent))
    }

    func history(of course: ID<Course>, as viewer: Viewer) async throws -> [Evaluation] {
        try await database.read { try EvaluationStore.history(of: course, as: viewer, in: $0) }
    }

    /// The value of a hidden field of a page.
    func hidden(_ name: String, on page: String, as viewer: Viewer) async -> String {
        let text = await get(page, as: viewer).text
        let start = text.firstRange(of: "name=\"\(name)\" value=\"")?.upperBound
        return start.map { String(text[$0...].prefix { $0 != "\"" }) } ?? ""
    }
}
