import Markup
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Evidence

/// A question that nobody has answered yet, on its way to everybody.
@Suite struct OpenAskTests {
    private static let form = "action=\"/talk/new\""

    /// A room that takes questions about back pain, counts how often it is asked, and shows what it is given.
    private static func talk(_ topics: @escaping @Sendable (Topic) -> Void = { _ in }) -> Talk {
        Talk(
            openAsk: OpenAsk { topic, _ in
                topics(topic)
                return topic.slug == "depression" ? nil : "/talk/new"
            },
            routes: [
                .post("/talk/new", .member) { visit in
                    visit.page("New", "<b>\(visit.fields["title"] ?? "")</b><i>\(visit.fields["words"] ?? "")</i>")
                }
            ])
    }

    private static func ask(_ question: String, _ path: String, _ world: TestEvidence) async {
        expect(await world.post(path, on: path, as: 50, [("question", question)]), 303, to: "/me/questions")
    }

    @Test(arguments: Backend.available)
    func `while a question waits its asker can take it to everybody, and no address says what it is`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend, talk: Self.talk()) { world in
            try await world.record("walking", for: "back-pain", steps: [3])
            await Self.ask("How <b>long</b>?\nAnd \"when\"?", "/ask/walking/back-pain", world)
            let page = await world.get("/me/questions", as: 50)
            expect(page, holds: [Self.form, "Ask it openly", "You see your words first"])
            let form = page.part(from: Self.form, to: "</form>")
            #expect(form.contains("name=\"title\" value=\"Walking for back pain\""))
            #expect(form.contains("How &lt;b&gt;long&lt;/b&gt;?"))
            let fields = [("title", "Walking for back pain"), ("words", "How <b>long</b>?\nAnd \"when\"?")]
            let taken = await world.post("/talk/new", on: "/me/questions", as: 50, fields)
            expect(
                taken, holds: ["<b>Walking for back pain</b><i>How &lt;b&gt;long&lt;/b&gt;?\nAnd &quot;when&quot;?</i>"]
            )
            expect(await world.get("/me/questions", as: 50), holds: [Self.form])
            let spanish = await world.get("/me/questions", as: 50, .es)
            expect(spanish, holds: ["Preguntar a todos", "value=\"Caminar para dolor de espalda\""], lacks: ["⟦"])
            expect(await world.post("/me/asks/open", on: "/me/asks", as: 1, [("open", "yes")]), 303)
            try await world.world.runJobs()
            // That it lies with somebody now changes nothing.
            expect(await world.get("/me/questions", as: 50), holds: [Self.form])
            let asked = await world.get("/me/asks", as: 1)
            let id = asked.text.firstMatch(of: /\/me\/asks\/([0-9a-f-]{36})\/answer/).map { String($0.1) } ?? ""
            expect(await world.post("/me/asks/\(id)/answer", on: "/me/asks", as: 1, [("reply", "Six weeks")]), 303)
            expect(await world.get("/me/questions", as: 50), holds: ["Six weeks"], lacks: ["/talk/new", "openly"])
        }
    }

    @Test func `what is closed or about a topic without a place stays, and each topic is looked up once`() async throws
    {
        let topics = Topics()
        try await withEvidence(talk: Self.talk { topics.note($0) }) { world in
            await Self.ask("How long?", "/ask/walking/back-pain", world)
            await Self.ask("How often?", "/ask/stretching/back-pain", world)
            await Self.ask("How much?", "/ask/walking/depression", world)
            topics.clear()
            let page = await world.get("/me/questions", as: 50)
            expect(
                topics.all.map { "\($0.kind) \($0.slug) \($0.name)" }.sorted(),
                is: [
                    "condition back-pain Back pain", "condition depression Depression",
                ])
            expect(page.text.matches(of: /action="\/talk\/new"/).count, is: 2)
            for match in page.text.matches(of: /\/me\/questions\/([0-9a-f-]{36})\/close/) {
                _ = await world.post("/me/questions/\(match.1)/close", on: "/me/questions", as: 50, [])
            }
            topics.clear()
            expect(await world.get("/me/questions", as: 50), holds: ["How long?"], lacks: ["/talk/new"])
            expect(topics.all, is: [])
        }
    }

    @Test
    func `nobody is led to ask openly about what speaks of danger, and nothing is offered where no room takes it`()
        async throws
    {
        var files = Fixture.files
        files["conditions.csv", default: []] += Fixture.bytes("\nself-harm,Self-harm,Autolesión,,,,R45.88")
        try await withEvidence(files: files, talk: Self.talk()) { world in
            await Self.ask("How long?", "/ask/walking/self-harm", world)
            expect(await world.get("/me/questions", as: 50), holds: ["How long?"], lacks: ["/talk/new"])
        }
        try await withEvidence { world in
            await Self.ask("How long?", "/ask/walking/back-pain", world)
            expect(await world.get("/me/questions", as: 50), holds: ["How long?"], lacks: ["openly"])
        }
    }

    private final class Topics: Sendable {
        private let noted = Mutex<[Topic]>([])
        var all: [Topic] { noted.withLock { $0 } }
        func note(_ topic: Topic) { noted.withLock { $0.append(topic) } }
        func clear() { noted.withLock { $0 = [] } }
    }
}
