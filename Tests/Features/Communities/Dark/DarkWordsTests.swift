import Markup
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What gives away, and what speaks of danger, before anything is kept.
@Suite struct DarkWordsTests {
    @Test func `what gives away is shown, and put in gentler words by a press`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let opened = await dark.open(&browser)
            let looked = await dark.send(
                &browser, opened,
                TestDark.question + [("words", "I’m 18, at Hillside High. How?"), ("go", "look")])
            expect(
                looked, 200,
                holds: ["<mark>18</mark>", "<mark>at Hillside High</mark>", "value=\"soften 0\"", "value=\"soften 1\""])
            let softer = await dark.send(&browser, looked, [("go", "soften 0")])
            expect(softer, 200, holds: ["I’m a teenager, at Hillside High. How?"], lacks: ["<mark>18</mark>"])
            let softest = await dark.send(&browser, softer, [("go", "soften 0")])
            expect(softest, 200, holds: ["I’m a teenager. How?"], lacks: ["<mark>"])
            // Nothing is forbidden.
            let sent = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")])
            expect(sent, 200, holds: ["It is in the dark now"])
            for wrong in ["soften", "soften 99", "soften x", "soften -1", "soften 0 0"] {
                expect(await dark.send(&browser, await dark.open(&browser), TestDark.question + [("go", wrong)]), 200)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `words of danger wait for a second yes, behind an honest sentence`(on backend: Backend) async throws {
        try await withDark(on: backend) { dark in
            var browser = try await dark.browser(1)
            let opened = await dark.open(&browser)
            let words = [("words", "I want to kill myself tonight")]
            for go in ["look", "send"] {
                let asked = await dark.send(
                    &browser, opened, TestDark.question + words + [("consent", "yes"), ("go", go)])
                expect(
                    asked, 200,
                    holds: [
                        "nobody can come to you from here", "Others will see", "value=\"anyway\"", "value=\"atOnce\"",
                    ])
            }
            let asked = await dark.send(&browser, opened, TestDark.question + words + [("go", "look")])
            expect(await dark.waiting().count, is: 0)
            expect(await dark.send(&browser, asked, [("go", "anyway")]), 422, holds: ["href=\"#consent\"", "tonight"])
            let sent = await dark.send(&browser, asked, [("consent", "yes"), ("go", "anyway")])
            expect(sent, 200, holds: ["It is in the dark now"])
            let act = try #require(await dark.waiting().first)
            guard case .ask(let question) = act.deed else { throw Problem.notFound }
            expect(question.isDanger, is: true)
            #expect(act.due >= dark.site.now + .days(1))
            // At once is there, with its price: a beat later it is done.
            expect(asked, 200, holds: ["1 in 5"])
            dark.site.time.pass(.minutes(7))
            let second = await dark.send(
                &browser, await dark.open(&browser), TestDark.question + words + [("go", "look")])
            let taken = await dark.send(&browser, second, [("consent", "yes"), ("go", "atOnce")])
            expect(taken, 200, holds: ["A moderator gets it within the next minute"], lacks: ["class=\"window\""])
            let soon = try #require(await dark.waiting().first)
            expect(soon.due, is: dark.site.now)
            expect(await dark.pool.dueAtOnce(), is: [])
            try await dark.pool.beat()
            expect(await dark.pool.dueAtOnce(), is: [soon])
            try await dark.talk.releaseDark([soon], at: dark.site.now)
            expect(try await dark.site.cases().map(\.severity), is: [.danger])
            // What was done waits no more, before the pool has beaten again.
            expect(await dark.waiting().contains(soon), is: false)
        }
    }

    @Test func `at once is for danger alone`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let opened = await dark.open(&browser)
            let looked = await dark.send(&browser, opened, TestDark.question + [("go", "look")])
            _ = await dark.send(&browser, looked, [("consent", "yes"), ("go", "atOnce")])
            let act = try #require(await dark.waiting().first)
            #expect(act.due >= dark.site.now + .days(1))
        }
    }

    @Test func `hostile words are shown as they are`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let opened = await dark.open(&browser)
            for bad in ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "’ OR 1=1 --", "a@b <b>18</b> I'm 18"]
            {
                let looked = await dark.send(
                    &browser, opened,
                    TestDark.question + [("title", bad), ("words", bad), ("warning", bad), ("go", "look")])
                expect(looked, 200, lacks: ["<script>alert", "<img src=x"], bad)
            }
            let long = String(repeating: "x", count: 3_601)
            let back = await dark.send(&browser, opened, TestDark.question + [("words", long), ("go", "look")])
            expect(back, 422, holds: [long])
        }
    }
}
