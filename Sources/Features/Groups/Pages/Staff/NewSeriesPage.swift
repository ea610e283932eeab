import Markup
import Recurrence
import Storage
import Web

/// `/staff/groups/:organization/series/new`: a series of twelve from nothing. One page of fields, then one with all its
/// dates, on which holidays are dropped; what takes place elsewhere at that hour stands beside. Nothing is kept before.
struct NewSeriesPage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "series of a group"
    static var names: [String] { NewSeriesFields.names }
    /// That the dates were seen, and what stands beside them; where it goes on; the dates that are dropped.
    private static let own: Set<String> = ["seen", "open", "without", "back"]

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/new"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(path, GroupsFeature.coordinator, body: .words) { try await send($0) },
        ]
    }

    /// What can be chosen among.
    private struct Known {
        let organization: Organization
        let programs: [Program]
        let places: [Place]
    }

    private func known(_ visit: Visit) async throws -> Known {
        try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            return Known(
                organization: organization,
                programs: try ProgramStore.all(of: organization.id, as: visit.viewer, in: tx),
                places: try PlaceStore.all(of: organization.id, in: tx))
        }
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let known = try await known(visit)
        var reader = FormReader(visit.fields)
        let fields = NewSeriesFields.read(
            &reader, programs: known.programs.map(\.id), places: known.places.map(\.id))
        guard let fields, reader.errors.isEmpty, visit.fields["back"] == nil,
            let zone = try? Zone(known.organization.zone)
        else { return try await show(visit, reader.errors) }
        let plan: Plan
        do { plan = try self.plan(fields, zone, visit) } catch let refusal as ScheduleRefusal {
            guard let errors = ScheduleAnswerView.errors(refusal.answer, time: "first", visit.text) else {
                throw Problem.unavailable
            }
            return try await show(visit, errors)
        }
        // Both before anything is written: what is over could never be opened, and would lie about as a draft.
        let ahead = plan.dates.filter { $0.isAhead(at: visit.now) }
        guard !ahead.isEmpty else {
            return try await show(visit, FormErrors(field: "first-year", "groups.staff.series.over"))
        }
        guard visit.fields["seen"] != nil else { return try await preview(plan, known, FormErrors(), visit) }
        guard ahead.contains(where: { !$0.isCancelled }) else {
            return try await preview(plan, known, FormErrors(field: "without", "groups.staff.series.none"), visit)
        }
        return try await make(fields, zone, known, visit)
    }

    /// What a form asks for, before there is any of it.
    private struct Plan {
        let fields: NewSeriesFields
        let draft: SeriesDraft
        let dates: [Session]
        /// In which its days are said without a year.
        let year: Int
    }

    /// The dates that a series would have; throws what is wrong with them, before anything is asked.
    private func plan(_ fields: NewSeriesFields, _ zone: Zone, _ visit: Visit) throws -> Plan {
        var place: ID<Place>?
        switch fields.place {
        case nil: place = nil
        case .known(let id): place = id
        // A room that is new is nobody's yet.
        case .new: place = ID(named: "place of a form")
        }
        let draft = fields.draft(
            id: .random(), program: ID(named: "program of a form"), place: place, zone: zone,
            without: Self.without(visit))
        return Plan(
            fields: fields, draft: draft, dates: try draft.dates(in: zone, at: visit.now).sessions,
            year: zone.local(atMilliseconds: visit.now.milliseconds).date.year)
    }

    private static func without(_ visit: Visit) -> [LocalDateTime] {
        visit.fields.all("without").compactMap { LocalDateTime(basicText: $0) }
    }

    // MARK: - Making it

    private func make(_ fields: NewSeriesFields, _ zone: Zone, _ known: Known, _ visit: Visit) async throws -> Reply {
        let form: ID<Series> = visit.sentFormID(for: Self.purpose) ?? .random()
        let (program, place) = try await settle(fields, form, known, visit)
        let draft = fields.draft(
            id: form, program: program, place: place, zone: zone, without: Self.without(visit))
        // What is taken elsewhere was read on the page before.
        let answer = try await groups.make(draft, yes: true, as: visit.viewer)
        guard case .done(let id) = answer else {
            let errors = ScheduleAnswerView.errors(answer, time: "first", visit.text)
            return try await show(visit, errors ?? FormErrors(field: "first-year", "groups.staff.conflict.lead"))
        }
        let isOpened = visit.fields["open"] == "yes"
        if isOpened { try await groups.set(.open, of: id, as: visit.viewer) }
        let made = try await groups.database.read { try SeriesStore.find(id, as: visit.viewer, in: $0) }
        guard let made else { throw Problem.notFound }
        return visit.redirect(
            StaffAddress(known.organization).series(made.slug),
            flash: isOpened ? "groups.staff.series.opened" : "groups.staff.series.made")
    }

    /// A program and a place that were typed are made, once for a form however often it is sent.
    private func settle(
        _ fields: NewSeriesFields, _ form: ID<Series>, _ known: Known, _ visit: Visit
    ) async throws -> (ID<Program>, ID<Place>?) {
        let organization = known.organization.id
        return try await groups.database.write { tx in
            let (program, place): (ID<Program>, ID<Place>?)
            switch fields.program {
            case .known(let id): program = id
            case .new(let words):
                program = ID(named: "program of \(form)")
                if try ProgramStore.find(program, as: visit.viewer, in: tx) == nil {
                    let slug = try ProgramStore.freeSlug(words.title, in: tx)
                    let new = Program(
                        id: program, organization: organization, slug: slug, ledBy: .staff,
                        texts: [Self.written(visit): words], topics: [])
                    try ProgramStore.add(new, at: visit.now, in: tx)
                }
            }
            switch fields.place {
            case nil: place = nil
            case .known(let id): place = id
            case .new(let words):
                let id: ID<Place> = ID(named: "place of \(form)")
                if try PlaceStore.find([id], in: tx)[id] == nil {
                    try PlaceStore.add(words.place(id, of: organization), in: tx)
                }
                place = id
            }
            return (program, place)
        }
    }

    /// The language that something is written in: that of the page, if the product speaks it.
    private static func written(_ visit: Visit) -> Language {
        let spoken = ProgramFields.languages
        return spoken.contains(visit.language) ? visit.language : spoken.first ?? visit.language
    }

    // MARK: - What it shows

    private func preview(_ plan: Plan, _ known: Known, _ errors: FormErrors, _ visit: Visit) async throws -> Reply {
        let dates = plan.dates
        let conflicts = try await groups.database.read { tx in
            try ScheduleAnswerView.lines(
                try groups.conflicts(
                    of: dates, besides: [], led: plan.draft.leaders, in: known.organization.id, at: visit.now, tx),
                new: Dictionary(dates.map { ($0.id, $0.starts) }) { first, _ in first }, visit, tx)
        }
        let text = visit.text
        let goesOn = HTML.when(
            plan.fields.times.ending == .open, HTML.note(HTML(text: text("groups.staff.series.goesOn"))))
        let count = text("groups.staff.series.dates.lead", ["n": .count(dates.count)])
        let frame = StaffFrame(organization: known.organization, errors: errors, visit: visit)
        return frame.page(
            text("groups.staff.series.dates"),
            lead: (names(plan.fields, known, visit) + [count]).joined(separator: " · "),
            ScheduleAnswerView.html(conflicts, text) + goesOn
                + confirmation(plan, errors, to: frame.address.newSeries, visit))
    }

    /// What it is called and where it meets: a wrong line of a menu is seen there, and nowhere else.
    private func names(_ fields: NewSeriesFields, _ known: Known, _ visit: Visit) -> [String] {
        let program =
            switch fields.program {
            case .known(let id): known.programs.first { $0.id == id }?.title(visit.language)
            case .new(let words): words.title
            }
        let place =
            switch fields.place {
            case .known(let id): known.places.first { $0.id == id }?.name
            case .new(let place): place.name
            case nil: visit.text("groups.mode.\(fields.mode.rawValue)")
            }
        return [program, place].compactMap(\.self)
    }

    /// All dates in boxes, with all that was typed.
    private func confirmation(_ plan: Plan, _ errors: FormErrors, to action: Link, _ visit: Visit) -> HTML {
        let text = visit.text
        let boxes = HTML.checkboxes(
            Choices(
                name: "without", legend: text("groups.staff.series.drop"), hint: text("groups.staff.series.drop.hint"),
                options: plan.dates.map { Choice($0.slot.description, text.moment($0.starts, in: plan.year)) },
                selected: Set(Self.without(visit).map(\.description)), error: errors.message(for: "without", text)))
        return HTML.form(
            action: action, csrf: visit.csrf,
            """
            \(TypedValues(sent: visit.fields).hidden(except: Self.own))\(HTML.hidden("seen", "yes"))\(boxes)\
            \(HTML.actions([
                HTML.button(text("groups.staff.series.open"), name: "open", value: "yes"),
                HTML.button(text("groups.staff.series.keep"), kind: .secondary, name: "open", value: "no"),
                HTML.button(text("groups.staff.series.back"), kind: .quiet, name: "back", value: "yes"),
            ]))
            """)
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let known = try await known(visit)
        let (text, frame) = (visit.text, StaffFrame(organization: known.organization, errors: errors, visit: visit))
        let id: ID<Series> = visit.sentFormID(for: Self.purpose) ?? .random()
        let asked = visit.query["program"].flatMap { asked in
            known.programs.first { $0.id.description == asked }?.id.description
        }
        let usual = NewSeriesFields.usual(
            Self.written(visit), program: asked, hasPrograms: !known.programs.isEmpty, place: known.places.first?.id)
        let form = StaffForm(values: TypedValues(sent: visit.fields, known: usual), errors: errors, text: text)
        return frame.page(
            text("groups.staff.series.new"), lead: text("groups.staff.series.lead"),
            HTML.form(
                action: frame.address.newSeries, csrf: visit.csrf,
                """
                \(HTML.hidden("form", visit.formID(id, for: Self.purpose)))\
                \(NewSeriesFields.html(form, known.programs, known.places, visit))\
                \(HTML.actions([HTML.button(text("groups.staff.series.see"))]))
                """))
    }
}
