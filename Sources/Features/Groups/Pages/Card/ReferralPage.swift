import Accounts
import Markup
import Storage
import Web

/// `/referrals/:token`: a card that somebody was given. Whoever has it reads what it is for; whoever signs in takes the
/// seat, and the card is used up.
struct ReferralPage: Sendable {
    let groups: GroupsFeature

    private static let pattern = "/referrals/:token"

    var routes: [Route] {
        let limit = RateLimit(per: .address, count: 60, within: 600)
        return [
            .get(Self.pattern, .anyone, limit: limit) { try await show($0, FormErrors()) },
            .post(Self.pattern, .member, limit: limit) { try await take($0) },
        ]
    }

    private func take(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        do {
            _ = try await groups.claim(try visit.parameter("token"), agreed: visit.agreed, as: visit.viewer)
            return visit.redirect(OwnGroupsPage.path, flash: "groups.referral.taken")
        } catch Problem.notFound {
            return gone(visit)
        } catch let refusal as SeatRefusal {
            return try await show(visit, refusal.errors)
        }
    }

    /// Used, too old, or never one: the same for all.
    private func gone(_ visit: Visit) -> Reply {
        let text = visit.text
        return visit.page(
            text("groups.referral.title"), status: 404,
            HTML.narrow(
                HTML.pageHeader(text("groups.referral.title"), lead: HTML(text: text("groups.referral.gone")))
                    + HTML.actions([HTML.buttonLink(text("groups.mine.find"), to: "/groups", kind: .secondary)])))
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (token, now, language) = (try visit.parameter("token"), visit.now, visit.language)
        let found = try await groups.database.read { tx -> Found? in
            guard let (seat, series, program) = try groups.card(token, tx) else { return nil }
            let dates = try SessionStore.all(of: series.id, from: now, as: GroupsFeature.seating, in: tx)
            return Found(
                seat: seat, series: series, program: program,
                organization: try OrganizationStore.find(series.organization, in: tx),
                dates: dates.filter { $0.takesSeats(at: now) && seat.scope.holds($0.id.recurrence) },
                agreement: try ProgramStore.agreement(of: program.id, for: language, in: tx))
        }
        guard let found else { return gone(visit) }
        return page(found, visit, errors)
    }

    private struct Found: Sendable {
        let seat: Enrolment
        let series: Series
        let program: Program
        let organization: Organization?
        let dates: [Session]
        let agreement: (language: Language, agreement: Agreement)?
    }

    private func page(_ found: Found, _ visit: Visit, _ errors: FormErrors) -> Reply {
        let text = visit.text
        let facts: [String: TextValue] = [
            "group": .text(found.program.called(text)), "organization": .text(found.organization?.name ?? ""),
        ]
        return visit.page(
            text("groups.referral.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    text("groups.referral.title"), lead: HTML(text: text("groups.referral.lead", facts))))\
                \(HTML.card(
                    """
                    <ul class="link-list">\(HTML.each(found.dates.prefix(6)) { date -> HTML in
                        "<li>\(text.when(date, found.series.zone))</li>"
                    })</ul>
                    """, title: text("groups.seat.dates")))\
                \(visit.session == nil ? signIn(visit) : form(found, visit, errors))
                """))
    }

    private func signIn(_ visit: Visit) -> HTML {
        let text = visit.text
        return "<p>\(text("groups.referral.signIn"))</p>"
            + HTML.actions([
                HTML.buttonLink(text("groups.referral.enter"), to: Link("/sign-in").adding("to", visit.path)),
                HTML.buttonLink(
                    text("groups.referral.new"), to: "/sign-up", kind: .secondary),
            ])
    }

    private func form(_ found: Found, _ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        return HTML.form(
            action: Link(local: visit.path) ?? "/", csrf: visit.csrf,
            """
            <div id="seat"></div>\
            \(HTML.with(found.agreement) {
                """
                <h2>\(text("groups.agreement.title"))</h2>\($0.agreement.html(in: $0.language))\
                \($0.agreement.tick(errors, text))
                """
            })\(HTML.actions([HTML.button(text("groups.seat.take"))]))\
            \(HTML.note(HTML(text: text("groups.seat.quiet"))))
            """)
    }
}
