import Foundation
import Recurrence

/// A clinic's groups, made from a seed: weekly and monthly ones with holidays, make-ups, moves and cancellations.
struct Programme {
    var events: [CalendarEvent] = []

    init(events count: Int) throws {
        var random = Seeded(state: 40)
        let zones = try ["America/Los_Angeles", "America/New_York", "Europe/Berlin", "America/Phoenix"].map {
            try Zone($0)
        }
        let texts = [
            "FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=16", "FREQ=MONTHLY;BYDAY=1TU;COUNT=12",
            "FREQ=MONTHLY;BYDAY=-1TH;COUNT=6", "FREQ=WEEKLY;INTERVAL=2;COUNT=10", "FREQ=DAILY;COUNT=10",
            "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5", "FREQ=WEEKLY;UNTIL=20261231T235959Z",
        ]
        for index in 0..<count {
            let day = Int.random(in: 1...28, using: &random)
            let hour = Int.random(in: 8...19, using: &random)
            guard let start = LocalDateTime(year: 2026, month: index % 12 + 1, day: day, hour: hour, minute: 30) else {
                continue
            }
            let rule = try RecurrenceRule(texts[index % texts.count])
            var dates = try RecurrenceSet(start: start, zone: zones[index % zones.count], rule: rule)
            let all = Array(dates.occurrences().prefix(8)).map(\.identity)
            if all.count > 5 {
                dates.exclusions = [all[1]]
                dates.additions = [LocalDateTime(seconds: all[2].seconds + 86_400 * 3 + 1800)]
                dates.changes = [
                    all[3]: .moved(to: LocalDateTime(seconds: all[3].seconds + 90_000)), all[4]: .cancelled,
                ]
            }
            let words = CalendarEvent.Words(
                summary: "Group \(index), living with pain; room \(index % 7)",
                details:
                    "Bring water, and \"yourself\".\nLa sala está en el tercer piso, junto al ascensor: pregunta por "
                    + "María en la recepción si no la encuentras; la sesión empieza puntual 🙂.",
                location: "Clinic, 3rd floor\\east", address: "https://clinic.example/groups/\(index)",
                conference: .init(
                    address: "https://meet.example/\(index)", features: ["VIDEO", "AUDIO"], label: "Join, or call"))
            var event = CalendarEvent(
                identifier: "series-\(index)@clinic.example", stamp: 1_790_000_000_000, dates: dates, minutes: 90,
                words: words)
            event.sequence = index % 3
            events.append(event)
        }
    }

    func feed() -> CalendarFeed {
        var feed = CalendarFeed(product: "-//Wayfellow//Bench//EN", name: "Groups, all of them", events: events)
        feed.refreshHours = 6
        feed.source = "https://clinic.example/feeds/all.ics"
        feed.color = "seagreen"
        return feed
    }

    /// A line an event: its UID, then identities and times now in seconds since 1970, as `identity>now`, or `identity-`
    /// for one that is cancelled.
    func printDates() throws {
        for event in events {
            let dates = event.dates.occurrences(withCancelled: true).map { one in
                let identity = event.dates.milliseconds(of: one.identity) / 1000
                return one.isCancelled
                    ? "\(identity)-" : "\(identity)>\(event.dates.milliseconds(of: one.start) / 1000)"
            }
            print(([event.identifier] + dates).joined(separator: " "))
        }
    }
}
