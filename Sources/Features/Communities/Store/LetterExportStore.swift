import Accounts
import Storage

/// Letters of a member's correspondences, a page at a time for their download.
enum LetterExportStore {
    struct LetterRow: Sendable {
        let letter: SealedLetter
        /// How the other is called; nil where they have left, or there is a block.
        let with: String?
        /// Under what its author's letters are sealed.
        let key: [UInt8]?
        let side: Correspondence.Side
    }

    /// What the member may read: all of their own, of others' what is shown to them.
    private static func isReadable(by member: ID<Person>) -> SQL {
        """
        ((c.asker_id = \(member) OR c.asked_id = \(member)) AND (l.author_id = \(member)
            OR (l.state = 'shown' AND \(CorrespondenceStore.isVisible(to: "\(member)"))
                AND \(CorrespondenceStore.meets("\(member)")))))
        """
    }

    static func count(of member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM letters AS l JOIN correspondences AS c ON c.id = l.correspondence_id
            WHERE \(isReadable(by: member))
            """
        ) { try $0.get(0) } ?? 0
    }

    /// Letters behind a place, in the order of correspondences and numbers.
    static func letters(
        of member: ID<Person>, after last: String?, limit: Int, in tx: Transaction
    ) throws -> [LetterRow] {
        let behind: SQL =
            last.flatMap { LetterPlace(record: $0) }.map {
                """
                AND (l.correspondence_id > \($0.correspondence)
                    OR (l.correspondence_id = \($0.correspondence) AND l.number > \($0.number)))
                """
            } ?? SQL()
        let rows = try tx.rows(
            """
            SELECT l.correspondence_id, l.number, l.author_id, l.sealed, l.state, l.written_at,
                CASE WHEN l.author_id = c.asker_id THEN c.asker_key ELSE c.asked_key END,
                COALESCE(l.author_id = c.asker_id, FALSE),
                CASE WHEN \(CorrespondenceStore.meets("\(member)")) THEN \(CorrespondenceStore.other(than: "\(member)")) END
            FROM letters AS l JOIN correspondences AS c ON c.id = l.correspondence_id
            WHERE \(isReadable(by: member)) \(behind) ORDER BY l.correspondence_id, l.number LIMIT \(limit)
            """
        ) { row in
            (
                letter: SealedLetter(
                    place: LetterPlace(try row.get(0), try row.get(1)), author: try row.get(2), sealed: try row.get(3),
                    state: PostState(rawValue: try row.get(4)) ?? .hidden, writtenAt: try row.get(5)),
                key: try row.get(6, as: [UInt8]?.self), isByAsker: try row.get(7, as: Bool.self),
                other: try row.get(8, as: ID<Person>?.self)
            )
        }
        let names = try AccountsFeature.pseudonyms(of: rows.compactMap(\.other), in: tx)
        return rows.map { row in
            LetterRow(
                letter: row.letter, with: row.other.flatMap { names[$0] }, key: row.key,
                side: row.isByAsker ? .asker : .asked)
        }
    }
}
