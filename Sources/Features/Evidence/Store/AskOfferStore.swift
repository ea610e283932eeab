import Accounts
import Storage
import Vocabulary
import Web

/// The table `ask_offers`: to whom a question is put, and what they do with it.
enum AskOfferStore {
    /// True where a question (`a`) may stand with somebody: both agree that health data are kept, neither account is
    /// suspended, and neither has blocked the other.
    private static func mayMeet(_ addressee: SQL) -> SQL {
        """
        (\(AccountsFeature.hasHealthConsent("a.asker_id")) AND \(AccountsFeature.hasHealthConsent(addressee))
            AND \(AccountsFeature.canMeet("a.asker_id", addressee)))
        """
    }

    /// True of a question (`a`) and an offer (`o`) that its addressee may see and answer.
    static let isWaiting: SQL = """
        (o.state = 'waiting' AND a.state = 'open' AND a.question_hidden = FALSE AND \(mayMeet("o.addressee_id")))
        """
    /// The same of an answer that its asker may read.
    static let isAnswered: SQL = """
        (o.state = 'answered' AND a.state <> 'withdrawn' AND o.reply_hidden = FALSE
            AND \(AccountsFeature.canMeet("a.asker_id", "o.addressee_id")))
        """

    /// How many questions wait for the member whom a column names: a part of another query.
    static func countWaiting(for member: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.addressee_id = \(member) AND \(isWaiting))
        """
    }

    /// How many answers there are that the member whom a column names has not said to have read.
    static func countUnread(for member: SQL) -> SQL {
        """
        ((SELECT COUNT(*) FROM asks a JOIN ask_offers o ON o.ask_id = a.id
            WHERE a.asker_id = \(member) AND o.is_read = FALSE AND \(isAnswered))
            + \(FormerAnswerStore.countUnread(for: member)))
        """
    }

    // MARK: Who is asked

    /// Puts questions that wait to people who tried it and may be asked, the oldest question first, by chance among people,
    /// so that nobody is asked again and again. Answers whether there may be more to do.
    /// - Parameter tell: is given each of those for whom something new waits.
    static func place(
        atMost limit: Int = 100, at now: Instant, in tx: Transaction, tell: (ID<Person>) throws -> Void = { _ in }
    ) throws -> Bool {
        let canBeAsked = canBeAsked(at: now)
        var hasPlaced = false
        let asks = try tx.rows(
            """
            SELECT a.id, a.treatment_id, a.purpose_id, a.question, a.asked_at, a.state, \(seatsTaken) FROM asks a
            WHERE a.state = 'open' AND a.question_hidden = FALSE AND \(seatsTaken) < \(Ask.addressees) AND EXISTS
                (SELECT 1 FROM courses c JOIN ask_preferences p ON p.member_id = c.member_id WHERE \(canBeAsked))
            ORDER BY a.asked_at, a.id LIMIT \(limit)
            """
        ) { (ask: try AskStore.ask($0), taken: try $0.get(6, as: Int.self)) }
        for (ask, taken) in asks {
            // Asked anew for each: who was free for one question may have enough with the next.
            let chosen = try tx.rows(
                """
                SELECT member_id FROM (
                    SELECT DISTINCT c.member_id FROM asks a JOIN courses c ON c.treatment_id = a.treatment_id
                    JOIN ask_preferences p ON p.member_id = c.member_id
                    WHERE a.id = \(ask.id) AND \(canBeAsked)) AS willing
                ORDER BY RANDOM(), member_id LIMIT \(Ask.addressees - taken)
                """
            ) { try $0.get(0, as: ID<Person>.self) }
            for addressee in chosen {
                try offer(ask.id, to: addressee, at: now, in: tx)
                try tell(addressee)
                hasPlaced = true
            }
        }
        return asks.count == limit && hasPlaced
    }

    /// Puts a question to one member, whatever else waits for them.
    static func offer(_ ask: ID<Ask>, to addressee: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO ask_offers (ask_id, addressee_id, state, reply, offered_at, decided_at, is_read)
            VALUES (\(ask), \(addressee), 'waiting', NULL, \(now), NULL, FALSE)
            """)
        try AccountsFeature.leaveReceipt(Receipt(user: .site, use: .question, at: now), with: addressee, in: tx)
    }

    /// Who declined keeps their place: a question that nobody likes does not go round.
    private static let seatsTaken: SQL =
        """
        ((SELECT COUNT(*) FROM ask_offers t WHERE t.ask_id = a.id AND t.state <> 'ended')
            + (SELECT COUNT(*) FROM former_answers f WHERE f.ask_id = a.id))
        """

    /// True where a question (`a`) can be put to somebody: they tried it (`c`), say that they may be asked (`p`), and have
    /// not too many.
    private static func canBeAsked(at now: Instant) -> SQL {
        """
        c.treatment_id = a.treatment_id AND c.purpose_id = a.purpose_id AND p.is_open = TRUE
            AND c.member_id <> a.asker_id AND \(mayMeet("c.member_id"))
            AND NOT EXISTS (SELECT 1 FROM ask_offers d WHERE d.ask_id = a.id AND d.addressee_id = c.member_id)
            AND (SELECT COUNT(*) FROM ask_offers w WHERE w.addressee_id = c.member_id AND w.state = 'waiting')
                < \(Ask.mostWaiting)
            AND (SELECT COUNT(*) FROM ask_offers w WHERE w.addressee_id = c.member_id
                AND w.offered_at > \(now - .days(7))) < \(Ask.mostInAWeek)
        """
    }

    /// Ends what cannot stand any more: what waits with somebody who can no longer be asked, the open questions of members
    /// who took their consent back, and the memory of what was taken back long ago.
    static func sweep(at now: Instant, in tx: Transaction) throws {
        _ = try AskStore.withdraw(
            "state = 'open' AND NOT \(AccountsFeature.hasHealthConsent("asker_id"))", at: now, in: tx)
        try tx.execute(
            """
            UPDATE ask_offers SET state = 'ended', decided_at = \(now) WHERE state = 'waiting' AND NOT EXISTS
                (SELECT 1 FROM asks a JOIN ask_preferences p ON p.member_id = ask_offers.addressee_id
                WHERE a.id = ask_offers.ask_id AND p.is_open = TRUE AND \(mayMeet("ask_offers.addressee_id")))
            """)
        try tx.execute("DELETE FROM asks WHERE state = 'withdrawn' AND ended_at < \(now - Ask.remembered)")
    }

    // MARK: What they do

    /// Answers a question that waits for the viewer. False when none does: a second press changes nothing.
    static func answer(_ id: ID<Ask>, _ reply: String, by viewer: Viewer, at now: Instant, in tx: Transaction) throws
        -> Bool
    {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        guard try isWaiting(id, for: member, in: tx) else { return false }
        let isSent =
            try tx.execute(
                """
                UPDATE ask_offers SET state = 'answered', reply = \(reply), decided_at = \(now)
                WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'waiting'
                """) > 0
        if isSent {
            try AccountsFeature.leaveReceipt(Receipt(user: .site, use: .answer, at: now), with: member, in: tx)
        }
        return isSent
    }

    /// Takes an answer back that the viewer gave: whoever asked cannot read it any more. False where they gave none.
    static func takeBack(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        let isGone =
            try tx.execute(
                """
                UPDATE ask_offers SET state = 'declined', reply = NULL, decided_at = \(now)
                WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'answered'
                """) > 0
        if isGone { try tx.noteTakedown() }
        return isGone
    }

    /// Declines a question that waits for the viewer; the asker is not told.
    static func decline(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        guard try isWaiting(id, for: member, in: tx) else { return false }
        return try tx.execute(
            """
            UPDATE ask_offers SET state = 'declined', decided_at = \(now)
            WHERE ask_id = \(id) AND addressee_id = \(member) AND state = 'waiting'
            """) > 0
    }

    static func isWaiting(_ id: ID<Ask>, for member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.ask_id = \(id) AND o.addressee_id = \(member) AND \(isWaiting)
            """
        ) { try $0.get(0, as: Int64.self) } != nil
    }

    /// Who asked a question that the viewer answered.
    static func asker(of id: ID<Ask>, answeredBy viewer: Viewer, in tx: Transaction) throws -> ID<Person>? {
        guard let member = viewer.personID else { return nil }
        return try tx.first(
            """
            SELECT a.asker_id FROM ask_offers o JOIN asks a ON a.id = o.ask_id
            WHERE o.ask_id = \(id) AND o.addressee_id = \(member) AND o.state = 'answered'
            """
        ) { try $0.get(0) }
    }

    /// What became of a question that was put to the viewer, and what they replied; nil where none was.
    static func end(
        of id: ID<Ask>, as viewer: Viewer, in tx: Transaction
    ) throws -> (state: String, reply: String?)? {
        guard let member = viewer.personID else { return nil }
        return try tx.first("SELECT state, reply FROM ask_offers WHERE ask_id = \(id) AND addressee_id = \(member)") {
            (try $0.get(0), try $0.get(1))
        }
    }
}
