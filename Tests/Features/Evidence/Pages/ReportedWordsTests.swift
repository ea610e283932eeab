import Storage
import Testing
import Web
import World

@testable import Evidence
@testable import Safety

/// What members read of each other here can be reported, by those who may read it, and goes from every page at once.
@Suite struct ReportedWordsTests {
    /// Thirty people who took walking, two of whom wrote advice.
    private func record(_ world: TestEvidence) async throws {
        try await world.record(
            "walking", for: "back-pain",
            (0..<30).map {
                TestEvidence.Record(step: $0 % 5, advice: $0 < 2 ? "Advice \($0)" : nil, person: world.people[$0 + 1])
            })
    }

    /// The address under which a page lets words be reported.
    private func link(_ kind: String, on page: Exchange) -> String? {
        page.text.matches(of: /href="(\/report\/[^"#]+)"/).map { String($0.1) }.first {
            $0.hasPrefix("/report/\(kind)/")
        }
    }

    private func report(_ path: String, as number: Int, in world: TestEvidence) async {
        expect(await world.post(path, on: path, as: number, [("reason", "contact")]), 200)
    }

    @Test(arguments: Backend.available)
    func `a quote that is taken out of sight goes from kept pages at once, and comes back`(on backend: Backend)
        async throws
    {
        try await withEvidence(on: backend) { world in
            try await record(world)
            try await world.evidence.makeRelease()
            let page = "/treatments/walking/for/back-pain"
            expect(await world.get(page), 200, holds: ["Advice 0", "Advice 1"])
            expect(await world.get(page, as: 60), 200, holds: ["Advice 0", "Advice 1"])
            let path = try #require(link("journal.advice", on: await world.get(page)))
            // The newest stands first: which of the two it is, its page says.
            let shown = await world.get(path, as: 60)
            let words = shown.text.contains("Advice 0") ? "Advice 0" : "Advice 1"
            let author = words == "Advice 0" ? 1 : 2
            expect(await world.get(path, as: author), 200, holds: ["These are your own words"])
            expect(await world.get(path), 303)
            world.time.pass(.days(20))
            // People of the test joined at one moment and count once: a moderator decides.
            await report(path, as: 60, in: world)
            expect(await world.get(page), 200, holds: [words])
            let moderator = world.people[70]
            try await world.world.grant(.moderator, to: moderator)
            func decide(_ outcome: String) async throws {
                let viewer = try await world.world.viewer(moderator)
                let taken = await world.world.post("/staff/queue/next", on: "/staff/queue", as: viewer)
                let one = try #require(taken.header("location"))
                let done = await world.world.post(
                    "\(one)/decide", on: one, as: viewer,
                    [("outcome", outcome), ("category", "contact"), ("explanation", "A number.")])
                expect(done, 303, to: "/staff/queue")
            }
            try await decide("hidden")
            for reader in [nil, 60, author] {
                expect(await world.get(page, as: reader), 200, lacks: [words])
            }
            expect(await world.get(path, as: 61), 404)
            try await world.evidence.makeRelease()
            expect(await world.get(page), 200, lacks: [words])
            let notices = await world.get("/me/notices", as: author)
            let appeal = try #require(notices.text.firstMatch(of: /action="([^"]+\/appeal)"/).map { String($0.1) })
            expect(await world.post(appeal, on: "/me/notices", as: author, [("words", "No.")]), 200)
            try await decide("kept")
            try await world.evidence.makeRelease()
            expect(await world.get(page), 200, holds: [words])
        }
    }

    @Test(arguments: Backend.available)
    func `a question and an answer are reported by those who may read them, and by nobody else`(on backend: Backend)
        async throws
    {
        try await withEvidence(on: backend) { world in
            try await record(world)
            let ask = "/ask/walking/back-pain"
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            expect(await world.post(ask, on: ask, as: 50, [("question", "How long?")]), 303)
            try await world.world.runJobs()
            let waiting = await world.get("/me/asks", as: 1)
            let question = try #require(link("evidence.question", on: waiting))
            let name = try #require(link("accounts.name", on: waiting))
            expect(await world.get(question, as: 1), 200, holds: ["How long?", "I am worried about this person"])
            expect(await world.get(name, as: 1), 200, holds: ["Report these words"])
            expect(await world.get(question, as: 50), 200, holds: ["These are your own words"])
            expect(await world.get(question, as: 2), 404)
            let id = try #require(question.split(separator: "/").last.map(String.init))
            expect(await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 1, [("reply", "Six weeks")]), 303)
            let answer = try #require(link("evidence.answer", on: await world.get("/me/questions", as: 50)))
            expect(await world.get(answer, as: 50), 200, holds: ["Six weeks"])
            expect(await world.get(answer, as: 1), 200, holds: ["These are your own words"])
            expect(await world.get(answer, as: 2), 404)
            let record = try #require(answer.split(separator: "/").last.map(String.init))
            try await world.database.write { try EvidenceFeature.answers.setHidden(record, true, world.now, $0) }
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Six weeks", "new answer"])
            expect(await world.get(answer, as: 50), 404)
            expect(await world.get(answer, as: 1), 200, holds: ["These are your own words"])
            try await world.database.write { try EvidenceFeature.answers.setHidden(record, false, world.now, $0) }
            expect(await world.get("/me/questions", as: 50), 200, holds: ["Six weeks"])
        }
    }

    @Test(arguments: Backend.available)
    func `a hidden question is put to nobody and waits with nobody`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            let ask = "/ask/walking/back-pain"
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            expect(await world.post(ask, on: ask, as: 50, [("question", "How long?")]), 303)
            try await world.world.runJobs()
            let question = try #require(link("evidence.question", on: await world.get("/me/asks", as: 1)))
            let id = try #require(question.split(separator: "/").last.map(String.init))
            try await world.database.write { try EvidenceFeature.questions.setHidden(id, true, world.now, $0) }
            expect(await world.get("/me/asks", as: 1), 200, lacks: ["How long?"])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 2, [("open", "yes")]), 303)
            try await world.world.runJobs()
            expect(await world.get("/me/asks", as: 2), 200, lacks: ["How long?"])
            expect(await world.get("/me/questions", as: 50), 200, holds: ["How long?"])
        }
    }
}
