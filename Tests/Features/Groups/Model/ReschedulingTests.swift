import Recurrence
import Storage
import Testing

@testable import Groups

/// A local time, read as tables have it.
func time(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> LocalDateTime {
    guard let read = LocalDateTime(basicText: text) else {
        Issue.record("\(text) is no time", sourceLocation: sourceLocation)
        return time("20000101T000000", sourceLocation: sourceLocation)
    }
    return read
}

extension LocalDateTime {
    var id: RecurrenceID { RecurrenceID(self) }
}

@Suite struct ReschedulingTests {
    private let weekly = Rhythm(.week)

    private func weeks(_ start: String, _ count: Int, every days: Int = 7) -> [LocalDateTime] {
        (0..<count).map { time(start).adding(seconds: $0 * days * 86_400) }
    }

    private func plan(_ old: [LocalDateTime], _ new: [LocalDateTime], _ a: Rhythm? = nil, _ b: Rhythm? = nil)
        -> [Rescheduling.Step]
    {
        Rescheduling.plan(
            old.map { ($0.id, $0) }, to: new, former: a ?? weekly, new: b ?? weekly, taken: Set(old.map(\.id)))
    }

    @Test func `another hour keeps every date its name`() {
        let old = weeks("20261203T183000", 5)
        let new = weeks("20261203T190000", 5)
        #expect(plan(old, new) == zip(old, new).map { .keep($0.id, slot: $1) })
    }

    @Test func `another day keeps every date its name, also where weeks are two apart`() {
        let old = weeks("20261203T183000", 5, every: 14)
        let new = weeks("20261208T183000", 5, every: 14)
        let other = Rhythm(.week, interval: 2)
        #expect(plan(old, new, other, other) == zip(old, new).map { .keep($0.id, slot: $1) })
    }

    /// huddlz/huddlz #269: occurrences were matched by their place in a list, and RSVPs went to other dates.
    @Test func `a date that is dropped in the middle moves nobody to another date`() {
        let old = weeks("20261203T183000", 5)
        var new = weeks("20261203T190000", 5)
        let dropped = new.remove(at: 2)
        let steps = plan(old, new)
        #expect(dropped.date.day == 17)
        #expect(steps.contains(.drop(old[2].id)))
        for at in [0, 1, 3, 4] {
            #expect(steps.contains(.keep(old[at].id, slot: time("\(old[at].description.prefix(9))190000"))))
        }
    }

    @Test func `every other week keeps the dates that stay and drops those between`() {
        let old = weeks("20261203T183000", 4)
        let steps = plan(old, [old[0], old[2]], weekly, Rhythm(.week, interval: 2))
        #expect(
            steps == [
                .keep(old[0].id, slot: old[0]), .drop(old[1].id), .keep(old[2].id, slot: old[2]), .drop(old[3].id),
            ])
    }

    @Test func `where one of two days of a week goes, the other keeps its people`() {
        let days = weeks("20261201T183000", 3).flatMap { [$0, $0.adding(seconds: 2 * 86_400)] }
        let thursdays = [days[1], days[3], days[5]]
        let steps = plan(days, thursdays)
        #expect(steps.filter { if case .keep = $0 { true } else { false } } == thursdays.map { .keep($0.id, slot: $0) })
        #expect(steps.count == 6)
    }

    @Test func `a new date never takes the name of one that was`() {
        let old = weeks("20261201T183000", 2)
        let moved = weeks("20261203T183000", 2)
        let new = [old[0], moved[0], old[1], moved[1]]
        let steps = Rescheduling.plan(
            zip(old, moved).map { ($0.id, $1) }, to: new, former: weekly, new: weekly, taken: Set(old.map(\.id)))
        let added = steps.compactMap { if case .add(let id, _) = $0 { id } else { nil } }
        #expect(added.map(\.text) == ["20261201T183001", "20261208T183001"])
    }

    @Test func `longer adds at the end, and nothing at all drops all`() {
        let old = weeks("20261203T183000", 2)
        let new = weeks("20261203T183000", 3)
        #expect(plan(old, new).last == .add(new[2].id, slot: new[2]))
        #expect(plan(old, []) == old.map { .drop($0.id) })
        #expect(plan([], new).count == 3)
    }
}

@Suite struct ReadableScheduleTests {
    private func said(_ texts: String...) -> ReadableSchedule.Pattern? {
        ReadableSchedule(texts.map { time($0) })?.pattern
    }

    @Test func `weeks are said as days, also where the first one begins in its middle`() {
        #expect(said("20261203T183000", "20261210T183000", "20261217T183000") == .weekly([.thursday], interval: 1))
        #expect(said("20261203T183000", "20261217T183000") == .weekly([.thursday], interval: 2))
        #expect(
            said("20261203T183000", "20261208T183000", "20261210T183000", "20261215T183000")
                == .weekly([.tuesday, .thursday], interval: 1))
    }

    @Test func `months are said as the second Tuesday, or the last`() {
        #expect(said("20261208T183000", "20270112T183000", "20270209T183000") == .monthly(.tuesday, nth: 2))
        #expect(said("20261230T183000", "20270127T183000", "20270224T183000") == .monthly(.wednesday, nth: nil))
        #expect(said("20270112T183000", "20270209T183000") == .monthly(.tuesday, nth: 2))
    }

    @Test func `what has no rhythm is told date by date`() {
        #expect(said("20261203T183000", "20261207T183000", "20270110T183000") == .dates)
        #expect(said("20261203T183000") == .dates)
        #expect(ReadableSchedule([]) == nil)
        #expect(ReadableSchedule([time("20261203T183000"), time("20261210T190000")])?.minuteOfDay == nil)
    }

    @Test func `names of dates are read as they are written, and nothing else is`() {
        #expect(RecurrenceID("20261203T183000")?.text == "20261203T183000")
        for wrong in [
            "", "2026-12-03", "20261303T183000", "20261203t183000", "20261203T183060", "20261203T183000Z",
            "20261203T253000", "２0261203T183000",
        ] {
            #expect(RecurrenceID(wrong) == nil)
        }
        #expect(time("20261203T183000").weekday == .thursday && Weekday.sunday.fromSunday == 0)
    }
}

@Suite struct PlaceTests {
    @Test func `a ZIP code is five digits, with four more or without`() {
        #expect(ZIPCode("03820")?.description == "03820" && ZIPCode("03820-1234") == ZIPCode("03820"))
        for wrong in ["3820", "0382a", "038200", "03820 1234", ""] { #expect(ZIPCode(wrong) == nil) }
    }

    @Test func `Dover lies nine miles from Portsmouth`() throws {
        let dover = try #require(GeoPoint(latitude: 43.198, longitude: -70.874))
        let portsmouth = try #require(GeoPoint(latitude: 43.072, longitude: -70.763))
        #expect((9.5...11).contains(dover.miles(to: portsmouth)))
        #expect(dover.miles(to: dover) == 0)
    }
}
