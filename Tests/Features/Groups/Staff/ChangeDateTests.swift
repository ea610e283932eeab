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
    func `fewer seats than people, a night without that hour and a taken room come back in words`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            let date = try await site.sessions(slug)[0]
            let page = site.page(slug, "/dates/\(date.id.recurrence)")
            let few = TestStaff.change(date, [("capacity", "1"), ("yes", "yes")])
            expect(await site.post(page, few), 422, holds: ["2 people have a seat on", "href=\"#capacity\""])
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
