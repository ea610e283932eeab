import Markup
import Storage
import Web

/// `/staff/duty`: who is on duty when, where nobody is, and swaps.
struct DutyPage: Sendable {
    let safety: SafetyFeature

    /// How far ahead the roster is shown.
    private static let daysShown = Duration.days(28)

    var routes: [Route] {
        let access = Access.role(.moderator, in: .site)
        let actions = SafetyFeature.ShiftAction.allCases.map { action in
            Route.post("/staff/duty/:shift/\(action.rawValue)", access) { try await change($0, action) }
        }
        return [
            .get("/staff/duty", access) { try await show($0, FormErrors()) }, .post("/staff/duty", access, add),
        ] + actions
    }

    private func change(_ visit: Visit, _ action: SafetyFeature.ShiftAction) async throws -> Reply {
        try await safety.change(try visit.id("shift"), action, in: .site, as: visit.viewer, at: visit.now)
        return visit.redirect("/staff/duty", flash: "safety.duty.done.\(action.rawValue)")
    }

    @Sendable private func add(_ visit: Visit) async throws -> Reply {
        let moderators = try await safety.database.read { try safety.house.holders(.moderator, .site, $0) }
        var reader = FormReader(visit.fields)
        let shifts = NewShifts.read(&reader, among: moderators, at: visit.now)
        guard let shifts, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let twice = try await safety.database.write { tx -> String? in
            // The same shift sent twice is once.
            for shift in shifts.all where try DutyStore.isTaken(shift, by: shift.member, in: .site, tx: tx) {
                return try safety.house.pseudonyms([shift.member], tx)[shift.member] ?? ""
            }
            for shift in shifts.all { try DutyStore.add(shift, in: .site, tx: tx) }
            return nil
        }
        if let twice {
            reader.errors.add(field: "member", "safety.duty.twice", ["name": .text(twice)])
            return try await show(visit, reader.errors)
        }
        return visit.redirect("/staff/duty", flash: "safety.duty.done.add")
    }

    /// What the page shows.
    private struct Roster: Sendable {
        let onDuty: [ID<Person>]
        let gaps: [Range<Instant>]
        let shifts: [Shift]
        let moderators: [ID<Person>]
        let names: [ID<Person>: String]

        func name(_ person: ID<Person>, _ text: Text) -> String { names[person] ?? text("safety.alert.gone") }
    }

    private func roster(at now: Instant) async throws -> Roster {
        try await safety.database.read { tx in
            let shifts = try DutyStore.shifts(in: .site, from: now, to: now + Self.daysShown, tx: tx)
            let moderators = try safety.house.holders(.moderator, .site, tx)
            return Roster(
                onDuty: try safety.onDuty(in: .site, at: now, tx), gaps: try safety.gaps(in: .site, from: now, tx),
                shifts: shifts, moderators: moderators,
                names: try safety.house.pseudonyms(Array(Set(moderators + shifts.map(\.member))), tx))
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (text, roster) = (visit.text, try await roster(at: visit.now))
        let names = roster.onDuty.map { roster.name($0, text) }.joined(separator: ", ")
        let lead =
            roster.onDuty.isEmpty ? text("safety.duty.nobody") : text("safety.duty.now", ["names": .text(names)])
        var pieces = [
            HTML.pageHeader(
                text("safety.duty.title"), lead: HTML(text: lead),
                breadcrumb: HTML.breadcrumb([(text("safety.alerts.title"), "/staff/alerts")])),
            HTML.errorSummary(title: text("safety.problem"), errors.messages(text)), gaps(roster.gaps, text),
        ]
        if !roster.shifts.isEmpty { pieces.append(table(roster, visit)) }
        let choices = roster.moderators.map { Choice($0.description, roster.name($0, text)) }
        pieces.append(
            HTML.card(NewShifts.form(visit, moderators: choices, errors), title: text("safety.duty.add"), id: "add"))
        return visit.page(text("safety.duty.title"), status: errors.isEmpty ? 200 : 422, HTML.stack(pieces))
    }

    private func gaps(_ gaps: [Range<Instant>], _ text: Text) -> HTML {
        guard !gaps.isEmpty else { return "<p>\(text("safety.duty.gaps.none"))</p>" }
        let shown = gaps.prefix(20)
        let items = HTML.each(shown) { gap in
            let span: [String: TextValue] = [
                "from": .text(text.dateAndTime(gap.lowerBound)), "to": .text(text.dateAndTime(gap.upperBound)),
            ]
            return "<li>\(text("safety.duty.span", span))</li>"
        }
        let more = HTML.when(
            gaps.count > shown.count, "<p>\(text("safety.duty.gaps.more", ["n": .count(gaps.count - shown.count)]))</p>"
        )
        return HTML.card("<ul>\(items)</ul>\(more)", title: text("safety.duty.gaps"), kind: .notice)
    }

    private func table(_ roster: Roster, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.table(
            Table(
                caption: text("safety.duty.shifts"),
                columns: [
                    Column(text("safety.duty.from")), Column(text("safety.duty.to")), Column(text("safety.duty.who")),
                    Column(text("safety.duty.place")), Column(text("safety.duty.change")),
                ],
                rows: roster.shifts.map { shift in
                    let name = roster.name(shift.member, text)
                    let cannot = !roster.moderators.contains(shift.member)
                    return [
                        HTML(text: text.dateAndTime(shift.from)), HTML(text: text.dateAndTime(shift.to)),
                        "\(name)\(HTML.when(cannot, " <strong>\(text("safety.duty.cannot"))</strong>"))",
                        HTML(text: text("safety.duty.place.\(shift.place.rawValue)")),
                        changes(shift, visit),
                    ]
                }))
    }

    private func changes(_ shift: Shift, _ visit: Visit) -> HTML {
        let text = visit.text
        func form(_ action: SafetyFeature.ShiftAction, _ kind: ButtonKind) -> HTML {
            HTML.form(
                action: "/staff/duty/\(shift.id)/\(action.rawValue)", csrf: visit.csrf,
                HTML.button(text("safety.duty.\(action.rawValue)"), kind: kind))
        }
        let isMine = shift.member == visit.viewer.personID
        let swap: HTML =
            switch (isMine, shift.isOffered) {
            case (true, false): form(.offer, .secondary)
            case (true, true): "<p>\(text("safety.duty.isOffered"))</p>" + form(.keep, .secondary)
            case (false, true): "<p>\(text("safety.duty.isOffered"))</p>" + form(.take, .secondary)
            case (false, false): .empty
            }
        return swap + HTML.disclosure(text("safety.duty.remove.why"), form(.remove, .danger))
    }
}
