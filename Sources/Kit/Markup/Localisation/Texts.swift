#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is wrong with the text files; found at start, never while a page is made.
package enum TextsError: Error, Sendable, Equatable, CustomStringConvertible {
    case unreadable(feature: String, Language, reason: String)
    /// Keys that one language has and the other lacks.
    case oneLanguageOnly(keys: [String])
    /// Keys whose placeholders differ between the languages.
    case differentPlaceholders(keys: [String])
    /// Keys that two features both define.
    case definedTwice(keys: [String])

    package var description: String {
        switch self {
        case .unreadable(let feature, let language, let reason):
            "The texts of \(feature) (\(language.rawValue)) cannot be read: \(reason)"
        case .oneLanguageOnly(let keys):
            "Texts in one language only: \(keys.joined(separator: ", "))"
        case .differentPlaceholders(let keys):
            "Texts with different placeholders in English and Spanish: \(keys.joined(separator: ", "))"
        case .definedTwice(let keys):
            "Texts defined by two features: \(keys.joined(separator: ", "))"
        }
    }
}

/// All sentences of the product in both languages, read once at start.
package struct Texts: Sendable {
    private let english: Text
    private let spanish: Text

    /// Reads each feature's `en.json` and `es.json`: an object from key to sentence, or to an object of plural forms
    /// (`zero`, `one`, `many`, `other`; `other` is required).
    /// Throws `TextsError` when a file is not that, or the languages do not match key by key.
    package init(_ sources: [(feature: String, en: [UInt8], es: [UInt8])]) throws {
        var english: [String: TextEntry] = [:]
        var spanish: [String: TextEntry] = [:]
        for source in sources {
            let en = try Self.read(source.en, feature: source.feature, .en)
            let es = try Self.read(source.es, feature: source.feature, .es)
            let twice = en.keys.filter { english[$0] != nil }
            if !twice.isEmpty { throw TextsError.definedTwice(keys: twice.sorted()) }
            english.merge(en) { first, _ in first }
            spanish.merge(es) { first, _ in first }
        }
        let lonely = Set(english.keys).symmetricDifference(spanish.keys)
        if !lonely.isEmpty { throw TextsError.oneLanguageOnly(keys: lonely.sorted()) }
        let different = english.filter { spanish[$0.key]?.placeholders != $0.value.placeholders }.keys
        if !different.isEmpty { throw TextsError.differentPlaceholders(keys: different.sorted()) }
        self.english = Text(language: .en, entries: english)
        self.spanish = Text(language: .es, entries: spanish)
    }

    package subscript(_ language: Language) -> Text {
        switch language {
        case .en: english
        case .es: spanish
        }
    }

    /// Every key, in order: for tests that compare them with the sources.
    package var keys: [String] { english.keys }

    private static func read(
        _ bytes: [UInt8], feature: String, _ language: Language
    ) throws(TextsError) -> [String: TextEntry] {
        do {
            return try JSONDecoder().decode([String: Sentence].self, from: Data(bytes)).mapValues(\.entry)
        } catch {
            throw .unreadable(feature: feature, language, reason: String(describing: error))
        }
    }

    /// A value of the JSON file: a sentence or its plural forms.
    private struct Sentence: Decodable {
        let entry: TextEntry

        private struct Forms: Decodable {
            let zero: String?
            let one: String?
            let many: String?
            let other: String
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let sentence = try? container.decode(String.self) {
                entry = .plain(TextForm(sentence))
            } else {
                let forms = try container.decode(Forms.self)
                entry = .plural(
                    zero: forms.zero.map(TextForm.init), one: forms.one.map(TextForm.init),
                    many: forms.many.map(TextForm.init), other: TextForm(forms.other))
            }
        }
    }
}
