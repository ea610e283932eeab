import Markup
import Storage
import Web

/// The tables `proposed_words` and `word_proposers`.
enum ProposedWordStore {
    private static let columns: SQL = """
        w.id, w.kind, w.text, w.language, w.status, w.proposed_at,
        (SELECT COUNT(*) FROM word_proposers p WHERE p.word_id = w.id)
        """

    private static func word(_ row: Row) throws -> ProposedWord {
        guard let kind = ConceptKind(rawValue: try row.get(1)),
            let status = ProposedWord.Status(rawValue: try row.get(4))
        else { throw StorageError.other("proposed_words holds a kind or status of another version") }
        return ProposedWord(
            id: try row.get(0), kind: kind, text: try row.get(2), language: Language(rawValue: try row.get(3)),
            status: status, proposedAt: try row.get(5), people: try row.get(6))
    }

    /// Notes that a member says a word; one that others said before is shared.
    /// - Throws: `Problem.signInNeeded` for a visitor; `WordRefusal`.
    static func propose(
        _ text: String, _ kind: ConceptKind, _ language: Language, by viewer: Viewer, at now: Instant,
        atMost most: Int = ProposedWord.mostPending, in tx: Transaction
    ) throws -> ProposedWord {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let (text, folded) = try ProposedWord.checked(text)
        let waiting: Int? = try tx.first(
            """
            SELECT COUNT(*) FROM word_proposers p JOIN proposed_words w ON w.id = p.word_id
            WHERE p.member_id = \(member) AND w.status = 'pending' AND NOT (w.kind = \(kind.rawValue) AND w.folded = \(folded))
            """
        ) { try $0.get(0) }
        guard waiting ?? 0 < most else { throw WordRefusal.tooMany }
        try tx.execute(
            """
            INSERT INTO proposed_words (id, kind, text, folded, language, status, proposed_at)
            VALUES (\(ID<ProposedWord>.new(at: now)), \(kind.rawValue), \(text), \(folded), \(language.rawValue),
                'pending', \(now))
            ON CONFLICT (kind, folded) WHERE status IN ('pending', 'declined') DO NOTHING
            """)
        let id: ID<ProposedWord>? = try tx.first(
            """
            SELECT id FROM proposed_words
            WHERE kind = \(kind.rawValue) AND folded = \(folded) AND status IN ('pending', 'declined')
            """
        ) { try $0.get(0) }
        guard let id else { throw StorageError.other("a proposed word is not there") }
        try tx.execute(
            """
            INSERT INTO word_proposers (word_id, member_id, proposed_at) VALUES (\(id), \(member), \(now))
            ON CONFLICT (word_id, member_id) DO NOTHING
            """)
        guard let word = try find(id, in: tx) else { throw StorageError.other("a proposed word is not there") }
        return word
    }

    /// The words that this member proposed and the catalogue does not have (waiting or declined), oldest first.
    static func own(as viewer: Viewer, in tx: Transaction) throws -> [ProposedWord] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT \(columns) FROM proposed_words w JOIN word_proposers m ON m.word_id = w.id
            WHERE m.member_id = \(member) AND w.status IN ('pending', 'declined') ORDER BY w.id
            """, word)
    }

    static func countSaid(by member: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM word_proposers WHERE member_id = \(member)") { try $0.get(0) } ?? 0
    }

    /// The words that a member ever said, whatever became of them, oldest first, from behind one of them.
    static func said(
        by member: ID<Person>, after last: ID<ProposedWord>?, limit: Int, in tx: Transaction
    ) throws -> [(word: ProposedWord, saidAt: Instant)] {
        let behind: SQL = last.map { "AND m.word_id > \($0)" } ?? SQL()
        return try tx.rows(
            """
            SELECT \(columns), m.proposed_at FROM word_proposers m JOIN proposed_words w ON w.id = m.word_id
            WHERE m.member_id = \(member) \(behind) ORDER BY m.word_id LIMIT \(limit)
            """
        ) { (try word($0), try $0.get(7)) }
    }

    /// A word that this viewer may know of: one's own, or any for a steward.
    static func find(_ id: ID<ProposedWord>, as viewer: Viewer, in tx: Transaction) throws -> ProposedWord? {
        if viewer.has(.steward, in: .site) { return try find(id, in: tx) }
        guard let member = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT \(columns) FROM proposed_words w JOIN word_proposers m ON m.word_id = w.id
            WHERE w.id = \(id) AND m.member_id = \(member)
            """, word)
    }

    /// Words that wait, the oldest first, from behind one that was seen; none for whoever is no steward.
    static func waiting(
        after last: ID<ProposedWord>?, limit: Int, as viewer: Viewer, in tx: Transaction
    ) throws -> [ProposedWord] {
        guard viewer.has(.steward, in: .site) else { return [] }
        let start = last ?? ID(high: 0, low: 0)
        return try tx.rows(
            """
            SELECT \(columns) FROM proposed_words w WHERE w.status = 'pending' AND w.id > \(start)
            ORDER BY w.id LIMIT \(limit)
            """, word)
    }

    /// Ends the waiting of a word.
    /// - Throws: `Problem.conflict` when somebody decided before.
    static func resolve(
        _ id: ID<ProposedWord>, _ status: ProposedWord.Status, slug: String?, at now: Instant, in tx: Transaction
    ) throws {
        let changed = try tx.execute(
            """
            UPDATE proposed_words SET status = \(status.rawValue), resolved_slug = \(slug), resolved_at = \(now)
            WHERE id = \(id) AND status = 'pending'
            """)
        guard changed == 1 else { throw Problem.conflict(key: "vocabulary.words.decided") }
    }

    /// Forgets that a member said words, at most so many; a waiting or declined word that nobody else says goes with it.
    /// Answers whether there may be more.
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let said = try tx.rows(
            "SELECT word_id FROM word_proposers WHERE member_id = \(member) ORDER BY word_id LIMIT \(limit)"
        ) { try $0.get(0, as: ID<ProposedWord>.self) }
        guard !said.isEmpty else { return false }
        let these = SQL.list(said)
        try tx.execute("DELETE FROM word_proposers WHERE member_id = \(member) AND word_id IN (\(these))")
        try tx.execute(
            """
            DELETE FROM proposed_words WHERE status IN ('pending', 'declined') AND id IN (\(these))
                AND NOT EXISTS (SELECT 1 FROM word_proposers o WHERE o.word_id = proposed_words.id)
            """)
        return said.count == limit
    }

    private static func find(_ id: ID<ProposedWord>, in tx: Transaction) throws -> ProposedWord? {
        try tx.first("SELECT \(columns) FROM proposed_words w WHERE w.id = \(id)", word)
    }
}
