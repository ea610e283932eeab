import Foundation
import Storage
import Testing
import Web
import World

@testable import Groups

/// A file of groups is taken in once, however often it is read.
@Suite struct ImportTests {
    private static let file = """
        {"record":"organization","slug":"la-clinica","name":"La Clinica","zone":"America/Los_Angeles"}
        {"record":"place","organization":"la-clinica","name":"Kitchen","zip":"97501","access":["lift"]}
        {"record":"program","organization":"la-clinica","slug":"cooking","topics":["cooking"],\
        "texts":{"en":{"title":"Cooking","summary":"We cook."}},"agreement":{"en":"Be kind."}}
        {"record":"series","program":"cooking","slug":"cooking-on-wednesdays","kind":"dropIn","weekday":"WE",\
        "time":"17:00","week":-2,"rule":"FREQ=WEEKLY","place":"Kitchen","leaders":[{"shownAs":"Luz","isDemo":true}],\
        "dropped":[1],"moved":[2]}

        {"record":"series","program":"cooking","slug":"cooking-once","starts":"20261203T183000","mode":"video",\
        "onlineURL":"https://video.example.org/","state":"draft"}

        """

    private static let conditionsOfDemonstration = [
        "anxiety-disorders", "caregiver-stress", "chronic-pain", "copd", "dementia", "depression", "fibromyalgia",
        "grief", "high-blood-pressure", "insomnia", "miscarriage", "prediabetes", "pregnancy", "sleep-problems",
        "stress", "type-2-diabetes", "weight-management",
    ]

    @Test(arguments: Backend.available)
    func `what stands in a file is there, and taken in again it is the same`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let file = try GroupFile(Array(Self.file.utf8))
            expect(try await site.groups.takeIn(file, demo: site.people[2]), is: 2)
            let before = try await site.count("SELECT COUNT(*) FROM group_sessions")
            expect(try await site.groups.takeIn(file, demo: site.people[2]), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions"), is: before)
            let all = try await site.database.read {
                try SeriesStore.all(of: Organization.id(slug: "la-clinica"), as: site.system, in: $0)
            }
            expect(all.map { "\($0.slug) \($0.state)" }, is: ["cooking-on-wednesdays open", "cooking-once draft"])
            let series = try #require(all.first)
            let dates = try await site.dates(series.id)
            // It is Monday there, 2 November: the Wednesday of two weeks before was 21 October.
            expect(dates.first?.id.recurrence.text, is: "20261021T170000")
            expect(dates.filter(\.isCancelled).map(\.id.recurrence.text), is: ["20261111T170000"])
            expect(dates.filter(\.isMoved).map(\.starts), is: [time("20261119T170000")])
            let leaders = try await site.database.read { try LeaderStore.all(of: series.id, in: $0) }
            expect(leaders.map(\.member), is: [site.people[2]])
            let place = try await site.database.read {
                try PlaceStore.all(of: Organization.id(slug: "la-clinica"), in: $0).first
            }
            expect(place?.access, is: [.lift])
            expect(place?.point != nil, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `what a line leaves away is as usual, and its words are made plain`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            let texts = "{\"en\":{\"title\":\"  Jose\u{301} cooks \",\"summary\":\"We\r\ncook.\"}}"
                .replacing("\r\n", with: "\\r\\n")
            let file = try GroupFile(Array(ImportLines.file("program", ["texts": texts]).utf8))
            expect(try await site.groups.takeIn(file, demo: nil), is: 1)
            let (program, series) = try await site.database.read { tx in
                let series = try SeriesStore.find(slug: "evenings", as: site.system, in: tx)
                return (try series.flatMap { try ProgramStore.find($0.program, as: site.system, in: tx) }, series)
            }
            expect(program?.listing, is: .open)
            expect(program?.eligibility, is: .anyone)
            expect(program?.ledBy, is: .staff)
            expect(program?.cost, is: .free)
            expect(program?.texts, is: [.en: ProgramText(title: "Jos\u{E9} cooks", summary: "We\ncook.")])
            expect(
                series.map { "\($0.kind) \($0.state) \($0.meeting.mode) \($0.minimum) \($0.languages)" },
                is: "cohort open room 0 [en]")
        }
    }

    @Test func `a Session Zero is at the usual hour of its week, however the first date is said`() async throws {
        try await withSchedule { site in
            for (slug, start) in [
                ("a", ["starts": "\"20261118T170000\"", "weekday": nil, "time": nil, "week": nil]), ("b", [:]),
            ] {
                let changed = (start as [String: String?]).merging(["slug": "\"\(slug)\"", "zeroWeek": "1"]) { $1 }
                try await site.groups.takeIn(try GroupFile(Array(ImportLines.file("series", changed).utf8)), demo: nil)
                let dates = try await site.dates(ID(named: "series:\(slug)"))
                expect(dates.filter { $0.kind == .zero }.map(\.starts), is: [time("20261111T170000")], slug)
                expect(dates.filter { $0.kind == .regular }.first?.starts, is: time("20261118T170000"), slug)
            }
        }
    }

    @Test func `a line that cannot be read, or names what is not there, is said`() async throws {
        try await withSchedule { site in
            for (text, word) in [
                ("{\"record\":\"group\"}", "group"), ("\n{\"record\":", "Line 2"),
                ("{\"record\":\"place\",\"organization\":\"nowhere\",\"name\":\"A\",\"zip\":\"97501\"}", "nowhere"),
                ("{\"record\":\"organization\",\"slug\":\"a b\",\"name\":\"A\",\"zone\":\"UTC\"}", "a b"),
                ("{\"record\":\"organization\",\"slug\":\"a\",\"name\":\"A\",\"zone\":\"Moon/Sea\"}", "Moon/Sea"),
                ("{\"record\":\"series\",\"program\":\"none\",\"slug\":\"a\",\"starts\":\"20261203T183000\"}", "none"),
                ("{\"record\":\"series\",\"program\":\"pain-program\",\"slug\":\"a\"}", "begins"),
                ("{\"record\":\"series\",\"program\":\"pain-program\",\"slug\":\"new\"}", "not \"new\""),
                (
                    "{\"record\":\"series\",\"program\":\"pain-program\",\"slug\":\"a\",\"starts\":\"20261203T183000\"}",
                    "Line 1: place"
                ),
            ] {
                let error = await #expect(throws: CommandError.self) {
                    try await site.groups.takeIn(try GroupFile(Array(text.utf8)), demo: nil)
                }
                expect(error?.description.contains(word) ?? false, is: true, "\(error?.description ?? "") \(word)")
            }
            #expect(throws: CommandError.self) { try GroupFile(path: "/nowhere/groups.jsonl") }
        }
    }

    @Test(arguments: Backend.available)
    func `an organization is opened once, also in a space that is there already`(on backend: Backend) async throws {
        try await withSchedule(on: backend) { site in
            expect(try await site.groups.open("clinic", "Another", zone: "UTC"), is: false)
            let now = site.now
            let own = Organization(id: ID(named: "our organization"), slug: "ours", name: "Ours", zone: "UTC")
            try await site.database.write { tx in
                try tx.execute("INSERT INTO spaces (code, name) VALUES (\(own.space.code), 'ours')")
                expect(try OrganizationStore.open(own, at: now, in: tx), is: true)
                expect(try OrganizationStore.open(own, at: now, in: tx), is: false)
            }
            let all = try await site.database.read { try OrganizationStore.all(in: $0).map(\.slug) }
            expect(all, is: ["clinic", "hospital", "ours"])
        }
    }

    @Test func `the demonstration has two organizations, and its leader coordinates both`() async throws {
        try await withSchedule(conditions: Self.conditionsOfDemonstration) { site in
            let path = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../../Vocabulary/simulated-groups.jsonl").path(percentEncoded: false)
            for _ in 0..<2 { try await site.groups.demonstrate(path: path, leader: site.people[2]) }
            expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 13)
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 20)
            expect(try await site.count("SELECT COUNT(*) FROM series WHERE state = 'open'"), is: 19)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE state = 'waiting'"), is: 2)
            expect(try await site.count("SELECT COUNT(*) FROM group_sessions WHERE starts_local <> slot_local"), is: 1)
            let roles = try await site.world.viewer(site.people[2])
            for slug in ["la-clinica", "wentworth-douglass"] {
                expect(roles.has(.coordinator, in: .organization(Organization.id(slug: slug))), is: true)
            }
        }
    }

    @Test func `doctor says what waits for somebody`() async throws {
        try await withSchedule { site in
            func findings() async -> [Int] { await site.groups.checks.findings().map(\.findings.count) }
            expect(await findings(), is: [0, 2])
            let id = try await site.open()
            try await site.world.grant(.coordinator, in: .organization(TestSchedule.clinic), to: site.people[0])
            expect(await findings(), is: [0, 1])
            for date in try await site.dates(id) {
                try await site.change(id, date.id.recurrence.text, .this, SessionChange(isCancelled: true))
            }
            expect(await findings(), is: [1, 1])
        }
    }
}
