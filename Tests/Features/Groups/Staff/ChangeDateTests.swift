import Accounts
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// A coordinator moves, drops and puts back dates; everybody keeps the seat that they have.
@Suite struct ChangeDateTests {
    private func enrolments(_ site: TestStaff) async throws -> Int {
        try await site.count("SELECT COUNT(*) FROM enrolments WHERE state = 'seated' AND recurrence_id = ''")
    }

    @Test(arguments: Backend.available)
    func `one date, later ones and all are moved with their names and seats, and what happens is read first`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "4")])
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            let before = try await site.sessions(slug)
            func page(_ number: Int) -> String { site.page(slug, "/dates/\(before[number].id.recurrence)") }
            // One, a day later, by hand.
            let friday = TestStaff.change(before[2], [("starts-day", "5")])
            expect(
                await site.post(page(2), friday), 200,
                holds: ["This is what happens", "2 people have a seat. They keep it"])
            expect(await site.post(page(2), friday + [("yes", "yes")]), 303, to: site.page(slug))
            // From the second on, an hour later; what was moved by hand stays.
            let later = TestStaff.change(before[1], [("scope", "later"), ("starts-hour", "19")])
            expect(await site.post(page(1), later), 200, holds: ["2 dates change", "was moved by hand and stays"])
            expect(await site.post(page(1), later + [("yes", "yes")]), 303)
            let after = try await site.sessions(slug)
            expect(after.map(\.id), is: before.map(\.id), "no date has another name")
            expect(
                after.map(\.starts.description),
                is: ["20270218T183000", "20270225T193000", "20270305T183000", "20270311T193000"])
            expect(try await enrolments(site), is: 2)
            // All, back by a day.
            let all = TestStaff.change(after[0], [("scope", "all"), ("starts-day", "17")])
            expect(await site.post(page(0), all + [("yes", "yes")]), 303)
            expect(try await site.sessions(slug).map(\.id), is: before.map(\.id))
            expect(try await site.sessions(slug).first?.starts.description, is: "20270217T183000")
            expect(try await enrolments(site), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a date is dropped, is told of, and is put back`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "3")])
            expect(await site.put("Ana M.", in: slug), 303)
            let date = try await site.sessions(slug)[1]
            let page = site.page(slug, "/dates/\(date.id.recurrence)")
            let drop = [("scope", "this"), ("wish", "cancel")]
            expect(
                await site.post(page, drop), 200, holds: ["1 person has a seat and is told", "1 date does not take"])
            expect(try await site.sessions(slug)[1].isCancelled, is: false)
            expect(await site.post(page, drop + [("yes", "yes")]), 303)
            expect(try await site.sessions(slug)[1].isCancelled, is: true)
            expect(await site.get(page), 200, holds: ["No meeting", "Put it back"])
            expect(await site.post(page, [("scope", "this"), ("wish", "putBack"), ("yes", "yes")]), 303)
            expect(try await site.sessions(slug)[1].isCancelled, is: false)
            expect(try await enrolments(site), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `another rhythm from a date on keeps seats, and the page lists what goes and what comes`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "4")])
            expect(await site.put("Ana M.", in: slug), 303)
            let before = try await site.sessions(slug)
            let page = site.page(slug, "/dates/\(before[1].id.recurrence)")
            let rhythm = TestStaff.change(
                before[1],
                [
                    ("scope", "later"), ("rhythm", "yes"), ("day", "TH"), ("every", "twoWeeks"), ("ends", "count"),
                    ("count", "2"),
                ])
            expect(await site.post(page, rhythm), 200, holds: ["date does not take place", "They keep it"])
            expect(await site.post(page, rhythm + [("yes", "yes")]), 303)
            let after = try await site.sessions(slug)
            expect(Set(before.map(\.id)).isSubset(of: after.map(\.id)), is: true)
            expect(
                after.filter { !$0.isCancelled }.map(\.starts.description),
                is: ["20270218T183000", "20270225T183000", "20270311T183000"])
            expect(try await enrolments(site), is: 1)
            let one = TestStaff.change(
                before[0], [("rhythm", "yes"), ("every", "week"), ("ends", "count"), ("count", "2")])
            expect(
                await site.post(site.page(slug, "/dates/\(before[0].id.recurrence)"), one), 422,
                holds: ["One date alone has no rhythm"])
        }
    }

    @Test(arguments: Backend.available)
    func `each date that changes is listed with its day and hour before and after`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "40")])
            let dates = try await site.sessions(slug)
            let page = site.page(slug, "/dates/\(dates[0].id.recurrence)")
            let later = [("scope", "later"), ("starts-hour", "19"), ("starts-day", "19")]
            let seen = await site.post(page, TestStaff.change(dates[0], later))
            expect(
                seen, 200,
                holds: [
                    "40 dates change", "Thursday, February 18, 6:30 pm becomes Friday, February 19, 7:30 pm",
                    "Thursday, February 25, 6:30 pm becomes Friday, February 26, 7:30 pm", "and 10 more",
                ])
            expect(seen.text.ranges(of: " becomes ").count, is: 30)
            let spanish = await site.post(page, TestStaff.change(dates[0], later), .es)
            expect(spanish, 200, holds: ["y 10 más", " pasa a "])
            // Another hour of the same day: the day is said once.
            let hour = TestStaff.change(dates[0], [("scope", "later"), ("starts-hour", "19")])
            expect(
                await site.post(page, hour), 200,
                holds: ["<li>Thursday, February 18: 6:30 pm becomes 7:30 pm</li>", "and 10 more"])
            expect(
                await site.post(page, hour, .es), 200, holds: ["<li>Jueves 18 de febrero: 6:30 p. m. pasa a 7:30 p. m."]
            )
            // What stays at its hour is named without one to which it goes.
            let seats = await site.post(page, TestStaff.change(dates[0], [("scope", "all"), ("capacity", "20")]))
            expect(
                seats, 200, holds: ["40 dates change", "<li>Thursday, February 18, 6:30 pm</li>", "and 10 more"],
                lacks: [" becomes "])
        }
    }

    @Test(arguments: Backend.available)
    func `another rhythm that was filled in counts, also without its tick`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "4")])
            let dates = try await site.sessions(slug)
            let page = site.page(slug, "/dates/\(dates[1].id.recurrence)")
            // As a browser sends it.
            let shown = ChangeFields.known(dates[1]).map { ($0.key, $0.value) } + [("wish", "change")]
            func sent(_ changes: [(String, String)]) -> [(String, String)] {
                shown.filter { field in !changes.contains { $0.0 == field.0 } } + changes
            }
            let until = [("until-year", "2027"), ("until-month", "3"), ("until-day", "6")]
            for (typed, words) in [
                ([("count", "2")], "1 date does not take place"),
                (until + [("ends", "until")], "1 date does not take place"),
                ([("every", "twoWeeks"), ("count", "2")], "1 date does not take place"),
                ([("day", "TU"), ("count", "3")], "This is what happens"),
            ] {
                let later = sent(typed + [("scope", "later")])
                expect(await site.post(page, later), 200, holds: [words], "\(typed)")
                let one = await site.post(page, sent(typed))
                expect(one, 422, holds: ["One date alone has no rhythm", "class=\"disclosure\" open"], "\(typed)")
            }
            for typed in [[("every", "twoWeeks")], until, [("day", "TU")], [("ends", "open")]] {
                let answer = await site.post(page, sent(typed + [("scope", "later")]))
                expect(answer, 422, holds: ["class=\"disclosure\" open"], "what is missing is said: \(typed)")
            }
            expect(await site.post(page, sent([("scope", "later")])), 303, to: site.page(slug))
            expect(try await site.sessions(slug), is: dates, "what was left as it was changes nothing")
        }
    }

    @Test(arguments: Backend.available)
    func `fewer seats than people, a night without that hour and a taken room come back in words`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            let date = try await site.sessions(slug)[0]
            let page = site.page(slug, "/dates/\(date.id.recurrence)")
            let gap = TestStaff.change(
                date, [("starts-month", "3"), ("starts-day", "14"), ("starts-hour", "2"), ("yes", "yes")])
            expect(await site.post(page, gap), 422, holds: ["this hour does not exist", "href=\"#starts-year\""])
            let place = try #require(date.meeting.place).description
            let other = try await site.open([
                ("place", place), ("title", "Cooking"), ("first-day", "19"), ("day", "FR"), ("count", "1"),
            ])
            let onto = TestStaff.change(date, [("starts-day", "19"), ("yes", "yes")])
            expect(await site.post(page, onto), 422, holds: ["taken by Cooking", "I mean it"])
            expect(try await site.sessions(slug)[0].starts, is: date.starts, "nothing was written")
            expect(await site.post(page, onto + [("meant", "yes")]), 303)
            expect(try await site.sessions(slug)[0].starts.description, is: "20270219T183000")
            // A group that was cancelled changes no more.
            expect(await site.post(site.page(other, "/state"), on: site.page(other), [("state", "cancelled")]), 303)
            let gone = try await site.sessions(other)[0]
            let late = TestStaff.change(gone, [("starts-hour", "12"), ("yes", "yes")])
            expect(
                await site.post(site.page(other, "/dates/\(gone.id.recurrence)"), late), 422,
                holds: ["This group was cancelled"])
        }
    }

    @Test(arguments: Backend.available)
    func `a date more, once however often it is sent, and a Session Zero that takes no seat`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "1")])
            let (page, path) = (site.page(slug), site.page(slug, "/dates"))
            let zero = [
                ("at-year", "2027"), ("at-month", "2"), ("at-day", "11"), ("at-hour", "18"), ("at-minute", "0"),
                ("minutes", "60"), ("zero", "yes"),
            ]
            for _ in 0..<2 { expect(await site.post(path, on: page, zero), 303, to: page) }
            expect(try await site.sessions(slug).map(\.kind), is: [.zero, .regular])
            expect(await site.get(page), 200, holds: ["A first look"])
            expect(await site.post(path, on: page, [("minutes", "60")]), 422, holds: ["Say on which day"])
        }
    }
}
