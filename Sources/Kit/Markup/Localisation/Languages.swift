package import Foundation

/// The languages that the product speaks: those that have a file in `Languages/`. One object for the whole process.
package final class Languages: Sendable {
    /// The default first, the others by their own names.
    package let all: [Language]
    /// The language of whoever asks for none of these, and of what stands outside any page.
    package let standard: Language
    private let rules: [Language: LanguageRules]
    private let standardRules: LanguageRules

    /// Those in this module's own folder. Throws `LanguagesError` when a file is wrong, at every call alike.
    package static func shipped() throws -> Languages { try read.get() }

    private static let read = Result { try Languages(folder: Bundle.module.bundleURL.appending(path: "Languages")) }

    /// Reads the files of a folder, `es.json` for the language es.
    package convenience init(folder: URL) throws {
        var rules: [LanguageRules] = []
        var standards: [LanguageRules] = []
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where url.pathExtension == "json" {
            let language = Language(rawValue: url.deletingPathExtension().lastPathComponent)
            let file = try LanguageFile.read(try Data(contentsOf: url), of: language)
            rules.append(try LanguageRules(language, file))
            if file.default == true { standards += rules.suffix(1) }
        }
        guard let standard = standards.first, standards.count == 1 else {
            throw LanguagesError.notOneDefault(standards.map(\.language).sorted { $0.rawValue < $1.rawValue })
        }
        self.init(rules, standard: standard)
    }

    /// `rules` hold those of the default, too.
    init(_ rules: [LanguageRules], standard: LanguageRules) {
        let others = rules.filter { $0.language != standard.language }.sorted { $0.ownName < $1.ownName }
        all = [standard.language] + others.map(\.language)
        self.standard = standard.language
        standardRules = standard
        self.rules = Dictionary(rules.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is known of a language; of one without files what is known of the default.
    package subscript(_ language: Language) -> LanguageRules { rules[language] ?? standardRules }

    /// The language with exactly this tag, in any case; nil when there are no files for it.
    package func named(_ tag: String) -> Language? {
        let language = Language(rawValue: tag)
        if rules[language] != nil { return language }
        return all.first { $0.rawValue.lowercased() == tag.lowercased() }
    }

    /// A language's name in itself, as its speakers look for it; the tag where there are no files for it.
    package func ownName(of language: Language) -> String { rules[language]?.ownName ?? language.rawValue }

    /// These and the generated language that finds untranslated and cut-off words (`PseudoLanguage`).
    package func addingPseudoLanguage() -> Languages {
        let pseudo = PseudoLanguage.rules(like: standardRules)
        return Languages(Array(rules.values) + [pseudo], standard: standardRules)
    }
}

/// What is wrong with the files of languages; found at start.
package enum LanguagesError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not exactly one file says `"default": true`.
    case notOneDefault([Language])
    case unreadable(Language, reason: String)

    package var description: String {
        switch self {
        case .notOneDefault(let languages):
            "One file of Languages must say \"default\": true, and these do: \(languages)"
        case .unreadable(let language, let reason):
            "Languages/\(language.rawValue).json: \(reason)"
        }
    }
}
