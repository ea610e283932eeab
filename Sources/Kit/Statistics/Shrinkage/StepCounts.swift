/// How many people chose each of the five steps, from 0 "not at all" to 4 "highly". Counts may be fractions where they
/// are expectations.
package struct StepCounts: Sendable, Equatable {
    private var lanes: SIMD8<Double>

    package static let steps = 5
    /// "Helped a lot" means this step or a higher one.
    package static let helpedALot = 3

    package init() { lanes = .zero }

    /// From the steps' counts in order; missing ones are 0, more than five are left out.
    package init(_ values: some Sequence<Double>) {
        lanes = .zero
        for (step, value) in values.prefix(Self.steps).enumerated() { lanes[step] = value }
    }

    /// The count of a step; 0 for a step that does not exist.
    package subscript(_ step: Int) -> Double {
        get { (0..<Self.steps).contains(step) ? lanes[step] : 0 }
        set { if (0..<Self.steps).contains(step) { lanes[step] = newValue } }
    }

    package var values: [Double] { (0..<Self.steps).map { lanes[$0] } }
    package var total: Double { lanes.sum() }

    /// How many chose one of the two upper steps.
    package var helped: Double { lanes[3] + lanes[4] }

    /// Each step's part of the total; five equal parts of nobody.
    package var shares: StepCounts {
        total > 0 ? StepCounts(lanes: lanes / total) : StepCounts(lanes: StepCounts([0.2, 0.2, 0.2, 0.2, 0.2]).lanes)
    }

    private init(lanes: SIMD8<Double>) { self.lanes = lanes }

    package static func + (left: StepCounts, right: StepCounts) -> StepCounts {
        StepCounts(lanes: left.lanes + right.lanes)
    }

    package static func - (left: StepCounts, right: StepCounts) -> StepCounts {
        StepCounts(lanes: left.lanes - right.lanes)
    }

    package static func * (left: StepCounts, factor: Double) -> StepCounts { StepCounts(lanes: left.lanes * factor) }
}
