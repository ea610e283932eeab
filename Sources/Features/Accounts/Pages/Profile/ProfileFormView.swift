import Markup
import Storage
import Web

/// The form of one's own profile as HTML: each part with who sees it beside it.
struct ProfileFormView {
    let visit: Visit
    let form: ProfileForm
    let errors: FormErrors
    let nameOf: (ID<LivedWith.Condition>, Language) -> ConditionName?

    private var text: Text { visit.text }

    func html() -> HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text)))\
            \(HTML.pageHeader(text("accounts.profile.title"), lead: HTML(text: text("accounts.profile.lead"))))\
            \(HTML.form(
                action: "/me/profile", csrf: visit.csrf,
                "\(name)\(line)\(conditions)\(HTML.actions([HTML.button(text("accounts.profile.save"))]))"))\
            \(seenAs)
            """)
    }

    private var name: HTML {
        HTML.card(
            levels(
                ProfileForm.name, text("accounts.profile.name.shown"), form.own.pseudonymVisibility,
                hint: text("accounts.profile.name.hint")), title: text("accounts.profile.name"))
    }

    private var line: HTML {
        HTML.card(
            """
            \(note)\(HTML.field(
                TextField(
                    name: ProfileForm.about, label: text("accounts.profile.line.label"),
                    hint: text("accounts.profile.line.hint"),
                    value: visit.fields[ProfileForm.about] ?? form.line.words ?? "",
                    error: errors.message(for: ProfileForm.about, text), autocomplete: "off",
                    optional: text("accounts.optional"))))\
            \(levels(ProfileForm.aboutShown, text("accounts.file.aboutShownTo"), form.own.aboutVisibility))
            """, title: text("accounts.profile.line"))
    }

    /// Why others do not read the line, and where something can be done about it; nothing where they may.
    private var note: HTML {
        guard form.line.words != nil else { return .empty }
        if form.line.isHidden, form.line.state == .passed {
            return "<p class=\"hint\"><a href=\"/me/notices\">\(text("accounts.profile.line.hidden"))</a></p>"
        }
        switch form.line.state {
        case .passed, .unread: return .empty
        case .held, .waiting, .refused:
            let words = text("accounts.profile.line.\(form.line.state.rawValue)")
            return "<p class=\"hint\"><a href=\"/me/profile/about\">\(words)</a></p>"
        }
    }

    private var conditions: HTML {
        let error = errors.message(for: "conditions", text)
        return HTML.card(
            """
            \(HTML.with(error) { "<p class=\"error\">\($0)</p>" })\(conditionsLead)\
            \(HTML.each(form.entries) { condition($0) })\(since)
            """, title: text("accounts.profile.conditions"), id: "conditions")
    }

    private var conditionsLead: HTML {
        guard visit.hasHealthConsent else {
            return """
                <p>\(text("accounts.profile.conditions.noConsent"))</p>\
                <p><a href="/consent?to=/me/profile">\(text("accounts.profile.conditions.ask"))</a></p>
                """
        }
        let lead = form.entries.isEmpty ? "accounts.profile.conditions.none" : "accounts.profile.conditions.lead"
        return """
            <p>\(text(lead))</p><p><a href="/me/conditions">\(text("accounts.profile.conditions.list"))</a></p>
            """
    }

    private func condition(_ entry: OwnProfile.Entry) -> HTML {
        let name = nameOf(entry.livedWith.condition, visit.language)?.text ?? ""
        return levels(
            ProfileForm.shown(entry.livedWith.condition),
            text("accounts.profile.conditions.shown", ["condition": .text(name)]), entry.visibility)
    }

    private var since: HTML {
        guard !form.entries.isEmpty else { return .empty }
        return levels(ProfileForm.sinceShown, text("accounts.file.sinceShownTo"), form.own.sinceVisibility)
    }

    /// Who sees a part.
    private func levels(_ name: String, _ legend: String, _ now: Visibility, hint: String? = nil) -> HTML {
        HTML.select(
            Choices(
                name: name, legend: legend, hint: hint,
                options: Visibility.allCases.map { Choice($0.rawValue, text("accounts.file.shown.\($0.rawValue)")) },
                selected: visit.fields[name] ?? now.rawValue, error: errors.message(for: name, text)))
    }

    private var seenAs: HTML {
        let own = visit.viewer.personID.map { Link("/people/\($0)") }
        return HTML.card(
            """
            \(SeenAs.chips(text))\(HTML.with(own) {
                "<p><a href=\"\($0)\">\(text("accounts.profile.address"))</a></p>"
            })<p class="hint">\(text("accounts.profile.address.hint"))</p>
            """, title: text("accounts.profile.as"))
    }
}
