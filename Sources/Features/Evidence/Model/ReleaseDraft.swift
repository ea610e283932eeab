import Statistics
import Storage
import Vocabulary

/// All figures of a release, made from a tally. Pure: the same tally, catalogue and earlier release give the same draft,
/// byte for byte.
struct ReleaseDraft: Sendable {
    /// In order of their numbers, which count from 0.
    let figures: [Figure]
    /// Evaluations whose advice a figure shows.
    let advice: [(figure: Int, evaluations: [ID<Pair>])]
    let weights: Weights
    /// How many evaluations are counted in some figure.
    let evaluations: Int

    init(_ tally: Tally, catalogue: Catalogue, earlier: [Figure], _ suppression: Suppression = .standard) {
        let grouping = Grouping(tally, catalogue: catalogue, earlier: earlier, suppression)
        let totals = Counting(tally, earlier: earlier, suppression).totals(of: grouping.groups, catalogue: catalogue)
        weights = Weights(learnedFrom: tally, catalogue: catalogue)
        let estimating = Estimating(totals, weights: weights)
        var figures = totals.enumerated().map { number, group in
            let (prior, level) = estimating.prior(of: group.key, families: group.families, own: group.expected)
            return Figure(number: number, group, prior, level)
        }
        for sum in Self.sums(totals) {
            let (prior, level) = estimating.prior(of: sum.key, families: sum.families, own: sum.expected)
            figures.append(Figure(number: figures.count, sum, prior, level))
        }
        let numbers = Dictionary(figures.map { ($0.key, $0.number) }) { first, _ in first }
        for (pair, home) in grouping.hidden {
            figures.append(
                Figure(
                    number: figures.count, kind: .pair, treatment: pair.treatment, family: nil, purpose: pair.purpose,
                    countedIn: home.flatMap { numbers[$0] }, content: nil))
        }
        self.figures = figures
        advice = grouping.groups.enumerated().compactMap { number, group in
            guard group.key.kind == .pair, let cell = group.cells.first else { return nil }
            let newest = tally.newestAdvice(of: cell)
            return newest.isEmpty ? nil : (number, newest)
        }
        evaluations = totals.reduce(0) { $0 + $1.known.total }
    }

    /// A fingerprint of every figure, in order; equal figures have equal ones, whatever the engine. 32 hexadecimal
    /// digits: it finds a difference and protects against nobody.
    var digest: String {
        var text = ""
        text.reserveCapacity(figures.count * 160)
        for figure in figures { text += figure.line }
        return String(ID<Release>(named: text).description.unicodeScalars.filter { $0 != "-" }.map(Character.init))
    }

    /// Sums over groups that pages show: a family for a purpose, a treatment, a purpose. A sum of one group would be
    /// that group again and is left out.
    private static func sums(_ groups: [GroupTotals]) -> [GroupSum] {
        var order: [GroupKey] = []
        var sums: [GroupKey: GroupSum] = [:]
        func add(_ group: GroupTotals, to key: GroupKey, _ families: [ID<Family>]) {
            if sums[key] == nil { order.append(key) }
            sums[key, default: GroupSum(key: key, families: families)].add(group)
        }
        for group in groups {
            if let purpose = group.key.purpose {
                add(group, to: GroupKey(kind: .purpose, purpose: purpose), [])
                for family in group.families {
                    add(group, to: GroupKey(kind: .family, family: family, purpose: purpose), [family])
                }
            }
            if let treatment = group.key.treatment {
                add(group, to: GroupKey(kind: .treatment, treatment: treatment), group.families)
            }
        }
        return order.compactMap { sums[$0] }.filter { $0.parts > 1 }
    }
}

/// A sum of whole groups.
struct GroupSum {
    let key: GroupKey
    let families: [ID<Family>]
    var parts = 0
    var evaluations = 0
    var expected = StepCounts()
    var helpedVariance = 0.0
    var firstAt = Instant(milliseconds: .max)
    var lastAt = Instant(milliseconds: .min)

    init(key: GroupKey, families: [ID<Family>]) {
        self.key = key
        self.families = families
    }

    mutating func add(_ group: GroupTotals) {
        parts += 1
        evaluations += group.known.total
        expected = expected + group.expected
        helpedVariance += group.helpedVariance
        firstAt = min(firstAt, group.firstAt)
        lastAt = max(lastAt, group.lastAt)
    }
}

extension Figure {
    init(number: Int, _ group: GroupTotals, _ prior: SharePrior, _ level: PriorLevel) {
        let estimate = ShareEstimate(group.known, prior: prior)
        self.init(
            number: number, kind: group.key.kind, treatment: group.key.treatment, family: group.key.family,
            purpose: group.key.purpose, countedIn: nil,
            content: Content(
                evaluations: group.known.total, people: group.people, known: group.known, estimate: estimate,
                range: estimate.likelyRange, prior: prior, priorLevel: level, taking: group.taking,
                silent: group.silent, firstAt: group.firstAt, lastAt: group.lastAt, details: group.details))
    }

    init(number: Int, _ sum: GroupSum, _ prior: SharePrior, _ level: PriorLevel) {
        let estimate = ShareEstimate(
            helped: sum.expected.helped, variance: sum.helpedVariance, of: sum.expected.total, prior: prior)
        self.init(
            number: number, kind: sum.key.kind, treatment: sum.key.treatment, family: sum.key.family,
            purpose: sum.key.purpose, countedIn: nil,
            content: Content(
                evaluations: sum.evaluations, people: nil, known: nil, estimate: estimate, range: estimate.likelyRange,
                prior: prior, priorLevel: level, taking: nil, silent: nil, firstAt: sum.firstAt, lastAt: sum.lastAt,
                details: FigureDetails()))
    }

    /// Everything in it as a line of text, for the digest.
    var line: String {
        let ids = [treatment?.description, family?.description, purpose?.description].map { $0 ?? "-" }
        let head = "\(number) \(kind.rawValue) \(ids.joined(separator: " ")) \(countedIn ?? -1)"
        guard let content else { return head + "\n" }
        let groups = content.known.map { "\($0.groups.map(\.count)) \($0.helped)" } ?? "-"
        let numbers = [
            content.estimate.mean, content.range.low, content.range.high, content.prior.helped, content.prior.weight,
        ]
        return head
            + " \(content.evaluations) \(content.people ?? -1) \(groups) \(content.taking ?? -1) \(content.silent ?? -1)"
            + " \(content.firstAt.milliseconds) \(content.lastAt.milliseconds) \(numbers.map(\.bitPattern))"
            + " \(content.details.packed)\n"
    }
}
