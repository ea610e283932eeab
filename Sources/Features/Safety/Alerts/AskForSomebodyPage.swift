import Markup
import Storage
import Web

/// `/me/ask-for-somebody`: a member asks for a person of the site to look, and is told honestly whether and when one does.
/// Also where the account is suspended: that may be just when somebody needs one.
struct AskForSomebodyPage: Sendable {
    let safety: SafetyFeature

    /// So many replies are shown, and put away, at once.
    private static let mostShown = 100

    var routes: [Route] {
        [
            .get("/me/ask-for-somebody", .account, show),
            .post(
                "/me/ask-for-somebody", .account, body: .words,
                limit: RateLimit(per: .person, count: 10, within: 3_600),
                ask),
            .post("/me/ask-for-somebody/read", .account, markRead),
        ]
    }

    @Sendable private func ask(_ visit: Visit) async throws -> Reply {
        let (member, now) = (try visit.person, visit.now)
        _ = try await safety.database.write { tx in
            try safety.raise(.danger, about: nil, by: member, in: .site, at: now, tx)
        }
        return visit.redirect("/me/ask-for-somebody")
    }

    /// Nobody notes what was read: the member says so, of what stood on their page. What came since stays.
    @Sendable private func markRead(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        let shown = visit.fields.all("shown").prefix(Self.mostShown).compactMap { ID<Alert>($0) }
        try await safety.database.write { try AlertStore.setRepliesRead(shown, by: member, in: $0) }
        return visit.redirect("/me/ask-for-somebody")
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (member, viewer, text) = (try visit.person, visit.viewer, visit.text)
        let (alert, replies) = try await safety.database.read { tx in
            (try AlertStore.open(about: nil, by: member, in: tx), try AlertStore.replies(to: viewer, in: tx))
        }
        safety.reader.show(.selfHarm, ending: .silent, visit)
        let title = text(alert == nil ? "safety.somebody.title" : "safety.somebody.asked")
        let who =
            alert?.takenAt == nil
            ? safety.whoLooks(try await safety.duty(in: .site, except: member, at: visit.now), visit)
            : text("safety.somebody.taken")
        let form = HTML.form(
            action: "/me/ask-for-somebody", csrf: visit.csrf,
            HTML.actions([HTML.button(text("safety.somebody.ask"))]))
        return visit.page(
            title,
            HTML.narrow(
                """
                \(HTML.pageHeader(title, lead: HTML(text: text("safety.somebody.lead"))))\
                \(self.replies(replies, visit))<p>\(who)</p>\(HTML.when(alert == nil, form))
                """))
    }

    private func replies(_ replies: [Alert], _ visit: Visit) -> HTML {
        guard !replies.isEmpty else { return .empty }
        let (text, shown) = (visit.text, replies.prefix(Self.mostShown))
        let by = HTML(text: text("safety.somebody.team", ["site": .text(visit.settings.name)]))
        return HTML.card(
            HTML.each(shown) { HTML.quote($0.end?.reply ?? "", by: by) }
                + HTML.form(
                    action: "/me/ask-for-somebody/read", csrf: visit.csrf,
                    HTML.each(shown) { HTML.hidden("shown", "\($0.id)") }
                        + HTML.button(text("safety.somebody.read"), kind: .secondary)),
            title: text("safety.somebody.wrote"), kind: .yours)
    }
}

extension SafetyFeature {
    /// What may be said to whoever wrote words of danger or asked for somebody: whether anybody looks, by when, and the
    /// numbers that answer now. Never that somebody was alerted where nobody is there.
    fileprivate func whoLooks(_ duty: (isNow: Bool, next: Instant?), _ visit: Visit) -> String {
        let text = visit.text
        var values: [String: TextValue] = [
            "crisis": .text(visit.settings.crisisNumber), "emergency": .text(visit.settings.emergencyNumber),
        ]
        if duty.isNow { return text("safety.duty.told.now", values) }
        guard let next = duty.next else { return text("safety.duty.told.nobody", values) }
        values["time"] = .text(text.dateAndTime(next))
        return text("safety.duty.told.later", values)
    }
}
