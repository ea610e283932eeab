import Vocabulary

/// Counts what becomes of reviews, one after another.
struct ReviewTally: Sendable {
    /// Different texts that mean nothing to the catalogue and are counted by themselves.
    private static let mostTexts = 10_000

    private let mapping: ReviewMapping
    private var report = ReviewReport()
    private var treatments: [String: Int] = [:]
    private var conditions: [String: Int] = [:]
    /// What texts mean: the same few stand in most rows.
    private var knownTreatments: [String: ReviewMapping.Recognised<Treatment>?] = [:]
    private var knownConditions: [String: ReviewMapping.Recognised<Condition>?] = [:]

    init(_ mapping: ReviewMapping) { self.mapping = mapping }

    /// The review with what the catalogue knows; nil where it knows no treatment or no condition.
    /// - Parameter keepsCells: whether such a row is kept as it was, to be handed back.
    mutating func take(_ review: Review, keepsCells: Bool) -> MappedReview? {
        let treatment = Self.known(review.treatment, in: &knownTreatments, mapping.treatment)
        let condition = Self.known(review.condition, in: &knownConditions, mapping.condition)
        if let treatment, let condition {
            report.treatmentSteps[treatment.rule, default: 0] += 1
            report.conditionSteps[condition.rule, default: 0] += 1
            return mapping.mapped(review, treatment.value, condition.value)
        }
        if treatment == nil { Self.count(review.treatment, in: &treatments) }
        if condition == nil { Self.count(review.condition, in: &conditions) }
        report.unmapped.append(
            .init(
                line: review.line, cells: keepsCells ? review.cells : [], hasTreatment: treatment != nil,
                hasCondition: condition != nil))
        return nil
    }

    /// Notes which of some reviews were new.
    mutating func note(_ written: [MappedReview], of count: Int) { report.note(written, of: count) }

    /// All that was counted.
    func report(rejected: [RejectedRow]) -> ReviewReport {
        var report = report
        let mapped = report.treatmentSteps.values.reduce(0, +)
        report.rejected = rejected
        report.read = mapped + report.unmapped.count + rejected.count
        report.unknownTreatments = Self.sorted(treatments)
        report.unknownConditions = Self.sorted(conditions)
        return report
    }

    private static func known<Value>(
        _ text: String, in known: inout [String: Value?], _ find: (String) -> Value?
    ) -> Value? {
        if let found = known[text] { return found }
        let found = find(text)
        if known.count >= mostTexts { known.removeAll(keepingCapacity: true) }
        known[text] = .some(found)
        return found
    }

    private static func count(_ text: String, in counts: inout [String: Int]) {
        let text = text.lowercased()
        counts[counts[text] != nil || counts.count < mostTexts ? text : "(others)", default: 0] += 1
    }

    private static func sorted(_ counts: [String: Int]) -> [(text: String, rows: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (text: $0.key, rows: $0.value) }
    }
}

extension ReviewReport {
    /// Adds what became of some mapped reviews: those that were written, and the others, which were there before.
    mutating func note(_ written: [MappedReview], of count: Int) {
        stored += written.count
        storedBefore += count - written.count
        withAdvice += written.count { $0.answers.advice != nil }
        sideEffectsNamed += written.reduce(0) { $0 + $1.answers.symptoms.count }
    }
}
