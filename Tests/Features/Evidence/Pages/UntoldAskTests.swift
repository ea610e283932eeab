import Databases
import Storage
import Testing
import Web
import World

@testable import Evidence

/// By asking nobody learns whether anybody takes what they ask about.
@Suite struct UntoldAskTests {
    @Test(arguments: Backend.available)
    func `whether there is anybody shows in no answer, no page and no statement of the one who asks`(
        on backend: Backend
    ) async throws {
        var seen: [[String]] = []
        for isThere in [false, true] {
            try await withEvidence(on: backend) { world in
                try await world.record("walking", for: "back-pain", steps: [1, 2, 3])
                for number in [1, 2, 3] where isThere {
                    expect(await world.post("/me/asks/open", on: "/me/asks", as: number, [("open", "yes")]), 303)
                }
                let page = "/ask/walking/back-pain"
                var notes = [Self.plain(await world.get(page, as: 50).text)]
                _ = world.log.take()
                let sent = await world.post(page, on: page, as: 50, [("question", "Does it last?")])
                notes.append("\(sent.status) \(sent.header("location") ?? "")")
                notes.append(world.log.take().map { "\($0.count)" }.joined(separator: " "))
                try await world.world.runJobs()
                notes.append(Self.plain(await world.get("/me/questions", as: 50).text))
                notes.append(Self.plain(await world.get("/treatments/walking/for/back-pain", as: 50).text))
                notes.append(Self.plain(await world.get("/conditions/back-pain", as: 50).text))
                seen.append(notes)
            }
        }
        expect(seen[0], is: seen[1])
        expect(seen[0].last?.contains("Ask somebody who has tried it") ?? false, is: true)
    }

    /// A page without what is another in every page: tokens, identifiers and the version of the files.
    private static func plain(_ page: String) -> String {
        page.replacing(/value="[^"]*"/, with: "").replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "")
    }
}
