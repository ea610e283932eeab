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

    /// Why nobody can come by a card any more; nil where they can.
    private func refusal(_ seat: Enrolment, _ series: Series, at now: Instant, _ tx: Transaction) throws
        -> SeatRefusal?
    {
        do {
            try groups.checkDates(seat.scope, of: series, as: GroupsFeature.seating, at: now, tx)
            return nil
        } catch let refusal as SeatRefusal {
            return refusal
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
                seat: seat, series: series, program: program, refusal: try refusal(seat, series, at: now, tx),
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
        let refusal: SeatRefusal?
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
                \(HTML.when(
                    found.refusal == nil,
                    HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text))))\
                \(HTML.pageHeader(
                    text("groups.referral.title"),
                    lead: found.refusal == nil ? HTML(text: text("groups.referral.lead", facts)) : nil))\
                \(HTML.with(found.refusal) { refused(found, $0, text) })\
                \(HTML.when(found.refusal == nil, taking(found, visit, errors)))
                """))
    }

    /// In words, and the way to other groups: there is nothing to sign in for.
    private func refused(_ found: Found, _ refusal: SeatRefusal, _ text: Text) -> HTML {
        let isWhole = found.seat.scope == .all
        let words =
            switch refusal {
            case .over where isWhole: text("groups.mine.over")
            case .cancelled where isWhole: text("groups.mine.cancelled")
            default: text("groups.refusal.\(refusal.rawValue)")
            }
        return HTML.card(
            "<p>\(words)</p>"
                + HTML.actions([HTML.buttonLink(text("groups.seat.others"), to: "/groups", kind: .secondary)]),
            title: found.program.called(text))
    }

    private func taking(_ found: Found, _ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        return HTML.card(text.dates(found.dates, found.series.zone), title: text("groups.seat.dates"))
            + (visit.session == nil ? signIn(visit) : form(found, visit, errors))
    }

    private func signIn(_ visit: Visit) -> HTML {
        let text = visit.text
        return "<p>\(text("groups.referral.signIn"))</p>"
            + HTML.actions([
                HTML.buttonLink(text("groups.referral.enter"), to: Link("/sign-in").adding("to", visit.path)),
                HTML.buttonLink(
                    text("groups.referral.new"), to: Link("/sign-up").adding("to", visit.path), kind: .secondary),
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
                \($0.agreement.tick(errors, visit))
                """
            })\(HTML.actions([HTML.button(text("groups.seat.take"))]))\
            \(HTML.note(HTML(text: text("groups.seat.quiet"))))
            """)
    }
}
