import Markup
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// What needs no database: what is read out of words, and how times are said.
@Suite struct FindingRulesTests {
    @Test(arguments: [
        ("pain near 03820", "pain", "03820"), ("03820", "", "03820"), ("pain", "pain", nil),
        ("back pain, 97501-1234", "back pain", "97501"), ("97501 grief", "grief", "97501"),
        ("pain close to zip code 03820", "pain", "03820"), ("type 2 1234", "type 2", nil), ("", "", nil),
        ("near 03820 pain", "pain", "03820"), ("pain in 03820.", "pain", "03820"), ("pain, (03820)!", "pain", "03820"),
        ("dolor C.P. 97501", "dolor", "97501"), ("hepatitis a 03820", "hepatitis a", "03820"),
        ("pain junto a 97501", "pain", "97501"), ("cancer since 2019", "cancer since 2019", nil),
    ])
    func `a ZIP code is read out of words`(typed: String, words: String, zip: String?) {
        let read = TypedWords(typed, .shipped)
        expect(read.what, is: words)
        expect(read.zip?.description, is: zip)
    }

    /// The day on the wall is told from the moment and the weekday, east and west of UTC and around midnight.
    @Test(arguments: [
        ("America/New_York", "20261105T183000"), ("America/Los_Angeles", "20261231T233000"),
        ("Pacific/Auckland", "20261105T003000"), ("UTC", "20261105T000000"), ("Pacific/Honolulu", "20261105T235900"),
    ])
    func `a date in memory knows its day`(zone name: String, local: String) throws {
        let (zone, time) = (try Zone(name), try TestFinding.time(local))
        let start = Instant(milliseconds: zone.milliseconds(of: time))
        let facts = SessionFacts(
            id: SessionID(.random(), RecurrenceID(time)), startsAt: start, weekday: time.weekday,
            minuteOfDay: time.minuteOfDay, mode: .room, point: nil, isCancelled: false)
        expect(facts.local, is: time)
        expect(facts.daysAhead(of: start), is: 0)
        expect(facts.daysAhead(of: start - .hours(24)), is: 1)
        expect(facts.daysAhead(of: start + .hours(24)), is: -1)
    }

    @Test func `times are said as people say them, in each language`() async throws {
        try await withFinding { site in
            let texts = try worldTexts(site.world.features)
            let (en, es) = (texts[.en], texts[.es])
            expect(en.time(1_110), is: "6:30\u{a0}pm")
            expect(es.time(1_110), is: "6:30\u{a0}p.\u{a0}m.")
            expect([0, 720, 60, 780].map { en.time($0) }, is: ["midnight", "noon", "1\u{a0}am", "1\u{a0}pm"])
            expect(en.times(1_110, minutes: 90), is: "6:30 to 8\u{a0}pm")
            expect(en.times(660, minutes: 120), is: "11\u{a0}am to 1\u{a0}pm")
            expect(en.times(660, minutes: 60), is: "11\u{a0}am to noon")
            expect(en.times(1_380, minutes: 120), is: "11\u{a0}pm to 1\u{a0}am")
            let thursday = try TestFinding.time("20261203T183000")
            expect(en.day(thursday), is: "Thursday, December\u{a0}3")
            expect(es.day(thursday), is: "Jueves 3\u{a0}de\u{a0}diciembre")
            expect(es.day(thursday, inSentence: true), is: "jueves 3\u{a0}de\u{a0}diciembre")
            expect(en.length(120), is: "2\u{a0}hours")
            expect(en.length(90), is: "90\u{a0}minutes")
        }
    }

    @Test func `a schedule is said in one line`() async throws {
        try await withFinding { site in
            let texts = try worldTexts(site.world.features)
            let (en, es) = (texts[.en], texts[.es])
            let weekly = try schedule(["20261203T183000", "20261210T183000", "20261217T183000"])
            expect(
                en.said(weekly, minutes: 90), is: "Thursdays, 6:30 to 8\u{a0}pm, December\u{a0}3 to December\u{a0}17")
            expect(
                es.said(weekly, minutes: 90),
                is: "Los jueves, 6:30 a 8\u{a0}p.\u{a0}m., del 3\u{a0}de\u{a0}diciembre al 17\u{a0}de\u{a0}diciembre")
            expect(en.said(weekly, minutes: 90, isEndless: true), is: "Thursdays, 6:30 to 8\u{a0}pm")
            let second = try schedule(["20261203T180000", "20261217T180000", "20261231T180000"])
            expect(
                es.said(second, minutes: 60, isEndless: true), is: "Cada 2 semanas, los jueves, 6 a 7\u{a0}p.\u{a0}m.")
            let monthly = try schedule(["20261210T180000", "20270114T180000", "20270211T180000"])
            expect(
                en.said(monthly, minutes: 60, isEndless: true), is: "The second Thursday of each month, 6 to 7\u{a0}pm")
            let days = try schedule([
                "20261201T180000", "20261203T180000", "20261208T180000", "20261210T180000", "20261215T180000",
                "20261217T180000",
            ])
            expect(en.said(days, minutes: 60, isEndless: true), is: "Tuesdays and Thursdays, 6 to 7\u{a0}pm")
            expect(es.said(days, minutes: 60, isEndless: true), is: "Los martes y los jueves, 6 a 7\u{a0}p.\u{a0}m.")
        }
    }

    private func schedule(_ slots: [String]) throws -> ReadableSchedule {
        try #require(ReadableSchedule(try slots.map { try TestFinding.time($0) }))
    }
}
