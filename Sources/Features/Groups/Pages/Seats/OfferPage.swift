import Accounts
import Markup
import Storage
import Web

/// `/me/groups/:enrolment/accept`: yes to a seat that is kept, with the agreement where it is to be signed.
struct OfferPage: Sendable {
    let groups: GroupsFeature

    static func link(_ enrolment: ID<Enrolment>) -> Link { "/me/groups/\(enrolment)/accept" }

    var routes: [Route] {
        [
            .get("/me/groups/:enrolment/accept", .member) { try await show($0, FormErrors()) },
            .post("/me/groups/:enrolment/accept", .member) { try await accept($0) },
        ]
    }

    private func accept(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        do {
            try await groups.accept(try visit.id("enrolment"), agreed: visit.agreed, as: visit.viewer)
            return visit.redirect(OwnGroupsPage.path, flash: "groups.seat.done")
        } catch SeatRefusal.agreementMissing {
            // Without a tick and without having seen the words it is no fault of theirs.
            let wasShown = visit.fields["shown"] != nil
            return try await show(visit, wasShown ? SeatRefusal.agreementMissing.errors : FormErrors(), status: 422)
        } catch let refusal as SeatRefusal {
            return visit.redirect(OwnGroupsPage.path, problem: "groups.refusal.\(refusal.rawValue)")
        }
    }

    /// What is offered, and what it is an offer of.
    private struct Found: Sendable {
        let own: Enrolment
        let series: Series
        let program: Program
        /// Nil where it was signed, or there is none.
        let agreement: (language: Language, agreement: Agreement)?
        /// Those ahead that the seat is good for.
        let dates: [Session]
    }

    private func find(_ visit: Visit) async throws -> Found {
        let (id, viewer, now): (ID<Enrolment>, Viewer, Instant) = (try visit.id("enrolment"), visit.viewer, visit.now)
        let language = visit.language
        return try await groups.database.read { tx in
            guard let own = try EnrolmentStore.find(id, as: viewer, in: tx),
                let series = try SeriesStore.find(own.series, as: viewer, in: tx),
                let program = try ProgramStore.find(series.program, as: viewer, in: tx)
            else { throw Problem.notFound }
            let dates = try SessionStore.all(of: series.id, from: now, as: viewer, in: tx).filter {
                $0.takesSeats(at: now) && own.scope.holds($0.id.recurrence)
            }
            let isMissing = Agreement.isSignatureMissing(signed: own.agreedVersion, of: program)
            let agreement =
                isMissing ? try ProgramStore.agreement(of: program.id, for: language, in: tx) : nil
            return Found(own: own, series: series, program: program, agreement: agreement, dates: dates)
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int = 200) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        let found = try await find(visit)
        let own = found.own
        guard own.lapsedIfOver(at: visit.now).state == .offered, let until = own.offerUntil else {
            guard own.state == .seated else {
                let refusal = own.state == .waiting ? SeatRefusal.inLine : .offerOver
                return visit.redirect(OwnGroupsPage.path, problem: "groups.refusal.\(refusal.rawValue)")
            }
            return visit.redirect(OwnGroupsPage.path, flash: "groups.seat.done")
        }
        let (text, zone) = (visit.text, found.series.zone)
        let title = text("groups.mine.offer.title", ["group": .text(found.program.called(text))])
        let words: HTML = """
            <p><strong>\(text("groups.mine.until", until.local(in: zone).dayAndTime(text)))</strong></p>\
            \(text.dates(found.dates, zone))
            """
        return visit.page(
            title, status: status,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text)))\
                \(HTML.pageHeader(title, breadcrumb: OwnGroupsPage.breadcrumb(text)))\
                \(HTML.card(words, kind: .yours))\(form(found, errors, visit))\
                \(LeavePage.form(own, text("groups.mine.decline"), visit))
                """))
    }

    private func form(_ found: Found, _ errors: FormErrors, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.form(
            action: Self.link(found.own.id), csrf: visit.csrf,
            """
            \(HTML.hidden("shown", "yes"))\
            \(HTML.with(found.agreement) {
                """
                <h2>\(text("groups.agreement.title"))</h2>\($0.agreement.html(in: $0.language))\
                \($0.agreement.tick(errors, visit))
                """
            })\(HTML.actions([HTML.button(text("groups.mine.accept"))]))
            """)
    }
}
