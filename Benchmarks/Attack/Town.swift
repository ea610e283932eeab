import Foundation
import Storage
import Vocabulary

/// A treatment for a condition.
struct Pair: Sendable, Hashable {
    let treatment: ID<Treatment>
    let condition: ID<Purpose>

    init(_ treatment: Int, _ condition: Int) {
        self.treatment = Words.treatment(treatment)
        self.condition = Words.condition(condition)
    }
}

/// The one whose answer is guessed. There may be several in a trial, each with a label of their own.
struct Victim: Sendable, Hashable {
    let trial: Int
    let label: String
}

/// Trials side by side, and all that the attacker knows: who took part when, and everybody's answers but the victims'.
struct Town: Sendable {
    let rooms: Rooms
    /// How many published counts were anything but what the blocks give.
    var faults = 0
    /// What each answer says; the victims' too, for the bench to judge.
    private(set) var sheets: [ID<Sheet>: Sheet] = [:]
    private(set) var victims: [ID<Sheet>: Victim] = [:]
    private(set) var truths: [Victim: Sheet] = [:]
    /// By answer: the drawings that it is in.
    var drawings: [ID<Sheet>: [Book]] = [:]
    var books: [Int: Book] = [:]
    /// By group: the blurred count of the newest release.
    var published: [[String]: Double] = [:]
    /// By block of "helped a lot": how many of its people are left.
    var left: [Int: Int] = [:]
    /// The blocks of each group.
    var groups: [[String]: [Int]] = [:]

    /// A block as the attacker knows it.
    struct Book: Sendable {
        let id: Int
        let isDetails: Bool
        let key: [String]
        let people: Int
        let cells: [Int]
        var answers: [ID<Sheet>] = []
    }

    init(_ rooms: Rooms) { self.rooms = rooms }

    /// Has members take things and say what comes of it, in many pairs at once.
    /// - Parameter label: nil for people whom the attacker knows.
    mutating func add(
        _ members: [ID<Person>], to pairs: [(trial: Int, pair: Pair)], as label: String? = nil,
        sheet: (_ trial: Int) -> Sheet = { _ in .random() }
    ) async throws {
        var (courses, evaluations, named): ([[SQLValue]], [[SQLValue]], [[SQLValue]]) = ([], [], [])
        let now = rooms.time.now
        for member in members {
            for (trial, pair) in pairs {
                let course = ID<Pair>(named: "\(member) \(pair.treatment) \(pair.condition)")
                let (answer, sheet) = (Self.answer(course, now), sheet(trial))
                note(answer, sheet, label.map { Victim(trial: trial, label: $0) })
                courses.append([
                    course.sqlValue, member.sqlValue, pair.treatment.sqlValue, pair.condition.sqlValue,
                    "condition".sqlValue, Sheet.stops[sheet.stop].sqlValue, now.sqlValue, now.sqlValue,
                ])
                evaluations.append(Self.row(answer, course, pair, sheet, now))
                named += sheet.named.map { [answer.sqlValue, Words.symptom($0).sqlValue] }
            }
        }
        try await insert(courses, evaluations, named)
    }

    private func insert(_ courses: [[SQLValue]], _ evaluations: [[SQLValue]], _ named: [[SQLValue]]) async throws {
        try await rooms.database.write { tx in
            try tx.insert(
                into: "courses",
                [
                    "id", "member_id", "treatment_id", "purpose_id", "purpose_kind", "stop_reason", "created_at",
                    "last_seen_at",
                ], rows: courses)
            try tx.insert(
                into: "evaluations",
                [
                    "id", "course_id", "treatment_id", "purpose_id", "evaluated_at", "effectiveness", "got_worse",
                    "side_effects", "adherence", "burden", "cost", "is_current",
                ], rows: evaluations)
            try tx.insert(into: "evaluation_side_effects", ["evaluation_id", "symptom_id"], rows: named)
        }
    }

    static func row(
        _ answer: ID<Sheet>, _ course: ID<Pair>, _ pair: Pair, _ sheet: Sheet, _ now: Instant
    ) -> [SQLValue] {
        [
            answer.sqlValue, course.sqlValue, pair.treatment.sqlValue, pair.condition.sqlValue, now.sqlValue,
            sheet.step.sqlValue, sheet.isWorse.sqlValue, sheet.severity.sqlValue, sheet.adherence.sqlValue,
            sheet.burden.sqlValue, sheet.cost.sqlValue, true.sqlValue,
        ]
    }

    private mutating func note(_ answer: ID<Sheet>, _ sheet: Sheet, _ victim: Victim?) {
        sheets[answer] = sheet
        guard let victim else { return }
        victims[answer] = victim
        truths[victim] = sheet
    }

    /// The same in every community, so that two can be compared.
    private static func answer(_ course: ID<Pair>, _ now: Instant) -> ID<Sheet> {
        ID(named: "\(course) \(now.milliseconds)")
    }

    /// Everybody, or one, says something newer; victims are known by another label then.
    mutating func answerAnew(
        _ member: ID<Person>? = nil, as label: (String) -> String = { $0 }, sheet: () -> Sheet
    ) async throws {
        let now = rooms.time.now
        let of: SQL = member.map { "AND course_id IN (SELECT id FROM courses WHERE member_id = \($0))" } ?? SQL()
        let old = try await rooms.database.read { tx in
            try tx.rows(
                "SELECT id, course_id, treatment_id, purpose_id FROM evaluations WHERE is_current = TRUE \(of) ORDER BY id"
            ) { row in
                (
                    try row.get(0, as: ID<Sheet>.self), try row.get(1, as: ID<Pair>.self),
                    try row.get(2, as: ID<Treatment>.self).sqlValue, try row.get(3, as: ID<Purpose>.self).sqlValue
                )
            }
        }
        var (rows, named): ([[SQLValue]], [[SQLValue]]) = ([], [])
        for (answer, course, treatment, condition) in old {
            let (new, sheet) = (Self.answer(course, now), sheet())
            note(new, sheet, victims[answer].map { Victim(trial: $0.trial, label: label($0.label)) })
            var row = Self.row(new, course, Pair(0, 0), sheet, now)
            (row[2], row[3]) = (treatment, condition)
            rows.append(row)
            named += sheet.named.map { [new.sqlValue, Words.symptom($0).sqlValue] }
        }
        let (all, symptoms) = (rows, named)
        try await rooms.database.write {
            try $0.execute("UPDATE evaluations SET is_current = FALSE WHERE is_current = TRUE \(of)")
        }
        try await insert([], all, symptoms)
    }

    /// A release a day later, and what it says.
    mutating func night() async throws {
        let since = rooms.time.now
        try await rooms.night()
        try await read(since: since)
    }
}
