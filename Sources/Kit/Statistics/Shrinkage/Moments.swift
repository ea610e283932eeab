/// Number, sum and sum of squares of some numeric answers: all that a mean, a variance and shrinkage need.
package struct Moments: Sendable, Equatable {
    package var count: Double
    package var sum: Double
    package var sumOfSquares: Double

    package init(count: Double = 0, sum: Double = 0, sumOfSquares: Double = 0) {
        self.count = count
        self.sum = sum
        self.sumOfSquares = sumOfSquares
    }

    package init(_ values: some Sequence<Double>) {
        self.init()
        for value in values { add(value) }
    }

    package mutating func add(_ value: Double) {
        count += 1
        sum += value
        sumOfSquares += value * value
    }

    /// Sum divided by count; `nil` of nobody.
    package var mean: Double? { count > 0 ? sum / count : nil }

    /// Sum of squared distances from the mean; 0 of nobody.
    package var spread: Double { count > 0 ? max(sumOfSquares - sum * sum / count, 0) : 0 }

    package static func + (left: Moments, right: Moments) -> Moments {
        Moments(
            count: left.count + right.count, sum: left.sum + right.sum,
            sumOfSquares: left.sumOfSquares + right.sumOfSquares)
    }

    package static func - (left: Moments, right: Moments) -> Moments {
        Moments(
            count: left.count - right.count, sum: left.sum - right.sum,
            sumOfSquares: left.sumOfSquares - right.sumOfSquares)
    }
}
