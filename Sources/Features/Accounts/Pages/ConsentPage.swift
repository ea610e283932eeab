import Markup
import Storage
import Web

/// `/consent?to=/path`: may health data be kept? Asked by itself, in plain words; either answer is fine, and either
/// can be changed here at any time. Who agreed to earlier words reads what changed, and may leave it as it is.
struct ConsentPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [.get("/consent", .member, show), .post("/consent", .member, answer)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let history = try await accounts.database.read { try ConsentStore.history(as: viewer, in: $0) }
        return page(visit, hasAnswered: history.contains { $0.kind == .healthData }, errors: FormErrors())
    }

    @Sendable private func answer(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let answer = reader.choice("decision", among: ["yes", "no"], required: "accounts.consent.required")
        guard let answer, reader.errors.isEmpty else { return page(visit, errors: reader.errors) }
        let (member, isGranted) = (try visit.person, answer == "yes")
        // A page that was open since before the words changed: nobody agrees to what they have not read.
        if isGranted, visit.fields["version"] != String(ConsentKind.healthData.version) {
            return page(visit, errors: FormErrors(field: "decision", "accounts.consent.changed"))
        }
        let (audit, viewer, now, language) = (accounts.audit, visit.viewer, visit.now, visit.language)
        let hadConsent = visit.hasHealthConsent
        let erasures = accounts.erasures
        let mark = try await accounts.database.write { tx -> [UInt8]? in
            let last = try ConsentStore.history(as: viewer, in: tx).last { $0.kind == .healthData }
            // The same answer to the same words once more is no new decision.
            let isKnown = last?.isGranted == isGranted && last?.version == ConsentKind.healthData.version
            guard !isKnown else { return nil }
            try AccountsFeature.decide(
                .healthData, isGranted, by: member, language: language, audit: audit, at: now, in: tx)
            return try erasures.noteConsent(isGranted, of: member, in: tx)
        }
        if let mark { await erasures.writeDown([mark]) }
        let asked = visit.fields["to"].flatMap { Link(local: $0) }
        if isGranted {
            return visit.redirect(asked ?? (hadConsent ? "/me" : "/me/conditions"), flash: "accounts.consent.yes.done")
        }
        // What was recorded stays, and nobody should have to look for it.
        if mark != nil, hadConsent { return visit.redirect("/me", flash: "accounts.consent.withdrawn") }
        // A page that records would only ask again.
        return visit.redirect(asked?.text == "/me/account" ? "/me/account" : "/", flash: "accounts.consent.no.done")
    }

    private func page(_ visit: Visit, hasAnswered: Bool = false, errors: FormErrors) -> Reply {
        let text = visit.text
        let hasConsent = visit.hasHealthConsent
        return visit.page(
            text("accounts.consent.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        text("accounts.consent.title"), lead: HTML(text: text("accounts.consent.lead")))
                    + HTML.when(
                        hasConsent && !visit.agreedToEarlierWords, HTML.note(HTML(text: text("accounts.consent.now"))))
                    + HTML.when(hasAnswered && !hasConsent, HTML.note(HTML(text: text("accounts.consent.now.no"))))
                    + HTML.when(visit.agreedToEarlierWords, Self.whatChanged(text))
                    + HTML.card(
                        HTML.prose(
                            HTML.each(Self.words(text, site: visit.settings.name)) {
                                "<h2>\($0.term)</h2><p>\($0.body)</p>"
                            }) + form(visit, errors)
                            + HTML.note(HTML(text: text("accounts.consent.either")))
                            + HTML.note(
                                HTML(
                                    text: text(
                                        "accounts.consent.version", ["v": .count(ConsentKind.healthData.version)]))))))
    }

    private func form(_ visit: Visit, _ errors: FormErrors) -> HTML {
        let (text, hasConsent, isAskedAgain) = (visit.text, visit.hasHealthConsent, visit.agreedToEarlierWords)
        let to = visit.wanted
        let yes = HTML.button(
            text(isAskedAgain ? "accounts.consent.again.yes" : "accounts.consent.yes"), name: "decision", value: "yes")
        let keep = HTML.buttonLink(
            text("accounts.consent.again.keep"), to: Link(local: to) ?? "/me", kind: .secondary)
        let no = HTML.button(
            text(hasConsent ? "accounts.consent.withdraw" : "accounts.consent.no"),
            kind: isAskedAgain ? .quiet : .secondary, name: "decision", value: "no")
        return HTML.form(
            action: "/consent", csrf: visit.csrf,
            HTML.when(!to.isEmpty, HTML.hidden("to", to))
                + HTML.hidden("version", String(ConsentKind.healthData.version))
                + HTML.with(errors.message(for: "decision", text)) { "<p class=\"error\" id=\"decision\">\($0)</p>" }
                + HTML.actions(isAskedAgain ? [yes, keep, no] : [yes, no])
                + HTML.when(hasConsent, HTML.note(HTML(text: text("accounts.consent.withdraw.stays")))))
    }

    /// Above the words, for whoever agreed to earlier ones.
    private static func whatChanged(_ text: Text) -> HTML {
        HTML.card(
            """
            <p>\(text("accounts.consent.again.now"))</p>\
            <ul><li>\(text("accounts.consent.again.sums"))</li><li>\(text("accounts.consent.again.stays"))</li>\
            <li>\(text("accounts.consent.again.wait"))</li></ul>\
            <p>\(text("accounts.consent.again.until"))</p>
            """, title: text("accounts.consent.again.title"), kind: .quiet)
    }

    /// What is agreed to, heading and sentence. `ConsentKind.version` counts its editions; a test holds the words to it.
    static func words(_ text: Text, site: String) -> [(term: String, body: String)] {
        [
            (text("accounts.consent.health.keep"), text("accounts.consent.health.keep.body")),
            (text("accounts.consent.health.see"), text("accounts.consent.health.see.body", ["name": .text(site)])),
            (text("accounts.consent.health.figures"), text("accounts.consent.health.figures.body")),
            (text("accounts.consent.health.never"), text("accounts.consent.health.never.body")),
            (text("accounts.consent.health.back"), text("accounts.consent.health.back.body")),
            (text("accounts.consent.health.stays"), text("accounts.consent.health.stays.body")),
        ]
    }
}
