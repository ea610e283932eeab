import Markup
import Storage
import Web

/// `/me/profile`: what a member tells of themselves, and who sees each part of it; `/me/profile/as/:viewer` shows it with
/// others' eyes.
struct ProfilePage: Sendable {
    let accounts: AccountsFeature

    static let path = "/me/profile"
    static let limit = RateLimit(per: .person, count: 120, within: 600)

    var routes: [Route] {
        [
            .get(Self.path, .member, show), .post(Self.path, .member, body: .words, limit: Self.limit, save),
            .get("/me/profile/as/:viewer", .member, seen),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(visit, try await accounts.profileForm(visit), FormErrors())
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let form = try await accounts.profileForm(visit)
        var reader = FormReader(visit.fields)
        let sent = form.read(visit.fields, &reader)
        guard reader.errors.isEmpty else { return page(visit, form, reader.errors) }
        do {
            return try await accounts.saveProfile(sent, before: form.line, .along, visit)
        } catch Problem.invalid(let errors) {
            return page(visit, form, errors)
        }
    }

    private func page(_ visit: Visit, _ form: ProfileForm, _ errors: FormErrors) -> Reply {
        let view = ProfileFormView(visit: visit, form: form, errors: errors) { accounts.nameOfCondition($0, $1) }
        return visit.page(visit.text("accounts.profile.title"), status: errors.isEmpty ? 200 : 422, view.html())
    }

    @Sendable private func seen(_ visit: Visit) async throws -> Reply {
        guard let looker = SeenAs(rawValue: try visit.parameter("viewer")) else { throw Problem.notFound }
        let member = try visit.person
        let profile = try await accounts.database.read {
            try ProfileStore.profile(of: member, seenAs: looker, in: $0)
        }
        let text = visit.text
        let title = text("accounts.profile.as.\(looker.rawValue)")
        let main: HTML
        if let profile {
            let view = ProfileView(profile: profile, text: text) { accounts.nameOfCondition($0, $1) }
            main = HTML.card(view.html(), title: profile.pseudonym)
        } else {
            main = HTML.card("<p>\(text("accounts.profile.as.nothing"))</p>")
        }
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(
                    title, lead: HTML(text: text("accounts.profile.as.lead")), breadcrumb: Self.wayBack(text))
                    + SeenAs.chips(current: looker, text) + main))
    }

    static func wayBack(_ text: Text) -> HTML {
        HTML.breadcrumb([(text("accounts.profile.title"), "/me/profile")], label: text("accounts.account.back"))
    }
}

extension SeenAs {
    /// The ways to look at one's profile, as links.
    static func chips(current: SeenAs? = nil, _ text: Text) -> HTML {
        HTML.chips(
            allCases.map {
                Tab(text("accounts.profile.as.\($0.rawValue)"), "/me/profile/as/\($0.rawValue)", current: $0 == current)
            }, label: text("accounts.profile.as"))
    }
}
