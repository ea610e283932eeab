import Files
import Markup
import Web

/// What is said of the picture, in each language of the site, and what is said where one is not taken.
enum PictureWords {
    /// Scalars of a description.
    static let longest = 300

    /// The languages in which it must be described.
    static func languages(_ text: Text) -> [Language] { text.languages.all.filter { !$0.rawValue.hasSuffix("-XA") } }

    static func field(_ language: Language) -> String { "description-\(language.rawValue)" }

    /// What an administrator writes of it, for the house's list of free texts.
    static var texts: [WrittenText] {
        ((try? Languages.shipped().all) ?? []).map {
            WrittenText("branding.picture", at: "/admin/picture", "/admin/picture/description", field: field($0))
        }
    }

    /// Reads a description a language; each must be there.
    static func read(_ reader: inout FormReader, _ text: Text) -> [String: String] {
        var descriptions: [String: String] = [:]
        for language in languages(text) {
            let words = reader.text(field(language), max: longest)
            descriptions[language.rawValue] = words
            guard words.isEmpty else { continue }
            // Only the first error of a field is kept: what is wrong with it comes before that it is missing.
            reader.errors.add(
                field: field(language), "branding.picture.description.required",
                ["language": .text(text.languages.ownName(of: language))])
        }
        return descriptions
    }

    /// The text key of what to do.
    static func key(_ refusal: ImageRefusal) -> String {
        switch refusal {
        case .notAnImage: "branding.picture.file.kind"
        case .broken: "branding.picture.file.broken"
        case .tooManyPixels: "branding.picture.file.pixels"
        case .tooDetailed: "branding.picture.file.detail"
        case .busy: "branding.picture.file.busy"
        case .notInstalled: "branding.picture.unavailable"
        }
    }

    /// Whether it is we who cannot, and not the file.
    static func isOurs(_ refusal: ImageRefusal) -> Bool {
        switch refusal {
        case .busy, .notInstalled: true
        default: false
        }
    }
}
