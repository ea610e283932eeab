import Foundation
import Testing

@testable import Recurrence

/// From clocks to moments and back.
@Suite struct ZoneTests {
    private func utc(_ local: String, _ zone: String) throws -> String {
        Zone.utc.local(atMilliseconds: try Zone(zone).milliseconds(of: time(local))).description
    }

    @Test(arguments: [
        ("20260308T013000", "20260308T063000"), ("20260308T020000", "20260308T070000"),
        ("20260308T023000", "20260308T073000"), ("20260308T025959", "20260308T075959"),
        ("20260308T030000", "20260308T070000"),
    ]) func `a time that is skipped is meant by the clock of before`(local: String, expected: String) throws {
        #expect(try utc(local, "America/New_York") == expected)
    }

    @Test(arguments: [
        ("20261101T005959", "20261101T045959"), ("20261101T010000", "20261101T050000"),
        ("20261101T015959", "20261101T055959"), ("20261101T020000", "20261101T070000"),
    ]) func `a time that comes twice is meant the first time`(local: String, expected: String) throws {
        #expect(try utc(local, "America/New_York") == expected)
    }

    @Test func `how often the clock shows a time is known`() throws {
        let zone = try Zone("America/New_York")
        #expect(zone.reading(of: time("20260308T023000")) == .skipped)
        #expect(zone.reading(of: time("20261101T013000")) == .twice)
        #expect(zone.reading(of: time("20261101T020000")) == .once)
        #expect(zone.reading(of: time("20260308T030000")) == .once)
        #expect(try Zone("Pacific/Apia").reading(of: time("20111230T120000")) == .skipped)
    }

    @Test func `rules of today go on in five hundred and in five thousand years`() throws {
        #expect(try utc("25260701T120000", "Europe/Berlin") == "25260701T100000")
        #expect(try utc("75260101T120000", "Europe/Berlin") == "75260101T110000")
        #expect(try utc("20500701T120000", "America/Los_Angeles") == "20500701T190000")
        #expect(try utc("99991231T120000", "America/Los_Angeles") == "99991231T200000")
        #expect(try utc("20260115T120000", "Australia/Lord_Howe") == "20260115T010000")
        #expect(try utc("20260701T120000", "Asia/Kathmandu") == "20260701T061500")
    }

    @Test(arguments: [
        "America/Los_Angeles", "America/New_York", "America/Phoenix", "Europe/Berlin", "Europe/Dublin",
        "Africa/Casablanca",
        "Asia/Gaza", "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk", "Asia/Tehran", "Etc/GMT+5",
        "America/St_Johns",
    ]) func `moments go to the clock and back, as Foundation has them where it knows the zone`(name: String) throws {
        let zone = try Zone(name)
        let other = try #require(TimeZone(identifier: name))
        var random = Seeded(state: 11)
        var wrong: [String] = []
        for _ in 0..<500 {
            let seconds = Int64.random(in: 946_684_800..<2_145_916_800, using: &random)
            let local = zone.local(utc: seconds)
            let back = zone.utc(local: local)
            if back != seconds, zone.reading(of: LocalDateTime(seconds: local)) != .twice {
                wrong.append("\(seconds) back")
            }
            let offset = other.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            // The two databases are not of the same day: what lies behind today may be other in one of them.
            if offset != Int(local - seconds), seconds < 1_735_689_600 { wrong.append("\(seconds) \(offset)") }
        }
        #expect(wrong.isEmpty, "\(name): \(wrong.prefix(5))")
    }

    @Test(arguments: [
        "", "Nowhere/City", "../../etc/passwd", "/etc/passwd", "America/../../../etc/passwd", "America",
        "America//Phoenix",
        "zone.tab", "America/Phoenix\0", "tzdata.zi", "posixrules/", String(repeating: "A", count: 65),
    ]) func `what is no zone is refused`(name: String) {
        #expect(throws: ZoneError.self) { try Zone(name) }
    }

    @Test func `a damaged file of the database is refused without harm`() throws {
        let whole = try ZoneFile.bytes(of: "America/New_York")
        var random = Seeded(state: 3)
        for length in stride(from: 0, to: whole.count - 40, by: 7) {
            #expect(throws: ZoneError.self) { try ZoneFile(Array(whole.prefix(length)), name: "X") }
        }
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let file = try? ZoneFile(bytes, name: "X") else { continue }
            let zone = Zone(file, name: "X")
            _ = zone.utc(local: zone.local(utc: 1_790_000_000))
        }
    }

    @Test(arguments: [
        ("PST8PDT,M3.2.0,M11.1.0", "20260308T100000 20261101T090000"),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "20260329T010000 20261025T010000"),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "20260328T000000 20261023T230000"),
        ("AAA3BBB,J60,300", "20260301T050000 20261028T040000"),
    ]) func `the rule behind the last change is read as POSIX writes it`(text: String, expected: String) throws {
        let rule = try #require(ZoneRule(text))
        let found = rule.changes(in: 2026).map { LocalDateTime(seconds: $0.utc).description }
        #expect(found.joined(separator: " ") == expected)
    }

    @Test(arguments: [
        "", "A", "PST", "PST8PDT", "PST8PDT,M13.1.0,M1.1.0", "PST8PDT,M3.2.0", "PST8PDT,M3.2.0,M11.1.0x", "PST200",
    ])
    func `what is no such rule is refused`(text: String) {
        #expect(ZoneRule(text) == nil)
    }
}
