import Storage

/// A member and a role they hold.
struct RoleHolder: Sendable, Equatable {
    let member: ID<Person>
    let pseudonym: String
    let held: HeldRole
}

/// The tables `spaces` and `space_roles`.
enum RoleStore {
    /// Gives a role in a space; nothing happens when the member has it. Throws `.foreignKey` for a space that is not there.
    static func grant(_ held: HeldRole, to member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO space_roles (member_id, space, role, granted_at)
            VALUES (\(member), \(held.space.code), \(held.role.rawValue), \(now))
            ON CONFLICT (member_id, space, role) DO NOTHING
            """)
    }

    /// Takes a role away; answers whether the member had it.
    static func revoke(_ held: HeldRole, from member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            DELETE FROM space_roles
            WHERE member_id = \(member) AND space = \(held.space.code) AND role = \(held.role.rawValue)
            """) > 0
    }

    /// The roles of a member, by space.
    static func roles(of member: ID<Person>, in tx: Transaction) throws -> [HeldRole] {
        try grants(to: member, in: tx).map(\.held)
    }

    /// The same, and since when.
    static func grants(to member: ID<Person>, in tx: Transaction) throws -> [(held: HeldRole, at: Instant)] {
        try tx.rows(
            "SELECT role, space, granted_at FROM space_roles WHERE member_id = \(member) ORDER BY space, role"
        ) { row in
            let at = try row.get(2, as: Instant.self)
            return try held(row, role: 0, space: 1).map { (held: $0, at: at) }
        }.compactMap { $0 }
    }

    /// Who holds a role in a space, longest first.
    static func holders(of held: HeldRole, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT member_id FROM space_roles WHERE space = \(held.space.code) AND role = \(held.role.rawValue)
            ORDER BY granted_at, member_id
            """
        ) { try $0.get(0) }
    }

    /// Those of them whose account is not held.
    static func openHolders(of held: HeldRole, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT member_id FROM space_roles WHERE space = \(held.space.code) AND role = \(held.role.rawValue)
                AND NOT EXISTS (SELECT 1 FROM account_holds WHERE account_holds.member_id = space_roles.member_id)
            ORDER BY granted_at, member_id
            """
        ) { try $0.get(0) }
    }

    /// Everybody who holds a role, by space and role, for the administrator: who may do what is no secret among staff.
    static func all(in tx: Transaction) throws -> [RoleHolder] {
        try tx.rows(
            """
            SELECT space_roles.role, space_roles.space, space_roles.member_id, members.pseudonym
            FROM space_roles JOIN members ON members.id = space_roles.member_id
            ORDER BY space_roles.space, space_roles.role, space_roles.granted_at, space_roles.member_id
            """
        ) { row in
            let (member, pseudonym) = (try row.get(2, as: ID<Person>.self), try row.get(3, as: String.self))
            return try held(row, role: 0, space: 1).map {
                RoleHolder(member: member, pseudonym: pseudonym, held: $0)
            }
        }.compactMap { $0 }
    }

    /// The administrators who can sign in: of accounts that are not held, and not with a passphrase that has run out.
    static func openAdministrators(at now: Instant, in tx: Transaction) throws -> [ID<Person>] {
        try tx.rows(
            """
            SELECT member_id FROM space_roles WHERE role = 'administrator' AND NOT EXISTS
                (SELECT 1 FROM account_holds WHERE account_holds.member_id = space_roles.member_id)
            AND NOT EXISTS (SELECT 1 FROM credentials WHERE credentials.member_id = space_roles.member_id
                AND credentials.provisional_until <= \(now))
            ORDER BY member_id
            """
        ) { try $0.get(0) }
    }

    // MARK: - Spaces

    static func addSpace(_ space: Space, named name: String, in tx: Transaction) throws {
        try tx.execute("INSERT INTO spaces (code, name) VALUES (\(space.code), \(name))")
    }

    /// Takes a space away, and with it every role held there.
    static func removeSpace(_ space: Space, in tx: Transaction) throws {
        try tx.execute("DELETE FROM spaces WHERE code = \(space.code)")
    }

    /// Every space and its name, the site first.
    static func spaces(in tx: Transaction) throws -> [(space: Space, name: String)] {
        let all = try tx.rows("SELECT code, name FROM spaces ORDER BY name, code") { row in
            (Space(code: try row.get(0, as: String.self)), try row.get(1, as: String.self))
        }.compactMap { entry in entry.0.map { (space: $0, name: entry.1) } }
        return Space.Kind.allCases.flatMap { kind in all.filter { $0.space.kind == kind } }
    }

    static func hasSpace(_ space: Space, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM spaces WHERE code = \(space.code)") { _ in true } ?? false
    }

    private static func held(_ row: Row, role: Int, space: Int) throws -> HeldRole? {
        guard let role = Role(rawValue: try row.get(role)), let space = Space(code: try row.get(space, as: String.self))
        else { return nil }
        return HeldRole(role, in: space)
    }
}
