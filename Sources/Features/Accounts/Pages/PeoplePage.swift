import Markup
import Storage
import Web

/// `/admin/people`: who holds which role, and where one account is looked up by its exact name.
struct PeoplePage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [.get("/admin/people", .role(.administrator, in: .site), list)]
    }

    @Sendable private func list(_ visit: Visit) async throws -> Reply {
        let asked = visit.query["name"].map(Pseudonym.tidied) ?? ""
        var errors = FormErrors()
        if !asked.isEmpty {
            do {
                return visit.redirect("/admin/people/\(try await accounts.member(named: asked))")
            } catch AccountNameError.lookAlike(_, let other) {
                errors.add(field: "name", "accounts.people.lookAlike", ["name": .text(other)])
            } catch is AccountNameError {
                errors.add(field: "name", "accounts.people.unknown")
            }
        }
        let (holders, spaces) = try await accounts.database.read {
            (try RoleStore.all(in: $0), try RoleStore.spaces(in: $0))
        }
        let text = visit.text
        return visit.page(
            text("accounts.people.title"), status: errors.isEmpty ? 200 : 422,
            HTML.stack([
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text)),
                HTML.pageHeader(
                    text("accounts.people.title"), lead: HTML(text: text("accounts.people.lead")),
                    breadcrumb: way(text)),
                HTML.card(find(text, asked, errors)),
                HTML.card(table(holders, spaces, text), title: text("accounts.people.holders")),
            ]))
    }

    private func find(_ text: Text, _ asked: String, _ errors: FormErrors) -> HTML {
        HTML.form(
            action: "/admin/people", csrf: nil, method: .get,
            HTML.field(
                TextField(
                    name: "name", label: text("accounts.people.find"), hint: text("accounts.people.find.hint"),
                    value: asked, error: errors.message(for: "name", text), autocomplete: "off", required: true))
                + HTML.actions([HTML.button(text("accounts.people.open"))]))
    }

    private func table(
        _ holders: [RoleHolder], _ spaces: [(space: Space, name: String)], _ text: Text
    ) -> HTML {
        guard !holders.isEmpty else { return "<p>\(text("accounts.people.none"))</p>" }
        return HTML.table(
            Table(
                caption: text("accounts.people.holders"), isCaptionHidden: true,
                columns: [
                    Column(text("accounts.people.name")), Column(text("accounts.people.role")),
                    Column(text("accounts.people.space")),
                ],
                rows: holders.map { holder in
                    [
                        "<a href=\"\(Link("/admin/people/\(holder.member)"))\"><bdi>\(holder.pseudonym)</bdi></a>",
                        HTML(text: text("accounts.role.\(holder.held.role.rawValue)")),
                        HTML(text: SpaceNames(text: text, spaces: spaces).name(holder.held.space)),
                    ]
                }))
    }

    private func way(_ text: Text) -> HTML {
        HTML.breadcrumb([(text("accounts.server.title"), "/admin")], label: text("accounts.account.back"))
    }
}

/// How spaces are called on a page.
struct SpaceNames {
    let text: Text
    let spaces: [(space: Space, name: String)]

    func name(_ space: Space) -> String {
        switch space.kind {
        case .site: text("accounts.space.site")
        case .county: text("accounts.space.county")
        case .community: text("accounts.space.community", ["name": .text(given(space))])
        case .organization: given(space)
        }
    }

    private func given(_ space: Space) -> String { spaces.first { $0.space == space }?.name ?? space.code }
}
