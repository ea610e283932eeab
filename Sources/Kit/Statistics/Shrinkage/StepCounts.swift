/// The five steps of effectiveness, from 0 "not at all" to 4 "highly".
package enum StepCounts {
    package static let steps = 5
    /// "Helped a lot" means this step or a higher one.
    package static let helpedALot = 3
}
