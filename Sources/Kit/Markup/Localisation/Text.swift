/// What goes into a sentence's `{placeholder}`.
package enum TextValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    /// A number of things; written with grouping. Under the name `n` it picks the plural form.
    case count(Int)

    package init(stringLiteral value: String) {
        self = .text(value)
    }

    package init(integerLiteral value: Int) {
        self = .count(value)
    }
}

/// The texts of one language. Cheap to copy.
///
/// A key that does not exist shows as `⟦key⟧` and never traps: a page with one odd word is better than no page.
package struct Text: Sendable {
    /// One object, for a text is handed from piece to piece of a page and each part would be counted each time.
    private final class Content: Sendable {
        let language: Language
        let languages: Languages
        let rules: LanguageRules
        let entries: [String: TextEntry]

        init(_ languages: Languages, _ language: Language, _ entries: [String: TextEntry]) {
            self.language = language
            self.languages = languages
            rules = languages[language]
            self.entries = entries
        }
    }

    private let content: Content

    package var language: Language { content.language }
    /// All languages there are.
    package var languages: Languages { content.languages }
    /// How this language is written.
    package var rules: LanguageRules { content.rules }
    private var entries: [String: TextEntry] { content.entries }

    init(_ languages: Languages, _ language: Language, _ entries: [String: TextEntry]) {
        content = Content(languages, language, entries)
    }

    /// The sentence of a key.
    package func callAsFunction(_ key: String) -> String {
        callAsFunction(key, [:])
    }

    /// The sentence of a key with its `{placeholders}` filled in; a count named `n` picks the plural form.
    package func callAsFunction(_ key: String, _ values: [String: TextValue]) -> String {
        guard let entry = entries[key] else { return missing(key) }
        var count: Int?
        if case .count(let n)? = values["n"] { count = n }
        return entry.form(for: count, rules).filled { name in
            switch values[name] {
            case .text(let text): text
            case .count(let n): number(n)
            case nil: nil
            }
        }
    }

    /// The sentence of a key, escaped, with markup in the places of its `{placeholders}`. `count` picks the plural
    /// form and fills `{n}`.
    package func html(_ key: String, count: Int? = nil, _ parts: [String: HTML] = [:]) -> HTML {
        guard let entry = entries[key] else { return HTML(text: missing(key)) }
        var writer = ByteWriter(capacity: 128)
        for part in entry.form(for: count, rules).parts {
            switch part {
            case .words(let words):
                writer.write(escaping: words)
            case .placeholder(let name):
                if let piece = parts[name] {
                    writer.write(piece.content)
                } else if name == "n", let count {
                    writer.write(escaping: number(count))
                } else {
                    writer.write(escaping: "{" + name + "}")
                }
            }
        }
        return HTML(writer.finished())
    }

    /// Every key, in order.
    var keys: [String] { entries.keys.sorted() }

    /// True when the key has a sentence.
    package func has(_ key: String) -> Bool { entries[key] != nil }

    private func missing(_ key: String) -> String { "⟦" + key + "⟧" }
}
