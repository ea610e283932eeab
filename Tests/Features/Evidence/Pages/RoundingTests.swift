import World
import Testing

@testable import Evidence

@Suite struct RoundingTests {
    @Test(arguments: [
        ([0.4406, 0.3549, 0.13, 0.0745], [4, 3, 2, 0], 0.7955, [44, 36, 13, 7]),
        ([0.5, 0.5], [2, 0], 0.3, [50, 50]),
        ([1.0], [0], 0.4, [100]),
        ([0.333, 0.333, 0.334], [4, 3, 0], 0.666, [34, 33, 33]),
    ])
    func `the bar adds up to a hundred and to what the sentence says`(
        shares: [Double], steps: [Int], helped: Double, wanted: [Int]
    ) {
        expect(FigureView.whole(zip(steps, shares).map { ($0, $1) }, helped: helped), is: wanted)
    }
}
