import Storage
import Web

/// The table `places`.
enum PlaceStore {
    /// Of an organization, by name.
    static func all(of organization: ID<Space>, in tx: Transaction) throws -> [Place] {
        try tx.rows(
            "SELECT \(columns) FROM places WHERE organization_id = \(organization) ORDER BY name, id", place
        ).compactMap { $0 }
    }

    /// Those of some identifiers.
    static func find(_ ids: Set<ID<Place>>, in tx: Transaction) throws -> [ID<Place>: Place] {
        guard !ids.isEmpty else { return [:] }
        let found = try tx.rows(
            "SELECT \(columns) FROM places WHERE id IN (\(SQL.list(ids.sorted()))) ORDER BY id", place)
        return Dictionary(found.compactMap { $0 }.map { ($0.id, $0) }) { $1 }
    }

    /// A new one.
    static func add(_ place: Place, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO places (id, organization_id, name, street, city, region, zip, latitude, longitude, access,
                access_words)
            VALUES (\(place.id), \(place.organization), \(place.name), \(place.street), \(place.city),
                \(place.region), \(place.zip.description), \(place.point?.latitude), \(place.point?.longitude),
                \(AccessFeature.code(place.access)), \(place.accessWords))
            """)
    }

    /// All but its identifier and organization; counts a revision for every series that meets there.
    static func update(_ place: Place, in tx: Transaction) throws {
        let isThere =
            try tx.execute(
                """
                UPDATE places SET name = \(place.name), street = \(place.street), city = \(place.city),
                    region = \(place.region), zip = \(place.zip.description), latitude = \(place.point?.latitude),
                    longitude = \(place.point?.longitude), access = \(AccessFeature.code(place.access)),
                    access_words = \(place.accessWords)
                WHERE id = \(place.id)
                """) > 0
        guard isThere else { throw Problem.notFound }
        try SeriesStore.touch(
            """
            id IN (SELECT id FROM series WHERE place_id = \(place.id)
                UNION SELECT series_id FROM group_sessions WHERE place_id = \(place.id))
            """, in: tx)
    }

    private static let columns: SQL =
        "id, organization_id, name, street, city, region, zip, latitude, longitude, access, access_words"

    /// Nil where the ZIP code is none: that is never written.
    private static func place(_ row: Row) throws -> Place? {
        guard let zip = ZIPCode(try row.get(6, as: String.self)) else { return nil }
        let (latitude, longitude) = (try row.get(7, as: Double?.self), try row.get(8, as: Double?.self))
        return Place(
            id: try row.get(0), organization: try row.get(1), name: try row.get(2), street: try row.get(3),
            city: try row.get(4), region: try row.get(5), zip: zip, point: point(latitude, longitude),
            access: AccessFeature.features(try row.get(9)), accessWords: try row.get(10))
    }

    static func point(_ latitude: Double?, _ longitude: Double?) -> GeoPoint? {
        guard let latitude, let longitude else { return nil }
        return GeoPoint(latitude: latitude, longitude: longitude)
    }
}
