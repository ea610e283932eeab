import Accounts
import Storage
import Vocabulary

/// A question or an answer that waits for a moderator, or that one refused.
struct HeldWordsRow: Sendable, Equatable {
    /// The question that it is, or that it answers.
    let ask: ID<Ask>
    let words: String
    let writtenAt: Instant
    let isRefused: Bool
}

/// The tables `held_questions` and `held_answers`. Both are their authors' alone until a moderator says yes.
enum HeldWordsStore {
    /// What a refused text is kept for: its author may ask for another look for 20 days, and that look may take as long as
    /// moderators are few.
    private static let kept = Duration.days(40)

    // MARK: Questions

    /// Keeps a question that waits; false where as many wait already as may be asked in a day.
    static func hold(_ ask: Ask, by asker: ID<Person>, in tx: Transaction) throws -> Bool {
        let waiting = try tx.first(
            """
            SELECT COUNT(*) FROM held_questions
            WHERE asker_id = \(asker) AND refused_at IS NULL AND id <> \(ask.id)
            """
        ) { try $0.get(0, as: Int.self) }
        guard waiting ?? 0 < Ask.dailyLimit else { return false }
        return try tx.execute(
            """
            INSERT INTO held_questions (id, asker_id, treatment_id, purpose_id, words, written_at, refused_at)
            VALUES (\(ask.id), \(asker), \(ask.treatment), \(ask.purpose), \(ask.question), \(ask.askedAt), NULL)
            ON CONFLICT (id) DO UPDATE SET words = excluded.words, written_at = excluded.written_at, refused_at = NULL
            WHERE held_questions.asker_id = excluded.asker_id
            """) > 0
    }

    static func questions(as viewer: Viewer, in tx: Transaction) throws -> [HeldWordsRow] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT id, words, written_at, refused_at IS NOT NULL FROM held_questions
            WHERE asker_id = \(member) ORDER BY written_at DESC, id
            """, row)
    }

    static func isHeld(_ id: ID<Ask>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM held_questions WHERE id = \(id)") { _ in true } ?? false
    }

    /// Takes a question back that the viewer holds; false where there is none.
    static func withdraw(_ id: ID<Ask>, by viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.execute("DELETE FROM held_questions WHERE id = \(id) AND asker_id = \(member)") > 0
    }

    /// What a moderator said: a question that may go on is sent as if it were asked now. Answers whether it
    /// went on.
    static func decideQuestion(_ id: ID<Ask>, isAllowed: Bool, at now: Instant, in tx: Transaction) throws -> Bool {
        guard isAllowed else {
            try tx.execute("UPDATE held_questions SET refused_at = \(now) WHERE id = \(id)")
            return false
        }
        let held = try tx.first(
            "DELETE FROM held_questions WHERE id = \(id) RETURNING asker_id, treatment_id, purpose_id, words"
        ) { row in
            (
                asker: try row.get(0, as: ID<Person>.self),
                ask: Ask(
                    id: id, treatment: try row.get(1), purpose: try row.get(2), question: try row.get(3), askedAt: now)
            )
        }
        guard let held else { return false }
        // The form may have sent other words meanwhile.
        let isTaken = try tx.first("SELECT 1 FROM asks WHERE id = \(id)") { _ in true } ?? false
        try AskStore.add(held.ask, as: isTaken ? .random() : id, by: held.asker, in: tx)
        return true
    }

    // MARK: Answers

    /// Keeps an answer that waits; false where the viewer is not asked that.
    static func hold(_ words: String, to ask: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws
        -> Bool
    {
        guard let member = viewer.personID, try AskOfferStore.isWaiting(ask, for: member, in: tx) else { return false }
        try tx.execute(
            """
            INSERT INTO held_answers (ask_id, addressee_id, words, written_at, refused_at)
            VALUES (\(ask), \(member), \(words), \(now), NULL)
            ON CONFLICT (ask_id, addressee_id) DO UPDATE SET
                words = excluded.words, written_at = excluded.written_at, refused_at = NULL, is_allowed = FALSE
            """)
        return true
    }

    static func answers(as viewer: Viewer, in tx: Transaction) throws -> [HeldWordsRow] {
        guard let member = viewer.personID else { return [] }
        return try tx.rows(
            """
            SELECT ask_id, words, written_at, refused_at IS NOT NULL FROM held_answers
            WHERE addressee_id = \(member) ORDER BY ask_id
            """, row)
    }

    /// Takes an answer back, for another has been sent or it was declined.
    static func dropAnswer(to ask: ID<Ask>, by viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute("DELETE FROM held_answers WHERE ask_id = \(ask) AND addressee_id = \(member)")
    }

    /// What a moderator said of an answer. Answers whom to tell of it: the asker, where it has reached them. One that cannot
    /// go on now stays until its question ends or can be answered again (`sendAllowed`).
    static func decideAnswer(
        _ ask: ID<Ask>, by member: ID<Person>, isAllowed: Bool, at now: Instant, in tx: Transaction
    ) throws -> ID<Person>? {
        let isTheirs: SQL = "ask_id = \(ask) AND addressee_id = \(member)"
        guard isAllowed else {
            try tx.execute("UPDATE held_answers SET refused_at = \(now), is_allowed = FALSE WHERE \(isTheirs)")
            return nil
        }
        try tx.execute("UPDATE held_answers SET is_allowed = TRUE, refused_at = NULL WHERE \(isTheirs)")
        return try sendAllowed(isTheirs, at: now, in: tx).first
    }

    /// Sends answers that a moderator let go on and that could not until now. Answers whom to tell: their askers.
    static func sendAllowed(_ condition: SQL = "TRUE", at now: Instant, in tx: Transaction) throws -> [ID<Person>] {
        let allowed = try tx.rows(
            "SELECT ask_id, addressee_id, words FROM held_answers WHERE is_allowed = TRUE AND \(condition)"
        ) { row in
            (
                ask: try row.get(0, as: ID<Ask>.self), author: Viewer.person(try row.get(1), roles: []),
                words: try row.get(2, as: String.self)
            )
        }
        return try allowed.compactMap { held in
            guard try AskOfferStore.answer(held.ask, held.words, by: held.author, at: now, in: tx) else { return nil }
            try dropAnswer(to: held.ask, by: held.author, in: tx)
            return try AskOfferStore.asker(of: held.ask, answeredBy: held.author, in: tx)
        }
    }

    // MARK: Both

    /// Deletes what waits or was refused of members who took their consent back, and answers to what waits for them no more; a
    /// refused one has nowhere to go, but its author may have asked for another look. Answers what they were, an answer with
    /// its author.
    static func dropEnded(in tx: Transaction) throws -> [(ask: ID<Ask>, author: ID<Person>?)] {
        let questions = try tx.rows(
            "DELETE FROM held_questions WHERE NOT \(AccountsFeature.hasHealthConsent("asker_id")) RETURNING id"
        ) { (ask: try $0.get(0, as: ID<Ask>.self), author: ID<Person>?.none) }
        let answers = try tx.rows(
            """
            DELETE FROM held_answers WHERE NOT \(AccountsFeature.hasHealthConsent("addressee_id"))
                OR (refused_at IS NULL AND NOT EXISTS (SELECT 1 FROM ask_offers o WHERE o.ask_id = held_answers.ask_id
                    AND o.addressee_id = held_answers.addressee_id AND o.state = 'waiting'))
            RETURNING ask_id, addressee_id
            """
        ) { (ask: try $0.get(0, as: ID<Ask>.self), author: try $0.get(1, as: ID<Person>?.self)) }
        return questions + answers
    }

    /// Deletes what was refused so long ago that no other look can come of it.
    static func forget(at now: Instant, in tx: Transaction) throws {
        let limit = now - kept
        try tx.execute("DELETE FROM held_questions WHERE refused_at < \(limit)")
        try tx.execute("DELETE FROM held_answers WHERE refused_at < \(limit)")
    }

    private static func row(_ row: Row) throws -> HeldWordsRow {
        HeldWordsRow(ask: try row.get(0), words: try row.get(1), writtenAt: try row.get(2), isRefused: try row.get(3))
    }
}
