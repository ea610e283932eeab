import Accounts
import Journal
import Safety
import Storage
import Web

/// Advice that pages quote, as a member reports it.
enum QuoteStore {
    /// By its place in a release, as pages name it (an evaluation's identifier would tell when it was written), or, for
    /// the system, by its evaluation. Out of sight it is there for its author and the system only.
    static func find(_ record: String, as viewer: Viewer, in tx: Transaction) throws -> FoundText? {
        if case .system = viewer, let id = ID<Pair>(record) {
            return try tx.first(
                """
                SELECT e.id, e.advice, c.member_id FROM evaluations e JOIN courses c ON c.id = e.course_id
                WHERE e.id = \(id) AND e.advice IS NOT NULL
                """, found)
        }
        guard let place = place(record) else { return nil }
        let mine: SQL = viewer.personID.map { "OR c.member_id = \($0)" } ?? SQL()
        return try tx.first(
            """
            SELECT e.id, e.advice, c.member_id FROM figure_advice a JOIN releases r ON r.number = a.release_number
            JOIN evaluations e ON e.id = a.evaluation_id JOIN courses c ON c.id = e.course_id
            WHERE a.release_number = \(place[0]) AND a.figure_number = \(place[1]) AND a.position = \(place[2])
                AND r.published_at IS NOT NULL AND e.advice IS NOT NULL AND ((e.advice_hidden = FALSE AND e.advice_state = 'passed') \(mine))
                AND (c.source_id IS NOT NULL OR \(AccountsFeature.hasHealthConsent("c.member_id")))
            """, found)
    }

    static func record(release: Int, figure: Int, position: Int) -> String { "\(release).\(figure).\(position)" }

    private static func place(_ record: String) -> [Int]? {
        let parts = record.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.count <= 9 ? Int(String(Substring(part))) : nil }
        return parts.count == 3 && numbers.count == 3 ? numbers : nil
    }

    private static func found(_ row: Row) throws -> FoundText {
        FoundText(
            author: try row.get(2), words: try row.get(1), record: try row.get(0, as: ID<Pair>.self).description)
    }
}

extension EvidenceFeature {
    /// Quotes on pages: written in the journal, read here.
    var quotes: WrittenText {
        WrittenText(
            "journal.advice", field: "advice",
            published: PublishedText(
                find: { try QuoteStore.find($0, as: $1, in: $2) },
                setHidden: { record, isHidden, _, tx in
                    try JournalFeature.setAdviceHidden(isHidden, of: record, in: tx)
                }))
    }
}
