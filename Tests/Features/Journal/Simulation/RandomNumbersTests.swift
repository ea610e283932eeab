import World
import Markup
import Web
import Vocabulary
import Storage
import Testing

@testable import Journal

/// The random numbers behind a simulated community.
@Suite struct RandomNumbersTests {
    @Test func `SplitMix64 gives the published numbers`() {
        // Of the reference implementation with the state 1234567 (prng.di.unimi.it/splitmix64.c).
        var mixer = SplitMix64(state: 1_234_567)
        expect(
            (0..<3).map { _ in mixer.next() },
            is: [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test func `a seed gives the same numbers and another seed or stream others`() {
        func numbers(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
            var random = RandomNumbers(seed: seed, stream: stream)
            return (0..<8).map { _ in random.next() }
        }
        expect(numbers(1, 2), is: numbers(1, 2))
        expect(Set([numbers(1, 2), numbers(2, 1), numbers(1, 3), numbers(0, 0)]).count, is: 4)
    }

    @Test func `normal draws have mean 0 and standard deviation 1`() {
        var random = RandomNumbers(seed: 7)
        let draws = (0..<100_000).map { _ in random.normal() }
        let mean = draws.reduce(0, +) / 100_000
        let square = draws.reduce(0) { $0 + $1 * $1 } / 100_000
        // Five standard errors: 0.0158 and 0.0224.
        #expect(abs(mean) < 0.016)
        #expect(abs(square - 1) < 0.023)
    }

    @Test func `positions are drawn in proportion to their weights`() {
        var random = RandomNumbers(seed: 7)
        let draw = WeightedDraw([1, 0, 3])
        var counts = [0, 0, 0]
        for _ in 0..<40_000 { counts[draw.position(&random)] += 1 }
        expect(counts[1], is: 0)
        #expect(abs(counts[0] - 10_000) < 450)
        expect(WeightedDraw([]).position(&random), is: 0)
        expect(random.weighted([]), is: 0)
        expect(random.below(0), is: 0)
    }

    @Test func `the truth of an effect agrees with what is drawn`() {
        var random = RandomNumbers(seed: 7)
        for effect in [-0.8, 0, 0.6] {
            var counts = [0, 0, 0, 0, 0]
            for _ in 0..<100_000 {
                let latent =
                    effect - TrueEffects.severityWeight * random.normal()
                    + TrueEffects.responseWeight * random.normal() + TrueEffects.dayWeight * random.normal()
                counts[TrueEffects.step(latent).rawValue] += 1
            }
            let truth = TrueEffects.truth(effect: effect)
            let mean = Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / 100_000
            #expect(abs(truth.shareHelped - Double(counts[3] + counts[4]) / 100_000) < 0.008)
            #expect(abs(truth.meanStep - mean) < 0.025)
        }
    }
}
