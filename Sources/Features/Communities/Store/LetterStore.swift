import Accounts
import Storage
import Web

/// The tables `letters` and `letter_news`.
enum LetterStore {
    // MARK: - Reading

    /// Letters of a correspondence that the viewer sees, the newest first, at most so many before a number: their own in every
    /// state, of the other's those that are shown.
    static func letters(
        of id: ID<Correspondence>, before number: Int? = nil, limit: Int, as viewer: Viewer, in tx: Transaction
    ) throws -> [SealedLetter] {
        let earlier: SQL = number.map { "AND l.number < \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT \(columns) FROM letters AS l JOIN correspondences AS c ON c.id = l.correspondence_id
            WHERE l.correspondence_id = \(id) \(earlier) AND \(isReadable(by: viewer))
            ORDER BY l.number DESC LIMIT \(limit)
            """, letter)
    }

    static func find(_ place: LetterPlace, as viewer: Viewer, in tx: Transaction) throws -> SealedLetter? {
        try tx.first(
            """
            SELECT \(columns) FROM letters AS l JOIN correspondences AS c ON c.id = l.correspondence_id
            WHERE l.correspondence_id = \(place.correspondence) AND l.number = \(place.number)
                AND \(isReadable(by: viewer))
            """, letter)
    }

    private static func isReadable(by viewer: Viewer) -> SQL {
        switch viewer {
        case .system: "TRUE"
        case .anonymous: "FALSE"
        case .person(let me, _):
            """
            (\(CorrespondenceStore.isVisible(to: "\(me)")) AND (l.author_id = \(me)
                OR (l.state = 'shown' AND \(CorrespondenceStore.meets("\(me)")))))
            """
        }
    }

    /// The letter that a form brought before. Forms are signed for their member.
    static func sent(_ form: ID<Letter>, in tx: Transaction) throws -> SealedLetter? {
        try tx.first("SELECT \(columns) FROM letters AS l WHERE l.form_id = \(form)", letter)
    }

    /// The newest letter that a member wrote there, if it came since then and nobody took it out of sight.
    static func newest(
        by author: ID<Person>, in id: ID<Correspondence>, since: Instant, tx: Transaction
    ) throws -> SealedLetter? {
        try tx.first(
            """
            SELECT \(columns) FROM letters AS l WHERE l.correspondence_id = \(id) AND l.author_id = \(author)
                AND l.written_at > \(since) AND l.state IN ('shown', 'waiting') ORDER BY l.number DESC LIMIT 1
            """, letter)
    }

    static func count(by author: ID<Person>, since: Instant, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM letters WHERE author_id = \(author) AND written_at > \(since)") {
            try $0.get(0)
        } ?? 0
    }

    static func state(of place: LetterPlace, in tx: Transaction) throws -> PostState? {
        try tx.first("SELECT state FROM letters WHERE \(isHere(place))") { PostState(rawValue: try $0.get(0)) } ?? nil
    }

    private static let columns: SQL = "l.correspondence_id, l.number, l.author_id, l.sealed, l.state, l.written_at"

    private static func letter(_ row: Row) throws -> SealedLetter {
        SealedLetter(
            place: LetterPlace(try row.get(0), try row.get(1)), author: try row.get(2), sealed: try row.get(3),
            state: PostState(rawValue: try row.get(4)) ?? .hidden, writtenAt: try row.get(5))
    }

    private static func isHere(_ place: LetterPlace) -> SQL {
        "correspondence_id = \(place.correspondence) AND number = \(place.number)"
    }

    // MARK: - Writing

    static func add(_ letter: SealedLetter, form: ID<Letter>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO letters (correspondence_id, number, author_id, form_id, sealed, state, written_at)
            VALUES (\(letter.place.correspondence), \(letter.place.number), \(letter.author), \(form), \(letter.sealed),
                \(letter.state.rawValue), \(letter.writtenAt))
            """)
    }

    /// As a moderator or reports have it. False where the letter is gone.
    static func setState(_ state: PostState, _ place: LetterPlace, in tx: Transaction) throws -> Bool {
        try tx.execute("UPDATE letters SET state = \(state.rawValue) WHERE \(isHere(place))") > 0
    }

    static func remove(_ place: LetterPlace, in tx: Transaction) throws {
        try tx.execute("DELETE FROM letters WHERE \(isHere(place))")
    }

    /// Where a member's letters stand: all, or those of one correspondence.
    static func places(
        by author: ID<Person>, in id: ID<Correspondence>? = nil, limit: Int, tx: Transaction
    ) throws -> [LetterPlace] {
        let there: SQL = id.map { "AND correspondence_id = \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT correspondence_id, number FROM letters WHERE author_id = \(author) \(there)
            ORDER BY correspondence_id, number LIMIT \(limit)
            """
        ) { LetterPlace(try $0.get(0), try $0.get(1)) }
    }

    // MARK: - What is new

    /// From this letter on a correspondence is new for a member; from an earlier one it stays so.
    static func addNews(_ place: LetterPlace, for member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO letter_news (member_id, correspondence_id, number)
            VALUES (\(member), \(place.correspondence), \(place.number))
            ON CONFLICT (member_id, correspondence_id) DO UPDATE SET number =
                CASE WHEN excluded.number < letter_news.number THEN excluded.number ELSE letter_news.number END
            """)
    }

    /// A member has read what was new.
    static func noteRead(_ id: ID<Correspondence>, by member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM letter_news WHERE member_id = \(member) AND correspondence_id = \(id)")
    }

    /// Nobody is told of letters that are not there, or that they do not read any more.
    static func pruneNews(of id: ID<Correspondence>, in tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM letter_news WHERE correspondence_id = \(id) AND NOT EXISTS (SELECT 1 FROM letters AS l
                WHERE l.correspondence_id = letter_news.correspondence_id AND l.author_id <> letter_news.member_id
                    AND l.state = 'shown' AND l.number >= letter_news.number)
            """)
    }

    /// In how many correspondences something is new that a member may read, as SQL for their session.
    static func countNews(for member: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM letter_news AS news JOIN correspondences AS c ON c.id = news.correspondence_id
        WHERE news.member_id = \(member) AND c.state <> 'declined' AND \(CorrespondenceStore.meets(member)))
        """
    }
}
