import Storage

/// What the tables of the queue hold about texts whose author nobody can name.
enum UnnamedTextStore {
    /// The newest case of each that was decided, by a person or by reports, with its last decision.
    static func rulings(
        on records: Set<String>, of kind: String, in tx: Transaction
    ) throws -> [String: UnnamedRuling] {
        var found: [String: UnnamedRuling] = [:]
        try tx.forEach(
            """
            SELECT c.subject_record, c.state, c.is_hidden, c.case_key IS NOT NULL,
                EXISTS (SELECT 1 FROM safety_appeals a WHERE a.case_id = c.id), \(DecisionStore.columns)
            FROM safety_cases c JOIN safety_decisions d ON d.case_id = c.id
            WHERE c.subject_kind = \(kind) AND c.subject_record IN (\(SQL.list(records))) AND c.author_id IS NULL
                AND c.state <> 'withdrawn'
            ORDER BY c.subject_record, c.opened_at, c.id, d.decided_at, d.id
            """
        ) { row in
            let decision = try DecisionStore.decision(row, from: 5)
            let state = SafetyCase.State(rawValue: try row.get(1)) ?? .open
            let (isHidden, hasWords) = (try row.get(2, as: Bool.self), try row.get(3, as: Bool.self))
            let mayAppeal = try state == .decided && isHidden && hasWords && !row.get(4, as: Bool.self)
            found[try row.get(0)] = UnnamedRuling(
                isDecided: !decision.isAutomated, isHidden: isHidden, category: decision.category.rawValue,
                explanation: decision.explanation, at: decision.at,
                appealUntil: mayAppeal ? decision.at + SafetyCase.timeToAppeal : nil)
        }
        return found
    }

    static func worried(of kind: String, since: Instant, in tx: Transaction) throws -> Set<String> {
        Set(
            try tx.rows(
                """
                SELECT DISTINCT c.subject_record FROM safety_worries w JOIN safety_cases c ON c.id = w.case_id
                WHERE w.made_at > \(since) AND c.subject_kind = \(kind) AND c.author_id IS NULL
                """
            ) { try $0.get(0, as: String.self) })
    }
}
