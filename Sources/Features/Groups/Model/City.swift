import Markup

/// A city in which places of the schedule are.
package struct City: Sendable, Hashable {
    /// As it is shown: "Dover, NH".
    package let label: String
    /// Folded.
    package let name: [[UInt8]]
    package let region: [UInt8]
    /// Of one of its places.
    package let point: GeoPoint

    /// Nil where its name has no word.
    package init?(_ city: String, region: String, point: GeoPoint) {
        name = Folding.words(city)
        self.region = Array(Folding.words(region).joined())
        label = region.isEmpty ? city : "\(city), \(region)"
        self.point = point
        if name.isEmpty { return nil }
    }
}
