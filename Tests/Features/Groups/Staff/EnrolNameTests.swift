import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// The name by which a coordinator puts somebody in: whose it is, and what is none.
@Suite struct EnrolNameTests {
    @Test(arguments: Backend.available)
    func `a name in other letters is the same name, and whoever has it is named`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            expect(await site.put("José M.", in: slug), 303)
            for name in ["jose m.", "JOSÉ  M", "Jose\u{301} M."] {
                let again = await site.put(name, in: slug, [("need", "ride"), ("words-ride", "From Oak Street")])
                expect(again, 422, holds: ["José M. is on the list already", "From Oak Street"], name)
            }
            expect(
                await site.put("jose m.", in: slug, [], .es), 422, holds: ["José M. ya está en la lista"])
            // Whom staff ask by that name would be on the list twice, too.
            let asked = await site.post(site.page(slug, "/enrol"), [("whom", "member"), ("person", "jose m")])
            expect(asked, 422, holds: ["José M. is on the list already"])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
            expect(await site.put("jose m.", in: slug, [("another", "jose m")]), 303)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `the same form at the same moment puts one person in`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let statuses = await withTaskGroup(of: Int.self) { group in
                for name in ["Ana M.", "ana m.", "Ana  M.", "ANA M."] {
                    group.addTask { await site.put(name, in: slug).status }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            expect(statuses.sorted(), is: [303, 422, 422, 422])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a tick for one name is none for another, and comes back with an error`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            for name in ["Ana M.", "Ben K."] { expect(await site.put(name, in: slug), 303) }
            expect(await site.put("Ben K.", in: slug, [("another", "ana m")]), 422, holds: ["Ben K. is on the list"])
            let long = String(repeating: "x", count: AccessNeed.mostWords + 1)
            let wrong = await site.put("ana m.", in: slug, [("another", "ana m"), ("words-ride", long)])
            expect(wrong, 422, holds: ["value=\"ana m\" checked", long])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `one name on two dates is nobody twice, on a date and on all dates it is`(on backend: Backend) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let dates = try await site.sessions(slug).map(\.id.recurrence.text)
            expect(await site.put("Ana M.", in: slug, [("scope", dates[0])]), 303)
            expect(await site.put("ana m.", in: slug, [("scope", dates[1])]), 303)
            expect(await site.put("ana m.", in: slug, [("scope", dates[1])]), 422)
            expect(await site.put("ana m.", in: slug), 422)
        }
    }

    @Test(arguments: Backend.available)
    func `a member on the list is named like everybody else, and the look at the list is written down`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let (slug, name) = (try await site.open(), try await site.name(TestStaff.member))
            let member = site.viewer(TestStaff.member)
            _ = try await site.groups.join(
                try await site.series(slug).id, .all, agreed: 0, needs: [], as: member)
            expect(await site.put(name.lowercased(), in: slug), 422, holds: ["\(name) is on the list already"])
            expect(try await site.count("SELECT COUNT(*) FROM audit_events WHERE event = 'roster-opened'"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 1)
            // Whether a member has a seat is not said to who asks them by name.
            let asked = await site.post(site.page(slug, "/enrol"), [("whom", "member"), ("person", name)])
            expect(asked, 303, to: site.page(slug, "/roster"))
        }
    }

    @Test func `an address, a number or two people are no name, and it is said what to do`() async throws {
        try await withStaff { site in
            let slug = try await site.open()
            let refused = [
                ("ana@example.org", "Write only a name here"), ("Ana (603) 555-0100", "Write only a name here"),
                ("Ana and Luis", "A seat is for one person"), ("Ana y Luis", "A seat is for one person"),
                ("Ana M. y Luis R.", "A seat is for one person"), ("Ana, Luis", "A seat is for one person"),
                ("Ana/Luis", "A seat is for one person"), ("Ana & Luis", "A seat is for one person"),
                ("Ana +1", "A seat is for one person"), ("ANA Y LUIS", "A seat is for one person"),
                ("Luis e Inés", "A seat is for one person"), ("Ana María and Luis", "A seat is for one person"),
            ]
            for (name, words) in refused {
                let answer = await site.put(name, in: slug, [("need", "ride"), ("words-ride", "From Oak Street")])
                expect(answer, 422, holds: [words, "From Oak Street"], name)
            }
            expect(await site.put("Ana y Luis", in: slug, [], .es), 422, holds: ["Un lugar es para una persona"])
            expect(await site.put("a@b.mx", in: slug, [], .es), 422, holds: ["Escribe aquí solo un nombre"])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 0)
            let taken = [
                "María de la Luz", "O'Neil", "Jean-Luc", "Ana María", "José Ortega y Gasset", "Ana Y.", "Y Lan",
                "Rosa M.", "Andy", "Ana 2", "Inés e.",
            ]
            for name in taken { expect(await site.put(name, in: slug), 303, name) }
        }
    }
}
