package import Markup

/// A condition or treatment that somebody names in a talk.
package struct Mention: Hashable, Sendable {
    /// The condition or treatment; never a symptom.
    package let concept: Concept
    /// Where it stands: bytes of the text's UTF-8, from 0. Both ends stand between two letters with their marks.
    package let range: Range<Int>
    /// The words as they are written there.
    package let phrase: String

    /// The treatment; nil where it is a condition.
    package var treatment: Treatment? {
        if case .treatment(let treatment) = concept { treatment } else { nil }
    }
}

extension Catalogue {
    /// How much of a text is read for mentions, in scalars: as long as the longest post.
    private static let mentionLimit = 20_000

    /// The conditions and treatments that a text names, in its order: names, synonyms, brands and what only one medicine
    /// contains, word by word and spelt as the catalogue has them; of two that overlap the longer. Names that are everyday
    /// words are passed over (`everyday-words.csv`).
    /// - Parameters:
    ///   - text: of any length; 20,000 scalars of it are read.
    ///   - language: of the text. Names of medicines on the box are found in every language.
    package func mentions(in text: String, _ language: Language) -> [Mention] {
        let found = mentionBooks[spoken(language)]?.mentions(in: text, limit: Self.mentionLimit) ?? []
        return found.compactMap { entry, range, phrase in
            let concept: Concept? =
                switch entry {
                case .condition(let place): .condition(conditions[place])
                case .treatment(let place): .treatment(treatments[place])
                case .family: nil
                }
            return concept.map { Mention(concept: $0, range: range, phrase: phrase) }
        }
    }
}
