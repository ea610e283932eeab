import Markup
import Storage
import Web

/// What somebody may see of a member: their line and what they live with.
struct ProfileView {
    let profile: Profile
    let text: Text
    /// What whoever looks lives with too, by their own record.
    var shared: Set<ID<LivedWith.Condition>> = []
    let nameOf: (ID<LivedWith.Condition>, Language) -> ConditionName?

    func html() -> HTML {
        let named = profile.conditions.compactMap { livedWith in
            nameOf(livedWith.condition, text.language).map { (livedWith, $0) }
        }
        let conditions: HTML = """
            <h2>\(text("accounts.profile.livesWith"))</h2>\
            <ul class="link-list">\(HTML.each(named) { item($0.0, $0.1) })</ul>
            """
        return """
            \(HTML.with(profile.about) { HTML.quote($0, by: .empty) })\
            \(HTML.when(!named.isEmpty, conditions))\
            \(HTML.when(named.isEmpty && profile.about == nil, "<p>\(text("accounts.profile.bare"))</p>"))
            """
    }

    private func item(_ livedWith: LivedWith, _ name: ConditionName) -> HTML {
        let since = livedWith.since.map { text("accounts.profile.sinceDate", ["date": .text(text.date($0))]) }
        let tag = HTML.tag(text("accounts.profile.youToo"), kind: .yours)
        return """
            <li><a href="\(name.link)">\(name.text)</a>\(HTML.with(since) { " <span class=\"note\">\($0)</span>" })\
            \(HTML.when(shared.contains(livedWith.condition), " \(tag)"))</li>
            """
    }
}
