import Storage
import Testing
import Web
import World

@testable import Groups

/// Words of danger in what a coordinator writes about somebody: they are asked first, and nothing is done before.
@Suite struct HeldEnrolmentTests {
    private static let danger = "She wants to kill herself, she has the pills here"

    private func needs(_ site: TestStaff, of name: String) async throws -> [AccessNeed] {
        let id = try await site.enrolment(of: name)
        return try await site.database.read { try EnrolmentStore.needs(of: id, in: $0) }
    }

    @Test(arguments: Backend.available)
    func `nobody is put in with words of danger before a second yes, and nothing typed is lost`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            let date = try await site.sessions(slug)[0].id.recurrence.text
            let typed = [
                ("need", "ride"), ("words-ride", Self.danger), ("words-interpreter", "Portuguese"), ("scope", date),
            ]
            let asked = await site.put("Ana M.", in: slug, typed)
            expect(
                asked, 200,
                holds: [
                    "Before you write this on the list", "Nobody is put in yet", "Speak with Ana M. now", "988",
                    Self.danger, "name=\"words-interpreter\" value=\"Portuguese\"", "name=\"person\" value=\"Ana M.\"",
                    "name=\"scope\" value=\"\(date)\"", "name=\"asked\" value=\"ride\"", "River Clinic and the leaders",
                ])
            expect(
                await site.put("Ana M.", in: slug, typed, .es), 200,
                holds: ["Antes de escribir esto en la lista", "Habla con Ana M. ahora"])
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 0)
            expect(await site.put("Ana M.", in: slug, typed + [("asked", "ride"), ("anyway", "yes")]), 303)
            expect(
                try await needs(site, of: "Ana M."),
                is: [AccessNeed(.ride, words: Self.danger), AccessNeed(.interpreter, words: "Portuguese")])
        }
    }

    @Test(arguments: Backend.available)
    func `without these words they are put in with what they need, and a yes is for what was shown`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2")])
            let typed = [("words-ride", Self.danger), ("words-other", Self.danger)]
            let without = [("asked", "ride"), ("asked", "other"), ("anyway", "without")]
            expect(
                await site.put("Ana M.", in: slug, typed), 200,
                holds: ["name=\"asked\" value=\"ride\"", "name=\"asked\" value=\"other\""])
            // What was not on the page that asked is asked about.
            for answer in ["yes", "without"] {
                let some = await site.put("Ana M.", in: slug, typed + [("asked", "ride"), ("anyway", answer)])
                expect(some, 200, holds: ["name=\"asked\" value=\"other\"", Self.danger], answer)
            }
            // Nor is a yes of whoever read no page that asked.
            expect(
                await site.put("Ana M.", in: slug, typed + [("anyway", "yes")]), 200, holds: ["Nobody is put in yet"])
            expect(await site.put("Ana M.", in: slug, typed + without), 303)
            expect(try await needs(site, of: "Ana M."), is: [AccessNeed(.ride), AccessNeed(.other)])
        }
    }

    @Test func `a member and a card are asked about like anybody`() async throws {
        try await withStaff { site in
            let slug = try await site.open([("count", "2")])
            for whom in ["member", "referred"] {
                let fields = [("whom", whom), ("person", "Cy T."), ("words-ride", Self.danger)]
                let page = site.page(slug, "/enrol")
                expect(await site.post(page, fields), 200, holds: ["Nobody is put in yet"], lacks: ["/referrals/"])
                // A name that is none is said first, with all that was typed.
                expect(
                    await site.post(page, [("whom", whom), ("person", ""), ("words-ride", Self.danger)]), 422,
                    holds: ["Write a name.", Self.danger], lacks: ["Nobody is put in yet"])
            }
            expect(try await site.count("SELECT COUNT(*) FROM enrolments"), is: 0)
        }
    }
}
