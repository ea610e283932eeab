import Journal
import Markup
import Statistics
import Storage
import Vocabulary
import Web

/// How a figure is said and drawn. The words are of the first tier, "people said", and nowhere stronger.
struct FigureView: Sendable {
    let text: Text
    let catalogue: Catalogue
    let release: Release

    var language: Language { text.language }

    func name(_ treatment: ID<Treatment>?) -> String {
        treatment.flatMap { catalogue.treatment($0) }?.name(language) ?? ""
    }

    func name(_ purpose: ID<Purpose>?) -> String {
        purpose.flatMap { catalogue.purpose($0) }?.name(language) ?? ""
    }

    func name(_ family: ID<Family>?) -> String {
        family.flatMap { catalogue.family($0) }?.name(language) ?? ""
    }

    func inSentence(_ purpose: ID<Purpose>?) -> String {
        purpose.flatMap { catalogue.purpose($0) }?.name.inSentence(language) ?? ""
    }

    /// Whom a figure is about: "Duloxetine for fibromyalgia".
    func subject(_ figure: Figure) -> String {
        let values: [String: TextValue] = [
            "treatment": .text(name(figure.treatment)), "family": .text(name(figure.family)),
            "purpose": .text(inSentence(figure.purpose)),
        ]
        switch figure.kind {
        case .pair: return text("evidence.subject.pair", values)
        case .familyRest: return text("evidence.subject.familyRest", values)
        case .family: return text("evidence.subject.family", values)
        case .treatmentRest: return text("evidence.subject.treatmentRest", values)
        case .treatment: return text("evidence.subject.treatment", values)
        case .purposeRest: return text("evidence.subject.purposeRest", values)
        case .purpose: return text("evidence.subject.purpose", values)
        }
    }

    /// Sentence, bar, range, and whom it is about.
    func evidence(_ figure: Figure) -> HTML {
        let content = figure.content
        return """
            \(HTML.evidenceSentence(sentence(content), tier: "\(text("evidence.tier")) · \(subject(figure))"))\
            \(bar(content))\(these(figure))\(counts(content))
            """
    }

    /// "Of 100 people like these, about 46 found it helped a lot. Likely between 38 and 54."
    func sentence(_ content: Figure.Content) -> HTML {
        let strong: HTML =
            "<strong>\(text("evidence.sentence.strong", ["share": .text(Self.ofHundred(content.estimate.mean))]))</strong>"
        return text.html(
            "evidence.sentence",
            [
                "strong": strong, "low": HTML(text: Self.low(content.range)),
                "high": HTML(text: Self.high(content.range)),
            ])
    }

    /// Whom "people like these" means, and what taking part alone says of them.
    func these(_ figure: Figure) -> HTML {
        let details = figure.content.details
        let values: [String: TextValue] = [
            "n": .count(figure.content.evaluations),
            "treatment": .text(
                figure.treatment.flatMap { catalogue.treatment($0) }?.name.inSentence(language) ?? ""),
            "purpose": .text(inSentence(figure.purpose)),
        ]
        let parts = [
            text(details.source == .imported ? "evidence.these.imported" : "evidence.these", values),
            details.notes.contains(.triedAfterOthers) ? text("evidence.these.after") : nil,
            details.notes.contains(.oneSource) ? text("evidence.these.source") : nil,
        ]
        return "<p>\(parts.compactMap(\.self).joined(separator: " "))</p>"
    }

    /// Who takes it, who fell silent, and since when.
    func counts(_ content: Figure.Content) -> HTML {
        let parts = [
            content.taking.map { text("evidence.counts.taking", ["n": .count($0)]) },
            content.silent.map { text("evidence.counts.silent", ["n": .count($0)]) }, span(content),
        ]
        return HTML.note(HTML.joined(parts.compactMap(\.self).map { HTML(text: $0) }, by: " · "))
    }

    /// "March 2019 to November 2026".
    func span(_ content: Figure.Content) -> String {
        func month(_ instant: Instant) -> String {
            let date = PartialDate(instant)
            return PartialDate(year: date.year, month: date.month).map { text.date($0) } ?? ""
        }
        let (first, last) = (month(content.firstAt), month(content.lastAt))
        return first == last ? first : text("evidence.counts.span", ["first": .text(first), "last": .text(last)])
    }

    /// What the range would be, had all who fell silent said the worst or the best.
    func band(_ content: Figure.Content) -> HTML {
        if content.details.source == .imported { return HTML.note(HTML(text: text("evidence.band.imported"))) }
        // How many is not said below eleven; then the widest band that it could be.
        let most = min(Suppression.standard.smallestShown - 1, content.evaluations)
        let band = ShareEstimate.band(
            content.range, evaluated: content.evaluations, silent: content.silent ?? most)
        let values: [String: TextValue] = ["low": .text(Self.low(band)), "high": .text(Self.high(band))]
        let words = content.silent == nil ? text("evidence.band.few", values) : text("evidence.band", values)
        return HTML.note(HTML(text: words))
    }

    /// The interval on its scale.
    func rangeBar(_ content: Figure.Content) -> HTML {
        Self.rangeBar(
            content.range, content.estimate.mean,
            label: text(
                "evidence.range.label",
                [
                    "share": .text(Self.ofHundred(content.estimate.mean)), "low": .text(Self.low(content.range)),
                    "high": .text(Self.high(content.range)),
                ]))
    }

    // MARK: Rounding

    /// All answers, the highest steps first; "helped a lot" and the others where too few people are in the steps' series.
    static func shares(_ content: Figure.Content) -> [(steps: ClosedRange<Int>, ofHundred: Int)] {
        let (mean, line) = (content.estimate.mean, StepCounts.helpedALot)
        guard let bar = content.bar, bar.count == StepCounts.steps else {
            let top = ofHundred(mean, .toNearestOrAwayFromZero)
            return [(line...(StepCounts.steps - 1), top), (0...(line - 1), 100 - top)]
        }
        let steps = bar.indices.reversed()
        return zip(steps, whole(steps.map { ($0, bar[$0]) }, helped: mean)).map { ($0...$0, $1) }
    }

    /// Shares as whole numbers that add up to 100, by largest remainder, those of the two upper steps to what the
    /// sentence says of them, where that line is drawn. `shares`: by the lowest step of each.
    static func whole(_ shares: [(step: Int, share: Double)], helped: Double) -> [Int] {
        let upper = shares.filter { $0.step >= StepCounts.helpedALot }.map(\.share)
        let lower = shares.filter { $0.step < StepCounts.helpedALot }.map(\.share)
        let sum = upper.reduce(0, +)
        guard abs(sum - helped) < 1e-6 else { return parts(of: 100, shares.map(\.share)) }
        let top = Int((helped * 100).rounded())
        return parts(of: top, upper) + parts(of: 100 - top, lower)
    }

    private static func parts(of total: Int, _ shares: [Double]) -> [Int] {
        let whole = shares.reduce(0, +)
        guard whole > 0 else { return shares.map { _ in 0 } }
        let exact = shares.map { $0 / whole * Double(total) }
        var parts = exact.map { Int($0) }
        let order = exact.indices.sorted { (Double(parts[$0]) - exact[$0], $0) < (Double(parts[$1]) - exact[$1], $1) }
        for index in order.prefix(max(total - parts.reduce(0, +), 0)) { parts[index] += 1 }
        return parts
    }

    /// A range bar whose ends are the ones that the words say.
    static func rangeBar(_ range: Interval, _ middle: Double, label: String) -> HTML {
        HTML.rangeBar(
            low: (range.low * 100).rounded(.down) / 100, middle: middle, high: (range.high * 100).rounded(.up) / 100,
            label: label)
    }

    /// A share as so many of a hundred.
    static func ofHundred(_ share: Double) -> String { String(ofHundred(share, .toNearestOrAwayFromZero)) }
    /// Ends are rounded outward, so that a printed range never promises more than the computed one.
    static func low(_ range: Interval) -> String { String(ofHundred(range.low, .down)) }
    static func high(_ range: Interval) -> String { String(ofHundred(range.high, .up)) }

    static func ofHundred(_ share: Double, _ rule: FloatingPointRoundingRule) -> Int {
        Int((min(max(share, 0), 1) * 100).rounded(rule))
    }
}
