import Markup
import Recurrence
import Storage
import Web

/// What search engines are told of a group: schema.org's Event as microdata (html.spec.whatwg.org/multipage/microdata),
/// for a script of data would be one more exception in the policy that keeps scripts out. schema.org/Event,
/// schema.org/Schedule; names in it are the organization's, nobody's else.
struct SchemaEvent: Sendable {
    let series: Series
    let detail: EventPage.Detail
    let visit: Visit

    /// The attributes of the element around all of it.
    static var scope: HTML { " itemscope itemtype=\"https://schema.org/Event\"" }

    /// A group: its next date is when it starts, its rhythm a schedule. Name and description stand in the page.
    func whole(_ next: Session?, _ dates: [Session]) -> HTML {
        HTML.with(next) { facts($0) }
            + meta("url", visit.absolute(EventPage.link(series)))
            + HTML.when(series.state == .cancelled || next == nil && !dates.isEmpty, status("EventCancelled"))
            + HTML.with(detail.rhythms.first) { rhythm in
                HTML.with(ReadableSchedule(rhythm.slots)) { schedule($0, rhythm) }
            }
    }

    /// One date.
    func one(_ session: Session) -> HTML {
        facts(session) + meta("url", visit.absolute(EventPage.link(series, session.id.recurrence)))
            + HTML.when(session.isCancelled, status("EventCancelled"))
    }

    private func facts(_ session: Session) -> HTML {
        let place = session.meeting.place.flatMap { detail.places[$0] }
        let mode =
            switch session.meeting.mode {
            case .room: "OfflineEventAttendanceMode"
            case .video, .phone: "OnlineEventAttendanceMode"
            case .hybrid: "MixedEventAttendanceMode"
            }
        return """
            \(meta("startDate", time(session.starts, at: session.startsAt)))\
            \(meta("endDate", time(session.starts.adding(seconds: session.minutes * 60), at: session.endsAt)))\
            \(HTML.when(session.isMoved, meta("previousStartDate", time(session.slot, at: nil))))\
            \(HTML.when(!session.isCancelled, status(session.isMoved ? "EventRescheduled" : "EventScheduled")))\
            <link itemprop="eventAttendanceMode" href="\(schema(mode))">\
            \(HTML.with(session.meeting.capacity) { meta("maximumAttendeeCapacity", String($0)) })\
            \(meta("isAccessibleForFree", detail.program.cost.isFree ? "true" : "false"))\
            \(HTML.each(series.languages) { meta("inLanguage", $0.rawValue) })\
            \(HTML.with(detail.organization) { organizer($0) })\(HTML.with(place) { location($0) })\
            \(HTML.when(session.meeting.mode.isOnline, online))
            """
    }

    private func organizer(_ organization: Organization) -> HTML {
        """
        <span itemprop="organizer" itemscope itemtype="https://schema.org/Organization">\
        \(meta("name", organization.name))</span>
        """
    }

    private func location(_ place: Place) -> HTML {
        """
        <span itemprop="location" itemscope itemtype="https://schema.org/Place">\(meta("name", place.name))\
        <span itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">\
        \(meta("streetAddress", place.street))\(meta("addressLocality", place.city))\
        \(meta("addressRegion", place.region))\(meta("postalCode", place.zip.description))\
        \(meta("addressCountry", "US"))</span></span>
        """
    }

    /// Where it is joined, where everybody may know; else this page, on which a seat is taken.
    private var online: HTML {
        let address = series.showsOnline ? series.onlineURL.flatMap { WebAddress($0)?.link.text } : nil
        return """
            <span itemprop="location" itemscope itemtype="https://schema.org/VirtualLocation">\
            \(meta("url", address ?? visit.absolute(EventPage.link(series))))</span>
            """
    }

    /// schema.org/Schedule, where people would say a rhythm, too.
    private func schedule(_ schedule: ReadableSchedule, _ rhythm: EventPage.Rhythm) -> HTML {
        let (days, step): ([Weekday], String)
        switch schedule.pattern {
        case .weekly(let weekdays, let interval): (days, step) = (weekdays, "P\(interval)W")
        case .monthly(let day, _): (days, step) = ([day], "P1M")
        case .dates: return .empty
        }
        guard let minute = schedule.minuteOfDay else { return .empty }
        let nth: HTML =
            if case .monthly(_, let number?) = schedule.pattern {
                meta("byMonthWeek", String(number))
            } else { .empty }
        return """
            <span itemprop="eventSchedule" itemscope itemtype="https://schema.org/Schedule">\
            \(meta("repeatFrequency", step))\(HTML.each(days) {
                "<link itemprop=\"byDay\" href=\"\(schema(Self.names[$0.fromMonday]))\">"
            })\(nth)\(meta("startDate", Self.date(schedule.first)))\
            \(HTML.when(!rhythm.isEndless, meta("endDate", Self.date(schedule.last))))\
            \(meta("startTime", Self.clock(minute)))\(meta("endTime", Self.clock(minute + rhythm.minutes)))\
            \(meta("scheduleTimezone", series.zone))</span>
            """
    }

    private static let names = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    private func status(_ name: String) -> HTML { "<link itemprop=\"eventStatus\" href=\"\(schema(name))\">" }

    /// An address of the vocabulary; names here are plain words of it.
    private func schema(_ name: String) -> Link {
        Link(external: "https://schema.org/" + name) ?? "/"
    }

    private func meta(_ name: StaticString, _ content: String) -> HTML {
        "<meta itemprop=\"\(HTML(stringLiteral: name))\" content=\"\(content)\">"
    }
}

// MARK: - ISO 8601

extension SchemaEvent {
    /// `2026-12-03`.
    static func date(_ time: LocalDateTime) -> String {
        let (year, month, day) = time.date
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// `18:30`.
    static func clock(_ minute: Int) -> String { "\(two(minute / 60 % 24)):\(two(minute % 60))" }

    /// `2026-12-03T18:30:00-05:00`; the offset is the difference between the wall and the moment.
    private func time(_ local: LocalDateTime, at moment: Instant?) -> String {
        let zone = try? Zone(series.zone)
        let milliseconds = moment?.milliseconds ?? zone?.milliseconds(of: local)
        let offset = milliseconds.flatMap { zone?.offset(atMilliseconds: $0) } ?? 0
        // The end of a date is reckoned from its moment, for the clock may have been changed in between.
        let wall = milliseconds.flatMap { zone?.local(atMilliseconds: $0) } ?? local
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return Self.date(wall) + "T" + Self.clock(wall.minuteOfDay) + ":00" + sign + Self.clock(minutes)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
