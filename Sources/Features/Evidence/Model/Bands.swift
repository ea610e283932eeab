import Statistics

/// The treatments for one purpose in bands: those of one band are in no order that is worth the name, and of all pairs in
/// different bands, and of those named as clear inside one, at most one in ten is expected to be alike or the other way round
/// (`ClearDifferences`).
struct Bands {
    /// The band that helped more first; inside a band by the lower end of the range, the highest first.
    let bands: [[Figure]]
    /// Whether anything was compared: a release by the first rules has no blurred counts, and all stand in one band.
    let areCompared: Bool
    /// By band: what is clear inside it all the same, the surest first.
    let clear: [[ClearPair]]

    /// Two treatments of a band of which one clearly helped more people.
    struct ClearPair: Equatable {
        let higher: Figure
        let lower: Figure
    }

    /// - Parameter figures: of one purpose and one release; only pairs are compared.
    init(_ figures: [Figure]) {
        let pairs = figures.filter { $0.kind == .pair }
            .sorted { ($1.content.range.low, $0.number) < ($0.content.range.low, $1.number) }
        let shares = pairs.compactMap { figure in
            figure.content.counted.map { ComparedShare($0, prior: figure.content.prior) }
        }
        areCompared = shares.count == pairs.count
        guard areCompared else {
            (bands, clear) = ([pairs], [[]])
            return
        }
        let found = ClearDifferences(shares)
        bands = found.bands.map { $0.map { pairs[$0] } }
        clear = found.bands.map { band in
            let places = Set(band)
            return found.clearInside.filter { places.contains($0.higher) }.map {
                ClearPair(higher: pairs[$0.higher], lower: pairs[$0.lower])
            }
        }
    }
}
