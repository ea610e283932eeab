import Foundation
import Testing

@testable import Recurrence

/// Published vectors: libical's own, and those of a clinic's groups. What is expected of the former where RFC 5545 says
/// something else stands in docs/decisions/0031-recurrence.md.
@Suite struct VectorTests {
    /// libical has not made BYMONTH with BYWEEKNO; RFC 5545 3.3.10 allows it, and days that are both are meant.
    private static let ours = ["libical-080": ["20241230", "20251230", "20301230", "20311230"]]

    @Test func `the vectors of libical come out as published, but for the one that it has not made`() throws {
        for vector in Vectors.libical {
            let id = vector["id"] as? String ?? ""
            let rule = try #require(vector["rrule"] as? String)
            let start = try #require(vector["dtstart"] as? String)
            let expected = try #require(Self.ours[id] ?? vector["instances"] as? [String])
            let suffix = start.hasSuffix("Z") ? "Z" : ""
            let found = try dates(rule, from: start, limit: expected.count + 1).map { $0 + suffix }
            #expect(found == expected, "\(id): \(rule) from \(start)")
        }
    }

    @Test func `a reader who begins later is given the same dates from there on`() throws {
        for vector in Vectors.libical {
            guard let begin = vector["start_at"] as? String, let all = vector["instances"] as? [String] else {
                continue
            }
            let rule = try RecurrenceRule(try #require(vector["rrule"] as? String))
            let start = time(try #require(vector["dtstart"] as? String))
            let later = try rule.occurrences(from: start, earliest: time(begin)).map(\.description)
            #expect(later == all.filter { time($0) >= time(begin) }, "\(vector["id"] ?? "")")
        }
    }

    @Test func `the clinic's series come out in local time, in UTC and with their identities`() throws {
        for vector in Vectors.clinic {
            let id = vector["id"] as? String ?? ""
            let set = try Self.series(vector)
            let limit = vector["limit"] as? Int ?? 100
            let found = Array(set.occurrences().prefix(limit))
            #expect(found.map(\.identity.description) == vector["recurrence_ids"] as? [String], "\(id)")
            #expect(found.map(\.start.description) == vector["expect_local"] as? [String], "\(id)")
            let utc = found.map {
                Zone.utc.local(atMilliseconds: set.milliseconds(of: $0.start)).description + "Z"
            }
            #expect(utc == vector["expect_utc"] as? [String], "\(id)")
        }
    }

    @Test func `the clinic's series are the same when they were written as iCalendar and read again`() throws {
        for vector in Vectors.clinic {
            let set = try Self.series(vector)
            let words = CalendarEvent.Words(summary: "Appointment at clinic")
            let event = CalendarEvent(identifier: "1@example.org", stamp: 0, dates: set, minutes: 60, words: words)
            let feed = CalendarFeed(product: "-//Test//EN", name: "Test", events: [event])
            let calendar = try #require(try CalendarParser.components(of: feed.bytes()).first)
            let read = try RecurrenceSet(events: calendar.components.filter { $0.name == "VEVENT" })
            #expect(
                Array(read.occurrences().prefix(50)) == Array(set.occurrences().prefix(50)), "\(vector["id"] ?? "")")
        }
    }

    private static func series(_ vector: [String: any Sendable]) throws -> RecurrenceSet {
        func list(_ key: String) -> Set<LocalDateTime> { Set((vector[key] as? [String] ?? []).map { time($0) }) }
        var changes: [LocalDateTime: RecurrenceSet.Change] = [:]
        for (identity, start) in vector["moved"] as? [String: String] ?? [:] {
            changes[time(identity)] = .moved(to: time(start))
        }
        for identity in list("cancelled") { changes[identity] = .cancelled }
        return try RecurrenceSet(
            start: time(try #require(vector["dtstart"] as? String)),
            zone: Zone(try #require(vector["tzid"] as? String)),
            rule: RecurrenceRule(try #require(vector["rrule"] as? String)), additions: list("rdate"),
            exclusions: list("exdate"), changes: changes)
    }
}
