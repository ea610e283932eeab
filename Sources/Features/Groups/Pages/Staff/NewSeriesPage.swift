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
        let text = visit.text
        let rule = fields.times.rule(in: zone)
        let shown = fields.kind == .dropIn ? 26 : Series.mostSessions + 1
        let dates = SeriesFields.dates(of: rule, from: fields.times.starts, zone, most: shown)
        if let fault = fault(dates, zone) {
            return try await show(
                visit, ScheduleAnswerView.errors(fault.kind, at: fault.date, time: "first", text))
        }
        let without = dates.filter { visit.fields.all("without").contains($0.description) }
        guard visit.fields["seen"] != nil else { return try await preview(fields, dates, zone, known, visit) }
        return try await make(fields, zone, without, known, visit)
    }

    /// What would be refused anyhow is said before anything is asked.
    private func fault(_ dates: [LocalDateTime], _ zone: Zone) -> (kind: ScheduleFault, date: LocalDateTime?)? {
        if dates.isEmpty { return (.noDates, nil) }
        if dates.count > Series.mostSessions { return (.tooManyDates, nil) }
        return dates.first { zone.reading(of: $0) == .skipped }.map { (.timeDoesNotExist, $0) }
    }

    // MARK: - Making it

    private func make(
        _ fields: NewSeriesFields, _ zone: Zone, _ without: [LocalDateTime], _ known: Known, _ visit: Visit
    ) async throws -> Reply {
        let (program, place) = try await settle(fields, known, visit)
        let draft = fields.draft(program: program, place: place, zone: zone, without: without)
        let address = StaffAddress(known.organization)
        if let twin = try await twin(of: draft, known, visit) {
            return visit.redirect(address.series(twin.slug), flash: "groups.staff.series.there")
        }
        switch try await groups.make(draft, yes: true, as: visit.viewer) {
        case .done(let id):
            let isOpened = visit.fields["open"] == "yes"
            if isOpened {
                try await groups.set(.open, of: id, as: visit.viewer)
                try await groups.database.write { try groups.note(.seriesOpened, id, visit, $0) }
            }
            let made = try await groups.database.read { try SeriesStore.find(id, as: visit.viewer, in: $0) }
            guard let made else { throw Problem.notFound }
            return visit.redirect(
                address.series(made.slug), flash: isOpened ? "groups.staff.series.opened" : "groups.staff.series.made")
        case .fault(let fault, let date):
            return try await show(visit, ScheduleAnswerView.errors(fault, at: date, time: "first", visit.text))
        case .fewerSeatsThanPeople(let people, let date):
            return try await show(visit, ScheduleAnswerView.errors(fewerThan: people, at: date, visit.text))
        // They were seen on the page before, and another came between: it is asked once more.
        case .conflicts: return try await show(visit, FormErrors(field: "first-year", "groups.staff.conflict.lead"))
        }
    }

    /// A program and a place that were typed are made, once for a form however often it is sent.
    private func settle(_ fields: NewSeriesFields, _ known: Known, _ visit: Visit) async throws -> (
        ID<Program>, ID<Place>?
    ) {
        let form: ID<Series> = visit.sentFormID(for: Self.purpose) ?? .random()
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

    /// A series of the same program that begins at the same time in the same way: the form was sent twice.
    private func twin(of draft: SeriesDraft, _ known: Known, _ visit: Visit) async throws -> Series? {
        try await groups.database.read { tx in
            try SeriesStore.all(of: known.organization.id, as: visit.viewer, in: tx).first { series in
                guard series.program == draft.program, series.state != .cancelled,
                    series.meeting.mode == draft.meeting.mode, series.meeting.place == draft.meeting.place
                else { return false }
                return try SeriesStore.rules(of: series.id, in: tx).first?.starts == draft.starts
            }
        }
    }

    // MARK: - What it shows

    private func preview(
        _ fields: NewSeriesFields, _ dates: [LocalDateTime], _ zone: Zone, _ known: Known, _ visit: Visit
    ) async throws -> Reply {
        let conflicts = try await groups.database.read { tx in
            try Self.conflicts(fields, dates, zone, visit, tx)
        }
        let (text, frame) = (visit.text, StaffFrame(organization: known.organization, visit: visit))
        let values = TypedValues(sent: visit.fields)
        let boxes = HTML.checkboxes(
            Choices(
                name: "without", legend: text("groups.staff.series.drop"), hint: text("groups.staff.series.drop.hint"),
                options: dates.map { Choice($0.description, text.moment($0)) }, selected: Set<String>()))
        let form = HTML.form(
            action: frame.address.newSeries, csrf: visit.csrf,
            """
            \(values.hidden(except: Self.own))\(HTML.hidden("seen", "yes"))\(boxes)\
            \(HTML.actions([
                HTML.button(text("groups.staff.series.open"), name: "open", value: "yes"),
                HTML.button(text("groups.staff.series.keep"), kind: .secondary, name: "open", value: "no"),
                HTML.button(text("groups.staff.series.back"), kind: .quiet, name: "back", value: "yes"),
            ]))
            """)
        let goesOn = HTML.when(fields.times.ending == .open, HTML.note(HTML(text: text("groups.staff.series.goesOn"))))
        return frame.page(
            text("groups.staff.series.dates"), lead: text("groups.staff.series.dates.lead", ["n": .count(dates.count)]),
            status: 200, ScheduleAnswerView.html(conflicts, text) + goesOn + form)
    }

    /// What stands in the same room at one of those hours.
    private static func conflicts(
        _ fields: NewSeriesFields, _ dates: [LocalDateTime], _ zone: Zone, _ visit: Visit, _ tx: Transaction
    ) throws -> [ScheduleAnswerView.Line] {
        guard case .known(let place)? = fields.place else { return [] }
        let id: ID<Series> = .random()
        let new = dates.map { date in
            let start = Instant(milliseconds: zone.milliseconds(of: date))
            return Session(
                id: SessionID(id, RecurrenceID(date)), rule: 1, slot: date, starts: date, startsAt: start,
                endsAt: start + .minutes(fields.minutes),
                meeting: Meeting(mode: fields.mode, place: place, capacity: fields.capacity))
        }
        let standing = try SessionStore.at(place, during: new.map { $0.startsAt..<$0.endsAt }, in: tx)
        return try ScheduleAnswerView.lines(
            SessionConflict.all(new, with: standing, .place),
            new: Dictionary(new.map { ($0.id, $0.starts) }) { first, _ in first }, visit, tx)
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
