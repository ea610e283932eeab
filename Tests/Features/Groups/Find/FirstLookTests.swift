import Accounts
import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// What stands in sight when a page is opened, and what is folded away.
@Suite struct FirstLookTests {
    @Test(arguments: Backend.available)
    func `where nothing is asked a phone shows dates before filters`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            for idle in ["/groups", "/groups?view=month"] {
                expect(await site.get(idle), 200, holds: ["class=\"chips chips-idle\"", "view=month"], idle)
            }
            for asked in ["/groups?q=pain", "/groups?part=evening", "/groups?zip=03820"] {
                expect(await site.get(asked), 200, holds: ["class=\"chips\""], lacks: ["chips-idle"], asked)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a member finds their own groups beside all others`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            let link = "<a class=\"tag tag-link\" href=\"/me/groups\">"
            expect(await site.get("/groups"), 200, lacks: [link])
            let now = site.world.now
            let member = try await site.world.accounts.createSynthetic(
                count: 1, seed: 1, joined: { _ in now }, language: { _ in .en })[0]
            expect(await site.get("/groups", as: .person(member, roles: [])), 200, holds: [link])
            // What was kept for a member is not a visitor's.
            expect(await site.get("/groups"), 200, lacks: [link])
        }
    }

    @Test(arguments: Backend.available)
    func `whoever is asked where they are answers before they send`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            try await site.put()
            let page = await site.get("/groups?q=pain+near+me").text
            let form = page.split(separator: "class=\"search-form").dropFirst().first?.split(separator: "</form>").first
            let places = ["name=\"q\"", "name=\"zip\"", "type=\"submit\""].map { form?.firstRange(of: $0)?.lowerBound }
            expect(places.contains(nil), is: false)
            expect(places.compactMap(\.self), is: places.compactMap(\.self).sorted())
        }
    }

    @Test(arguments: Backend.available)
    func `of many dates the next eight stand open`(on backend: Backend) async throws {
        try await withFinding(on: backend) { site in
            let days = (5...15).map { $0 < 10 ? "2026110\($0)T090000" : "202611\($0)T090000" }
            try await site.put(FoundTerms(kind: .dropIn, capacity: nil, rule: "FREQ=DAILY", slots: days))
            let page = await site.get("/groups/living-with-pain").text
            let fold = try #require(page.firstRange(of: "<summary>Later dates</summary>")?.lowerBound)
            expect(page[..<fold].split(separator: "/dates/").count, is: 9)
            expect(page[fold...].split(separator: "/dates/").count, is: 4)
        }
    }

    /// An hour in Spanish ends with a full stop of its own.
    @Test func `no Spanish sentence has two full stops behind an hour`() throws {
        let file = Project.root.appending(path: "Sources/Features/Groups/Text/es.json")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for hour in ["time", "times", "to", "when", "schedule", "then"] {
            expect(text.contains("{\(hour)}."), is: false, hour)
        }
    }
}
