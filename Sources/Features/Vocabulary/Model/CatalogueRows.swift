package import Markup
import Storage

/// A word by which people call a concept, beside its name.
package struct Synonym: Hashable, Sendable {
    /// Why people say it.
    package enum Source: UInt8, Hashable, Sendable, Comparable {
        case name, synonym, brand, ingredient

        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// As it is written.
    package let text: String
    /// Nil where it is the same in every language (brands, ingredients).
    package let language: Language?
    /// Why people say it.
    package let source: Source

    package init(_ text: String, language: Language?, source: Source = .synonym) {
        self.text = text
        self.language = language
        self.source = source
    }
}

/// A text found in reviews, and the concept it means.
struct MatchingRule: Hashable, Sendable {
    let pattern: String
    let slug: String
}

/// The catalogue as written down, by us in files or by members, before it is tied together.
package struct CatalogueRows: Sendable {
    struct FamilyRow: Sendable {
        var place: String
        var slug: String
        var name: LocalizedName
        var parent: String
    }

    struct ConceptRow: Sendable {
        /// Where it stands, for messages: "conditions.csv, line 12".
        var place: String
        var slug: String
        var name: LocalizedName
        /// Also called so.
        var synonyms: [Synonym]
        /// The slug of the wider condition, or of a treatment's family; empty for none.
        var parent = ""
        /// ICD-10-CM, RxNorm or HPO.
        var code = ""
        /// ICD-10-CM, of a symptom, whose `code` is HPO's.
        var icd10cm = ""
        /// The address of a public page.
        var page = ""
        var kind = ""
        /// A member's word keeps the identifier that it was proposed under.
        var wordID: WordID?
        /// Members' words that turned out to mean this entry: their identifiers lead here too.
        var merged: [WordID] = []
    }

    /// The sixteen bytes of a proposed word, whatever it is a word for.
    struct WordID: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        init(_ id: ID<ProposedWord>) {
            (high, low) = (id.high, id.low)
        }

        func id<Subject>() -> ID<Subject> { ID(high: high, low: low) }
    }

    /// The languages of the names; the first one every entry must have.
    var languages: [Language] = []
    var smallWords = SmallWords()
    var everydayWords = EverydayWords()
    var notices = Notices()
    var families: [FamilyRow] = []
    var conditions: [ConceptRow] = []
    var treatments: [ConceptRow] = []
    var symptoms: [ConceptRow] = []
    var rules: [ConceptKind: [MatchingRule]] = [:]
    /// Words at the ends of a condition text that say nothing about which condition it is ("severe", "for my").
    var fillers: [String] = []
    var faults: [String] = []
}
