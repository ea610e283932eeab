import Markup
import Recurrence
import Storage
import Web

/// A series as other people's calendars are told of it (RFC 5545, RFC 7986): a VEVENT for each of its rules, one for
/// each date that is moved, dropped or unlike. **A date is named by its slot**, where its rule has it, which stays when
/// the date moves: whoever subscribed keeps the entry that they have.
struct ScheduleFeed: Sendable {
    /// The right side of each UID: the same for ever, whatever name a reader called the site by.
    let host: String
    /// DTSTAMP.
    let stamp: Instant
    /// Where and how people meet; nil: a time and a title, and nothing that tells what it is.
    let detail: Detail?

    /// What may be said of a series that everybody may read.
    struct Detail: Sendable {
        let places: [ID<Place>: Place]
        /// Of its page.
        let address: String
        /// What it is, in a sentence or two.
        let summary: String
    }

    /// The file of one series.
    /// - Parameters:
    ///   - sessions: all of it, or from some day on; dates that are missing before the first are not taken for dropped.
    ///   - detail: false: nothing but times and titles.
    static func calendar(
        series: Series, rules: [SeriesRule], sessions: [Session], titled: (Session) -> String, detail: Bool,
        places: [ID<Place>: Place] = [:], host: String = "wayfellow", stamp: Instant = Instant(milliseconds: 0)
    ) -> [UInt8] {
        let known = detail ? Detail(places: places, address: "", summary: "") : nil
        let feed = ScheduleFeed(host: host, stamp: stamp, detail: known)
        let events = feed.events(of: series, rules, sessions, titled: titled)
        let name = sessions.first.map(titled) ?? ""
        return Self.file(events, named: name, source: nil)
    }

    /// A calendar of events; readers are asked to look again each hour.
    static func file(_ events: [CalendarEvent], named name: String, source: String?) -> [UInt8] {
        var feed = CalendarFeed(product: "-//Wayfellow//Groups//EN", name: name, events: events)
        feed.source = source
        feed.refreshHours = 1
        return feed.bytes()
    }

    /// The events of a series, in the order of its rules. A zone that nobody knows has none.
    func events(
        of series: Series, _ rules: [SeriesRule], _ sessions: [Session], titled: (Session) -> String
    ) -> [CalendarEvent] {
        guard let zone = try? Zone(series.zone) else { return [] }
        let byRule = Dictionary(grouping: sessions, by: \.rule)
        return byRule.sorted { $0.key < $1.key }.compactMap { number, sessions in
            let rule = rules.first { $0.number == number }
            let sorted = sessions.sorted { ($0.slot, $0.id.recurrence) < ($1.slot, $1.id.recurrence) }
            return event(series, number, rule, sorted, zone, titled)
        }
    }

    private func event(
        _ series: Series, _ number: Int, _ rule: SeriesRule?, _ sessions: [Session], _ zone: Zone,
        _ titled: (Session) -> String
    ) -> CalendarEvent? {
        guard let dates = dates(rule, sessions, zone),
            let usual = sessions.first(where: { isUsual($0, series) }) ?? sessions.first
        else { return nil }
        let words = words(of: usual, series, titled)
        var event = CalendarEvent(
            identifier: number == 1 ? "\(series.id)@\(host)" : "\(series.id)-\(number)@\(host)",
            stamp: stamp.milliseconds, dates: dates, minutes: rule?.minutes ?? usual.minutes, words: words)
        // Grows with every change of the series, also of one date: a reader takes what it is told last.
        event.sequence = max(series.revision, series.sequence)
        event.isCancelled = series.state == .cancelled
        for session in sessions where !session.isCancelled {
            let own = self.words(of: session, series, titled)
            if own != words { event.wordsOfOne[session.slot] = own }
        }
        return event
    }

    private func isUsual(_ session: Session, _ series: Series) -> Bool {
        session.kind == .regular && !session.isCancelled && session.theme == nil && session.meeting == series.meeting
    }

    /// What the rule says, and what became of single dates.
    private func dates(_ rule: SeriesRule?, _ sessions: [Session], _ zone: Zone) -> RecurrenceSet? {
        guard let first = sessions.first?.slot, let last = sessions.last?.slot else { return nil }
        let slots = Set(sessions.map(\.slot))
        let changes = Dictionary(
            sessions.compactMap { session -> (LocalDateTime, RecurrenceSet.Change)? in
                if session.isCancelled { return (session.slot, .cancelled) }
                return session.isMoved ? (session.slot, .moved(to: session.starts)) : nil
            }, uniquingKeysWith: { first, _ in first })
        guard let rule, let said = rule.rule.flatMap({ try? RecurrenceRule($0) }) else {
            return try? RecurrenceSet(
                start: first, zone: zone, additions: slots.subtracting([first]), changes: changes)
        }
        var meant: Set<LocalDateTime> = []
        if let times = try? said.occurrences(from: rule.starts, zone: zone, earliest: first) {
            for time in times.prefix(while: { $0 <= last }).prefix(Series.mostSessions * 2) { meant.insert(time) }
        }
        return try? RecurrenceSet(
            start: rule.starts, zone: zone, rule: said, additions: slots.subtracting(meant),
            exclusions: meant.subtracting(slots), changes: changes)
    }
}

// MARK: - What is said of a date

extension ScheduleFeed {
    private func words(
        of session: Session, _ series: Series, _ titled: (Session) -> String
    ) -> CalendarEvent.Words {
        let title = titled(session)
        guard let detail else { return CalendarEvent.Words(summary: title) }
        return CalendarEvent.Words(
            summary: title, details: detail.summary.isEmpty ? nil : detail.summary,
            location: session.meeting.mode.needsPlace
                ? session.meeting.place.flatMap { detail.places[$0] }.map(Self.location) : nil,
            address: detail.address.isEmpty ? nil : detail.address,
            conference: session.meeting.mode.isOnline ? conference(series) : nil)
    }

    static func location(_ place: Place) -> String {
        "\(place.name), \(place.street), \(place.city), \(place.region) \(place.zip)"
    }

    /// How it is joined from afar: only where everybody may know.
    private func conference(_ series: Series) -> CalendarEvent.Conference? {
        guard series.showsOnline else { return nil }
        if let address = series.onlineURL.flatMap({ WebAddress($0) }) {
            return CalendarEvent.Conference(address: address.link.text, features: ["AUDIO", "VIDEO"])
        }
        return series.onlinePhone.map {
            CalendarEvent.Conference(address: Link.telephone($0).text, features: ["PHONE"])
        }
    }
}
