import Markup
import Safety
import Storage
import Web

/// `/me/profile/about`: the line about oneself where others may not read it yet: what was found in it, and what can take its
/// place.
struct ProfileLinePage: Sendable {
    let accounts: AccountsFeature

    static let path = "/me/profile/about"

    var routes: [Route] {
        [.get(Self.path, .member, show), .post(Self.path, .member, body: .words, limit: ProfilePage.limit, save)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let line = try await accounts.profileForm(visit).line
        guard line.state == .held, let words = line.words, let safety = accounts.safety else {
            return page(visit, line, FormErrors())
        }
        return ReviewedWords(
            words, safety.findings(in: words), of: "about", to: "/me/profile/about",
            kept: visit.text("accounts.profile.line.kept"), leave: "/me/profile", visit
        ).reply()
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let form = try await accounts.profileForm(visit)
        var reader = FormReader(visit.fields)
        // The pages that hold words back have a field of several lines; a profile has one line.
        let sent = reader.text("about", max: OwnProfile.longestAbout, multiline: true)
            .unicodeScalars.split(separator: "\n").map { String($0) }.joined(separator: " ")
        guard reader.errors.isEmpty else { return page(visit, form.line, reader.errors) }
        var profile = form.own
        profile.about = sent.isEmpty ? nil : sent
        do {
            return try await accounts.saveProfile(profile, before: form.line, .alone, visit)
        } catch Problem.invalid(let errors) {
            return page(visit, form.line, errors)
        }
    }

    private func page(_ visit: Visit, _ line: ProfileLine, _ errors: FormErrors) -> Reply {
        let text = visit.text
        let title = text("accounts.profile.line")
        let field = TextField(
            name: ProfileForm.about, label: text("accounts.profile.line.label"),
            hint: text("accounts.profile.line.hint"), value: visit.fields[ProfileForm.about] ?? line.words ?? "",
            error: errors.message(for: ProfileForm.about, text), autocomplete: "off")
        let form = HTML.form(
            action: "/me/profile/about", csrf: visit.csrf,
            HTML.textArea(field, rows: 3) + HTML.actions([HTML.button(text("accounts.profile.save"))]))
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text)))\
                \(HTML.pageHeader(title, lead: lead(of: line.state, text), breadcrumb: ProfilePage.wayBack(text)))\
                \(form)
                """))
    }

    /// What is true of the line now; nothing where there is nothing to say.
    private func lead(of state: ProfileLineState, _ text: Text) -> HTML? {
        switch state {
        case .passed, .unread, .held: nil
        case .waiting: HTML(text: text("accounts.profile.line.waiting.lead"))
        case .refused: HTML(text: text("accounts.profile.line.refused.lead"))
        }
    }
}
