import Accounts
import Markup
import Storage
import Web

/// `/staff/groups/:organization/series/:group/leaders`: who leads, as everybody reads it, and whose account it is.
struct LeadersPage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "leader of a group"
    /// More than a clinic names in a day: whoever goes through names is stopped.
    private static let limit = RateLimit(per: .person, count: 30, within: 3_600)

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group/leaders"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(path, GroupsFeature.coordinator, body: .words, limit: Self.limit) { try await add($0) },
            .post("\(path)/:leader/remove", GroupsFeature.coordinator) { try await remove($0) },
        ]
    }

    private func add(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let part: SeriesLeader.Part? = reader.word("part", required: "groups.staff.leaders.part.required")
        let shownAs = reader.text(
            "shownAs", max: NewSeriesFields.mostShownAs, required: "groups.staff.leaders.shownAs.required")
        let name = reader.text("member", max: 60)
        let scope = SeatScope(code: visit.fields["scope"] ?? "")
        if scope == nil { reader.errors.add(field: "scope", "web.form.choice") }
        guard let part, let scope, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let id = visit.sentFormID(for: Self.purpose) ?? ID<SeriesLeader>.random()
        let address = try await groups.database.write { tx -> Link? in
            let (organization, series) = try groups.named(visit, tx)
            if case .date(let date) = scope,
                try SessionStore.find(SessionID(series.id, date), as: visit.viewer, in: tx) == nil
            {
                throw Problem.notFound
            }
            let member = try name.isEmpty ? nil : leader(named: name, of: organization, in: tx)
            if member == nil, !name.isEmpty { return nil }
            if try !LeaderStore.all(of: series.id, in: tx).contains(where: { $0.id == id }) {
                let leader = SeriesLeader(id: id, scope: scope, member: member, part: part, shownAs: shownAs)
                try LeaderStore.add(leader, to: series.id, in: tx)
            }
            return StaffAddress(organization).leaders(series.slug)
        }
        guard let address else {
            return try await show(visit, FormErrors(field: "member", "groups.staff.leaders.unknown"))
        }
        return visit.redirect(address, flash: "groups.staff.leaders.added")
    }

    /// Exactly this name, and no look-alike: a roster is behind it. Of those who may lead here, and nobody else: else
    /// the form would tell who has an account.
    private func leader(named name: String, of organization: Organization, in tx: Transaction) throws -> ID<Person>? {
        let holders = try AccountsFeature.holders(of: .leader, in: organization.space, in: tx)
        return try AccountsFeature.member(exactly: name, in: tx).flatMap { holders.contains($0) ? $0 : nil }
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let id: ID<SeriesLeader> = try visit.id("leader")
        let address = try await groups.database.write { tx in
            let (organization, series) = try groups.named(visit, tx)
            // Pressed twice it is gone all the same.
            if try LeaderStore.all(of: series.id, in: tx).contains(where: { $0.id == id }) {
                try LeaderStore.remove(id, of: series.id, in: tx)
                // What they were shown as is gone from every kept page.
                try tx.noteTakedown()
            }
            return StaffAddress(organization).leaders(series.slug)
        }
        return visit.redirect(address, flash: "groups.staff.leaders.removed")
    }

    private struct Known {
        let organization: Organization
        let series: Series
        let title: String
        let leaders: [SeriesLeader]
        /// From now on.
        let sessions: [Session]
        let names: [ID<Person>: String]
        /// Where somebody leads another group of the organization at the same hours, in words.
        let twice: [String]

        var link: Link { StaffAddress(organization).leaders(series.slug) }
    }

    private func known(_ visit: Visit, _ tx: Transaction) throws -> Known {
        let (organization, series) = try groups.named(visit, tx)
        let leaders = try LeaderStore.all(of: series.id, in: tx)
        let sessions = try SessionStore.all(of: series.id, from: visit.now, as: visit.viewer, in: tx)
        let own = Set(sessions.map(\.id))
        let twice = try leaders.flatMap { leader in
            let conflicts = try groups.leaderConflicts(
                of: sessions, besides: own, led: [leader], in: organization.id, at: visit.now, tx
            ).filter { $0.other.series != series.id }
            return try ScheduleAnswerView.lines(conflicts, new: [:], visit, tx).map { line in
                let values = ScheduleAnswerView.values(of: line, visit.text)
                return visit.text(
                    "groups.staff.leaders.twice.\(line.isAtOnce ? "date" : "dates")",
                    values.merging(["name": .text(leader.shownAs)]) { $1 })
            }
        }
        return Known(
            organization: organization, series: series,
            title: try groups.program(series.program, of: organization, visit, tx).title(visit.language),
            leaders: leaders, sessions: sessions,
            names: try AccountsFeature.pseudonyms(of: leaders.compactMap(\.member), in: tx), twice: twice)
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let known = try await groups.database.read { try self.known(visit, $0) }
        let text = visit.text
        let values = TypedValues(sent: visit.fields, known: ["part": SeriesLeader.Part.leader.rawValue])
        let form = StaffForm(values: values, errors: errors, text: text)
        let twice = HTML.card(
            "<p>\(text("groups.staff.leaders.twice.lead"))</p>\(text.firstOf(known.twice))",
            title: text("groups.staff.leaders.twice"), kind: .notice)
        return StaffFrame(
            organization: known.organization,
            steps: [(known.title, StaffAddress(known.organization).series(known.series.slug))], errors: errors,
            visit: visit
        ).page(
            text("groups.staff.leaders.title"), lead: text("groups.staff.leaders.lead"),
            """
            \(HTML.when(!known.twice.isEmpty, twice))\
            \(HTML.when(!known.leaders.isEmpty, HTML.card(list(known, visit))))\
            \(HTML.card(addForm(form, known, visit), title: text("groups.staff.leaders.new")))
            """)
    }

    private func list(_ known: Known, _ visit: Visit) -> HTML {
        let (text, address) = (visit.text, StaffAddress(known.organization))
        let days = Dictionary(known.sessions.map { ($0.id.recurrence.text, text.day($0.starts)) }) { first, _ in first }
        return HTML.each(known.leaders) { leader -> HTML in
            let facts = [
                text("groups.part.\(leader.part.rawValue)"), leader.scope == .all ? nil : days[leader.scope.code],
                leader.member.flatMap { known.names[$0] },
            ].compactMap(\.self).joined(separator: " · ")
            return """
                <article class="thread-line"><h2 class="thread-title" dir="auto">\(leader.shownAs)</h2>\
                <p class="note" dir="auto">\(facts)</p>\
                \(HTML.form(
                    action: address.remove(known.series.slug, leader.id), csrf: visit.csrf,
                    HTML.button(text("groups.staff.leaders.remove", ["name": .text(leader.shownAs)]), kind: .quiet)))\
                </article>
                """
        }
    }

    private func addForm(_ form: StaffForm, _ known: Known, _ visit: Visit) -> HTML {
        let text = visit.text
        let id: ID<SeriesLeader> = visit.sentFormID(for: Self.purpose) ?? .random()
        let dates = known.sessions.filter { !$0.isCancelled }.map {
            Choice($0.id.recurrence.text, text.moment($0.starts))
        }
        return HTML.form(
            action: known.link, csrf: visit.csrf,
            """
            \(HTML.hidden("form", visit.formID(id, for: Self.purpose)))\
            \(form.line(
                "shownAs", text("groups.staff.leaders.shownAs"), hint: text("groups.staff.leaders.shownAs.hint"),
                isRequired: true))\
            \(form.radios(
                "part", text("groups.staff.leaders.part"),
                Choice.each(SeriesLeader.Part.self) { text("groups.part.\($0)") },
                inRow: true))\
            \(form.line(
                "member", text("groups.staff.leaders.member"), hint: text("groups.staff.leaders.member.hint"),
                isOptional: true, isOfPerson: true))\
            \(form.select("scope", text("groups.staff.scope"), [Choice("", text("groups.staff.scope.all"))] + dates))\
            \(HTML.actions([HTML.button(text("groups.staff.leaders.add"))]))
            """)
    }
}
