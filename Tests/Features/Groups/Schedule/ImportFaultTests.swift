import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// What a file says and nobody can mean is refused with its line, and nothing of that file stays.
@Suite struct ImportFaultTests {
    typealias Fault = (record: String, field: String, json: String)

    static let numbers: [Fault] = [
        ("series", "week", "1000000000000000"), ("series", "week", "9223372036854775807"),
        ("series", "week", "-9223372036854775808"), ("series", "week", "521"),
        ("series", "zeroWeek", "9223372036854775807"), ("series", "zeroWeek", "-521"),
        ("series", "moved", "[9223372036854775807]"), ("series", "dropped", "[-521]"),
        ("series", "time", "\"24:00\""), ("series", "time", "\"17\""), ("series", "time", "\"+5:30\""),
        ("series", "time", "\"9223372036854775808:00\""), ("series", "time", "\"17:00:00\""),
        ("series", "starts", "\"00010101T000000\""), ("series", "starts", "\"19991231T235959\""),
        ("series", "starts", "\"22000101T000000\""), ("series", "starts", "\"20261203\""),
        ("series", "minutes", "-1"), ("series", "minutes", "4"), ("series", "minutes", "1441"),
        ("series", "capacity", "-1"), ("series", "capacity", "0"), ("series", "capacity", "501"),
        ("series", "minimum", "-1"), ("series", "minimum", "501"), ("series", "minimum", "9223372036854775807"),
        ("program", "cents", "-1"), ("program", "cents", "100001"), ("program", "cents", "9223372036854775807"),
    ]

    static let words: [Fault] = [
        ("program", "listing", "\"Referral\""), ("program", "listing", "\"\""),
        ("program", "eligibility", "\"Referral\""), ("program", "ledBy", "\"nurse\""),
        ("program", "topics", "[\"nothing-known\"]"), ("program", "agreement", "{\"xx\":\"Be kind.\"}"),
        ("program", "texts", "{\"xx\":{\"title\":\"A\",\"summary\":\"A\"}}"), ("program", "texts", "{}"),
        ("series", "kind", "\"zzz\""), ("series", "state", "\"Draft\""), ("series", "mode", "\"Room\""),
        ("series", "weekday", "\"Wednesday\""), ("series", "weekday", "\"we\""), ("series", "zone", "\"Moon/Sea\""),
        ("series", "languages", "[\"xx\"]"), ("series", "languages", "[]"), ("series", "languages", "[\"en es\"]"),
        ("series", "leaders", "[{\"shownAs\":\"Luz\",\"part\":\"boss\"}]"),
        ("series", "place", "\"Nowhere\""), ("series", "program", "\"none\""),
        ("series", "rule", "\"zzz\""), ("series", "rule", "\"FREQ=WEEKLY\""),
        ("series", "rule", "\"FREQ=YEARLY;COUNT=300\""), ("series", "rule", "\"FREQ=DAILY;COUNT=9999\""),
        ("series", "rule", "\"FREQ=WEEKLY;INTERVAL=9223372036854775807;COUNT=2\""),
        ("series", "rule", "\"FREQ=WEEKLY;COUNT=9223372036854775807\""),
        ("series", "rule", "\"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3\""),
        ("place", "access", "[\"lift\",\"magic\"]"), ("place", "zip", "\"1234\""), ("place", "zip", "\"abcde\""),
        ("place", "organization", "\"nowhere\""), ("organization", "zone", "\"Moon/Sea\""),
        // What a record does not have: a name that is misspelt would leave open what was meant closed.
        ("program", "listng", "\"referral\""), ("series", "listing", "\"referral\""),
        ("series", "leaders", "[{\"shownAs\":\"Luz\",\"prt\":\"coLeader\"}]"),
        ("program", "texts", "{\"en\":{\"title\":\"A\",\"summary\":\"A\",\"who\":\"A\"}}"),
        ("series", "week", "\"2\""), ("series", "capacity", "true"), ("series", "moved", "[\"1\"]"),
    ]

    /// Texts that no form takes; each with the longest that is taken, and whether it has lines.
    static let texts: [(record: String, field: String, most: Int, json: @Sendable (String) -> String)] = [
        ("organization", "name", 120, { $0 }), ("organization", "phone", 60, { $0 }),
        ("place", "name", 80, { $0 }), ("place", "street", 120, { $0 }), ("place", "city", 60, { $0 }),
        ("place", "region", 2, { $0 }), ("place", "accessWords", 300, { $0 }),
        ("program", "texts", 80, { "{\"en\":{\"title\":\($0),\"summary\":\"A\"}}" }),
        ("program", "texts", 2_000, { "{\"en\":{\"title\":\"A\",\"summary\":\($0)}}" }),
        ("program", "texts", 2_000, { "{\"en\":{\"title\":\"A\",\"summary\":\"A\",\"cost\":\($0)}}" }),
        ("program", "agreement", 3_000, { "{\"en\":\($0)}" }),
        ("series", "onlineURL", 500, { $0 }), ("series", "onlinePhone", 60, { $0 }),
        ("series", "leaders", 60, { "[{\"shownAs\":\($0)}]" }),
        ("series", "seated", 40, { "[\($0)]" }), ("series", "waiting", 40, { "[\"Ana P.\",\($0)]" }),
    ]

    static let written: [Fault] = texts.flatMap { text in
        ["\"a\\u202eb\"", "\"a\\u0000b\"", ImportLines.letters(text.most + 1), ImportLines.letters(100_000)].map {
            (text.record, text.field, text.json($0))
        }
    }

    static let addresses: [Fault] = [
        ("organization", "phone", "\"javascript:alert(1)\\r\\nX: y\""),
        ("organization", "name", "\"a\\u2028b\""), ("organization", "name", "\"  \""),
        ("place", "name", "\"a\\u2028b\""), ("place", "name", "\"\""),
        ("program", "texts", "{\"en\":{\"title\":\"a\\u2028b\",\"summary\":\"A\"}}"),
        ("program", "texts", "{\"en\":{\"title\":\"A\",\"summary\":\"\"}}"), ("program", "agreement", "{\"en\":\"\"}"),
        ("series", "onlinePhone", "\"javascript:alert(1)\\r\\nX: y\""),
        ("series", "onlinePhone", "\"javascript:alert(1)\""),
        ("series", "onlineURL", "\"javascript:alert(1)\""), ("series", "onlineURL", "\"http:\\\\evil\""),
        ("series", "leaders", "[{\"shownAs\":\"\"}]"), ("series", "seated", "[\"\\u200b\"]"),
        ("series", "seated", "[\"Ana and Luis\"]"), ("series", "waiting", "[\"ana@example.org\"]"),
    ]

    static let slugs: [Fault] = ["organization", "program", "series"].flatMap { record in
        ["\"\"", "\"../x\"", "\"A B/<\"", "\"a\\u0000\"", ImportLines.letters(49), ImportLines.letters(5_000)].map {
            (record, "slug", $0)
        }
    }

    @Test(arguments: Backend.available)
    func `every fault is said with its line and field, and nothing of the file stays`(on backend: Backend) async throws
    {
        try await withSchedule(on: backend) { site in
            for (record, field, json) in Self.numbers + Self.words + Self.written + Self.addresses + Self.slugs {
                let file = ImportLines.file(record, [field: json])
                let words = await refusal(of: file, site)
                let start = "Line \(ImportLines.number(of: record)): "
                let name = "\(record) \(field) \(json.prefix(60)): \(words.prefix(200))"
                expect(words.hasPrefix(start), is: true, name)
                expect(words.contains(field), is: true, name)
                // An answer is read in a terminal: it never repeats a whole page.
                expect(words.unicodeScalars.count < 400, is: true, name)
            }
            try await expectNothing(site)
        }
    }

    @Test func `a number that is none, and what is no JSON, are said with the line`() async throws {
        try await withSchedule { site in
            for json in ["99e99", "1.5", "{", "\"", "NaN"] {
                let words = await refusal(of: ImportLines.file("series", ["week": json]), site)
                expect(words.hasPrefix("Line 4: JSON: "), is: true, words)
            }
            // Lines may end as Windows ends them.
            let file = ImportLines.file().replacing("\n", with: "\r\n") + "\r\n\r\n"
            expect(try await site.groups.takeIn(try GroupFile(Array(file.utf8)), demo: nil), is: 1)
        }
    }

    @Test func `what is allowed instead is said`() async throws {
        try await withSchedule { site in
            for (record, field, json, allowed) in [
                ("program", "listing", "\"Referral\"", "open, referral"), ("series", "week", "521", "-520 to 520"),
                ("series", "state", "\"Draft\"", "draft, open, closed, cancelled"),
                ("series", "starts", "\"00010101T000000\"", "2000 to 2199"),
                ("series", "slug", "\"A B\"", "small letters, digits and hyphens, at most 48"),
                ("series", "capacity", "0", "1 to 500"), ("series", "languages", "[\"xx\"]", "en, es"),
                ("program", "texts", "{\"en\":{\"title\":\(ImportLines.letters(81)),\"summary\":\"A\"}}", "80"),
                ("place", "access", "[\"magic\"]", "stepFree, lift"),
                ("series", "onlinePhone", "\"call us\"", "digits and signs"),
            ] {
                let words = await refusal(of: ImportLines.file(record, [field: json]), site)
                expect(words.contains(allowed), is: true, "\(field): \(words)")
            }
        }
    }

    @Test func `more people than seats, and a date in an hour that does not exist, are refused`() async throws {
        try await withSchedule { site in
            let crowd = await refusal(
                of: ImportLines.file("series", ["seated": "[\"Ana P.\",\"Bo C.\"]", "capacity": "1"]), site)
            expect(crowd.hasPrefix("Line 4: seated: "), is: true, crowd)
            // Saturday of the eighteenth week is 13 March; on the day after, the clock jumps over half past two.
            let moved = await refusal(
                of: ImportLines.file(
                    "series",
                    [
                        "weekday": "\"SA\"", "time": "\"02:30\"", "moved": "[18]",
                        "rule": "\"FREQ=WEEKLY;COUNT=20\"",
                    ]), site)
            expect(moved.hasPrefix("Line 4: moved: "), is: true, moved)
            let past = await refusal(of: ImportLines.file("series", ["week": "-520"]), site)
            expect(past.hasPrefix("Line 4: "), is: true, past)
            try await expectNothing(site)
        }
    }

    @Test func `a program or a group of somebody else is never written into`() async throws {
        try await withSchedule { site in
            let program = await refusal(of: ImportLines.file("program", ["slug": "\"pain-program\""]), site)
            expect(program.hasPrefix("Line 3: slug: "), is: true, program)
            var theirs = site.draft()
            theirs.slug = "evenings"
            _ = try await site.open(theirs)
            let series = await refusal(of: ImportLines.file(), site)
            expect(series.hasPrefix("Line 4: slug: "), is: true, series)
        }
    }

    @Test func `an organization that is opened by hand is held to the same`() async throws {
        try await withSchedule { site in
            for (slug, name, phone) in [
                ("../x", "A", nil), ("a", "", nil), ("a", "a\u{202E}b", nil),
                ("a", String(repeating: "a", count: 121), nil),
                ("a", "A", "javascript:alert(1)\r\nX: y"), ("a", "A", String(repeating: "1", count: 61)),
            ] {
                await #expect(throws: CommandError.self) {
                    try await site.groups.open(slug, name, zone: "UTC", phone: phone)
                }
            }
            expect(try await site.groups.open("a", " Jose\u{301} ", zone: "UTC", phone: " "), is: true)
            let opened = try await site.database.read { try OrganizationStore.find(slug: "a", in: $0) }
            expect(opened?.name.utf8.elementsEqual("Jos\u{E9}".utf8), is: true)
            expect(opened?.phone, is: nil)
        }
    }

    private func refusal(of file: String, _ site: TestSchedule) async -> String {
        do {
            try await site.groups.takeIn(try GroupFile(Array(file.utf8)), demo: nil)
            return "taken in"
        } catch let error as CommandError { return error.description } catch { return "\(error)" }
    }

    /// What stood there before any file.
    private func expectNothing(_ site: TestSchedule) async throws {
        expect(try await site.count("SELECT COUNT(*) FROM organizations"), is: 2)
        expect(try await site.count("SELECT COUNT(*) FROM places"), is: 1)
        expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 1)
        expect(try await site.count("SELECT COUNT(*) FROM series"), is: 0)
        expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 0)
        expect(try await site.count("SELECT COUNT(*) FROM spaces WHERE name = 'river'"), is: 0)
    }
}
