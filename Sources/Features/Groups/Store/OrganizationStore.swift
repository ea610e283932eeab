import Accounts
import Storage
import Web

/// The table `organizations`. That one is there is no secret.
enum OrganizationStore {
    /// All there are, by slug.
    static func all(in tx: Transaction) throws -> [Organization] {
        try tx.rows("SELECT \(columns) FROM organizations ORDER BY slug", organization)
    }

    /// By identifier.
    static func find(_ id: ID<Space>, in tx: Transaction) throws -> Organization? {
        try tx.first("SELECT \(columns) FROM organizations WHERE id = \(id)", organization)
    }

    /// By the name in its address.
    static func find(slug: String, in tx: Transaction) throws -> Organization? {
        try tx.first("SELECT \(columns) FROM organizations WHERE slug = \(slug)", organization)
    }

    /// Opens one, with its space where there is none; false where there is one of that slug.
    static func open(_ organization: Organization, at now: Instant, in tx: Transaction) throws -> Bool {
        let isNew =
            try tx.execute(
                """
                INSERT INTO organizations (id, slug, name, zone, phone, opened_at)
                VALUES (\(organization.id), \(organization.slug), \(organization.name), \(organization.zone),
                    \(organization.phone), \(now))
                ON CONFLICT DO NOTHING
                """) > 0
        guard isNew else { return false }
        let space = organization.space
        let hasSpace = try tx.first("SELECT 1 FROM spaces WHERE code = \(space.code)") { _ in true } ?? false
        if !hasSpace { try AccountsFeature.addSpace(space, named: organization.slug, in: tx) }
        return true
    }

    private static let columns: SQL = "id, slug, name, zone, phone"

    private static func organization(_ row: Row) throws -> Organization {
        Organization(
            id: try row.get(0), slug: try row.get(1), name: try row.get(2), zone: try row.get(3), phone: try row.get(4))
    }
}
