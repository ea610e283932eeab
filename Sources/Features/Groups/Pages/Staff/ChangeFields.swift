import Markup
import Recurrence
import Storage
import Web

/// What is to become of a date and of which dates, as the form has it. What is as it was is no change.
struct ChangeFields: Sendable {
    let scope: EditScope
    let change: SessionChange

    /// The raw values are those of the form's buttons.
    enum Wish: String, Sendable, CaseIterable {
        case change, cancel, putBack
    }

    /// Nothing was asked for.
    var isEmpty: Bool { change == SessionChange() }

    /// Whether people should read first what happens to whom: whatever changes an evening of theirs.
    var asksFirst: Bool {
        scope != .this || change.starts != nil || change.rule != nil || change.isCancelled != nil
            || change.meeting != nil
    }

    static let usualScope = EditScope.this.rawValue

    /// Nil where something is missing or wrong: the errors say what.
    static func read(
        _ reader: inout FormReader, _ values: TypedValues, of session: Session, in series: Series, places: [ID<Place>]
    ) -> ChangeFields? {
        let scope: EditScope? = reader.word("scope", required: "groups.staff.change.scope.required")
        let wish: Wish = reader.word("wish") ?? .change
        var change = SessionChange()
        guard wish == .change else {
            change.isCancelled = wish == .cancel
            return reader.errors.isEmpty ? scope.map { ChangeFields(scope: $0, change: change) } : nil
        }
        var starts = PlannedTime.read("starts", &reader, required: "groups.staff.day.required")
        let minutes = reader.integer("minutes", in: Series.minutes)
        if let moved = starts, wantsRhythm(values, of: session),
            let rhythm = rhythm(&reader, from: moved, scope, in: series)
        {
            starts = rhythm.starts
            change.rule = rhythm.rule
        }
        let meeting = meeting(&reader, session, places)
        let theme = reader.text("theme", max: ProgramText.mostTitle)
        guard reader.errors.isEmpty, let scope, let starts else { return nil }
        change.starts = starts == session.starts && change.rule == nil ? nil : starts
        change.minutes = minutes == session.minutes ? nil : minutes
        change.meeting = meeting == session.meeting ? nil : meeting
        change.theme = theme == session.theme ?? "" ? nil : theme
        return ChangeFields(scope: scope, change: change)
    }

    private static let namesOfRhythm = ["day", "every", "ends", "count", "until-year", "until-month", "until-day"]

    /// Whether another rhythm is wanted: its box is ticked, or something below it is otherwise than the page had it.
    /// Whoever fills in how often it meets means it.
    static func wantsRhythm(_ values: TypedValues, of session: Session) -> Bool {
        if values.isOn("rhythm") { return true }
        let known = TypedValues(sent: .empty, known: known(session))
        return namesOfRhythm.contains { name in
            let typed = values.all(name).subtracting([""])
            return !typed.isEmpty && typed != known.all(name)
        }
    }

    /// Another rhythm, where one is wanted.
    private static func rhythm(
        _ reader: inout FormReader, from starts: LocalDateTime, _ scope: EditScope?, in series: Series
    ) -> (starts: LocalDateTime, rule: String)? {
        if scope == .this { reader.errors.add(field: "scope", "groups.staff.change.rhythm.one") }
        let days: [Weekday] = reader.words("day")
        guard let read = SeriesFields.readRhythm(&reader, after: starts, mayBeOpen: series.kind == .dropIn) else {
            return nil
        }
        let fields = SeriesFields(days: Set(days), first: starts, every: read.every, ending: read.ending)
        guard let zone = try? Zone(series.zone), let rule = fields.rule(in: zone) else {
            reader.errors.add(field: "every", "groups.fault.noDates")
            return nil
        }
        return (fields.starts, rule)
    }

    private static func meeting(_ reader: inout FormReader, _ session: Session, _ places: [ID<Place>]) -> Meeting {
        var meeting = session.meeting
        meeting.mode = reader.word("mode") ?? session.meeting.mode
        let place = reader.choice("place", among: places.map(\.description)).flatMap { ID<Place>($0) }
        meeting.place = meeting.mode.needsPlace ? place : nil
        if meeting.mode.needsPlace, place == nil { reader.errors.add(field: "place", "groups.fault.placeMissing") }
        meeting.capacity = reader.integer("capacity", in: Meeting.capacities)
        return meeting
    }

    static func known(_ session: Session) -> [String: String] {
        var known = PlannedTime.known("starts", session.starts)
        known["scope"] = usualScope
        known["minutes"] = String(session.minutes)
        known["mode"] = session.meeting.mode.rawValue
        known["place"] = session.meeting.place?.description ?? ""
        known["capacity"] = session.meeting.capacity.map { String($0) } ?? ""
        known["theme"] = session.theme ?? ""
        known["every"] = SeriesFields.Every.week.rawValue
        known["ends"] = "count"
        known["day"] = session.starts.weekday.rawValue
        return known
    }

    static func html(_ form: StaffForm, _ session: Session, _ places: [Place]) -> HTML {
        let text = form.text
        let rooms = [Choice("", "–")] + places.map { Choice($0.id.description, $0.name) }
        return """
            \(form.radios(
                "scope", text("groups.staff.change.scope"),
                Choice.each(EditScope.self) { text("groups.staff.change.scope.\($0)") }))\
            \(PlannedTime.html("starts", text("groups.staff.date.when"), form))\
            \(form.line("minutes", text("groups.staff.series.minutes"), kind: .number, width: .short))\
            \(form.line("theme", text("groups.staff.date.theme"), isOptional: true))\
            \(form.radios(
                "mode", text("groups.staff.series.mode"),
                Choice.each(Meeting.Mode.self) { text("groups.mode.\($0)") }, inRow: true))\
            \(form.select("place", text("groups.staff.series.place"), rooms))\
            \(form.line(
                "capacity", text("groups.staff.series.capacity"), hint: text("groups.staff.series.capacity.hint"),
                kind: .number, width: .short))\
            \(HTML.disclosure(
                text("groups.staff.change.rhythm"), rhythm(form), open: wantsRhythm(form.values, of: session)))
            """
    }

    private static func rhythm(_ form: StaffForm) -> HTML {
        let text = form.text
        return """
            \(form.box(
                "rhythm", text("groups.staff.change.rhythm.yes"), hint: text("groups.staff.change.rhythm.hint")))\
            \(SeriesFields.days(form))\
            \(SeriesFields.rhythm(form, among: SeriesFields.Every.allCases.filter { $0 != .once }))
            """
    }
}
