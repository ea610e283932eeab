import Storage

/// The yearly counts of what was reported and decided.
enum RegisterStore {
    /// What there was in a span of time.
    struct Counts: Sendable {
        let reports: Int
        /// Texts hidden by reports alone, until a person looked.
        let hiddenByReports: Int
        let kept: Int
        let hidden: Int
        let declined: Int
        let warned: Int
        let suspended: Int
        let appeals: Int
        /// Appeals after which the text came back or the measure was taken away.
        let reversed: Int
    }

    static func counts(from start: Instant, to end: Instant, in tx: Transaction) throws -> Counts {
        func count(_ condition: SQL) throws -> Int {
            try tx.first(
                """
                SELECT COUNT(*) FROM safety_decisions
                WHERE decided_at >= \(start) AND decided_at < \(end) AND \(condition)
                """
            ) { try $0.get(0) } ?? 0
        }
        let reports = try tx.first(
            "SELECT COUNT(*) FROM safety_reports WHERE made_at >= \(start) AND made_at < \(end)"
        ) { try $0.get(0, as: Int.self) }
        return Counts(
            reports: reports ?? 0, hiddenByReports: try count("is_automated = TRUE"),
            kept: try count("is_automated = FALSE AND is_appeal = FALSE AND outcome = 'kept'"),
            hidden: try count("is_automated = FALSE AND is_appeal = FALSE AND outcome = 'hidden'"),
            declined: try count("is_appeal = FALSE AND outcome = 'declined'"),
            warned: try count("is_appeal = FALSE AND measure = 'warned'"),
            suspended: try count("is_appeal = FALSE AND measure = 'suspended'"),
            appeals: try count("is_appeal = TRUE"),
            reversed: try count("is_appeal = TRUE AND measure = 'none' AND outcome IN ('kept', 'allowed')"))
    }
}
