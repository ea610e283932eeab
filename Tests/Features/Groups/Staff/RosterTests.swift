import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// Who sees who comes, what is written down of it, and what is done there.
@Suite struct RosterTests {
    private func openings(_ site: TestStaff) async throws -> Int {
        try await site.count("SELECT COUNT(*) FROM audit_events WHERE event = 'roster-opened'")
    }

    @Test(arguments: Backend.available)
    func `each opening of a roster is in the audit log, and nobody's name is`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            expect(await site.put("Ana M.", in: slug), 303)
            // On paper nothing else says which group it is.
            let words = ["<h1>Who comes: Living with pain", "Ana M.", "Has a seat"]
            for _ in 0..<2 { expect(await site.get(site.page(slug, "/roster")), 200, holds: words) }
            expect(try await openings(site), is: 2)
            expect(await site.get(site.page(slug)), 200, lacks: ["Ana M."])
            expect(await site.get(TestStaff.home), 200, lacks: ["Ana M."])
            expect(try await openings(site), is: 2, "pages of numbers open none")
            expect(await site.get(site.page(slug, "/roster"), as: TestStaff.coordinatorElsewhere), 404)
            expect(await site.get(site.page(slug, "/roster"), as: TestStaff.member), 404)
            expect(try await openings(site), is: 2)
            let details = try await site.database.read { tx in
                try tx.rows("SELECT detail FROM audit_events WHERE event = 'roster-opened' ORDER BY sequence") {
                    try $0.get(0, as: String.self)
                }
            }
            let series = try await site.series(slug)
            expect(Set(details), is: ["\(series.id) 20270218T183000"])
        }
    }

    @Test(arguments: Backend.available)
    func `a leader sees who comes to what they lead, changes nothing, and learns of nothing else`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let led = try await site.open()
            let other = try await site.open([("title", "Cooking")])
            expect(await site.put("Ana M.", in: led), 303)
            let name = try await site.name(TestStaff.leader)
            let fields = [("part", "leader"), ("shownAs", "Bo, volunteer"), ("member", name)]
            expect(await site.post(site.page(led, "/leaders"), fields), 303, to: site.page(led, "/leaders"))
            expect(await site.get(site.page(led, "/leaders")), 200, holds: ["Bo, volunteer", name])
            let list = await site.get("/staff/groups/led", as: TestStaff.leader)
            expect(list, 200, holds: ["Living with pain"], lacks: ["Cooking"])
            let roster = "\(TestStaff.home)/led/\(led)"
            expect(await site.get(roster, as: TestStaff.leader), 200, holds: ["Ana M."], lacks: ["Take Ana"])
            for path in ["\(TestStaff.home)/led/\(other)", "\(TestStaff.home)/led/nothing"] {
                expect(await site.get(path, as: TestStaff.leader), 303, to: "/staff/groups/led")
            }
            for path in [TestStaff.home, site.page(led), site.page(led, "/roster"), site.page(led, "/enrol")] {
                expect(await site.get(path, as: TestStaff.leader), 404, path)
            }
            expect(await site.get(roster, as: TestStaff.member), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `what was arranged is open again where the date moves`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            expect(
                await site.put("Ana M.", in: slug, [("need", "ride"), ("words-ride", "From <b>Oak</b> Street")]), 303)
            let (roster, id) = (site.page(slug, "/roster"), try await site.enrolment(of: "Ana M."))
            let date = try await site.sessions(slug)[0]
            expect(
                await site.get(roster), 200, holds: ["Not arranged yet", "From &lt;b&gt;Oak&lt;/b&gt; Street"])
            let fields = [("date", date.id.recurrence.text), ("need", "ride"), ("arranged", "yes")]
            for _ in 0..<2 {
                expect(await site.post(site.page(slug, "/enrolments/\(id)/arrange"), on: roster, fields), 303)
            }
            expect(await site.get(roster), 200, lacks: ["Not arranged yet"])
            let moved = TestStaff.change(date, [("starts-hour", "19"), ("yes", "yes")])
            expect(await site.post(site.page(slug, "/dates/\(date.id.recurrence)"), moved), 303)
            expect(await site.get(roster), 200, holds: ["It was arranged for another time"])
            expect(await site.get(roster, .es), 200, holds: ["Se arregló para otra hora"])
        }
    }

    @Test(arguments: Backend.available)
    func `what sounds like danger in a need stands first and is nothing to tick off`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            let words = "I want to kill myself, I have the pills here"
            let typed = [("need", "ride"), ("words-ride", words), ("asked", "ride"), ("anyway", "yes")]
            expect(await site.put("Ana M.", in: slug, typed), 303)
            expect(await site.put("Ben K.", in: slug, [("need", "ride"), ("words-ride", "From Oak Street")]), 303)
            let roster = await site.get(site.page(slug, "/roster"))
            expect(
                roster, 200, holds: ["Speak with Ana M. now", "988", words, "Mark as arranged: A ride, Ben K."],
                lacks: ["Mark as arranged: A ride, Ana M.", "Speak with Ben K. now"])
        }
    }

    @Test(arguments: Backend.available)
    func `whoever is taken out makes room for the next in line`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("capacity", "1"), ("minimum", "0")])
            expect(await site.put("Ana M.", in: slug), 303)
            let series = try await site.series(slug)
            let member = site.viewer(TestStaff.member)
            let answer = try await site.groups.join(series.id, .all, agreed: 0, needs: [], as: member)
            expect(answer, is: .waiting(place: 1))
            expect(await site.get(TestStaff.home), 200, holds: ["Full, 1 person waits"])
            let (roster, id) = (site.page(slug, "/roster"), try await site.enrolment(of: "Ana M."))
            for _ in 0..<2 {
                expect(await site.post(site.page(slug, "/enrolments/\(id)/remove"), on: roster), 303, to: roster)
            }
            let own = try await site.database.read { try EnrolmentStore.own(of: series.id, as: member, in: $0) }
            expect(own.map(\.state), is: [.offered])
            expect(await site.get(roster), 200, holds: ["A seat is kept for them"], lacks: ["Ana M."])
            expect(try await site.count("SELECT COUNT(*) FROM audit_events WHERE event = 'enrolment-taken-out'"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a member by name is asked, and a name that is nobody's answers the same`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let (page, name) = (site.page(slug, "/enrol"), try await site.name(TestStaff.member))
            let there = await site.post(page, [("whom", "member"), ("person", name)])
            let nobody = await site.post(page, [("whom", "member"), ("person", "Nobody At All")])
            let twice = await site.post(page, [("whom", "member"), ("person", name)])
            for answer in [there, nobody, twice] { expect(answer, 303, to: site.page(slug, "/roster")) }
            expect(there.cookies, is: nobody.cookies)
            expect(there.cookies, is: twice.cookies)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments WHERE state = 'offered'"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `the same name twice is asked about, and a card is shown once`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let page = site.page(slug, "/enrol")
            expect(await site.put("Ana M.", in: slug), 303)
            let again = await site.put("Ana M.", in: slug)
            expect(again, 422, holds: ["Ana M. is on the list already", "name=\"another\"", "value=\"Ana M.\""])
            expect(await site.put("Ana M.", in: slug, [("another", "ana m")]), 303)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 2)
            let card = await site.post(page, [("whom", "referred"), ("person", "Cy T.")])
            expect(card, 200, holds: ["/referrals/"])
            expect(await site.post(page, [("whom", "called")]), 422, holds: ["Write a name."])
            expect(await site.post(page, [("whom", "called")], .es), 422, holds: ["Escribe un nombre."])
        }
    }
}
