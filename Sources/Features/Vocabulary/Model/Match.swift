/// An answer of the search.
package struct Match: Hashable, Sendable {
    /// How well the words fit; smaller is better.
    package enum Quality: Int, Hashable, Sendable, Comparable {
        /// A name or synonym, word by word.
        case exact
        /// A name or synonym but for the spaces: "hairloss".
        case joined
        /// The beginning of a name or synonym.
        case beginning
        /// All words are in one name or synonym, the last perhaps only begun.
        case words
        /// All words are in names and synonyms of the entry.
        case spread
        /// All words, some of them misspelt.
        case misspelt
        /// Some of the words: only for "did you mean".
        case partial

        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// What was found.
    package let concept: Concept
    /// The entry's name in the person's language.
    package let name: String
    /// The synonym that was found, where it is not the name: "also called sugar diabetes".
    package let alsoCalled: String?
    /// How well it fits.
    package let quality: Quality

    /// The entry's kind.
    package var kind: ConceptKind { concept.kind }
    /// The entry's slug.
    package var slug: String { concept.slug }
}

/// The order of answers: the first difference decides.
struct Rank: Comparable {
    let quality: Match.Quality
    /// Slips of the finger, words only begun, other word forms.
    let cost: Int
    /// 1 where the words found are of the language that the person does not read.
    let isForeign: Int
    let source: Synonym.Source
    /// Words of the phrase that nobody asked for.
    let extraWords: Int
    /// Entries below, negative: the wider entry first.
    let narrowness: Int

    static func < (a: Self, b: Self) -> Bool {
        if a.quality != b.quality { return a.quality < b.quality }
        if a.cost != b.cost { return a.cost < b.cost }
        if a.isForeign != b.isForeign { return a.isForeign < b.isForeign }
        if a.source != b.source { return a.source < b.source }
        if a.extraWords != b.extraWords { return a.extraWords < b.extraWords }
        return a.narrowness < b.narrowness
    }
}
