import Statistics
import Storage
import Vocabulary
import Web

/// The head of a release as programs read it.
struct ReleaseHead: Encodable, Sendable {
    let number: Int
    let published: OrNull<String>
    let dataThrough: String
    let digest: String
    let evaluations: Int
    let figures: Int

    init(_ release: Release) {
        number = release.number
        published = OrNull(release.publishedAt?.description)
        dataThrough = release.dataThrough.description
        digest = release.figuresDigest
        evaluations = release.evaluations
        figures = release.figures
    }
}

/// The figures of a release as programs read them: the numbers that pages print, rounded as pages round them, and
/// nothing else (docs/decisions/0013-doors-for-machines.md).
struct FiguresDocument: Encodable, Sendable {
    let release: ReleaseHead
    let figures: [Line]

    /// One figure. Shares and ends are so many of a hundred people.
    struct Line: Encodable, Sendable {
        let kind: String
        let treatment: OrNull<String>
        let family: OrNull<String>
        let purpose: OrNull<String>
        let n: Int
        let silent: OrNull<Int>
        let shares: [Share]
        let mean: Int
        let low: Int
        let high: Int
        /// Of a pair: in which band of its purpose it stands, from 1, the one that helped more; none where it is no longer sold.
        let band: OrNull<Int>
        /// Treatments of its band that it is clearly above, by their slugs.
        let clearlyAbove: [String]
    }

    /// Where a pair stands among the others for its purpose.
    private struct Standing {
        let band: Int
        var clearlyAbove: [String] = []
    }

    /// The steps from "not at all" (0) to "highly" (4) that are shown together, and how many gave them.
    struct Share: Encodable, Sendable {
        let from: Int
        let to: Int
        let ofHundred: Int
    }

    init(_ release: Release, _ figures: [Figure], _ catalogue: Catalogue) {
        self.release = ReleaseHead(release)
        let standings = Self.standings(figures, catalogue)
        self.figures = figures.compactMap { Self.line($0, catalogue, standings[$0.key]) }
    }

    /// By the code that pages use, each purpose for itself, of what its list has: nothing that is no longer sold.
    private static func standings(_ figures: [Figure], _ catalogue: Catalogue) -> [GroupKey: Standing] {
        let listed = catalogue.sold(figures)
        var found: [GroupKey: Standing] = [:]
        for (purpose, figures) in Dictionary(grouping: listed, by: \.purpose) where purpose != nil {
            let compared = Bands(figures)
            for (number, band) in compared.bands.enumerated() where compared.areCompared {
                for figure in band { found[figure.key] = Standing(band: number + 1) }
            }
            for pair in compared.clear.joined() {
                guard let lower = pair.lower.treatment.flatMap({ catalogue.treatment($0) }) else { continue }
                found[pair.higher.key]?.clearlyAbove.append(lower.slug)
            }
        }
        return found
    }

    private static func line(_ figure: Figure, _ catalogue: Catalogue, _ standing: Standing?) -> Line? {
        guard isOnPages(figure.kind) else { return nil }
        let content = figure.content
        let treatment = figure.treatment.map { catalogue.treatment($0)?.slug }
        let family = figure.family.map { catalogue.family($0)?.slug }
        let purpose = figure.purpose.map { catalogue.purpose($0)?.slug }
        // A word that the catalogue has no more is on no page.
        if case .some(.none) = treatment { return nil }
        if case .some(.none) = family { return nil }
        if case .some(.none) = purpose { return nil }
        // Of all else pages say only how many and how likely.
        let isPair = figure.kind == .pair
        return Line(
            kind: figure.kind.rawValue, treatment: OrNull(treatment ?? nil), family: OrNull(family ?? nil),
            purpose: OrNull(purpose ?? nil), n: content.evaluations, silent: OrNull(isPair ? content.silent : nil),
            shares: isPair
                ? FigureView.shares(content).map {
                    Share(from: $0.steps.lowerBound, to: $0.steps.upperBound, ofHundred: $0.ofHundred)
                } : [],
            mean: FigureView.ofHundred(content.estimate.mean, .toNearestOrAwayFromZero),
            low: FigureView.ofHundred(content.range.low, .down), high: FigureView.ofHundred(content.range.high, .up),
            band: OrNull(standing?.band), clearlyAbove: standing?.clearlyAbove.sorted() ?? [])
    }

    /// The sums of a treatment and of a purpose are what other figures lean on; no page prints them.
    private static func isOnPages(_ kind: FigureKind) -> Bool {
        switch kind {
        case .pair, .familyRest, .treatmentRest, .purposeRest, .family: true
        case .treatment, .purpose: false
        }
    }
}
