import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// Who has not agreed that words about their health are kept is asked before they write, so that none are lost.
@Suite struct ConsentFirstTests {
    @Test(arguments: Backend.available)
    func `nobody writes in vain, and who was asked comes back to a page that is there`(on backend: Backend) async throws
    {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            let own = try await site.put(in: thread, by: 1)
            let letters = site.letterbox(try await site.correspondence(1, 2))
            let member = site.people[1]
            try await site.database.write { tx in
                _ = try tx.execute(
                    "UPDATE members SET health_consent = FALSE, figures_consent = FALSE WHERE id = \(member)")
            }
            let path = site.path(thread)
            expect(await site.get(path, as: 1), 200, holds: ["href=\"\(path)/reply\""], lacks: ["name=\"words\""])
            expect(await site.get(letters, as: 1), 200, holds: ["/consent?to="], lacks: ["name=\"words\""])
            func question(_ back: String) throws -> String {
                Link("/consent").adding("to", try #require(Link(local: back)).text).text
            }
            for form in ["\(path)/reply", site.path(own, "edit")] {
                expect(await site.get(form, as: 1), 303, to: try question(form))
            }
            for (form, field, back) in [
                ("\(path)/vote", ("option", "1"), path), ("\(path)/react", ("post", "1 meToo"), path),
                ("\(TestTalk.page)/join", ("asked", "yes"), TestTalk.page),
            ] {
                expect(await site.post(form, as: 1, [field]), 303, to: try question(back), form)
                expect(await site.get(back, as: 1), 200, back)
            }
            expect(try await site.count("SELECT COUNT(*) FROM reactions"), is: 0)
        }
    }
}
