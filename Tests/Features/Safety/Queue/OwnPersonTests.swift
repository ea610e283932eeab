@testable import Accounts
import Markup
import Storage
import Testing
import Web
import World

@testable import Safety

/// What Safety owes to the one it is about: a way to ask, a name that is only a name, and nothing left once they are gone.
@Suite struct OwnPersonTests {
    @Test func `who is suspended can still ask for somebody`() async throws {
        try await withQueue { site in
            await site.report(0, by: 1, .contact)
            let page = try #require(try await site.takeNext())
            expect(try await site.decide(page, "hidden", measure: "7"), 303)
            let ask = "/me/ask-for-somebody"
            expect(await site.world.get(ask, as: site.viewer(0)), 200)
            expect(await site.world.post(ask, on: ask, as: site.viewer(0)), 303, to: ask)
            expect(try await site.world.database.read { try AlertStore.allOpen(in: $0).count }, is: 1)
        }
    }

    @Test func `nobody joins under a name that leads elsewhere`() async throws {
        try await withQueue { site in
            func join(_ name: String) async -> Exchange {
                await site.world.post(
                    "/sign-up",
                    [
                        ("pseudonym", name), ("words", "offered"), ("offered", "amber river stone owl moss"),
                        ("age", "yes"),
                    ])
            }
            for name in ["kik bleachqueen99", "snap bleach_queen", "Add me on telegram"] {
                expect(await join(name), 422, holds: ["a way to reach you somewhere else"])
            }
            expect(await join("Quiet Heron 27"), 200)
        }
    }

    @Test func `names that we offer, and ordinary ones, are only names`() async throws {
        try await withQueue { site in
            let words = try WordLists()
            let offered = Language.allCases.flatMap { language in (0..<500).map { _ in words.newPseudonym(language) } }
            let ordinary = [
                "maria.lopez", "blue_bird", "Steven 88", "Zoë-Marie", "a.b_c", "O_o", "X1", "Snap Dragon",
                "Signal Hill 3",
                "Ana de Jesús", "walker-1957", "the_real_tom",
            ]
            let refused = (offered + ordinary).filter { site.world.accounts.finding(inName: $0) != nil }
            expect(refused, is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `who erases their account is named in no alert and no case`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let (world, safety, person) = (site.world, site.safety, site.people[0])
            let moderator = try await site.moderator(0)
            await site.report(0, by: 1, .danger)
            let first = try #require(try await world.database.read { try AlertStore.allOpen(in: $0).first }).id
            try await safety.take(first, in: .site, isOver: false, as: moderator, at: world.now)
            try await safety.end(
                first, in: .site, done: "Called Heron.", reply: "Heron, we are here.", as: moderator, at: world.now)
            expect(await world.post(site.path(0) + "/worry", on: site.path(0), as: site.viewer(2)), 200)
            _ = try await world.accounts.erase(
                person, by: .person(person, roles: []), world.features, at: world.now)
            let left = try await world.database.read { tx in
                try tx.rows(
                    """
                    SELECT subject_record FROM safety_cases UNION ALL SELECT subject_record FROM alerts
                    UNION ALL SELECT done FROM alerts UNION ALL SELECT reply FROM alerts
                    """
                ) { try $0.get(0, as: String?.self) ?? "" }
            }
            #expect(!left.contains { $0.contains(person.description) || $0.contains("Heron") })
            expect(try await world.database.read { try AlertStore.allOpen(in: $0).count }, is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `who erases their account is named in no record that holds more than their name`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            let (world, safety, person) = (site.world, site.safety, site.people[0])
            let answer = SubjectReference(kind: "board.note", record: "\(ID<SafetyCase>.random()).\(person)")
            let now = world.now
            try await world.database.write { tx in
                let one = try safety.newCase(
                    .reported, answer, words: "Words.", by: person, in: .site, .danger, at: now)
                try CaseStore.add(one, in: tx)
                _ = try safety.raise(.danger, about: answer, by: person, in: .site, at: now, tx)
            }
            _ = try await world.accounts.erase(
                person, by: .person(person, roles: []), world.features, at: world.now)
            let (ofCase, ofAlert) = try await world.database.read { tx in
                (
                    try tx.first("SELECT subject_record FROM safety_cases") { try $0.get(0, as: String.self) },
                    try tx.first("SELECT subject_record FROM alerts") { try $0.get(0, as: String.self) }
                )
            }
            #expect(ofCase?.contains(person.description) == false)
            #expect(ofCase?.hasPrefix(answer.record.prefix(37)) == true)
            expect(ofAlert, is: ofCase)
        }
    }

    @Test(arguments: Backend.available)
    func `the file of a member tells of their own wish, by day`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let ask = "/me/ask-for-somebody"
            expect(await site.world.post(ask, on: ask, as: site.viewer(0)), 303)
            expect(await site.world.post(site.path(0) + "/worry", on: site.path(0), as: site.viewer(1)), 200)
            let records = site.safety.feature.records
            let file = try await records.exported(of: site.people[0], from: site.world.database)
            expect(file["safety/alerts"]?.map { $0["kind"] as? String }, is: ["danger"])
            expect((file["safety/alerts"]?.first?["raisedOn"] as? String)?.count, is: 10)
            expect((file["safety/kept"]?.first?["keptSince"] as? String)?.count, is: 10)
        }
    }
}
