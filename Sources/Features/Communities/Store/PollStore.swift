import Accounts
import Storage
import Web

/// The tables `polls`, `poll_options` and `poll_votes`. What somebody voted is read by nobody else, a moderator or the
/// program for a page neither.
enum PollStore {
    /// The poll of a thread that the viewer may read: shown ones, and their author's own.
    static func find(_ thread: ID<CommunityThread>, as viewer: Viewer, in tx: Transaction) throws -> Poll? {
        let isVisible: SQL =
            switch viewer {
            case .system: "TRUE"
            case .anonymous: "polls.state = 'shown'"
            case .person(let me, _): "(polls.state = 'shown' OR threads.author_id = \(me))"
            }
        let own: SQL =
            viewer.personID.map {
                "(SELECT number FROM poll_votes WHERE poll_votes.thread_id = polls.thread_id AND member_id = \($0))"
            } ?? "NULL"
        let rows = try tx.rows(
            """
            SELECT polls.state, polls.opened_at, polls.closes_at, \(own), options.number, options.words, options.counted
            FROM polls JOIN poll_options AS options ON options.thread_id = polls.thread_id
                JOIN threads ON threads.id = polls.thread_id
            WHERE polls.thread_id = \(thread) AND \(isVisible) ORDER BY options.number
            """
        ) { row in
            (
                state: PostState(rawValue: try row.get(0)) ?? .hidden, openedAt: try row.get(1, as: Instant.self),
                closesAt: try row.get(2, as: Instant?.self), own: try row.get(3, as: Int?.self),
                option: Poll.Option(number: try row.get(4), words: try row.get(5), counted: try row.get(6))
            )
        }
        return rows.first.map { first in
            Poll(
                thread: thread, state: first.state, openedAt: first.openedAt, closesAt: first.closesAt,
                options: rows.map(\.option), own: first.own)
        }
    }

    static func add(
        _ input: PollInput, _ state: PostState, to thread: ID<CommunityThread>, at now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO polls (thread_id, state, opened_at, closes_at, uncounted)
            VALUES (\(thread), \(state.rawValue), \(now), \(input.days.map { now + .days($0) }), 0)
            """)
        for (index, words) in input.options.enumerated() {
            try tx.execute(
                """
                INSERT INTO poll_options (thread_id, number, words, counted) VALUES (\(thread), \(index + 1), \(words), 0)
                """)
        }
    }

    static func setState(_ state: PostState, _ thread: ID<CommunityThread>, in tx: Transaction) throws -> Bool {
        try tx.execute("UPDATE polls SET state = \(state.rawValue) WHERE thread_id = \(thread)") > 0
    }

    static func remove(_ thread: ID<CommunityThread>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM polls WHERE thread_id = \(thread)") > 0
    }

    /// Of what nobody but its author read nothing stays without them.
    static func removeUnread(_ thread: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM polls WHERE thread_id = \(thread) AND state <> 'shown'")
    }

    // MARK: - Votes

    /// Whether somebody joined long enough before a poll began: who makes accounts for it is too late.
    static func mayVote(_ poll: Poll, _ member: ID<Person>, leastAge: Duration, in tx: Transaction) throws -> Bool {
        let joined = try tx.first("SELECT \(AccountsFeature.joined("\(member)"))") { try $0.get(0, as: Instant?.self) }
        return (joined ?? nil).map { $0 <= poll.openedAt - leastAge } ?? false
    }

    /// Votes, or votes otherwise than before. With eleven new ones all are counted anew.
    static func vote(_ option: Int, in poll: Poll, by member: ID<Person>, in tx: Transaction) throws {
        let isFirst =
            try tx.execute(
                """
                INSERT INTO poll_votes (thread_id, member_id, number) VALUES (\(poll.thread), \(member), \(option))
                ON CONFLICT (thread_id, member_id) DO NOTHING
                """) > 0
        guard isFirst else {
            try tx.execute(
                """
                UPDATE poll_votes SET number = \(option) WHERE thread_id = \(poll.thread) AND member_id = \(member)
                """)
            return
        }
        let uncounted = try tx.first(
            "UPDATE polls SET uncounted = uncounted + 1 WHERE thread_id = \(poll.thread) RETURNING uncounted"
        ) { try $0.get(0, as: Int.self) }
        if (uncounted ?? 0) >= Poll.leastShown { try count(poll.thread, in: tx) }
    }

    private static func count(_ thread: ID<CommunityThread>, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE poll_options SET counted = (SELECT COUNT(*) FROM poll_votes
                WHERE poll_votes.thread_id = poll_options.thread_id AND poll_votes.number = poll_options.number)
            WHERE thread_id = \(thread)
            """)
        try tx.execute("UPDATE polls SET uncounted = 0 WHERE thread_id = \(thread)")
    }

    // MARK: - Of one member

    /// Threads of a member's that have a poll.
    static func threads(of author: ID<Person>, limit: Int, in tx: Transaction) throws -> [ID<CommunityThread>] {
        try tx.rows(
            """
            SELECT polls.thread_id FROM polls JOIN threads ON threads.id = polls.thread_id
            WHERE threads.author_id = \(author) ORDER BY polls.thread_id LIMIT \(limit)
            """
        ) { try $0.get(0) }
    }

    static func votes(
        of member: ID<Person>, in tx: Transaction
    ) throws -> [(thread: ID<CommunityThread>, community: String, option: Int)] {
        try tx.rows(
            """
            SELECT votes.thread_id, communities.slug, votes.number FROM poll_votes AS votes
                JOIN threads ON threads.id = votes.thread_id JOIN communities ON communities.id = threads.community_id
            WHERE votes.member_id = \(member) ORDER BY votes.thread_id
            """
        ) { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }
}
