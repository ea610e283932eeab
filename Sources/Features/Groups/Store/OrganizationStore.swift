import Storage
import Web

/// The table `organizations`. That one is there is no secret.
enum OrganizationStore {
    /// All there are, by slug.
    static func all(in tx: Transaction) throws -> [Organization] { throw Problem.unavailable }

    /// By identifier.
    static func find(_ id: ID<Space>, in tx: Transaction) throws -> Organization? { throw Problem.unavailable }

    /// By the name in its address.
    static func find(slug: String, in tx: Transaction) throws -> Organization? { throw Problem.unavailable }

    /// Opens one, with its space where there is none; false where there is one of that slug.
    static func open(_ organization: Organization, at now: Instant, in tx: Transaction) throws -> Bool {
        throw Problem.unavailable
    }
}
