import Statistics

/// The treatments for one purpose in bands: those of one band are in no order that is worth the name, and of all pairs in
/// different bands at most one in ten is expected to be alike or the other way round (`ClearDifferences`).
struct Bands {
    /// The band that helped more first; inside a band by the lower end of the range, the highest first.
    let bands: [[Figure]]
    private let places: [GroupKey: Int]
    private let differences: ClearDifferences

    /// - Parameter figures: of one purpose and one release. Only pairs are compared, and of these only such as have a blurred
    ///   count: in releases by the rules before there is none, and no band.
    init(_ figures: [Figure]) {
        let pairs = figures.filter { $0.kind == .pair && $0.content.counted != nil }
            .sorted { ($1.content.range.low, $0.number) < ($0.content.range.low, $1.number) }
        let differences = ClearDifferences(
            pairs.compactMap { figure in
                figure.content.counted.map { ComparedShare($0, prior: figure.content.prior) }
            })
        self.differences = differences
        bands = differences.bands.map { $0.map { pairs[$0] } }
        places = Dictionary(pairs.enumerated().map { ($1.key, $0) }) { first, _ in first }
    }

    /// Whether one clearly helped more, or fewer, than another; nil where one of them is not compared. Of what is said of
    /// one treatment, at most one in ten is expected to be false. Both say the same of each other.
    func compare(_ figure: Figure, with other: Figure) -> ClearDifferences.Comparison? {
        guard let place = places[figure.key], let beside = places[other.key] else { return nil }
        return differences.compare(place, with: beside)
    }
}
