import Storage

/// Writes a simulated community many rows at a time.
enum SimulationStore {
    /// Writes the truths that are not there yet. False when another truth is there for one of them.
    static func add(_ truths: [Truth], in tx: Transaction) throws -> Bool {
        var known: [Pair: Double] = [:]
        try tx.forEach("SELECT treatment_id, purpose_id, true_mean FROM simulation_truth") { row in
            known[Pair(treatment: try row.get(0), purpose: try row.get(1))] = try row.get(2)
        }
        let new = truths.filter { known[Pair($0)] == nil }
        guard truths.allSatisfy({ abs((known[Pair($0)] ?? $0.meanStep) - $0.meanStep) < 1e-9 }) else { return false }
        try tx.insert(
            into: "simulation_truth",
            ["treatment_id", "purpose_id", "true_share_helped", "true_mean", "true_share_of_takers"],
            rows: new.lazy.map { truth in
                [
                    truth.treatment.sqlValue, truth.purpose.sqlValue, truth.shareHelped.sqlValue,
                    truth.meanStep.sqlValue, truth.shareOfTakers.sqlValue,
                ]
            })
        return true
    }

    private struct Pair: Hashable {
        let treatment: ID<Pair>
        let purpose: ID<Pair>

        init(treatment: ID<Pair>, purpose: ID<Pair>) {
            self.treatment = treatment
            self.purpose = purpose
        }

        init(_ truth: Truth) {
            treatment = ID(high: truth.treatment.high, low: truth.treatment.low)
            purpose = ID(high: truth.purpose.high, low: truth.purpose.low)
        }
    }

    static func add(_ rows: SimulatedRows, in tx: Transaction) throws {
        try tx.insert(
            into: "member_conditions", ["member_id", "condition_id", "since", "created_at"], rows: rows.conditions)
        try tx.insert(
            into: "courses",
            [
                "id", "member_id", "treatment_id", "purpose_id", "purpose_kind", "started", "ended", "stop_reason",
                "created_at", "last_seen_at",
            ], rows: rows.courses)
        try tx.insert(
            into: "evaluations",
            [
                "id", "course_id", "treatment_id", "purpose_id", "evaluated_at", "effectiveness", "got_worse",
                "side_effects", "adherence", "burden", "cost", "advice", "advice_state", "stop_reason", "is_current",
            ], rows: rows.evaluations)
        try tx.insert(
            into: "evaluation_side_effects", ["evaluation_id", "symptom_id"], rows: rows.sideEffects)
    }

    static func isEmpty(in tx: Transaction) throws -> Bool {
        try tx.first("SELECT id FROM courses LIMIT 1") { _ in false } ?? true
    }
}
