import Storage

/// The table `duty_shifts`.
enum DutyStore {
    private static let columns: SQL = "id, member_id, place, from_at, to_at, is_offered"

    static func add(_ shift: Shift, in space: Space, tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO duty_shifts (id, space, member_id, place, from_at, to_at, is_offered)
            VALUES (\(shift.id), \(space.code), \(shift.member), \(shift.place.rawValue), \(shift.from), \(shift.to),
                \(shift.isOffered))
            """)
    }

    /// Those that are not over at `start` and begin before `end`, in order.
    static func shifts(in space: Space, from start: Instant, to end: Instant, tx: Transaction) throws -> [Shift] {
        try tx.rows(
            """
            SELECT \(columns) FROM duty_shifts WHERE space = \(space.code) AND to_at > \(start) AND from_at < \(end)
            ORDER BY from_at, place, to_at, id
            """, shift)
    }

    /// Whether a member has another shift at that time: one person cannot be first and second.
    static func isTaken(_ shift: Shift, by member: ID<Person>, in space: Space, tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM duty_shifts WHERE space = \(space.code) AND member_id = \(member) AND id <> \(shift.id)
                AND to_at > \(shift.from) AND from_at < \(shift.to) LIMIT 1
            """
        ) { _ in true } ?? false
    }

    static func find(_ id: ID<Shift>, in space: Space, tx: Transaction) throws -> Shift? {
        try tx.first("SELECT \(columns) FROM duty_shifts WHERE id = \(id) AND space = \(space.code)", shift)
    }

    /// Puts one into other hands, or says whether it is offered.
    static func set(_ id: ID<Shift>, member: ID<Person>, isOffered: Bool, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE duty_shifts SET member_id = \(member), is_offered = \(isOffered) WHERE id = \(id)")
    }

    static func remove(_ id: ID<Shift>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM duty_shifts WHERE id = \(id)")
    }

    private static func shift(_ row: Row) throws -> Shift {
        Shift(
            id: try row.get(0), member: try row.get(1), place: Shift.Place(rawValue: try row.get(2)) ?? .second,
            from: try row.get(3), to: try row.get(4), isOffered: try row.get(5))
    }
}
