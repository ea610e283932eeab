import Foundation
import Markup
import Recurrence
import Web

/// The words that people type besides what they look for, in all languages at once and folded: of days, ways to meet,
/// cost and nearness, and those that say nothing by themselves. Whoever reads English may write "en español".
struct FindWords: Sendable {
    struct Phrase: Sendable {
        let words: [[UInt8]]
        var filters: Set<FindForm.Filter>
    }

    /// May stand before a ZIP code or a city: "near", "cerca de".
    private(set) var near: Set<[UInt8]> = []
    /// "near me": asks for a place and names none.
    private(set) var here: [[[UInt8]]] = []
    /// Ask for groups, and for none in particular: "support group".
    private(set) var small: Set<[UInt8]> = []
    /// Name a theme only beside other words of it: a husband is missed, or cared for.
    private(set) var weak: Set<[UInt8]> = []
    /// Name and words of each theme.
    private(set) var themes: [GroupTheme: Set<[UInt8]>] = [:]
    /// What names filters, by its first word, the longest first.
    private var phrases: [[UInt8]: [Phrase]] = [:]

    /// Those of the room's own texts, read once.
    static let shipped = FindWords(
        (try? Texts([(feature: "Groups", bundle: .module)])).map { texts in texts.languages.all.map { texts[$0] } }
            ?? [])

    init(_ texts: [Text]) {
        for text in texts {
            near.formUnion(Folding.words(text("groups.find.near.words")))
            here += Self.phrases(text("groups.find.words.here"))
            small.formUnion(Folding.words(text("groups.find.words.small")))
            weak.formUnion(Folding.words(text("groups.find.words.weak")))
            for theme in GroupTheme.allCases {
                let names = text("groups.theme.\(theme.rawValue)") + " " + text("groups.theme.words.\(theme.rawValue)")
                themes[theme, default: []].formUnion(Folding.words(names))
            }
            for day in Weekday.allCases { add(text("groups.find.words.day.\(day.rawValue)"), .day(day)) }
            for part in FindQuery.PartOfDay.allCases {
                add(text("groups.find.words.part.\(part.rawValue)"), .part(part))
            }
            for mode in [Meeting.Mode.room, .video, .phone] {
                add(text("groups.find.words.mode.\(mode.rawValue)"), .mode(mode))
            }
            add(text("groups.find.words.language"), .language(text.language))
            add(text("groups.find.words.free"), .free)
        }
    }

    /// A phrase that two filters have means both: who is free at the weekend looks for two days.
    private mutating func add(_ list: String, _ filter: FindForm.Filter) {
        for words in Self.phrases(list) {
            guard let first = words.first else { continue }
            var known = phrases[first] ?? []
            if let at = known.firstIndex(where: { $0.words == words }) {
                known[at].filters.insert(filter)
            } else {
                known.append(Phrase(words: words, filters: [filter]))
                known.sort { $0.words.count > $1.words.count }
            }
            phrases[first] = known
        }
    }

    /// "by phone, telephone": words with commas between the phrases.
    private static func phrases(_ list: String) -> [[[UInt8]]] {
        list.split(separator: ",").map { Folding.words(String($0)) }.filter { !$0.isEmpty }
    }

    /// The longest phrase that begins with this word and for which the words fit.
    func filter(at first: [UInt8], where fits: (Phrase) -> Bool) -> Phrase? { phrases[first]?.first(where: fits) }
}
