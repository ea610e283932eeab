import Markup

/// All lists of `Words/`, read once at start.
struct WordLists: Sendable {
    let reserved: ReservedNames
    let blocklist: PassphraseBlocklist
    private let suggestions: [Language: PseudonymSuggestion]
    private let offers: [Language: OfferedPassphrase]

    /// The lists, read at the first asking; the same files for the whole process.
    static let read = Result { try WordLists() }

    /// Throws when a file is missing.
    init() throws {
        reserved = ReservedNames(try WordFile.lines("reserved-names.txt"))
        blocklist = PassphraseBlocklist(try WordFile.lines("common-passphrases.txt"))
        var suggestions: [Language: PseudonymSuggestion] = [:]
        var offers: [Language: OfferedPassphrase] = [:]
        for language in Language.allCases {
            let tag = language.rawValue
            suggestions[language] = PseudonymSuggestion(try WordFile.lines("pseudonyms-\(tag).txt"))
            offers[language] = OfferedPassphrase(try WordFile.lines("passphrase-\(tag).txt"))
        }
        self.suggestions = suggestions
        self.offers = offers
    }

    func suggestion(_ language: Language) -> PseudonymSuggestion { suggestions[language] ?? PseudonymSuggestion([]) }

    func offer(_ language: Language) -> OfferedPassphrase { offers[language] ?? OfferedPassphrase([]) }

    /// Five words that would be accepted as they stand.
    func newPassphrase(_ language: Language) -> String {
        var random = SystemRandomNumberGenerator()
        var words = offer(language).draw(using: &random)
        // The bound keeps a broken list from making an endless loop; a refused draw is rarer than one in a million.
        for _ in 0..<100 {
            if (try? Passphrase(choosing: words, pseudonym: nil, blocklist: blocklist)) != nil { break }
            words = offer(language).draw(using: &random)
        }
        return words
    }

    /// A suggested pseudonym.
    func newPseudonym(_ language: Language) -> String {
        var random = SystemRandomNumberGenerator()
        return suggestion(language).draw(using: &random)
    }
}
