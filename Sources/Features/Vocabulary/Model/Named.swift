package import Markup

/// A name in the languages that the catalogue has it in. Of a language without one it is the first language's.
package struct LocalizedName: Hashable, Sendable {
    private struct Word: Hashable, Sendable {
        let language: Language
        let text: String
        var inSentence: String
    }

    /// The catalogue's first language first. A few, so that looking through them is quicker than a dictionary.
    private let words: [Word]

    /// Names in order, the catalogue's first language first; empty ones are as good as none.
    package init(_ names: [(language: Language, text: String)]) {
        let named = names.filter { !$0.text.isEmpty }
        let all = named.map(\.text)
        words = named.map { language, text in
            let keepsCapitals = (try? Languages.shipped())?[language].keepsCapitals ?? false
            return Word(
                language: language, text: text,
                inSentence: keepsCapitals ? text : Self.inSentence(text, beside: all))
        }
    }

    /// The name in one language.
    package func callAsFunction(_ language: Language) -> String { word(language)?.text ?? "" }

    /// The name inside a sentence: "for depression", but "for ADHD" and "for Crohn's disease".
    package func inSentence(_ language: Language) -> String { word(language)?.inSentence ?? "" }

    /// The name in the catalogue's first language, which every entry has; empty only where there is none at all.
    package var first: String { words.first?.text ?? "" }

    /// All names with their languages, the first one first.
    package var all: [(language: Language, text: String)] { words.map { ($0.language, $0.text) } }

    private func word(_ language: Language) -> Word? {
        for word in words where word.language == language { return word }
        return words.first
    }

    private static func inSentence(_ name: String, beside names: [String]) -> String {
        let first = name.unicodeScalars.prefix { $0 != " " }
        guard let initial = first.first, first.count > 1,
            !first.dropFirst().contains(where: { $0.properties.isUppercase || $0 == "." }),
            !isProper(String(first), in: names)
        else { return name }
        return initial.properties.lowercaseMapping + String(name.unicodeScalars.dropFirst())
    }

    /// Whether a first word is somebody's name or a brand: the name says it once more with a capital in the middle, in
    /// one of the languages ("Enfermedad de Crohn"), or it is one of the few that show it in none.
    private static func isProper(_ word: String, in names: [String]) -> Bool {
        var stem = word
        if stem.hasSuffix("s") && stem.dropLast().hasSuffix("'") { stem.removeLast() }
        if stem.hasSuffix("'") { stem.removeLast() }
        return properWords.contains(stem) || names.contains { $0.contains(" \(stem)") }
    }

    private static let properWords: Set<String> = ["Mediterranean", "Parkinson", "Pilates", "Saint"]
}

/// The three kinds of words a member uses.
package enum ConceptKind: String, Hashable, Sendable, CaseIterable {
    case condition, treatment, symptom
}
