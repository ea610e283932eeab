import Statistics
import Storage
import Vocabulary

/// All figures of a release, made from blocks. Pure: the same blocks, people left in them and catalogue give the same draft,
/// byte for byte.
struct ReleaseDraft: Sendable {
    /// In order of their numbers, which count from 0.
    let figures: [Figure]
    /// Evaluations whose advice a figure shows.
    let advice: [(figure: Int, evaluations: [ID<Pair>])]
    let weights: Weights
    /// How many evaluations are counted in some figure.
    let evaluations: Int

    init(_ tally: Tally, blocks: [Block], catalogue: Catalogue, _ suppression: Suppression = .standard) {
        // A group that fell under 11 is set aside; what its people told before stays in no figure.
        let groups = GroupSums.all(tally, blocks, catalogue).filter {
            $0.people >= suppression.smallestShown && $0.helped.people >= suppression.smallestShown
        }
        let estimating = Estimating(groups)
        let details = DetailEstimating(groups)
        weights = estimating.weights
        var figures = groups.enumerated().map { number, group in
            let (prior, level) = estimating.prior(of: number)
            let estimate = ShareEstimate(group.helped, prior: prior)
            return Figure(
                number: number, key: group.key,
                content: Figure.Content(
                    evaluations: group.helped.people, people: group.people, counted: group.helped,
                    bar: details.bar(of: number, helped: estimate.mean), estimate: estimate,
                    range: estimate.likelyRange, prior: prior, priorLevel: level, taking: group.taking,
                    silent: group.silent, firstAt: group.firstAt, lastAt: group.lastAt,
                    details: details.details(of: number)))
        }
        for sum in Self.sums(groups) {
            let (prior, level) = estimating.prior(of: sum.family, for: sum.purpose)
            let estimate = ShareEstimate(sum.helped, prior: prior)
            figures.append(
                Figure(
                    number: figures.count,
                    key: GroupKey(kind: .family, family: sum.family, purpose: sum.purpose),
                    content: Figure.Content(
                        evaluations: sum.helped.people, people: nil, counted: sum.helped, bar: nil, estimate: estimate,
                        range: estimate.likelyRange, prior: prior, priorLevel: level, taking: nil, silent: nil,
                        firstAt: sum.firstAt, lastAt: sum.lastAt, details: FigureDetails())))
        }
        self.figures = figures
        advice = groups.enumerated().compactMap { number, group in
            guard let treatment = group.key.treatment, let purpose = group.key.purpose else { return nil }
            let newest = tally.newestAdvice(of: Pair(treatment: treatment, purpose: purpose))
            return newest.isEmpty ? nil : (number, newest)
        }
        evaluations = groups.reduce(0) { $0 + $1.helped.people }
    }

    /// A fingerprint of every figure, in order; equal figures have equal ones, whatever the engine. 32 hexadecimal
    /// digits: it finds a difference and protects against nobody.
    var digest: String {
        var text = ""
        text.reserveCapacity(figures.count * 160)
        for figure in figures { text += figure.line }
        return String(ID<Release>(named: text).description.unicodeScalars.filter { $0 != "-" }.map(Character.init))
    }

    /// A family for a purpose: a sum of its groups (of a wider family it would lean on itself). One of a single group would be that group again and is left out.
    private struct FamilySum {
        let family: ID<Family>
        let purpose: ID<Purpose>
        var parts = 0
        var helped = BlurredCount()
        var firstAt = Instant(milliseconds: .max)
        var lastAt = Instant(milliseconds: .min)
    }

    private static func sums(_ groups: [GroupSums]) -> [FamilySum] {
        var order: [GroupKey] = []
        var sums: [GroupKey: FamilySum] = [:]
        for group in groups {
            guard let purpose = group.key.purpose else { continue }
            for family in group.families.prefix(1) {
                let key = GroupKey(kind: .family, family: family, purpose: purpose)
                if sums[key] == nil { order.append(key) }
                var sum = sums[key] ?? FamilySum(family: family, purpose: purpose)
                sum.parts += 1
                sum.helped = sum.helped + group.helped
                sum.firstAt = min(sum.firstAt, group.firstAt)
                sum.lastAt = max(sum.lastAt, group.lastAt)
                sums[key] = sum
            }
        }
        return order.compactMap { sums[$0] }.filter { $0.parts > 1 }
    }
}

extension Figure {
    /// Everything in it as a line of text, for the digest.
    var line: String {
        let ids = [treatment?.description, family?.description, purpose?.description].map { $0 ?? "-" }
        let numbers = [
            content.counted?.count ?? -1, content.counted?.variance ?? -1, content.estimate.mean, content.range.low,
            content.range.high, content.prior.parent.mean, content.prior.parent.variance, content.prior.weight,
        ]
        return "\(number) \(kind.rawValue) \(ids.joined(separator: " "))"
            + " \(content.evaluations) \(content.people ?? -1) \(content.taking ?? -1) \(content.silent ?? -1)"
            + " \(content.firstAt.milliseconds) \(content.lastAt.milliseconds) \(numbers.map(\.bitPattern))"
            + " \((content.bar ?? []).map(\.bitPattern)) \(content.details.packed)\n"
    }
}
