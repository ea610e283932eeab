import Accounts
import Storage
import Vocabulary
import Web

/// The tables `asks` and `ask_preferences`, as their own members change them. Who is asked: `AskOfferStore`.
enum AskStore {
    /// Whether the viewer said that others may ask them.
    static func isOpen(as viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let member = viewer.personID else { return false }
        return try tx.first("SELECT is_open FROM ask_preferences WHERE member_id = \(member)") { try $0.get(0) }
            ?? false
    }

    /// Whoever closes themselves is rid of what waits with them; it goes to others.
    static func setOpen(_ isOpen: Bool, by viewer: Viewer, at now: Instant, in tx: Transaction) throws {
        guard let member = viewer.personID else { throw Problem.signInNeeded }
        try tx.execute(
            """
            INSERT INTO ask_preferences (member_id, is_open, changed_at) VALUES (\(member), \(isOpen), \(now))
            ON CONFLICT (member_id) DO UPDATE SET is_open = excluded.is_open, changed_at = excluded.changed_at
            """)
        guard !isOpen else { return }
        try tx.execute(
            """
            UPDATE ask_offers SET state = 'ended', decided_at = \(now)
            WHERE addressee_id = \(member) AND state = 'waiting'
            """)
    }

    /// Keeps a question; it waits until it is put to somebody (`AskOfferStore.place`), which this does not do: neither the
    /// answer nor its time tells whether there is anybody.
    ///
    /// The identifier comes with the form. The same words about the same thing, from the same form or within a day, are
    /// the same question: it was sent already. A form that was taken back stays so.
    static func send(_ ask: Ask, by viewer: Viewer, in tx: Transaction) throws -> AskOutcome {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        let since = ask.askedAt - .days(1)
        let earlier = try tx.rows(
            """
            SELECT \(columns) FROM asks WHERE asker_id = \(asker) AND (asked_at > \(since) OR id = \(ask.id))
            ORDER BY asked_at, id
            """, self.ask)
        if earlier.contains(where: { $0.id == ask.id && $0.state == .withdrawn }) { return .withdrawn }
        if earlier.contains(where: { $0.isSame(as: ask) && $0.state != .withdrawn }) { return .sent }
        // What was taken back counts: or one could have any number put to people, one after the other.
        guard earlier.count(where: { $0.askedAt > since }) < Ask.dailyLimit else { return .tooMany }
        // Other words in the same form are another question, also where the first ones wait for a moderator.
        let isTaken = try earlier.contains { $0.id == ask.id } || HeldWordsStore.isHeld(ask.id, in: tx)
        try add(ask, as: isTaken ? .random() : ask.id, by: asker, in: tx)
        return .sent
    }

    /// Writes a question down, whatever was asked before.
    static func add(_ ask: Ask, as id: ID<Ask>, by asker: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO asks (id, asker_id, treatment_id, purpose_id, question, asked_at, state)
            VALUES (\(id), \(asker), \(ask.treatment), \(ask.purpose), \(ask.question), \(ask.askedAt), 'open')
            """)
        // Now, and not when it is put to somebody: it would say that there is somebody.
        try AccountsFeature.leaveReceipt(
            Receipt(user: .site, use: .ownQuestion, at: ask.askedAt), with: asker, in: tx)
    }

    /// The viewer needs no more answers: who has not answered is no longer asked. False where they asked no such thing.
    static func close(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        let isTheirs: SQL = "id = \(id) AND asker_id = \(asker) AND state <> 'withdrawn'"
        guard try tx.first("SELECT 1 FROM asks WHERE \(isTheirs)", { try $0.get(0, as: Int64.self) }) != nil else {
            return false
        }
        try tx.execute("UPDATE asks SET state = 'closed', ended_at = \(now) WHERE \(isTheirs) AND state = 'open'")
        try tx.execute(
            "UPDATE ask_offers SET state = 'ended', decided_at = \(now) WHERE ask_id = \(id) AND state = 'waiting'")
        try tx.execute("UPDATE ask_offers SET is_read = TRUE WHERE ask_id = \(id) AND state = 'answered'")
        try FormerAnswerStore.noteRead(id, in: tx)
        return true
    }

    /// Takes a question back: its words are gone from everybody, and the answers with it. Twice is once; false where the
    /// viewer asked no such thing.
    static func withdraw(_ id: ID<Ask>, by viewer: Viewer, at now: Instant, in tx: Transaction) throws -> Bool {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        return try withdraw("id = \(id) AND asker_id = \(asker)", at: now, in: tx) > 0
    }

    /// The same of every question that fits.
    static func withdraw(_ condition: SQL, at now: Instant, in tx: Transaction) throws -> Int {
        try tx.execute(
            """
            UPDATE ask_offers SET state = 'ended', reply = NULL, decided_at = \(now)
            WHERE state <> 'ended' AND ask_id IN (SELECT id FROM asks WHERE \(condition))
            """)
        try FormerAnswerStore.remove(ofAsks: condition, in: tx)
        return try tx.execute(
            "UPDATE asks SET state = 'withdrawn', question = '', ended_at = \(now) WHERE \(condition)")
    }

    /// The viewer has read the answers so far; false where they asked no such thing.
    static func noteRead(_ id: ID<Ask>, by viewer: Viewer, in tx: Transaction) throws -> Bool {
        guard let asker = viewer.personID else { throw Problem.signInNeeded }
        let isTheirs: SQL = "id = \(id) AND asker_id = \(asker) AND state <> 'withdrawn'"
        guard try tx.first("SELECT 1 FROM asks WHERE \(isTheirs)", { _ in true }) ?? false else { return false }
        let offers = try tx.execute("UPDATE ask_offers SET is_read = TRUE WHERE ask_id = \(id)")
        return try FormerAnswerStore.noteRead(id, in: tx) + offers > 0
    }

    static let columns: SQL = "id, treatment_id, purpose_id, question, asked_at, state"

    static func ask(_ row: Row) throws -> Ask {
        Ask(
            id: try row.get(0), treatment: try row.get(1), purpose: try row.get(2), question: try row.get(3),
            askedAt: try row.get(4), state: Ask.State(rawValue: try row.get(5)) ?? .closed)
    }
}
