import Markup
package import Storage

/// A room in which people meet.
package struct Place: Sendable, Hashable {
    package let id: ID<Place>
    package let organization: ID<Space>
    package var name: String
    package var street: String
    package var city: String
    /// Two letters of a state.
    package var region: String
    package var zip: ZIPCode
    /// Nil where the ZIP code is not known: found without a distance, never hidden.
    package var point: GeoPoint?
    package var access: Set<AccessFeature>
    /// What else helps to get in, in the staff's words.
    package var accessWords: String?

    package init(
        id: ID<Place>, organization: ID<Space>, name: String, street: String, city: String, region: String,
        zip: ZIPCode, point: GeoPoint?, access: Set<AccessFeature> = [], accessWords: String? = nil
    ) {
        (self.id, self.organization, self.name, self.street, self.city) = (id, organization, name, street, city)
        (self.region, self.zip, self.point, self.access) = (region, zip, point, access)
        self.accessWords = accessWords
    }
}

extension Place {
    /// The same for names that people take for one: letters as `Folding` has them, words with one blank between. Signs
    /// stay: C is another room than C++.
    static func key(_ words: String) -> String {
        let folded = words.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { word in
            var letters: [UInt8] = []
            for scalar in word where Folding.role(of: scalar, appendingTo: &letters) == .separates {
                letters += Array(String(scalar).utf8)
            }
            return String(decoding: letters, as: UTF8.self)
        }
        return folded.joined(separator: " ")
    }
}

/// What a shy person or somebody in a wheelchair asks first. The raw values are kept and end text keys.
package enum AccessFeature: String, Sendable, CaseIterable {
    case stepFree, lift, accessibleToilet, parking, busStop, hearingLoop, quietRoom

    /// As they are kept: in their own order, with blanks between.
    package static func code(_ features: Set<AccessFeature>) -> String {
        allCases.filter(features.contains).map(\.rawValue).joined(separator: " ")
    }

    /// What an older or newer version wrote and nobody knows is left out.
    package static func features(_ code: String) -> Set<AccessFeature> {
        Set(code.split(separator: " ").compactMap { AccessFeature(rawValue: String($0)) })
    }
}

/// The five digits of a postal code of the United States.
package struct ZIPCode: Sendable, Hashable, LosslessStringConvertible {
    /// 0 to 99,999.
    package let number: UInt32

    package init?(number: UInt32) {
        guard number < 100_000 else { return nil }
        self.number = number
    }

    /// Five digits; what follows a hyphen (ZIP+4) is left away.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5 || (bytes.count == 10 && bytes[5] == UInt8(ascii: "-")) else { return nil }
        let digits = bytes.enumerated().filter { $0.offset != 5 }.map(\.element)
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        number = digits.prefix(5).reduce(0) { $0 * 10 + UInt32($1) - 48 }
    }

    package var description: String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 5 - text.utf8.count)) + text
    }
}

/// A point on the earth, in degrees.
package struct GeoPoint: Sendable, Hashable {
    /// -90 to 90.
    package let latitude: Double
    /// -180 to 180.
    package let longitude: Double

    package init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
    }
}
