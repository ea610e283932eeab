import Accounts
import Storage
import Testing
import Web
import World

@testable import Groups

/// Days and amounts in the spellings in which people type them.
@Suite struct StaffSpellingTests {
    private static let page = "\(TestStaff.home)/series/new"
    private static let days: [([(String, String)], String, String)] = [
        ([("first-year", "next tuesday")], "Write day and year in numbers", "Escribe el día y el año en números"),
        ([("first-day", "12/1/2026")], "Write day and year in numbers", "Escribe el día y el año en números"),
        ([("first-day", "1.12.2026"), ("first-month", ""), ("first-year", "")], "Write day and year in numbers", ""),
        ([("first-year", "2027-02-18")], "Write day and year in numbers", ""),
        ([("first-day", "31")], "There is no such day in that month", "Ese mes no tiene ese día"),
        ([("first-year", "26")], "Write the year with four digits", "Escribe el año con cuatro cifras"),
        ([("first-month", "")], "Write day, month and year", "Escribe día, mes y año"),
        ([("first-year", ""), ("first-day", "")], "Write day, month and year", ""),
    ]

    @Test(arguments: days)
    func `a day that cannot be read is answered by a sentence that is true, and comes back whole`(
        _ changes: [(String, String)], _ english: String, _ spanish: String
    ) async throws {
        try await withStaff { site in
            let sent = TestStaff.twelve(changes)
            let answer = await site.post(Self.page, sent)
            let typed = changes.map(\.1).filter { $0.count > 2 }.map { "value=\"\($0)\"" }
            expect(
                answer, 422, holds: [english, "href=\"#first-year\""] + typed, lacks: ["Month and day may stay empty"])
            expect(await site.post(Self.page, sent, .es), 422, holds: [spanish])
        }
    }

    @Test func `a browser cuts nothing off a day`() async throws {
        try await withStaff { site in
            let slug = try await site.open()
            let date = site.page(slug, "/dates/\(try await site.sessions(slug)[0].id.recurrence)")
            // Day and year of: a first date and a last day, a date that is added, a date and a last day.
            for (path, count) in [(Self.page, 4), (site.page(slug), 2), (date, 4)] {
                let parts = await site.get(path).text.matches(of: /<input class="input date-[^>]+>/).map {
                    String($0.0)
                }
                expect(parts.count, is: count, path)
                expect(parts.filter { $0.contains("maxlength") }, is: [], path)
            }
        }
    }

    @Test func `a date that is added in the past, or moved there, is refused where its day is typed`() async throws {
        try await withStaff { site in
            let slug = try await site.open()
            let past = [
                ("at-year", "2026"), ("at-month", "11"), ("at-day", "1"), ("at-hour", "18"), ("minutes", "60"),
            ]
            let answer = await site.post(site.page(slug, "/dates"), on: site.page(slug), past)
            expect(answer, 422, holds: ["has begun or is over", "href=\"#at-year\""], lacks: ["href=\"#scope\""])
            let date = try await site.sessions(slug)[0]
            let moved = TestStaff.change(date, [("starts-year", "2026"), ("starts-month", "1"), ("yes", "yes")])
            let page = site.page(slug, "/dates/\(date.id.recurrence)")
            expect(
                await site.post(page, moved), 422, holds: ["has begun or is over", "href=\"#starts-year\""],
                lacks: ["href=\"#scope\""])
        }
    }

    // MARK: - Amounts

    @Test(arguments: [
        ("$5", 500), ("5.5", 550), ("free", 0), ("Gratis", 0), ("0", 0), ("", 0), ("7.50", 750), ("7,50", 750),
        ("$ 12", 1_200), ("5 $", 500), ("1,000", 100_000), ("$1,000.00", 100_000), (".50", 50),
    ])
    func `an amount is read as people write it`(_ typed: String, _ cents: Int) {
        expect(Cost.Typed(typed), is: .amount(Cost(cents: cents)), typed)
    }

    @Test(arguments: ["1,001", "5000", "1000.01", "5.555.5", "5.", "12.3456", ".", "99999999999999999999"])
    func `what is no amount of dollars up to a thousand is refused`(_ typed: String) {
        expect(Cost.Typed(typed), is: .wrong, typed)
    }

    @Test(arguments: ["sliding scale", "5-10", "5 to 10", "-5", "five", "$"])
    func `words are no amount`(_ typed: String) { expect(Cost.Typed(typed), is: .words, typed) }

    @Test(arguments: Backend.available)
    func `words at the amount are kept and shown the field for them`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let new = "\(TestStaff.home)/programs/new"
            func words(_ cost: String) -> [(String, String)] {
                [
                    ("title-en", "Moving"), ("summary-en", "Slowly."), ("ledBy", "staff"), ("listing", "open"),
                    ("eligibility", "anyone"), ("cost", cost),
                ]
            }
            let scale = words("sliding scale, ask us")
            expect(
                await site.post(new, scale), 422,
                holds: [
                    "under “What it costs, in words”", "href=\"#cost\"", "value=\"sliding scale, ask us\"",
                    "What it costs, in words (English)",
                ])
            expect(await site.post(new, scale, .es), 422, holds: ["en “Lo que cuesta, en palabras”"])
            expect(await site.post(new, words("5000")), 422, holds: ["Write an amount up to 1,000 dollars"])
            expect(try await site.count("SELECT COUNT(*) FROM programs"), is: 0)
            expect(await site.post(new, words("$5.5")), 303)
            expect(try await site.count("SELECT cost_cents FROM programs"), is: 550)
        }
    }
}
