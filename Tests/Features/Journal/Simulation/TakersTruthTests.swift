import Storage
import Testing
import Vocabulary
import World

@testable import Journal

/// What takers would tell differs from what everybody would, and only by who chooses what.
@Suite struct TakersTruthTests {
    /// By a program of its own in Python, from the same numbers.
    @Test func `the shares are those that another program finds`() throws {
        let catalogue = try RealFilesTests.catalogue()
        let content = try SimulationContent(folder: RealFilesTests.content, catalogue: catalogue)
        let truths = SimulatedCommunity(content, seed: 1, end: Instant(milliseconds: 0)).truths
        for (treatment, condition, takers, everybody) in [
            ("sertraline", "depression", 0.40597, 0.46034), ("lisinopril", "high-blood-pressure", 0.19771, 0.22165),
            ("yoga", "generalized-anxiety", 0.49218, 0.48264),
        ] {
            let truth = try #require(
                truths.first {
                    $0.treatment == Treatment.id(slug: treatment)
                        && $0.purpose == Purpose.condition(Condition.id(slug: condition)).id
                })
            #expect(abs(truth.shareOfTakers - takers) < 1e-4, "\(treatment): \(truth)")
            #expect(abs(truth.shareHelped - everybody) < 1e-4, "\(treatment): \(truth)")
        }
    }

    @Test func `where nothing is held to be stronger, takers are like everybody`() throws {
        let content = try SimulationContent(
            folder: RealFilesTests.content, catalogue: try RealFilesTests.catalogue())
        let community = SimulatedCommunity(content, seed: 1, end: Instant(milliseconds: 0))
        for treated in community.conditions.prefix(20) {
            let options = treated.options.map { option in
                SimulatedCommunity.Option(
                    treatment: option.treatment, effect: option.effect, popularity: option.popularity, strength: 0,
                    harm: option.harm, symptoms: option.symptoms, symptomDraw: option.symptomDraw)
            }
            for (option, takers) in zip(options, TakersTruth.sharesHelped(of: options)) {
                #expect(abs(takers - TrueEffects.truth(effect: option.effect).shareHelped) < 1e-4)
            }
        }
    }
}
