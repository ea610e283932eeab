import Markup
import Storage
import Testing
import Web
import World

@testable import Communities

/// Asking in the dark, page by page.
@Suite struct DarkAskTests {
    @Test func `where it is not offered there is no choice, no desk and nothing to read`() async throws {
        try await withTalk { site in
            expect(await site.get("/in-the-dark"), 404)
            let form = await site.get("\(TestTalk.page)/ask?kind=question", as: 1)
            expect(form, 200, holds: ["<textarea"], lacks: ["value=\"dark\""])
            expect(await site.post("/me/talk", on: "/me/talk", as: 1), 303, to: "/me/talk")
            let asked = await site.post("\(TestTalk.page)/ask", as: 1, [("way", "dark")])
            expect(asked, 200, holds: ["data-draft"], lacks: ["name=\"place\""])
            expect(await site.get("/me/talk", as: 1), 200, lacks: ["In the dark"])
        }
    }

    @Test(arguments: [Language.en, .es]) func `what can be read about it is for everybody`(
        language: Language
    ) async throws {
        try await withDark { dark in
            let words = language == .en ? "Who could know what" : "Quién podría saber qué"
            expect(await dark.site.world.get("/in-the-dark", language), 200, holds: [words, "class=\"night\""])
            expect(await dark.site.get("/in-the-dark", as: 1, language), 200, holds: [words])
        }
    }

    @Test(arguments: Backend.available)
    func `the choice comes before any field, and both ways go by one address`(on backend: Backend) async throws {
        try await withDark(on: backend) { dark in
            var browser = try await dark.browser(1)
            let choice = await browser.get("\(TestDark.ask)?kind=question")
            expect(choice, 200, holds: ["value=\"own\"", "value=\"dark\"", "/in-the-dark"], lacks: ["<textarea"])
            // Neither a consent nor anything else is asked that would be a row in the asker's name.
            let form = await browser.send(TestDark.ask, [("way", "dark")], token: Browser.token(in: choice) ?? "")
            expect(
                form, 200, holds: ["name=\"title\"", "name=\"place\"", "class=\"night\""],
                lacks: ["data-draft", "name=\"keep\""])
            // What is told, claimed or about the question of the week is not asked about.
            expect(await browser.get("\(TestDark.ask)?kind=experience"), 200, holds: ["<textarea"])
        }
    }

    @Test(arguments: Backend.available)
    func `a question is looked at once more, and waits`(on backend: Backend) async throws {
        try await withDark(on: backend) { dark in
            var browser = try await dark.browser(1)
            let opened = await dark.open(&browser)
            let empty = await dark.send(&browser, opened, [("go", "look")])
            expect(empty, 422, holds: ["href=\"#title\"", "href=\"#words\"", "href=\"#readers\"", "href=\"#pace\""])
            // Pressed at once on "send", it is looked at all the same.
            let looked = await dark.send(&browser, opened, TestDark.question + [("consent", "yes"), ("go", "send")])
            expect(looked, 200, holds: ["Others will see", "name=\"looked\"", "We have met four times."])
            expect(await dark.waiting().count, is: 0)
            let without = await dark.send(&browser, looked, [("consent", ""), ("go", "send")])
            expect(without, 422, holds: ["href=\"#consent\""])
            // Other words than were looked at are looked at again.
            let others = await dark.send(
                &browser, looked, [("words", "Five times."), ("consent", "yes"), ("go", "send")])
            expect(others, 200, holds: ["Others will see", "Five times."])
            expect(await dark.waiting().count, is: 0)
            let done = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")])
            expect(done, 200, holds: ["It is in the dark now"])
            let acts = await dark.waiting()
            expect(acts.count, is: 1)
            let act = try #require(acts.first)
            guard case .ask(let question) = act.deed else { throw Problem.notFound }
            expect([question.title, question.words], is: [TestDark.question[0].1, TestDark.question[1].1])
            expect(question.visibility, is: .members)
            #expect(act.due >= dark.site.now + .days(1) && act.due <= dark.site.now + .days(9))
            // The same form sent twice is one question.
            let again = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")])
            expect(again, 200, holds: ["It is in the dark now"])
            expect(await dark.waiting().count, is: 1)
        }
    }

    @Test func `the third question is refused with the day, and its words are not lost`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let early = await dark.open(&browser)
            expect(await dark.ask(&browser), 200, holds: ["It is in the dark now"])
            // The form that was open before has lost its place, and gets another.
            let stale = await dark.send(&browser, early, TestDark.question + [("go", "look")])
            expect(stale, 422, holds: ["We have met four times.", "This form was an old one"])
            expect(await dark.ask(&browser), 200, holds: ["It is in the dark now"])
            let third = await dark.send(&browser, stale, TestDark.question + [("go", "look")])
            expect(third, 200, holds: ["November 19, 2026", "We have met four times."], lacks: ["<textarea"])
            expect(await dark.open(&browser), 200, holds: ["November 19, 2026"])
            expect(await dark.waiting().count, is: 2)
            expect(Set(await dark.waiting().map(\.mark)).count, is: 2)
            // Another has their own.
            var other = try await dark.browser(2)
            expect(await dark.ask(&other), 200, holds: ["It is in the dark now"])
        }
    }

    @Test func `a form is of its member`() async throws {
        try await withDark { dark in
            var (one, other) = (try await dark.browser(1), try await dark.browser(2))
            let opened = await dark.open(&one)
            let fields = dark.form(in: opened, TestDark.question + [("go", "look")])
            let sent = await other.send(
                TestDark.ask, fields, token: Browser.token(in: await other.get(TestDark.ask + "?kind=question")) ?? "")
            expect(sent, 422, holds: ["This form was an old one"])
        }
    }

    @Test func `too few to hide are refused in bands, with a wider place`() async throws {
        try await withDark(60) { dark in
            var browser = try await dark.browser(1)
            let choice = await browser.get("\(TestDark.ask)?kind=question")
            expect(choice, 200, holds: ["too few people could have asked"])
            let few = await dark.open(&browser)
            expect(few, 200, holds: ["Fewer than 100"], lacks: [" 60 ", ">60", "<textarea"])
        }
    }

    @Test func `fewer people are a longer wait`() async throws {
        for (people, choice) in [(150, false), (300, false), (700, true), (3_000, true)] {
            try await withDark(people) { dark in
                var browser = try await dark.browser(1)
                let form = await dark.open(&browser)
                expect(form.text.contains("value=\"soon\""), is: choice, "\(people)")
                expect(form.text.contains("1,000 people like you"), is: true, "\(people)")
            }
        }
    }

    @Test func `what the pool refuses comes back with its words`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            await dark.pool.lock(for: "dark.key is missing")
            let back = await dark.ask(&browser)
            expect(back, 422, holds: ["We have met four times.", "error-summary", "cannot take anything"])
            try await dark.pool.beat()
            let sent = await dark.send(&browser, back, [("consent", "yes"), ("go", "send")])
            expect(sent, 200, holds: ["It is in the dark now"])
        }
    }

    @Test(arguments: Backend.available)
    func `of two forms with one place that are sent at once, one comes back with another`(
        on backend: Backend
    ) async throws {
        try await withDark(on: backend) { dark in
            var (one, other) = (try await dark.browser(1), try await dark.browser(1))
            let question = TestDark.question + [("go", "look")]
            let first = await dark.send(&one, await dark.open(&one), question)
            let second = await dark.send(&other, await dark.open(&other), question)
            let yes = [("consent", "yes"), ("go", "send")]
            let (sender, fields) = (one, dark.form(in: first, yes))
            async let early = {
                var sender = sender
                return await sender.send(TestDark.ask, fields, token: Browser.token(in: first) ?? "")
            }()
            while await dark.pool.pending.isEmpty { await Task.yield() }
            let back = await other.send(
                TestDark.ask, dark.form(in: second, yes), token: Browser.token(in: second) ?? "")
            expect(back, 422, holds: ["We have met four times.", "This form was an old one"])
            try await dark.pool.beat()
            expect(await early, 200, holds: ["It is in the dark now"])
            expect(await dark.send(&other, back, yes), 200, holds: ["It is in the dark now"])
            expect(Set(await dark.waiting().map(\.mark)).count, is: 2)
        }
    }

    @Test func `who was closed out is told until when`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let mark = try #require(await dark.waiting().first?.mark)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            expect(try await dark.bar(thread), 303)
            let last = PartialDate(dark.site.now + .days(7))
            expect(dark.talk.darkBook.threads([mark]).first?.barredUntil, is: last)
            let refused = await dark.open(&browser)
            expect(refused, 200, holds: ["You cannot write in the dark until November"], lacks: ["<textarea"])
            expect(await dark.desk(&browser), 200, holds: ["A moderator closed the dark"])
            var other = try await dark.browser(2)
            expect(await dark.open(&other), 200, holds: ["<textarea"])
        }
    }
}
