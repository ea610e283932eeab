import Accounts
import Markup
import Safety
import Storage
import Web

/// `/groups/:group/join`: takes a seat on all dates or on one, or a place in line. Dates, what one needs, and the
/// agreement in full, on one page.
struct JoinPage: Sendable {
    static let pattern = "/groups/:group/join"
    /// Of single dates so many are offered.
    static let mostSingle = 6

    let groups: GroupsFeature

    static func link(_ series: Series) -> Link { "/groups/\(series.slug)/join" }
    /// With the next date chosen, for who wants to look in once.
    static func next(_ series: Series) -> Link { link(series).adding("scope", "next") }

    var routes: [Route] {
        [
            .get(Self.pattern, .member) { visit in
                if let question = visit.healthConsentQuestion { return question }
                return try await show(visit, FormErrors())
            },
            .post(Self.pattern, .member, body: .words, limit: RateLimit(per: .person, count: 60, within: 600)) {
                if let question = $0.healthConsentQuestion { return question }
                return try await receive($0)
            },
        ]
    }

    private func receive(_ visit: Visit) async throws -> Reply {
        let (series, dates) = try await choices(visit)
        var reader = FormReader(visit.fields)
        let chosen = reader.choice("scope", among: dates.map(\.id.recurrence.text)) ?? ""
        let needs = NeedFields.read(&reader)
        guard reader.errors.isEmpty, let scope = SeatScope(code: chosen) else {
            return try await show(visit, reader.errors)
        }
        do {
            let parted = HeldNeeds(needs, visit, groups.safety.reader)
            let answer = try await groups.join(
                series.id, scope, agreed: visit.agreed, needs: parted.kept, as: visit.viewer)
            let flash = answer == .seated ? "groups.seat.done" : "groups.seat.lined"
            guard !parted.held.isEmpty else { return visit.redirect(OwnGroupsPage.path, flash: flash) }
            return try await add(needs, to: series.id, scope, visit, flash: flash)
        } catch SeatRefusal.alreadyIn {
            return try await add(needs, to: series.id, scope, visit, flash: "groups.seat.already")
        } catch let refusal as SeatRefusal {
            return try await show(visit, refusal.errors)
        }
    }

    /// What was typed comes to what they have: a form may come twice, or from another window, and its words are not lost.
    private func add(
        _ needs: [AccessNeed], to series: ID<Series>, _ scope: SeatScope, _ visit: Visit, flash: String
    ) async throws -> Reply {
        try await NeedsPage(groups: groups).keep(needs, visit, isMore: true, flash: flash) { viewer, tx in
            let own = try EnrolmentStore.own(of: series, as: viewer, in: tx)
            return own.first { $0.scope == scope } ?? own.first { $0.isInTheWay(of: scope) }
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let facts = try await read(visit)
        if facts.own.contains(where: { $0.scope == .all && $0.state != .lapsed }), errors.isEmpty {
            return visit.redirect(OwnGroupsPage.path, flash: "groups.seat.already")
        }
        let text = visit.text
        let name = facts.program.called(text)
        return visit.page(
            text("groups.seat.title", ["group": .text(name)]), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("groups.seat.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    text("groups.seat.title", ["group": .text(name)]),
                    breadcrumb: HTML.breadcrumb(
                        [(text("groups.title"), "/groups"), (name, "/groups/\(facts.series.slug)")])))\
                \(JoinView(facts: facts, errors: errors, visit: visit).html())
                """))
    }

    /// What can be chosen, for a form that came: all else is read again in the transaction that gives the seat.
    private func choices(_ visit: Visit) async throws -> (Series, [Session]) {
        let (slug, viewer, now) = (try visit.parameter("group"), visit.viewer, visit.now)
        return try await groups.database.read { tx in
            guard let series = try SeriesStore.find(slug: slug, as: viewer, in: tx) else { throw Problem.notFound }
            return (series, try Self.dates(of: series.id, as: viewer, at: now, in: tx))
        }
    }

    /// Those ahead, cancelled ones too; no Session Zero.
    private static func dates(
        of series: ID<Series>, as viewer: Viewer, at now: Instant, in tx: Transaction
    ) throws -> [Session] {
        try SessionStore.all(of: series, from: now, as: viewer, in: tx).filter {
            $0.kind == .regular && $0.isAhead(at: now)
        }
    }

    private func read(_ visit: Visit) async throws -> JoinFacts {
        let (slug, viewer, language, now) = (try visit.parameter("group"), visit.viewer, visit.language, visit.now)
        return try await groups.database.read { tx in
            guard let series = try SeriesStore.find(slug: slug, as: viewer, in: tx),
                let program = try ProgramStore.find(series.program, as: viewer, in: tx)
            else { throw Problem.notFound }
            let dates = try Self.dates(of: series.id, as: viewer, at: now, in: tx)
            let next = dates.first { $0.takesSeats(at: now) }
            return JoinFacts(
                series: series, program: program,
                organization: try OrganizationStore.find(series.organization, in: tx), dates: dates,
                agreement: try ProgramStore.agreement(of: program.id, for: language, in: tx),
                own: try EnrolmentStore.own(of: series.id, as: viewer, in: tx).map { $0.lapsedIfOver(at: now) },
                count: try next.flatMap {
                    try groups.seats.counts(of: [$0.id], at: now, as: viewer, in: tx)[$0.id]
                })
        }
    }
}

/// What the page about a seat shows.
struct JoinFacts: Sendable {
    let series: Series
    let program: Program
    let organization: Organization?
    /// Those ahead in the order of time, cancelled ones too; no Session Zero.
    let dates: [Session]
    let agreement: (language: Language, agreement: Agreement)?
    /// What the viewer has here.
    let own: [Enrolment]
    /// Of the next date that takes seats.
    let count: SeatCount?

    /// Whether nothing here is theirs yet.
    var hasNothing: Bool { own.allSatisfy { $0.state == .lapsed } }

    /// The dates that can be tried one by one: the next few, and the one that was asked for.
    func single(asked: String) -> [Session] {
        guard series.allowsSingle else { return [] }
        let open = dates.filter { !$0.isCancelled }
        let near = open.prefix(JoinPage.mostSingle)
        return near + open.dropFirst(near.count).filter { $0.id.recurrence.text == asked }
    }
}
