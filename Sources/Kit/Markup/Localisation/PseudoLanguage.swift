/// A language that nobody speaks, made of the default's sentences: a third longer and in brackets of its own, so that
/// tests find words that no file translates and words that a narrow page cuts off. A setting of developers.
enum PseudoLanguage {
    /// The region XA stands for nothing (ISO 3166-1 leaves it to its users), as in Android and CLDR.
    static func language(like standard: Language) -> Language { Language(rawValue: standard.rawValue + "-XA") }

    static func rules(like standard: LanguageRules) -> LanguageRules {
        LanguageRules(
            standard, as: language(like: standard.language), ownName: bracketed(standard.ownName),
            months: standard.months.map(bracketed))
    }

    static func entries(like standard: [String: TextEntry]) -> [String: TextEntry] {
        standard.mapValues { $0.mapForms(form) }
    }

    private static func form(_ form: TextForm) -> TextForm {
        let parts = form.parts.map { part in
            if case .words(let words) = part { TextForm.Part.words(lengthened(words)) } else { part }
        }
        return TextForm(parts: [.words("⟪")] + parts + [.words("⟫")])
    }

    private static func bracketed(_ words: String) -> String { "⟪" + lengthened(words) + "⟫" }

    /// Every third letter twice.
    private static func lengthened(_ words: String) -> String {
        var longer = String.UnicodeScalarView()
        var letters = 0
        for scalar in words.unicodeScalars {
            longer.append(scalar)
            guard scalar.properties.isAlphabetic else { continue }
            letters += 1
            if letters % 3 == 0 { longer.append(scalar) }
        }
        return String(longer)
    }
}
