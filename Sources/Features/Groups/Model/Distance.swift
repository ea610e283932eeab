import Foundation

extension GeoPoint {
    /// Miles between two points along the earth taken as a ball of 3,958.8 miles (haversine: R. W. Sinnott, "Virtues
    /// of the Haversine", Sky and Telescope 68, 1984). Good to a half of a hundredth; a ZIP area's centroid is not.
    package func miles(to other: GeoPoint) -> Double {
        let radian = Double.pi / 180
        let height = sin((other.latitude - latitude) * radian / 2)
        let width = sin((other.longitude - longitude) * radian / 2)
        let chord = height * height + cos(latitude * radian) * cos(other.latitude * radian) * width * width
        return 2 * 3_958.8 * asin(min(1, chord.squareRoot()))
    }

    /// Degrees of latitude and longitude within which everything lies that is so near: looked at before `miles`.
    package func span(miles: Double) -> (latitude: Double, longitude: Double) {
        let latitude = miles / 69.0
        let width = cos(self.latitude * .pi / 180)
        return (latitude, width < 0.01 ? 360 : latitude / width)
    }
}

/// How far somebody looks. From a ZIP code alone nothing is nearer than its area: the page says "about".
package enum SearchRadius: Int, Sendable, CaseIterable {
    case five = 5
    case ten = 10
    case twentyFive = 25
    case fifty = 50

    package var miles: Double { Double(rawValue) }
}
