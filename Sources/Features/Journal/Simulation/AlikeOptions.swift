import Storage
import Vocabulary

/// A community in which some treatments truly help alike: without such, nothing can be held against a page that tells two
/// of them apart.
enum AlikeOptions {
    /// A third of the options, drawn by the seed, with the truth of the first of them: as many of those who take each would
    /// be helped a lot. Fewer than five have no third of two, and stay as they are.
    ///
    /// Not the same effect: who takes the stronger is worse off, and fewer of them are helped by as much.
    static func sharingOneTruth(
        _ options: [SimulatedCommunity.Option], for purpose: Purpose, seed: UInt64
    ) -> [SimulatedCommunity.Option] {
        let places = chosen(options, purpose, seed)
        guard places.count > 1 else { return options }
        let takers = TakersTruth.Takers(of: options)
        let truth = takers.shareHelped(places[0], effect: options[places[0]].effect)
        return places.dropFirst().reduce(into: options) { changed, place in
            changed[place].effect = takers.effect(place, helping: truth)
        }
    }

    /// In the order of a draw that belongs to each pair, whatever else is in the list.
    private static func chosen(
        _ options: [SimulatedCommunity.Option], _ purpose: Purpose, _ seed: UInt64
    ) -> [Int] {
        let draws = options.map { option in
            var random = RandomNumbers(
                seed: seed &+ 9, stream: SplitMix64.scrambled(option.treatment.id.low) ^ purpose.id.low)
            return random.next()
        }
        return Array(options.indices.sorted { draws[$0] < draws[$1] }.prefix((options.count + 1) / 3))
    }
}
