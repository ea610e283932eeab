import Markup
import Storage
import Web

// Which place a line means, be it made by a file or by staff: by name and city, as people spell them.
extension GroupImport {
    /// Cities that an answer names.
    private static let mostNamed = 5

    func takeInPlace(_ line: GroupFile.PlaceLine, _ reader: RecordReader, _ tx: Transaction) throws {
        let organization = try organization(line.organization, reader, tx)
        let access = try (line.access ?? []).map { try reader.word("access", $0) as AccessFeature }
        let fields = try reader.form(
            [
                "placeName": line.name, "street": line.street ?? "", "city": line.city ?? "",
                "region": line.region ?? "", "zip": line.zip ?? "", "accessWords": line.accessWords ?? "",
            ], named: { $0 == "placeName" ? "name" : $0 },
            { PlaceFields.read(&$0, isWhole: false) })
        guard var fields else { throw reader.fault("zip", "A ZIP code has five digits.") }
        fields.access = Set(access)
        let city = fields.city.isEmpty ? nil : fields.city
        guard try places(fields.name, in: city, of: organization, tx).isEmpty else { return }
        let id = Self.id(fields.name, in: city, of: organization)
        try PlaceStore.add(fields.place(id, of: organization.id), in: tx)
    }

    /// Where a series meets. Its city is said where two places have one name.
    func place(
        of line: GroupFile.SeriesLine, _ organization: Organization, _ reader: RecordReader, _ tx: Transaction
    ) throws -> ID<Place>? {
        guard let said = line.place else {
            guard line.city == nil else { throw reader.fault("city", "It says no place in that city.") }
            return nil
        }
        let name = try reader.text("place", said, max: PlaceFields.mostName)
        let city = try line.city.map { try reader.text("city", $0, max: PlaceFields.mostCity) }
        let found = try places(name, in: city, of: organization, tx)
        let called = RecordReader.shown(name) + (city.map { " in \(RecordReader.shown($0))" } ?? "")
        guard found.count < 2 else { throw reader.fault("place", Self.which(of: found, called)) }
        guard let place = found.first else {
            throw reader.fault(
                "place", "No line before it, and nobody of \(organization.slug), made a place \(called).")
        }
        return place.id
    }

    /// All that may be meant: of this name and, where it is said, in this city; else the one that such a line made and
    /// staff called otherwise since.
    private func places(_ name: String, in city: String?, of organization: Organization, _ tx: Transaction) throws
        -> [Place]
    {
        let all = try PlaceStore.all(of: organization.id, in: tx)
        let (key, cityKey) = (Place.key(name), city.map(Place.key))
        let named = all.filter { one in
            Place.key(one.name) == key && (cityKey.map { Place.key(one.city) == $0 } ?? true)
        }
        return named.isEmpty ? all.filter { $0.id == Self.id(name, in: city, of: organization) } : named
    }

    private static func id(_ name: String, in city: String?, of organization: Organization) -> ID<Place> {
        ID(named: "place:\(organization.slug):\(Place.key(name))" + (city.map { ":\(Place.key($0))" } ?? ""))
    }

    private static func which(of places: [Place], _ called: String) -> String {
        let cities = Dictionary(places.map { (Place.key($0.city), $0.city) }, uniquingKeysWith: min).values.sorted()
        let start = "There are \(places.count) places \(called)"
        guard cities.count > 1 else { return "\(start): call one of them otherwise." }
        let shown = cities.prefix(mostNamed).map(RecordReader.shown).joined(separator: ", ")
        return "\(start). Say which by \"city\": \(shown)."
    }
}
