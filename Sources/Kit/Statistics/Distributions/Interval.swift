/// A range that is likely to hold the truth; `low ≤ high`, in the unit of what it is a range of.
package struct Interval: Sendable, Equatable {
    package let low: Double
    package let high: Double

    /// Ends given the wrong way round are swapped.
    package init(low: Double, high: Double) {
        self.low = Swift.min(low, high)
        self.high = Swift.max(low, high)
    }

    package var width: Double { high - low }

    package func contains(_ value: Double) -> Bool { low <= value && value <= high }

    /// The part of it within `bounds`; outside them, the nearest end.
    package func clamped(to bounds: ClosedRange<Double>) -> Interval {
        Interval(
            low: min(max(low, bounds.lowerBound), bounds.upperBound),
            high: min(max(high, bounds.lowerBound), bounds.upperBound))
    }
}
