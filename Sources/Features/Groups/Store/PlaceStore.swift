import Storage
import Web

/// The table `places`.
enum PlaceStore {
    /// Of an organization, by name.
    static func all(of organization: ID<Space>, in tx: Transaction) throws -> [Place] { throw Problem.unavailable }

    /// Those of some identifiers.
    static func find(_ ids: Set<ID<Place>>, in tx: Transaction) throws -> [ID<Place>: Place] {
        throw Problem.unavailable
    }

    /// A new one.
    static func add(_ place: Place, in tx: Transaction) throws { throw Problem.unavailable }

    /// All but its identifier and organization; counts a revision for every series that meets there.
    static func update(_ place: Place, in tx: Transaction) throws { throw Problem.unavailable }
}
