import Accounts
import Markup
import Storage
import Web

/// The desk of whoever asked in the dark: `/me/talk`, by POST, so that no address and no log tells it from a member's other
/// conversations. What belongs to whom stands in the forms' fields. Its list asks the database nothing; a thread is read there
/// as its own page reads it.
struct DarkDesk: Sendable {
    let communities: CommunitiesFeature

    static let link: Link = "/me/talk"
    /// The field that says what is wanted.
    static let verb = "do"

    var routes: [Route] {
        [
            .post("/me/talk", .member, body: .words, limit: PostFields.limit) { visit in
                // A form from before it was switched off here.
                guard communities.darkPool.isOffered else {
                    return visit.redirect(Self.link, problem: "communities.dark.off")
                }
                guard let me = communities.darkSelf(visit) else { return DarkRefusal(visit: visit).locked() }
                switch try await communities.accounts.deskKey(of: visit) {
                case .open: return try await answer(visit, me)
                case .opened(let cookie): return .signedIn(cookie, try await answer(visit, me), isKept: false)
                case .asks(let errors): return ask(errors, visit)
                }
            }.waiting()
        ]
    }

    private func answer(_ visit: Visit, _ me: DarkSelf) async throws -> Reply {
        let desk = OpenDesk(communities: communities, me: me, visit: visit)
        switch visit.fields[Self.verb] ?? "" {
        case "thread": return try await DarkDeskThread(desk: desk, own: try desk.own()).reply()
        case "answer", "change", "appeal", "rewrite": return try await DarkWriting(desk: desk).reply()
        case "remove", "letGo", "best", "best none", "takeBack", "leave":
            return try await DarkParting(desk: desk).reply()
        case "file": return try await DarkFile(desk: desk).reply()
        default: return await DarkDeskList(desk: desk).reply()
        }
    }

    /// On a phone that others use, too, the passphrase comes first; then it goes on where it was.
    private func ask(_ errors: FormErrors, _ visit: Visit) -> Reply {
        let text = visit.text
        return NightPage(
            title: text("communities.dark.desk.title"), lead: text("communities.dark.key.lead"), visit: visit
        ).reply(
            HTML.form(
                action: Self.link, csrf: visit.csrf,
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.each(visit.fields.names.filter { !["csrf", "current"].contains($0) }) { name in
                    HTML.with(visit.fields[name]) { HTML.hidden(name, $0) }
                })\(visit.deskField(errors))\
                \(HTML.actions([HTML.button(text("communities.dark.key.open"))]))
                """), status: errors.isEmpty ? 200 : 422)
    }

    /// A form of one button that leads to the desk.
    static func button(
        _ label: String, _ visit: Visit, kind: ButtonKind = .secondary, _ fields: [(String, String)] = []
    ) -> HTML {
        HTML.form(
            action: link, csrf: visit.csrf,
            HTML.each(fields) { HTML.hidden($0.0, $0.1) } + HTML.actions([HTML.button(label, kind: kind)]))
    }
}
