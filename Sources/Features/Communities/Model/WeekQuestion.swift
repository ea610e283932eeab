import Markup
import Storage
import Vocabulary

/// The question that a community asks itself in a week. Nobody pretends to be somebody: it has no author on the page, and the
/// thread about it is whoever's who begins it.
struct WeekQuestion: Sendable {
    let week: Week
    /// Of one that a moderator wrote; nil for one that comes with the product.
    let id: ID<WeekQuestion>?
    /// In which it was written; nil where it stands in every language.
    let language: Language?
    private let mark: String
    private let words: LocalizedName

    /// By which a thread names it: `2026-11-30.7`.
    var key: String { "\(week).\(mark)" }

    /// As a thread's title has it.
    static let longest = NewThread.longestTitle
    /// How far ahead moderators write.
    static let mostAhead = 26

    init(_ words: String, _ language: Language, id: ID<WeekQuestion>, week: Week) {
        (self.week, self.id, self.language, mark) = (week, id, language, id.description)
        self.words = LocalizedName([(language, words)])
    }

    init(shipped words: LocalizedName, number: Int, week: Week) {
        (self.week, id, language, mark, self.words) = (week, nil, nil, String(number), words)
    }

    func callAsFunction(_ language: Language) -> String { words(language) }
}

extension NewThread {
    /// The title is the question of the week word for word, which the site itself shows: nobody need look at it.
    var hasKnownTitle: Bool {
        week.map { Array($0(Language(rawValue: language)).utf8) == Array(title.utf8) } ?? false
    }
}
