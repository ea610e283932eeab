@testable import Accounts
import Databases
import Markup
import Storage
import Testing
import Web
import World

@testable import Evidence

/// A quote is gone with the next look once its author has taken it back, not when kept pages are made anew.
@Suite struct QuoteEndTests {
    @Test(arguments: Backend.available, ["consent", "account", "evaluation", "course"])
    func `a kept page loses a quote at once`(on backend: Backend, with what: String) async throws {
        try await withEvidence(on: backend) { world in
            let page = "/treatments/walking/for/back-pain"
            var records = (1...12).map { TestEvidence.Record(step: 3, person: world.people[$0]) }
            records[0].advice = "With breakfast it is easier."
            try await world.record("walking", for: "back-pain", records)
            _ = try await world.evidence.makeRelease()
            var tags: [Language: String] = [:]
            for language in [Language.en, .es] {
                let kept = await world.get(page, as: nil, language)
                expect(kept, 200, holds: ["With breakfast"])
                tags[language] = kept.header("etag")
            }
            let list = await world.get("/me", as: 1).text
            let course = try #require(list.firstMatch(of: /\/me\/treatments\/([0-9a-f-]{36})/).map { String($0.1) })
            switch what {
            case "consent":
                expect(await world.post("/consent", on: "/consent", as: 1, [("decision", "no")]), 303)
            case "account":
                _ = try await world.world.accounts.erase(
                    world.people[1], by: .person(world.people[1], roles: []),
                    world.world.features, at: world.now)
            case "evaluation":
                let evaluation = try await world.database.read { tx in
                    try tx.first("SELECT id FROM evaluations WHERE advice IS NOT NULL") {
                        try $0.get(0, as: ID<Ask>.self)
                    }
                }
                let delete = "/me/treatments/\(course)/evaluations/\(try #require(evaluation))/delete"
                expect(await world.post(delete, on: delete, as: 1, []), 303)
            default:
                let delete = "/me/treatments/\(course)/delete"
                expect(await world.post(delete, on: delete, as: 1, []), 303)
            }
            for (language, tag) in tags {
                expect(await world.get(page, as: nil, language), 200, lacks: ["With breakfast"])
                let asked = await world.site.respond(
                    "GET", page, headers: ["Cookie": "language=\(language.rawValue)", "If-None-Match": tag])
                expect(asked, 200, lacks: ["With breakfast"])
            }
        }
    }
}
