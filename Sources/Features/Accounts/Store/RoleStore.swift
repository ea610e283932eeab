import Storage

/// The table `roles`.
enum RoleStore {
    /// Gives a role in a space; nothing happens when the member has it.
    static func grant(_ role: Role, in space: String, to member: ID<Person>, at now: Instant, in tx: Transaction) throws
    {
        try tx.execute(
            """
            INSERT INTO roles (member_id, space, role, granted_at)
            VALUES (\(member), \(space), \(role.rawValue), \(now)) ON CONFLICT (member_id, space, role) DO NOTHING
            """)
    }

    static func take(_ role: Role, in space: String, from member: ID<Person>, in tx: Transaction) throws {
        try tx.execute(
            "DELETE FROM roles WHERE member_id = \(member) AND space = \(space) AND role = \(role.rawValue)")
    }

    /// The roles of a member by space.
    static func roles(of member: ID<Person>, in tx: Transaction) throws -> [(space: String, role: Role)] {
        try tx.rows("SELECT space, role FROM roles WHERE member_id = \(member) ORDER BY space, role") { row in
            (space: try row.get(0, as: String.self), role: Role(rawValue: try row.get(1)))
        }.compactMap { entry in entry.role.map { (space: entry.space, role: $0) } }
    }

    /// Who holds a role in a space, oldest first.
    static func holders(of role: Role, in space: String, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT member_id FROM roles WHERE space = \(space) AND role = \(role.rawValue)
            ORDER BY granted_at, member_id
            """
        ) { try $0.get(0) }
    }
}
