/// A language, by its BCP 47 tag as `lang` has it: `es`, `pt-BR`. There are as many as there are files for
/// (docs/new-language.md); what is known of one stands in `LanguageRules`.
package struct Language: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}
