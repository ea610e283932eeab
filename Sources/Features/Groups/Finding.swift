import Markup
import Vocabulary
import Web

// What everybody sees: pages, feeds, and the pieces of other rooms' pages.
extension GroupsFeature {
    var findingRoutes: [Route] {
        FindPage(groups: self).routes + EventPage(groups: self).routes + CalendarFeedPage(groups: self).routes
            + MeetingGuidePage(groups: self).routes
    }

    var findingMenu: [MenuEntry] { [MenuEntry(.door, "groups.title", to: FindPage.link)] }

    /// What words mean, in a language.
    func topics(in language: Language) -> TopicReader {
        TopicReader(catalogue: vocabulary.catalogue, language: language, table: .shipped, book: topics)
    }

    /// Words that are looked for are read for danger, as in the one search; nothing is kept of them.
    var findingTexts: [WrittenText] {
        ["q", "zip"].map { WrittenText("groups.search", at: "/groups", field: $0) }
    }

    var door: Door? { BesideCondition(groups: self).door }
    var beside: Beside? { BesideCondition(groups: self).piece }
    var finder: Finder? { BesideCondition(groups: self).finder }
}
