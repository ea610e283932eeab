/// What is wrong with the text files; found at start, never while a page is made.
package enum TextsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A room has no file for a language that the product speaks.
    case noFile(feature: String, Language)
    /// A room has a file for a language of which nothing is known.
    case unknownLanguage(feature: String, Language)
    case unreadable(feature: String, Language, reason: String)
    /// Keys that the default language has and another lacks, or the other way round.
    case unequal(Language, lacks: [String], hasBesides: [String])
    /// Keys whose placeholders differ from the default language's.
    case differentPlaceholders(Language, keys: [String])
    /// Keys that two features both define.
    case definedTwice(keys: [String])

    package var description: String {
        switch self {
        case .noFile(let feature, let language):
            "The texts of \(feature) have no Text/\(language).json, and the product speaks \(language)"
        case .unknownLanguage(let feature, let language):
            "The texts of \(feature) have Text/\(language).json, and Kit/Markup has no Languages/\(language).json"
        case .unreadable(let feature, let language, let reason):
            "The texts of \(feature) (\(language)) cannot be read: \(reason)"
        case .unequal(let language, let lacks, let besides):
            "The texts of \(language) lack: \(lacks.joined(separator: ", ")); only they have: "
                + besides.joined(separator: ", ")
        case .differentPlaceholders(let language, let keys):
            "Texts of \(language) with other placeholders than the default language: \(keys.joined(separator: ", "))"
        case .definedTwice(let keys):
            "Texts defined by two features: \(keys.joined(separator: ", "))"
        }
    }
}
