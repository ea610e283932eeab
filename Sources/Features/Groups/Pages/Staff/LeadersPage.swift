import Accounts
import Markup
import Storage
import Web

/// `/staff/groups/:organization/series/:group/leaders`: who leads, as everybody reads it, and whose account it is.
struct LeadersPage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "leader of a group"

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group/leaders"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(path, GroupsFeature.coordinator, body: .words) { try await add($0) },
            .post("\(path)/:leader/remove", GroupsFeature.coordinator) { try await remove($0) },
        ]
    }

    private func add(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let part = reader.choice(
            "part", among: SeriesLeader.Part.allCases.map(\.rawValue), required: "groups.staff.leaders.part.required"
        ).flatMap { SeriesLeader.Part(rawValue: $0) }
        let shownAs = reader.text(
            "shownAs", max: NewSeriesFields.mostShownAs, required: "groups.staff.leaders.shownAs.required")
        let name = reader.text("member", max: 60)
        let scope = SeatScope(code: visit.fields["scope"] ?? "")
        if scope == nil { reader.errors.add(field: "scope", "web.form.choice") }
        let member = name.isEmpty || !reader.errors.isEmpty ? nil : try await member(name, &reader)
        guard let part, let scope, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let leader = SeriesLeader(
            id: visit.sentFormID(for: Self.purpose) ?? .random(), scope: scope, member: member, part: part,
            shownAs: shownAs)
        let (address, lacksRole) = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            let series = try groups.series(visit, of: organization, tx)
            if case .date(let date) = scope,
                try SessionStore.find(SessionID(series.id, date), as: visit.viewer, in: tx) == nil
            {
                throw Problem.notFound
            }
            if try !LeaderStore.all(of: series.id, in: tx).contains(where: { $0.id == leader.id }) {
                try LeaderStore.add(leader, to: series.id, in: tx)
            }
            let holders = try AccountsFeature.holders(of: .leader, in: organization.space, in: tx)
            return (
                StaffAddress(organization).leaders(series.slug), member.map { !holders.contains($0) } ?? false
            )
        }
        return visit.redirect(
            address, flash: lacksRole ? "groups.staff.leaders.needsRole" : "groups.staff.leaders.added")
    }

    /// Exactly this name, and no look-alike: a roster is behind it.
    private func member(_ name: String, _ reader: inout FormReader) async throws -> ID<Person>? {
        do { return try await groups.accounts.member(named: name) } catch let error as StorageError {
            throw error
        } catch {
            reader.errors.add(field: "member", "groups.staff.leaders.unknown")
            return nil
        }
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let id: ID<SeriesLeader> = try visit.id("leader")
        let address = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            let series = try groups.series(visit, of: organization, tx)
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

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (organization, series, title, leaders, sessions, names) = try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            let series = try groups.series(visit, of: organization, tx)
            let leaders = try LeaderStore.all(of: series.id, in: tx)
            return (
                organization, series,
                try groups.program(series.program, of: organization, visit, tx).title(visit.language), leaders,
                try SessionStore.all(of: series.id, from: visit.now, as: visit.viewer, in: tx),
                try AccountsFeature.pseudonyms(of: leaders.compactMap(\.member), in: tx)
            )
        }
        let (text, address) = (visit.text, StaffAddress(organization))
        let days = Dictionary(sessions.map { ($0.id.recurrence.text, text.day($0.starts)) }) { first, _ in first }
        let known = ["part": SeriesLeader.Part.leader.rawValue]
        let form = StaffForm(values: TypedValues(sent: visit.fields, known: known), errors: errors, text: text)
        let list = HTML.each(leaders) { leader -> HTML in
            let facts = [
                text("groups.part.\(leader.part.rawValue)"), leader.scope == .all ? nil : days[leader.scope.code],
                leader.member.flatMap { names[$0] },
            ].compactMap(\.self).joined(separator: " · ")
            return """
                <article class="thread-line"><h3 class="thread-title" dir="auto">\(leader.shownAs)</h3>\
                <p class="note" dir="auto">\(facts)</p>\
                \(HTML.form(
                    action: address.remove(series.slug, leader.id), csrf: visit.csrf,
                    HTML.button(text("groups.staff.leaders.remove", ["name": .text(leader.shownAs)]), kind: .quiet)))\
                </article>
                """
        }
        return StaffFrame(
            organization: organization, steps: [(title, address.series(series.slug))], errors: errors, visit: visit
        ).page(
            text("groups.staff.leaders.title"), lead: text("groups.staff.leaders.lead"),
            """
            \(HTML.when(!leaders.isEmpty, HTML.card(list)))\
            \(HTML.card(
                addForm(form, sessions, to: address.leaders(series.slug), visit),
                title: text("groups.staff.leaders.new")))
            """)
    }

    private func addForm(_ form: StaffForm, _ sessions: [Session], to action: Link, _ visit: Visit) -> HTML {
        let text = visit.text
        let id: ID<SeriesLeader> = visit.sentFormID(for: Self.purpose) ?? .random()
        let dates = sessions.filter { !$0.isCancelled }.map { Choice($0.id.recurrence.text, text.moment($0.starts)) }
        return HTML.form(
            action: action, csrf: visit.csrf,
            """
            \(HTML.hidden("form", visit.formID(id, for: Self.purpose)))\
            \(form.line(
                "shownAs", text("groups.staff.leaders.shownAs"), hint: text("groups.staff.leaders.shownAs.hint"),
                isRequired: true))\
            \(form.radios(
                "part", text("groups.staff.leaders.part"),
                SeriesLeader.Part.allCases.map { Choice($0.rawValue, text("groups.part.\($0.rawValue)")) },
                inRow: true))\
            \(form.line(
                "member", text("groups.staff.leaders.member"), hint: text("groups.staff.leaders.member.hint"),
                isOptional: true))\
            \(form.select("scope", text("groups.staff.scope"), [Choice("", text("groups.staff.scope.all"))] + dates))\
            \(HTML.actions([HTML.button(text("groups.staff.leaders.add"))]))
            """)
    }
}
