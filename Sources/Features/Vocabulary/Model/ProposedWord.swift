package import Markup
package import Storage

/// A word that a member uses and the catalogue did not know when they said it.
///
/// Its identifier works at once as that of a treatment, condition or symptom in the records of the members who said it.
/// It is in nobody's figures, for figures are made of what the catalogue holds.
package struct ProposedWord: Hashable, Sendable {
    /// What became of it.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        /// Waits for a steward.
        case pending
        /// Is an entry of the catalogue now, under its own identifier.
        case accepted
        /// Is another word for an entry that there was; records move to that entry.
        case merged
        /// Stays its members' own.
        case declined
    }

    package let id: ID<ProposedWord>
    package let kind: ConceptKind
    /// As its first member wrote it.
    package let text: String
    package let language: Language
    package let status: Status
    package let proposedAt: Instant
    /// How many members say it.
    package let people: Int

    /// Its identifier in a record's place for a treatment; nil for another kind.
    package var treatmentID: ID<Treatment>? { kind == .treatment ? ID(high: id.high, low: id.low) : nil }
    /// Its identifier in a record's place for a purpose; nil for a treatment.
    package var purpose: Purpose? { Purpose(id: ID(high: id.high, low: id.low), kind: kind.rawValue) }
}

/// A word that a steward found to mean an entry, for whoever has records under its identifier.
package struct MergedWord: Hashable, Sendable {
    package let id: ID<ProposedWord>
    /// Where the records belong.
    package let concept: Concept
}

/// What came of proposing a word.
package enum Proposal: Hashable, Sendable {
    /// The catalogue knows it after all, under this name or another.
    case known(Concept)
    /// It waits for a steward and can be used meanwhile.
    case proposed(ProposedWord)
}

/// Why a word cannot be proposed.
package enum WordRefusal: Error, Hashable, Sendable {
    /// It has no letter.
    case empty
    /// It has more than `ProposedWord.longest` scalars.
    case long
    /// This member has `ProposedWord.mostPending` words waiting.
    case tooMany
}

extension ProposedWord {
    /// Unicode scalars in a word, at most.
    package static let longest = 80
    /// Words of one member that wait at the same time, at most.
    package static let mostPending = 20
    /// The same where they come in with a member's own record.
    package static let mostTakenIn = 200

    /// The word as it is kept and as search sees it, or why not.
    static func checked(_ text: String) throws(WordRefusal) -> (text: String, folded: String) {
        var visible = String.UnicodeScalarView()
        visible += text.unicodeScalars.filter {
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        let trimmed = CatalogueTable.trimmed(String(visible))
        guard trimmed.unicodeScalars.count <= longest else { throw .long }
        let folded = Folding.key(trimmed)
        guard trimmed.unicodeScalars.contains(where: { $0.properties.isAlphabetic }), !folded.isEmpty else {
            throw .empty
        }
        return (trimmed, folded)
    }
}
