import Jobs
import Logging
import Storage
import Testing
import Web
import World

@testable import Evidence

@Suite struct AskAndAdminTests {
    @Test func `a visitor is asked to sign in before asking`() async throws {
        try await withEvidence { world in
            expect(await world.get("/ask/walking/back-pain"), 303)
            expect(await world.get("/me/asks"), 303)
        }
    }

    @Test func `a question is sent, answered and read`() async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            let page = "/ask/walking/back-pain"
            expect(await world.get(page, as: 50), holds: ["Ask somebody who has tried it"])
            expect(
                await world.post(page, on: page, as: 50, [("question", "")]), 422, holds: ["Write your question first."]
            )
            let kept = "How <b>long</b>?"
            expect(await world.post(page, on: page, as: 50, [("question", kept)]), 303, to: "/me/questions")
            expect(await world.get("/me/questions", as: 50), holds: ["It waits until", "How &lt;b&gt;long&lt;/b&gt;?"])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            try await world.world.runJobs()
            let asked = await world.get("/me/asks", as: 1)
            expect(asked, holds: ["How &lt;b&gt;long&lt;/b&gt;?"])
            let id = asked.text.firstMatch(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) } ?? ""
            expect(
                await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 1, [("reply", "")]), 422,
                holds: ["Write a few words"])
            expect(await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 1, [("reply", "Six weeks")]), 303)
            expect(await world.get("/me/questions", as: 50), holds: ["Six weeks", "1 new answer"])
            expect(await world.post("/me/questions/\(id)/read", on: "/me/questions", as: 50, []), 303)
            expect(await world.get("/me/questions", as: 50), holds: ["Six weeks"], lacks: ["new answer"])
            expect(await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 7, [("reply", "x")]), 404)
        }
    }

    @Test func `each of two waiting questions has a field of its own, and an error leads to the right one`()
        async throws
    {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            let page = "/ask/walking/back-pain"
            for question in ["How long?", "How often?"] {
                expect(await world.post(page, on: page, as: 50, [("question", question)]), 303)
            }
            try await world.world.runJobs()
            let asked = await world.get("/me/asks", as: 1)
            let ids = asked.text.matches(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) }
            expect(ids.count, is: 2)
            let second = try #require(ids.last)
            expect(
                await world.post("/me/asks/\(second)/answer", on: "/me/asks", as: 1, [("reply", "")]), 422,
                holds: ["href=\"#reply-\(second)\"", "id=\"reply-\(second)\""])
        }
    }

    @Test func `a form that is sent twice asks once`() async throws {
        try await withEvidence { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            let page = "/ask/walking/back-pain"
            let form = await world.get(page, as: 50).text.firstMatch(of: /name="form" value="([^"]+)"/)
            let fields = [("question", "How long?"), ("form", try #require(form.map { String($0.1) }))]
            for _ in 0..<2 { expect(await world.post(page, on: page, as: 50, fields), 303, to: "/me/questions") }
            try await world.world.runJobs()
            let text = await world.get("/me/asks", as: 1).text
            expect(text.matches(of: /\/answer"/).count, is: 1)
        }
    }

    @Test func `a form that is sent again after its question was taken back is asked about first`() async throws {
        try await withEvidence { world in
            let page = "/ask/walking/back-pain"
            func form(_ page: String) -> String {
                page.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) } ?? ""
            }
            let first = form(await world.get(page, as: 50).text)
            let fields = [("question", "How long?"), ("form", first)]
            expect(await world.post(page, on: page, as: 50, fields), 303)
            let id =
                await world.get("/me/questions", as: 50).text
                .firstMatch(of: /\/me\/questions\/([0-9a-f-]{36})\/withdraw/).map { String($0.1) } ?? ""
            expect(await world.post("/me/questions/\(id)/withdraw", on: "/me/questions", as: 9, []), 404)
            expect(await world.post("/me/questions/\(id)/withdraw", on: "/me/questions", as: 50, []), 303)
            let late = await world.post(page, on: page, as: 50, fields)
            expect(late, 422, holds: ["You took this question back", "How long?"])
            expect(await world.get("/me/questions", as: 50), lacks: ["How long?"])
            let meant = [("question", "How long?"), ("form", form(late.text))]
            expect(await world.post(page, on: page, as: 50, meant), 303)
            expect(await world.get("/me/questions", as: 50), holds: ["How long?"])
        }
    }

    @Test func `only the administrator sees the administrator's page`() async throws {
        try await withEvidence { world in
            expect(await world.get("/admin", as: 1), 404)
            expect(await world.get("/admin"), 303)
            expect(await world.get("/admin", as: 0), holds: ["No release has been made yet"])
        }
    }

    @Test func `the administrator asks for a release and a worker makes it`() async throws {
        try await withEvidence { world in
            expect(await world.post("/admin/releases", on: "/admin", as: 0, []), 303, to: "/admin")
            let worker = Worker(
                world.evidence.queue, handlers: world.evidence.jobs,
                schedules: [world.evidence.schedule(hour: 9, minute: 0)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await worker.runDue(now: world.now)
            expect(try await world.evidence.currentRelease.value()?.number != nil, is: true)
            expect(await world.get("/how-we-know"), holds: ["Releases"], lacks: ["data-release=\"0\""])
        }
    }
}
