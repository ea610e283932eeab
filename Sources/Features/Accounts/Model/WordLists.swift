import Markup

/// All lists of `Words/`, read once at start.
struct WordLists: Sendable {
    let reserved: ReservedNames
    let blocklist: PassphraseBlocklist
    /// What is made where nobody says in which language.
    let standard: Language
    private let suggestions: [Language: PseudonymSuggestion]
    private let offers: [Language: OfferedPassphrase]

    /// The lists, read at the first asking; the same files for the whole process.
    static let read = Result { try WordLists() }

    /// Throws when a file is missing that must be there; a language but the default may have no lists.
    init() throws {
        reserved = ReservedNames(try WordFile.lines("reserved-names.txt"))
        blocklist = PassphraseBlocklist(try WordFile.lines("common-passphrases.txt"))
        var suggestions: [Language: PseudonymSuggestion] = [:]
        var offers: [Language: OfferedPassphrase] = [:]
        let languages = try Languages.shipped()
        standard = languages.standard
        for language in languages.all {
            let (names, words) = ("pseudonyms-\(language).txt", "passphrase-\(language).txt")
            if language == standard || WordFile.isThere(names) {
                suggestions[language] = PseudonymSuggestion(try WordFile.lines(names))
            }
            if language == standard || WordFile.isThere(words) {
                offers[language] = OfferedPassphrase(try WordFile.lines(words))
            }
        }
        self.suggestions = suggestions
        self.offers = offers
    }

    /// Those of a language; of one without lists those of the default.
    func suggestion(_ language: Language) -> PseudonymSuggestion {
        suggestions[language] ?? suggestions[standard] ?? PseudonymSuggestion([])
    }

    func offer(_ language: Language) -> OfferedPassphrase {
        offers[language] ?? offers[standard] ?? OfferedPassphrase([])
    }

    /// What made-up member number n reads: four of five the default language, the fifth another one in turn.
    func mixed(_ number: Int) -> Language {
        let others = offers.keys.filter { $0 != standard }.sorted { $0.rawValue < $1.rawValue }
        guard number % 5 == 4, !others.isEmpty else { return standard }
        return others[number / 5 % others.count]
    }

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
