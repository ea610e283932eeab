import Markup
import Storage
import Web

/// The form that puts shifts on the roster: one, or the same every week.
struct NewShifts: Sendable {
    let all: [Shift]

    /// Nil, with what is wrong in the reader, where it is none.
    static func read(_ reader: inout FormReader, among moderators: [ID<Person>], at now: Instant) -> NewShifts? {
        let member = reader.choice(
            "member", among: moderators.map(\.description), required: "safety.duty.member.required")
        let place = reader.choice(
            "place", among: Shift.Place.allCases.map(\.rawValue), required: "safety.duty.place.required")
        let day = reader.partialDate("day", required: "safety.duty.day.required")
        if let day, day.day == nil { reader.errors.add(field: "day-year", "safety.duty.day.required") }
        let hour = reader.integer("hour", in: 0...23, required: "safety.duty.hour.required")
        let hours = reader.integer("hours", in: 1...Shift.longest, required: "safety.duty.hours.required")
        let weeks = reader.integer("weeks", in: 1...Shift.mostWeeks, required: "safety.duty.weeks.required")
        guard reader.errors.isEmpty, let member = member.flatMap({ ID<Person>($0) }), let day, let hour, let hours,
            let weeks, let place = place.flatMap({ Shift.Place(rawValue: $0) })
        else { return nil }
        let start = day.start + .hours(hour)
        guard start + .hours(hours) > now else {
            reader.errors.add(field: "day-year", "safety.duty.day.past")
            return nil
        }
        return NewShifts(
            all: (0..<weeks).map { week in
                let from = start + .weeks(week)
                return Shift(
                    id: .random(), member: member, place: place, from: from, to: from + .hours(hours),
                    isOffered: false)
            })
    }

    static func form(_ visit: Visit, moderators: [Choice], _ errors: FormErrors) -> HTML {
        let (text, fields, today) = (visit.text, visit.fields, visit.now.utc)
        func number(_ name: String, _ standard: String) -> HTML {
            HTML.field(
                TextField(
                    name: name, label: text("safety.duty.\(name)"), value: fields[name] ?? standard,
                    error: errors.message(for: name, text), kind: .number, required: true, width: .short))
        }
        let hours = (0...23).map { Choice(String($0), "\($0 < 10 ? "0" : "")\($0):00 UTC") }
        let places = Shift.Place.allCases.map { Choice($0.rawValue, text("safety.duty.place.\($0.rawValue)")) }
        return HTML.form(
            action: "/staff/duty", csrf: visit.csrf,
            """
            \(HTML.select(Choices(
                name: "member", legend: text("safety.duty.who"), options: moderators,
                selected: fields["member"] ?? visit.viewer.personID?.description,
                error: errors.message(for: "member", text))))\
            \(HTML.radios(Choices(
                name: "place", legend: text("safety.duty.place"), hint: text("safety.duty.place.hint"), options: places,
                selected: fields["place"] ?? Shift.Place.first.rawValue, error: errors.message(for: "place", text),
                layout: .row)))\
            \(HTML.dateParts(
                name: "day", legend: text("safety.duty.day"), year: fields["day-year"] ?? String(today.year),
                month: fields["day-month"] ?? String(today.month), day: fields["day-day"] ?? String(today.day),
                error: errors.message(for: "day-year", text), text: text))\
            \(HTML.select(Choices(
                name: "hour", legend: text("safety.duty.hour"), options: hours,
                selected: fields["hour"] ?? String(today.hour), error: errors.message(for: "hour", text))))\
            \(number("hours", "8"))\(number("weeks", "1"))\
            \(HTML.actions([HTML.button(text("safety.duty.add.button"))]))
            """)
    }
}
