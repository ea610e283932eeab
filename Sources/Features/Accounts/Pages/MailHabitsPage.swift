import Markup
import Post
import Storage
import Web

/// `/me/account/mail`: how often a member is written to, at which hours of their day, and whether a mail says what is new.
struct MailHabitsPage: Sendable {
    let accounts: AccountsFeature
    /// The mails that go by a member's pace, by their names.
    let paced: [String]

    static let path = "/me/account/mail"
    private static let hours = (0..<24).map(String.init)
    /// What the choice of a time zone has for the site's.
    private static let usual = "usual"

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0) },
            .post(Self.path, .member, limit: AccountLimits.confirming, save),
        ]
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let pace = reader.choice(
            "pace", among: MailHabits.Pace.allCases.map(\.rawValue), required: "accounts.habits.pace.required")
        let from = reader.choice("from", among: Self.hours, required: "accounts.habits.quiet.required")
        let to = reader.choice("to", among: Self.hours, required: "accounts.habits.quiet.required")
        let zone = reader.choice("zone", among: [Self.usual] + MailHabits.zones)
        guard reader.errors.isEmpty, let pace = pace.flatMap(MailHabits.Pace.init(rawValue:)),
            let from = from.flatMap({ Int($0) }), let to = to.flatMap({ Int($0) })
        else { return try await show(visit, reader.errors) }
        let habits = MailHabits(
            pace: pace, showsWords: reader.isOn("words"), zone: zone == Self.usual ? nil : zone, quiet: (from, to))
        let (member, accounts, paced) = (try visit.person, accounts, paced)
        try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            try accounts.setMailHabits(habits, of: member, paced: paced, in: tx)
        }
        return visit.redirect("/me/account/mail", flash: "accounts.habits.saved")
    }

    private func show(_ visit: Visit, _ errors: FormErrors = FormErrors()) async throws -> Reply {
        let viewer = visit.viewer
        let own = try await accounts.database.read { try MailWishStore.ownHabits(as: viewer, in: $0) }
        let text = visit.text
        guard let own, own.wantsMail, accounts.outbox.isOpen else {
            return visit.accountPage(
                text("accounts.habits.title"), lead: text("accounts.habits.none"), errors: errors,
                HTML.actions([HTML.buttonLink(text("accounts.habits.none.link"), to: "/me/account/contact")]))
        }
        return visit.accountPage(
            text("accounts.habits.title"), lead: text("accounts.habits.lead"), errors: errors,
            HTML.form(action: "/me/account/mail", csrf: visit.csrf, form(visit, own.habits, errors)))
    }

    private func form(_ visit: Visit, _ habits: MailHabits, _ errors: FormErrors) -> HTML {
        let (text, sent) = (visit.text, visit.fields)
        let isNew = visit.isReading
        let hours = Self.hours.map { Choice($0, text("accounts.habits.hour", ["hour": .text($0)])) }
        func hour(_ name: String, _ kept: Int) -> HTML {
            HTML.select(
                Choices(
                    name: name, legend: text("accounts.habits.quiet.\(name)"), options: hours,
                    selected: isNew ? String(kept) : sent[name], error: errors.message(for: name, text)))
        }
        return """
            \(HTML.radios(
                Choices(
                    name: "pace", legend: text("accounts.habits.pace"), hint: text("accounts.habits.pace.hint"),
                    options: MailHabits.Pace.allCases.map { pace in
                        Choice(
                            pace.rawValue, text("accounts.habits.pace.\(pace.rawValue)"))
                    }, selected: isNew ? habits.pace.rawValue : sent["pace"], error: errors.message(for: "pace", text))))\
            \(HTML.checkbox(
                name: "words", label: text("accounts.habits.words"), hint: text("accounts.habits.words.hint"),
                checked: isNew ? habits.showsWords : sent["words"] != nil))\
            <h2>\(text("accounts.habits.quiet"))</h2><p>\(text("accounts.habits.quiet.hint"))</p>\
            \(hour("from", habits.quiet.from))\(hour("to", habits.quiet.to))\
            \(zones(visit, isNew ? habits.zone ?? Self.usual : sent["zone"], errors))\
            \(HTML.actions([HTML.button(text("accounts.habits.save"))]))
            """
    }

    private func zones(_ visit: Visit, _ selected: String?, _ errors: FormErrors) -> HTML {
        let text = visit.text
        let site = text("accounts.habits.zone.site", ["zone": .text(accounts.usualZone)])
        return HTML.select(
            Choices(
                name: "zone", legend: text("accounts.habits.zone"),
                options: [Choice(Self.usual, site)] + MailHabits.zones.sorted().map { Choice($0, $0) },
                selected: selected, error: errors.message(for: "zone", text)))
    }
}
