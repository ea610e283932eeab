#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a language is written: what stands in its file in `Languages/` (docs/new-language.md describes the fields).
package final class LanguageRules: Sendable {
    package let language: Language
    /// The language's name in itself.
    package let ownName: String
    /// `ltr` or `rtl`, as the attribute `dir` has it.
    package let direction: String
    /// January to December, as they stand in a date.
    package let months: [String]
    /// The parts of a date, `day`, `month` and `year`, in the order in which a whole date says them.
    package let dateOrder: [String]
    /// Names of things keep their capital inside a sentence, as German ones do.
    package let keepsCapitals: Bool
    let dates: DatePatterns
    let grouping: String
    let decimal: String
    let plurals: [(category: PluralCategory, rule: PluralRule)]
    let alphabet: Alphabet

    init(_ language: Language, _ file: LanguageFile) throws(LanguagesError) {
        func fault(_ reason: String) -> LanguagesError { .unreadable(language, reason: reason) }
        self.language = language
        ownName = file.name
        direction = file.direction ?? "ltr"
        keepsCapitals = file.keepsCapitals ?? false
        months = file.months
        dates = DatePatterns(file)
        (grouping, decimal) = (file.grouping, file.decimal)
        alphabet = Alphabet(file.alphabet)
        dateOrder = dates.day.parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
        guard months.count == 12 else { throw fault("\"months\" must be twelve") }
        guard dateOrder.sorted() == ["day", "month", "year"] else {
            throw fault("\"day\" must say {day}, {month} and {year}")
        }
        guard dates.month.placeholders == ["month", "year"] else {
            throw fault("\"month\" must say {month} and {year}")
        }
        guard dates.time.placeholders == ["date", "hour", "minute"] else {
            throw fault("\"time\" must say {date}, {hour} and {minute}")
        }
        guard ["ltr", "rtl"].contains(direction) else { throw fault("\"direction\" must be ltr or rtl") }
        var plurals: [(PluralCategory, PluralRule)] = []
        for category in PluralCategory.allCases {
            guard let condition = file.plurals[category.rawValue] else { continue }
            guard let rule = PluralRule(condition) else { throw fault("no plural rule: \(condition)") }
            plurals.append((category, rule))
        }
        let known = PluralCategory.allCases.map(\.rawValue)
        if let odd = file.plurals.keys.first(where: { !known.contains($0) }) { throw fault("no plural form: \(odd)") }
        self.plurals = plurals
    }

    /// The same language under another tag with other words.
    init(_ other: LanguageRules, as language: Language, ownName: String, months: [String]) {
        self.language = language
        self.ownName = ownName
        self.months = months
        (direction, dates, dateOrder) = (other.direction, other.dates, other.dateOrder)
        keepsCapitals = other.keepsCapitals
        (grouping, decimal, plurals, alphabet) = (other.grouping, other.decimal, other.plurals, other.alphabet)
    }

    /// The plural form for so many.
    func category(of count: Int) -> PluralCategory {
        for (category, rule) in plurals where rule.holds(for: count.magnitude) { return category }
        return .other
    }
}

/// How dates are put together from their parts.
struct DatePatterns: Sendable {
    /// "November 3, 2026"
    let day: TextForm
    /// "November 2026"
    let month: TextForm
    /// "November 3, 2026, 14:05 UTC"
    let time: TextForm
    /// Days that are written otherwise than by their number: the first is "1.º" in Spanish.
    let days: [String: String]

    init(_ file: LanguageFile) {
        (day, month, time) = (TextForm(file.day), TextForm(file.month), TextForm(file.time))
        days = file.days ?? [:]
    }
}

/// A file in `Languages/`, as it is written.
struct LanguageFile: Decodable {
    let name: String
    let `default`: Bool?
    let direction: String?
    let keepsCapitals: Bool?
    let months: [String]
    let day: String
    let month: String
    let time: String
    let days: [String: String]?
    let grouping: String
    let decimal: String
    let plurals: [String: String]
    let alphabet: String

    static func read(_ bytes: Data, of language: Language) throws(LanguagesError) -> LanguageFile {
        do {
            return try JSONDecoder().decode(LanguageFile.self, from: bytes)
        } catch {
            throw .unreadable(language, reason: String(describing: error))
        }
    }
}
