/// A calendar that others subscribe to: VCALENDAR with its events and the zones they name (RFC 5545 3.4, RFC 7986 5).
package struct CalendarFeed: Sendable {
    /// PRODID: who wrote it.
    package var product: String
    package var name: String
    package var details: String?
    /// SOURCE: where it is read again.
    package var source: String?
    /// REFRESH-INTERVAL: hours after which readers should look again.
    package var refreshHours: Int?
    /// COLOR: a name of CSS3.
    package var color: String?
    package var events: [CalendarEvent]

    package init(product: String, name: String, events: [CalendarEvent]) {
        (self.product, self.name, self.events) = (product, name, events)
    }

    /// The file, as `text/calendar; charset=utf-8`.
    package func bytes() -> [UInt8] {
        var lines = ContentLines()
        lines.add("BEGIN", value: "VCALENDAR")
        lines.add("VERSION", value: "2.0")
        lines.add("PRODID", text: product)
        lines.add("NAME", text: name)
        // The name that was in use before RFC 7986.
        lines.add("X-WR-CALNAME", text: name)
        if let details { lines.add("DESCRIPTION", text: details) }
        if let source { lines.add("SOURCE", [("VALUE", ["URI"])], value: source) }
        if let refreshHours {
            lines.add("REFRESH-INTERVAL", [("VALUE", ["DURATION"])], value: "PT\(max(1, refreshHours))H")
        }
        if let color { lines.add("COLOR", text: color) }
        for (zone, start) in zones { zone.write(from: start, to: &lines) }
        for event in events { event.write(to: &lines) }
        lines.add("END", value: "VCALENDAR")
        return lines.bytes
    }

    /// The zones that are named, with the earliest time named in each (RFC 5545 3.6.5 wants them all).
    private var zones: [(Zone, LocalDateTime)] {
        var found: [Zone: LocalDateTime] = [:]
        for dates in events.map(\.dates) {
            guard let zone = dates.zone, zone != .utc else { continue }
            let others = dates.additions.union(dates.exclusions)
            let starts = dates.changes.compactMap { dates.occurrence($0.key)?.start }
            for time in others.union(starts).union([dates.start]) { found[zone] = min(found[zone] ?? time, time) }
        }
        return found.sorted { $0.key.name < $1.key.name }
    }
}
