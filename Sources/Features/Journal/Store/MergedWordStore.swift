import Storage
import Vocabulary

/// Moves records from a member's word to the entry of the catalogue that it turned out to mean.
enum MergedWordStore {
    static func move(_ word: ID<ProposedWord>, to concept: Concept, in tx: Transaction) throws {
        switch concept {
        case .condition(let condition):
            try moveConditions(from: ID(high: word.high, low: word.low), to: condition.id, in: tx)
            try movePurposes(from: ID(high: word.high, low: word.low), to: .condition(condition.id), in: tx)
        case .symptom(let symptom):
            try moveSideEffects(from: ID(high: word.high, low: word.low), to: symptom.id, in: tx)
            try movePurposes(from: ID(high: word.high, low: word.low), to: .symptom(symptom.id), in: tx)
        case .treatment(let treatment):
            try moveTreatments(from: ID(high: word.high, low: word.low), to: treatment.id, in: tx)
        }
    }

    private static func moveConditions(
        from old: ID<Condition>, to new: ID<Condition>, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO member_conditions (member_id, condition_id, since, created_at)
            SELECT member_id, \(new), since, created_at FROM member_conditions WHERE condition_id = \(old)
            ON CONFLICT (member_id, condition_id) DO NOTHING
            """)
        try tx.execute("DELETE FROM member_conditions WHERE condition_id = \(old)")
    }

    private static func moveSideEffects(from old: ID<Symptom>, to new: ID<Symptom>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO evaluation_side_effects (evaluation_id, symptom_id)
            SELECT evaluation_id, \(new) FROM evaluation_side_effects WHERE symptom_id = \(old)
            ON CONFLICT (evaluation_id, symptom_id) DO NOTHING
            """)
        try tx.execute("DELETE FROM evaluation_side_effects WHERE symptom_id = \(old)")
    }

    private static func movePurposes(from old: ID<Purpose>, to new: Purpose, in tx: Transaction) throws {
        for course in try courses("c.purpose_id = \(old)", in: tx) {
            try move(course, to: Place(treatment: course.place.treatment, purpose: new), in: tx)
        }
    }

    private static func moveTreatments(from old: ID<Treatment>, to new: ID<Treatment>, in tx: Transaction) throws {
        for course in try courses("c.treatment_id = \(old)", in: tx) {
            try move(course, to: Place(treatment: new, purpose: course.place.purpose), in: tx)
        }
    }

    private struct Place {
        let treatment: ID<Treatment>
        let purpose: Purpose
    }

    private struct Moving {
        let id: ID<Course>
        let member: ID<Person>
        let place: Place
    }

    /// Only members' records use members' words.
    private static func courses(_ condition: SQL, in tx: Transaction) throws -> [Moving] {
        try tx.rows(
            """
            SELECT \(CourseStore.columns), c.member_id FROM courses c WHERE \(condition) AND c.member_id IS NOT NULL
            ORDER BY c.id
            """
        ) { row in
            let course = try CourseStore.course(row)
            return Moving(
                id: course.id, member: try row.get(CourseStore.columnCount),
                place: Place(treatment: course.treatment, purpose: course.purpose))
        }
    }

    /// Gives a course its new place, or its evaluations to the course that the member has there already.
    private static func move(_ course: Moving, to place: Place, in tx: Transaction) throws {
        let there = try CourseStore.course(of: place.treatment, for: place.purpose, of: course.member, in: tx)
        let home = there?.id ?? course.id
        if there == nil {
            try tx.execute(
                """
                UPDATE courses SET treatment_id = \(place.treatment), purpose_id = \(place.purpose.id),
                    purpose_kind = \(place.purpose.kind.rawValue) WHERE id = \(course.id)
                """)
        }
        try tx.execute(
            """
            UPDATE evaluations SET course_id = \(home), treatment_id = \(place.treatment),
                purpose_id = \(place.purpose.id), is_current = FALSE WHERE course_id = \(course.id)
            """)
        if home != course.id { try tx.execute("DELETE FROM courses WHERE id = \(course.id)") }
        try EvaluationStore.markNewestAsCurrent(of: home, in: tx)
    }
}
