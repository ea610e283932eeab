package import Markup

/// A name in both languages of the product.
package struct LocalizedName: Hashable, Sendable {
    package let en: String
    /// Spanish; the English name again where the catalogue has none.
    package let es: String

    private let enInSentence: String
    private let esInSentence: String

    package init(en: String, es: String) {
        let es = es.isEmpty ? en : es
        (self.en, self.es) = (en, es)
        enInSentence = Self.inSentence(en, en: en, es: es)
        esInSentence = Self.inSentence(es, en: en, es: es)
    }

    /// The name in one language.
    package func callAsFunction(_ language: Language) -> String {
        switch language {
        case .en: en
        case .es: es
        }
    }

    /// The name inside a sentence: "for depression", but "for ADHD" and "for Crohn's disease".
    package func inSentence(_ language: Language) -> String {
        switch language {
        case .en: enInSentence
        case .es: esInSentence
        }
    }

    private static func inSentence(_ name: String, en: String, es: String) -> String {
        let first = name.unicodeScalars.prefix { $0 != " " }
        guard let initial = first.first, first.count > 1,
            !first.dropFirst().contains(where: { $0.properties.isUppercase || $0 == "." }),
            !isProper(String(first), en: en, es: es)
        else { return name }
        return initial.properties.lowercaseMapping + String(name.unicodeScalars.dropFirst())
    }

    /// Whether a first word is somebody's name or a brand: the name says it once more with a capital in the middle, in
    /// one of the two languages ("Enfermedad de Crohn"), or it is one of the few that show it in neither.
    private static func isProper(_ word: String, en: String, es: String) -> Bool {
        var stem = word
        if stem.hasSuffix("s") && stem.dropLast().hasSuffix("'") { stem.removeLast() }
        if stem.hasSuffix("'") { stem.removeLast() }
        return properWords.contains(stem) || es.contains(" \(stem)") || en.contains(" \(stem)")
    }

    private static let properWords: Set<String> = ["Mediterranean", "Parkinson", "Pilates", "Saint"]
}

/// The three kinds of words a member uses.
package enum ConceptKind: String, Hashable, Sendable, CaseIterable {
    case condition, treatment, symptom
}
