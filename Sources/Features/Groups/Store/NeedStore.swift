import Storage
import Web

/// A need of somebody on one date.
struct NeedPlace: Sendable, Hashable {
    let enrolment: ID<Enrolment>
    let need: AccessNeed.Kind
    let recurrence: RecurrenceID
}

/// The table `need_arrangements`, and needs and answers of several at once. What is asked here was found as the viewer
/// may see it before.
enum NeedStore {
    /// What several need, each in the order in which it is asked.
    static func needs(of enrolments: [ID<Enrolment>], in tx: Transaction) throws -> [ID<Enrolment>: [AccessNeed]] {
        let rows = try tx.rows(
            """
            SELECT enrolment_id, need, words FROM enrolment_needs WHERE enrolment_id IN (\(SQL.list(enrolments)))
            ORDER BY enrolment_id, need
            """
        ) { row in
            (
                try row.get(0, as: ID<Enrolment>.self), AccessNeed.Kind(rawValue: try row.get(1)),
                try row.get(2, as: String?.self)
            )
        }
        var needs: [ID<Enrolment>: [AccessNeed]] = [:]
        for kind in AccessNeed.Kind.allCases {
            for (enrolment, _, words) in rows.filter({ $0.1 == kind }) {
                needs[enrolment, default: []].append(AccessNeed(kind, words: words))
            }
        }
        return needs
    }

    /// For which times needs of these were arranged.
    static func arrangements(of enrolments: [ID<Enrolment>], in tx: Transaction) throws -> [NeedPlace: Instant] {
        let rows = try tx.rows(
            """
            SELECT enrolment_id, need, recurrence_id, arranged_for FROM need_arrangements
            WHERE enrolment_id IN (\(SQL.list(enrolments))) ORDER BY enrolment_id, need, recurrence_id
            """
        ) { row -> (NeedPlace, Instant)? in
            guard let need = AccessNeed.Kind(rawValue: try row.get(1)), let date = RecurrenceID(try row.get(2)) else {
                return nil
            }
            return (NeedPlace(enrolment: try row.get(0), need: need, recurrence: date), try row.get(3))
        }
        return Dictionary(rows.compactMap { $0 }) { $1 }
    }

    /// Notes that a need was arranged for a date, and for which time; nil takes that back. False where the enrolment
    /// does not have the need.
    @discardableResult
    static func arrange(
        _ enrolment: ID<Enrolment>, need: AccessNeed.Kind, on recurrence: RecurrenceID, for start: Instant?,
        in tx: Transaction
    ) throws -> Bool {
        guard try needs(of: [enrolment], in: tx)[enrolment]?.contains(where: { $0.kind == need }) == true else {
            return false
        }
        guard let start else {
            try tx.execute(
                """
                DELETE FROM need_arrangements WHERE enrolment_id = \(enrolment) AND need = \(need.rawValue)
                    AND recurrence_id = \(recurrence.text)
                """)
            return true
        }
        try tx.execute(
            """
            INSERT INTO need_arrangements (enrolment_id, need, recurrence_id, arranged_for)
            VALUES (\(enrolment), \(need.rawValue), \(recurrence.text), \(start))
            ON CONFLICT (enrolment_id, need, recurrence_id) DO UPDATE SET arranged_for = excluded.arranged_for
            """)
        return true
    }

    /// Dates to which somebody said that they cannot come.
    static func declined(of enrolments: [ID<Enrolment>], in tx: Transaction) throws -> Set<SessionID> {
        let rows = try tx.rows(
            """
            SELECT series_id, recurrence_id FROM attendance
            WHERE enrolment_id IN (\(SQL.list(enrolments))) AND answer = 'declined'
            ORDER BY series_id, recurrence_id, enrolment_id
            """
        ) { row in
            let series: ID<Series> = try row.get(0)
            return RecurrenceID(try row.get(1)).map { SessionID(series, $0) }
        }
        return Set(rows.compactMap { $0 })
    }
}
