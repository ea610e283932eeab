package import Foundation

/// All sentences of the product in all languages, read once at start.
package struct Texts: Sendable {
    /// What a room says, by language: the bytes of its files.
    typealias Source = (feature: String, files: [Language: [UInt8]])

    /// The languages there are.
    package let languages: Languages
    /// A few, so that looking through them is quicker than a dictionary; pages ask for theirs again and again.
    private let texts: [Text]
    private let standard: Text

    /// Reads the folder `Text` of each feature: `es.json` is an object from key to sentence, or to an object of plural
    /// forms (`zero`, `one`, `two`, `few`, `many`, `other`; `other` is required).
    /// Throws `TextsError` when a file is missing or not that, or the languages do not match key by key.
    /// - Parameter pseudo: adds the generated language of tests (`PseudoLanguage`).
    package init(_ features: [(feature: String, bundle: Bundle)], pseudo: Bool = false) throws {
        let sources = try features.map { feature, bundle in
            Source(feature, try Self.files(in: bundle.bundleURL.appending(path: "Text"), of: feature))
        }
        try self.init(sources, languages: try .shipped(), pseudo: pseudo)
    }

    init(_ sources: [Source], languages: Languages, pseudo: Bool = false) throws(TextsError) {
        var all: [Language: [String: TextEntry]] = [:]
        for (feature, files) in sources {
            if let odd = files.keys.first(where: { !languages.all.contains($0) }) {
                throw .unknownLanguage(feature: feature, odd)
            }
            for language in languages.all {
                guard let bytes = files[language] else { throw .noFile(feature: feature, language) }
                let entries = try Self.read(bytes, feature: feature, language)
                let twice = entries.keys.filter { all[language]?[$0] != nil }
                if !twice.isEmpty { throw .definedTwice(keys: twice.sorted()) }
                all[language, default: [:]].merge(entries) { first, _ in first }
            }
        }
        let standard = all[languages.standard] ?? [:]
        for (language, entries) in all { try Self.compare(entries, of: language, with: standard) }
        let spoken = pseudo ? languages.addingPseudoLanguage() : languages
        if pseudo {
            all[PseudoLanguage.language(like: languages.standard)] = PseudoLanguage.entries(like: standard)
        }
        self.languages = spoken
        self.standard = Text(spoken, spoken.standard, standard)
        texts = spoken.all.map { Text(spoken, $0, all[$0] ?? standard) }
    }

    /// The sentences of a language; of one without files those of the default.
    package subscript(_ language: Language) -> Text {
        for text in texts where text.language == language { return text }
        return standard
    }

    /// Every key, in order: for tests that compare them with the sources.
    package var keys: [String] { standard.keys }

    private static func compare(
        _ entries: [String: TextEntry], of language: Language, with standard: [String: TextEntry]
    ) throws(TextsError) {
        let lacks = standard.keys.filter { entries[$0] == nil }.sorted()
        let besides = entries.keys.filter { standard[$0] == nil }.sorted()
        if lacks.count + besides.count > 0 { throw .unequal(language, lacks: lacks, hasBesides: besides) }
        let different = entries.filter { standard[$0.key]?.placeholders != $0.value.placeholders }.keys
        if !different.isEmpty { throw .differentPlaceholders(language, keys: different.sorted()) }
    }

    private static func files(in folder: URL, of feature: String) throws -> [Language: [UInt8]] {
        var files: [Language: [UInt8]] = [:]
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where url.pathExtension == "json" {
            let language = Language(rawValue: url.deletingPathExtension().lastPathComponent)
            files[language] = [UInt8](try Data(contentsOf: url))
        }
        return files
    }

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

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let sentence = try? container.decode(String.self) {
                entry = .plain(TextForm(sentence))
                return
            }
            var forms: [PluralCategory: TextForm] = [:]
            for (name, sentence) in try container.decode([String: String].self) {
                guard let category = PluralCategory(rawValue: name) else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "no plural form: \(name)")
                }
                forms[category] = TextForm(sentence)
            }
            guard let other = forms.removeValue(forKey: .other) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "the form other is missing")
            }
            entry = .plural(forms, other: other)
        }
    }
}
