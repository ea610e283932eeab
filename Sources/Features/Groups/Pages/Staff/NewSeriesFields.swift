import Markup
import Recurrence
import Storage
import Web

/// All that a new series needs besides when it meets; a program and a place can be made on the spot.
struct NewSeriesFields: Sendable {
    enum Chosen<Thing: Sendable, New: Sendable>: Sendable {
        case known(ID<Thing>)
        case new(New)
    }

    let program: Chosen<Program, ProgramText>
    /// Nil for a group without a room.
    let place: Chosen<Place, PlaceFields>?
    let times: SeriesFields
    let minutes: Int
    let kind: Series.Kind
    let mode: Meeting.Mode
    let capacity: Int?
    let minimum: Int
    let allowsSingle: Bool
    let languages: [Language]
    let online: (url: String?, phone: String?, isShown: Bool)
    /// Nil: nobody is named yet.
    let shownAs: String?

    static let new = "new"
    static let mostShownAs = 60

    /// Fields whose words are read for danger.
    static var names: [String] { programNames + ["shownAs", "onlineURL", "onlinePhone"] + PlaceFields.names }
    /// What is written of a new program, and of a new place.
    private static let programNames = ["title", "summary"]
    private static let placeNames = PlaceFields.names + ["access"]

    /// Nil where something is missing or wrong: the errors say what.
    static func read(_ reader: inout FormReader, programs: [ID<Program>], places: [ID<Place>]) -> NewSeriesFields? {
        let program = readProgram(&reader, programs)
        let kind: Series.Kind? = reader.word("kind", required: "groups.staff.series.kind.required")
        let times = SeriesFields.read(&reader, mayBeOpen: kind == .dropIn)
        let minutes = reader.integer("minutes", in: Series.minutes, required: "groups.staff.series.minutes.required")
        let mode: Meeting.Mode? = reader.word("mode", required: "groups.staff.series.mode.required")
        let place = mode.flatMap { readPlace(&reader, places, $0) }
        let online = readOnline(&reader, mode)
        let capacity = reader.integer("capacity", in: Meeting.capacities)
        let minimum = reader.integer("minimum", in: Series.minimums) ?? 0
        if kind != .dropIn, let capacity, minimum > capacity {
            reader.errors.add(field: "minimum", "groups.staff.series.minimum.above")
        }
        let languages = reader.choices(
            "language", among: ProgramFields.languages.map(\.rawValue),
            required: "groups.staff.series.language.required")
        let shownAs = reader.text("shownAs", max: mostShownAs)
        guard reader.errors.isEmpty, let program, let kind, let times, let minutes, let mode else { return nil }
        return NewSeriesFields(
            program: program, place: place, times: times, minutes: minutes, kind: kind, mode: mode, capacity: capacity,
            minimum: minimum, allowsSingle: reader.isOn("allowsSingle"),
            languages: languages.map { Language(rawValue: $0) }, online: online,
            shownAs: shownAs.isEmpty ? nil : shownAs)
    }

    private static func readProgram(_ reader: inout FormReader, _ programs: [ID<Program>]) -> Chosen<
        Program, ProgramText
    >? {
        let chosen = reader.choice(
            "program", among: programs.map(\.description) + [new], required: "groups.staff.series.program.required")
        guard chosen == new else {
            if chosen != nil, reader.holds(programNames) {
                reader.errors.add(field: "program", "groups.staff.series.program.both")
            }
            return chosen.flatMap { ID<Program>($0) }.map { .known($0) }
        }
        let title = reader.text(
            "title", max: ProgramText.mostTitle, required: "groups.staff.program.title.required")
        let summary = reader.text(
            "summary", max: ProgramText.mostWords, required: "groups.staff.program.summary.required", multiline: true)
        return .new(ProgramText(title: title, summary: summary))
    }

    /// A place is filled in, so it can stay chosen where nobody meets in one; what is written there was meant.
    private static func readPlace(
        _ reader: inout FormReader, _ places: [ID<Place>], _ mode: Meeting.Mode
    ) -> Chosen<Place, PlaceFields>? {
        guard mode.needsPlace else {
            if reader.holds(placeNames) { reader.errors.add(field: "mode", "groups.staff.series.place.unmet") }
            return nil
        }
        let chosen = reader.choice(
            "place", among: places.map(\.description) + [new], required: "groups.fault.placeMissing")
        guard chosen == new else {
            if chosen != nil, reader.holds(placeNames) {
                reader.errors.add(field: "place", "groups.staff.series.place.both")
            }
            return chosen.flatMap { ID<Place>($0) }.map { .known($0) }
        }
        return PlaceFields.read(&reader).map { .new($0) }
    }

    static func readOnline(_ reader: inout FormReader, _ mode: Meeting.Mode?) -> (
        url: String?, phone: String?, isShown: Bool
    ) {
        let url = reader.text("onlineURL", max: 500)
        let phone = readPhone("onlinePhone", &reader)
        if !url.isEmpty, Link(external: url) == nil {
            reader.errors.add(field: "onlineURL", "groups.staff.online.wrong")
        }
        if let mode, mode.isOnline, url.isEmpty, phone.isEmpty {
            reader.errors.add(field: mode == .phone ? "onlinePhone" : "onlineURL", "groups.fault.onlineMissing")
        }
        return (url.isEmpty ? nil : url, phone.isEmpty ? nil : phone, reader.isOn("showsOnline"))
    }

    /// Digits, and what stands between them and behind: + , # * - and blanks.
    static func readPhone(_ field: String, _ reader: inout FormReader) -> String {
        let phone = reader.text(field, max: 60)
        let isPhone = phone.utf8.allSatisfy { (48...57).contains($0) || [43, 44, 35, 42, 32, 45].contains($0) }
        if !isPhone { reader.errors.add(field: field, "groups.staff.online.phone.wrong") }
        return phone
    }

    func draft(
        id: ID<Series>, program: ID<Program>, place: ID<Place>?, zone: Zone, without: [LocalDateTime]
    ) -> SeriesDraft {
        SeriesDraft(
            id: id, program: program, kind: kind, zone: zone.name, starts: times.starts, rule: times.rule(in: zone),
            minutes: minutes, meeting: Meeting(mode: mode, place: place, capacity: capacity), minimum: minimum,
            languages: languages, allowsSingle: allowsSingle, onlineURL: online.url, onlinePhone: online.phone,
            showsOnline: online.isShown, without: without, sessionZero: nil,
            leaders: shownAs.map {
                [SeriesLeader(id: .random(), scope: .all, member: nil, part: .leader, shownAs: $0)]
            } ?? [])
    }
}

// MARK: - How they look

extension NewSeriesFields {
    /// What stands there before anybody typed: twelve, weekly, half past six in the evening, ninety minutes.
    static func usual(_ language: Language, program: String?, hasPrograms: Bool, place: ID<Place>?) -> [String: String]
    {
        [
            "program": program ?? (hasPrograms ? "" : new), "kind": Series.Kind.cohort.rawValue, "first-hour": "18",
            "first-minute": "30", "minutes": String(SeriesFields.usualMinutes),
            "every": SeriesFields.Every.week.rawValue,
            "ends": "count", "count": String(SeriesFields.usualCount), "mode": Meeting.Mode.room.rawValue,
            "place": place?.description ?? new, "capacity": "12", "minimum": "4", "language": language.rawValue,
            "allowsSingle": "yes",
        ]
    }

    static func html(_ form: StaffForm, _ programs: [Program], _ places: [Place], _ visit: Visit) -> HTML {
        let text = form.text
        return """
            \(what(form, programs, visit))\(SeriesFields.html(form, first: text("groups.staff.series.first")))\
            \(form.line(
                "minutes", text("groups.staff.series.minutes"), isRequired: true, kind: .number, width: .short))\
            \(form.radios(
                "kind", text("groups.staff.series.kind"),
                Choice.each(Series.Kind.self) { text("groups.kind.\($0)") }))\
            \(whereabouts(form, places))\
            \(form.line(
                "capacity", text("groups.staff.series.capacity"), hint: text("groups.staff.series.capacity.hint"),
                kind: .number, width: .short))\
            \(form.line(
                "minimum", text("groups.staff.series.minimum"), hint: text("groups.staff.series.minimum.hint"),
                kind: .number, width: .short))\
            \(form.box("allowsSingle", text("groups.staff.series.single")))\
            \(form.boxes(
                "language", text("groups.staff.series.language"),
                languages.map { Choice($0.rawValue, text.languages.ownName(of: $0)) }, inRow: true))\
            \(form.line(
                "shownAs", text("groups.staff.leaders.shownAs"), hint: text("groups.staff.leaders.shownAs.hint"),
                isOptional: true))
            """
    }

    private static var languages: [Language] { ProgramFields.languages }

    private static func what(_ form: StaffForm, _ programs: [Program], _ visit: Visit) -> HTML {
        let text = form.text
        let options =
            programs.map { Choice($0.id.description, $0.title(visit.language)) }
            + [Choice(new, text("groups.staff.series.program.new"))]
        let isNew = form.values["program"] == new || form.holds(programNames)
        return """
            \(form.select("program", text("groups.staff.series.program"), [Choice("", "–")] + options))\
            \(HTML.disclosure(
                text("groups.staff.series.program.new"),
                form.line("title", text("groups.staff.series.title"), hint: text("groups.staff.program.title.hint"))
                    + form.area(
                        "summary", text("groups.staff.series.summary"),
                        hint: text("groups.staff.program.summary.hint")),
                open: isNew))
            """
    }

    private static func whereabouts(_ form: StaffForm, _ places: [Place]) -> HTML {
        let text = form.text
        let options =
            places.map { Choice($0.id.description, $0.name) } + [Choice(new, text("groups.staff.series.place.new"))]
        let isNew = form.values["place"] == new || form.holds(placeNames)
        let isOnline = Meeting.Mode(rawValue: form.values["mode"])?.isOnline ?? false
        return """
            \(form.radios(
                "mode", text("groups.staff.series.mode"),
                Choice.each(Meeting.Mode.self) { text("groups.mode.\($0)") }, inRow: true))\
            \(form.select("place", text("groups.staff.series.place"), options))\
            \(HTML.disclosure(
                text("groups.staff.series.place.new"), PlaceFields.html(form), open: isNew))\
            \(HTML.disclosure(
                text("groups.staff.online"),
                """
                \(form.line("onlineURL", text("groups.staff.online.url"), hint: text("groups.staff.online.url.hint")))\
                \(form.line("onlinePhone", text("groups.staff.online.phone"), kind: .tel))\
                \(form.box(
                    "showsOnline", text("groups.staff.online.shown"), hint: text("groups.staff.online.shown.hint")))
                """, open: isOnline))
            """
    }
}
