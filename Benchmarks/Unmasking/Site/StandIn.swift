import Foundation
import Storage

/// In the place of the dark where it is not there yet, and for the leak in which all appears at once: acts wait in memory and
/// are written as rows that name nobody.
struct StandIn: DarkDoor {
    private struct Waiting {
        let question: Int
        let due: Instant
        let isReply: Bool
    }

    let rooms: Rooms
    let isAtOnce: Bool
    private var waiting: [Waiting] = []
    private var random: Seeded

    init(_ rooms: Rooms, isAtOnce: Bool, seed: UInt64) {
        (self.rooms, self.isAtOnce, random) = (rooms, isAtOnce, Seeded(seed))
    }

    static func thread(_ question: Int) -> ID<StandIn> { ID(named: "question \(question)") }

    mutating func ask(_ member: Int, _ question: Int, _ guest: inout Guest) async throws {
        try await wait(question, Pace.soon, isReply: false)
    }

    mutating func reply(_ member: Int, _ question: Int, _ guest: inout Guest) async throws {
        try await wait(question, Pace.patient, isReply: true)
    }

    mutating func beat() async throws {}

    private mutating func wait(_ question: Int, _ pace: Pace, isReply: Bool) async throws {
        let now = Double(rooms.time.now.milliseconds) / 3_600_000
        let hour = (isAtOnce ? Pace.atOnce : pace).appears(after: now, using: &random)
        let due = Instant(milliseconds: Int64(hour) * 3_600_000)
        waiting.append(Waiting(question: question, due: due, isReply: isReply))
        if isAtOnce { try await release() }
    }

    mutating func release() async throws {
        let now = rooms.time.now
        let due = waiting.filter { $0.due <= now }.shuffled(using: &random)
        waiting.removeAll { $0.due <= now }
        guard !due.isEmpty else { return }
        let community = ID<Space>(named: "community:\(Rooms.community)")
        try await rooms.database.write { tx in
            for one in due {
                let (thread, title) = (Self.thread(one.question), Words.title(one.question))
                if !one.isReply {
                    try tx.execute(
                        """
                        INSERT INTO threads (id, community_id, kind, title, language, visibility, state, started_at,
                            last_at, replies, last_number, revision)
                        VALUES (\(thread), \(community), 'question', \(title), 'en', 'members', 'shown', \(one.due),
                            \(one.due), 0, 0, 1)
                        """)
                }
                try tx.execute(
                    """
                    UPDATE threads SET last_number = last_number + 1, revision = revision + 1 WHERE id = \(thread)
                    """)
                try tx.execute(
                    """
                    INSERT INTO posts (thread_id, number, form_id, words, html, is_quoting, state, written_at, me_too,
                        thanks, hope)
                    SELECT id, last_number, \(ID<StandIn>.random()), 'Words.', \([UInt8]("<p>Words.</p>".utf8)), FALSE,
                        'shown', \(one.due), 0, 0, 0
                    FROM threads WHERE id = \(thread)
                    """)
            }
        }
    }
}
