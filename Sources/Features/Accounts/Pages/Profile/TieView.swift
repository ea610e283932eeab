import Markup
import Safety
import Storage
import Web

/// What a member can do about another, as forms: on their profile, and where their name stands in a list.
struct TieView {
    let member: ID<Person>
    let pseudonym: String
    let visit: Visit
    var isInList = false

    /// Sent from a list, to which its answer leads back.
    static let fromList = "list"

    private var text: Text { visit.text }
    private var named: [String: TextValue] { ["name": .text(pseudonym)] }

    func following(_ isFollowed: Bool, kind: ButtonKind = .secondary) -> HTML {
        let (action, key): (Link, String) =
            isFollowed
            ? ("/people/\(member)/unfollow", "accounts.follow.stop")
            : ("/people/\(member)/follow", "accounts.follow.begin")
        return HTML.form(
            action: action, csrf: visit.csrf,
            HTML.when(isInList, HTML.hidden(Self.fromList, "yes"))
                + HTML.actions([HTML.button(text(key, named), kind: kind)]))
    }

    /// Folded away: two steps, for it ends what was between the two.
    var blocking: HTML {
        HTML.disclosure(
            text("accounts.block.fold", named),
            """
            <p>\(text("accounts.block.note"))</p>\
            \(HTML.form(
                action: "/people/\(member)/block", csrf: visit.csrf,
                HTML.actions([HTML.button(text("accounts.block.begin", named), kind: .danger)])))
            """)
    }

    var unblocking: HTML {
        HTML.form(
            action: "/people/\(member)/unblock", csrf: visit.csrf,
            HTML.actions([HTML.button(text("accounts.block.end", named), kind: .secondary)]))
    }

    /// The quiet link to report a name.
    static func reportName(_ member: ID<Person>, _ text: Text) -> HTML {
        SafetyFeature.reportLink(SubjectReference(kind: "accounts.name", record: member.description), text)
    }
}
