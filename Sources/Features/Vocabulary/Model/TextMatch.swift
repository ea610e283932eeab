/// What a free text in somebody else's records means here.
package struct TextMatch<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The condition or treatment.
    package let value: Value
    /// How it was recognised, for the importer's report.
    package let rule: MatchingStep
}

/// The steps of recognising a text, from sure to bold; the first that finds something decides.
package enum MatchingStep: String, Hashable, Sendable, CaseIterable {
    /// A name, synonym, brand or ingredient, word by word.
    case exact
    /// A line of review-rules.csv.
    case rule
    /// The first recognised of several things named: "anxiety / depression".
    case part
    /// Words that say only how a medicine is made were left out: "effexor-xr".
    case suffix
    /// Words that say nothing were taken off the ends: "treatment of severe acne".
    case filler
    /// The longest known words within the text.
    case contained
    /// One slip of the finger, where there is a word of six letters or more.
    case typo
}

extension Catalogue {
    /// The condition that a free text names, or nil. See Vocabulary/README.md.
    package func match(conditionText text: String) -> TextMatch<Condition>? {
        matcher.condition(text).map { TextMatch(value: conditions[$0.concept], rule: $0.step) }
    }

    /// The treatment that a free text names ("ortho-tri-cyclen", "effexor-xr"), or nil.
    package func match(treatmentText text: String) -> TextMatch<Treatment>? {
        matcher.treatment(text).map { TextMatch(value: treatments[$0.concept], rule: $0.step) }
    }
}
