import Markup
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// The desk of whoever asked in the dark.
@Suite struct DarkDeskTests {
    private func fields(_ thread: ID<CommunityThread>, _ verb: String, _ more: [(String, String)] = []) -> [(
        String, String
    )] { [("thread", thread.description), ("do", verb)] + more }

    @Test(arguments: Backend.available)
    func `the desk shows what waits and what stands, and to nobody else`(on backend: Backend) async throws {
        try await withDark(on: backend) { dark in
            var (own, other) = (try await dark.browser(1), try await dark.browser(2))
            expect(await dark.desk(&own), 200, holds: ["Nothing yet", "You can ask 2 more questions"])
            _ = await dark.ask(&own)
            let waits = await dark.desk(&own)
            expect(waits, 200, holds: [TestDark.question[0].1, "Appears between", "one more question", "Take it back"])
            expect(await dark.desk(&other), 200, lacks: [TestDark.question[0].1])
            let thread = try #require(try await dark.appear().first)
            (own, other) = (try await dark.browser(1), try await dark.browser(2))
            let stands = await dark.desk(&own)
            expect(stands, 200, holds: [TestDark.question[0].1, "no answer yet"], lacks: ["Appears between"])
            try await dark.site.put("It gets easier.", in: thread, by: 3)
            let opened = await dark.desk(&own, fields(thread, "thread"))
            expect(opened, 200, holds: ["You, as the person who asked", "It gets easier.", "value=\"best\""])
            for verb in ["thread", "answer", "change", "remove", "letGo", "best", "appeal"] {
                let refused = await dark.desk(&other, fields(thread, verb, [("number", "1"), ("words", "Mine now")]))
                expect(refused, 404, verb)
            }
        }
    }

    @Test func `every page of the desk has a length in steps, and is kept nowhere`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let none = await dark.desk(&browser)
            _ = await dark.ask(&browser)
            let one = await dark.desk(&browser)
            #expect((none.text.utf8.count - one.text.utf8.count) % OpenDesk.step == 0)
            expect(none.header("cache-control"), is: "no-store")
            expect(none.header("content-encoding"), is: nil)
        }
    }

    @Test func `what waits is changed or taken back by what takes its place`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let first = try #require(await dark.waiting().first)
            let act = [("act", first.id.description)]
            let form = await dark.desk(&browser, act + [("do", "rewrite")])
            expect(form, 200, holds: [TestDark.question[0].1, "We have met four times."])
            let looked = await dark.send(&browser, form, [("words", "Five times."), ("go", "look")], to: "/me/talk")
            expect(looked, 200, holds: ["Others will see", "Five times."])
            let done = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            expect(done, 200, holds: ["It keeps its day."])
            var acts = await dark.waiting()
            expect(acts.count, is: 1)
            guard case .ask(let question) = acts[0].deed else { throw Problem.notFound }
            expect(question.words, is: "Five times.")
            expect(acts[0].due, is: first.due)
            // Sent twice it is one; and a form for what waits no more gives the words back.
            let again = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            expect(again, 200, holds: ["It keeps its day."])
            let late = await dark.send(&browser, form, [("words", "Six times."), ("go", "look")], to: "/me/talk")
            expect(late, 200, holds: ["Six times.", "nothing more was done"])
            let back = await dark.desk(&browser, [("act", acts[0].id.description), ("do", "takeBack")])
            expect(back, 200, holds: ["It is taken back."])
            acts = await dark.waiting()
            expect(acts, is: [])
            // The question is given back with it.
            expect(await dark.desk(&browser), 200, holds: ["You can ask 2 more questions"])
        }
    }

    @Test(arguments: [Language.en, .es]) func `of whoever has four acts waiting no fifth is taken, and is told so`(
        language: Language
    ) async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1, language)
            _ = await dark.ask(&browser)
            _ = await dark.ask(&browser)
            let full = language == .en ? "Four things of yours wait already" : "Ya hay cuatro cosas tuyas en espera"
            for number in 1...3 {
                let act = try #require(await dark.waiting().first)
                let form = await dark.desk(&browser, [("act", act.id.description), ("do", "rewrite")])
                let words = "In other words, \(number)."
                let looked = await dark.send(&browser, form, [("words", words), ("go", "look")], to: "/me/talk")
                let sent = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
                expect(sent, 200, holds: number > 2 ? [full, words] : [], lacks: number > 2 ? [] : [full], words)
            }
            // What takes away goes all the same.
            let act = try #require(await dark.waiting().first)
            _ = await dark.desk(&browser, [("act", act.id.description), ("do", "takeBack")])
            expect(await dark.waiting().count, is: 1)
        }
    }

    @Test func `other words that speak of danger have the card, and are held when they appear`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            let form = await dark.desk(&browser, fields(thread, "change", [("number", "1")]))
            let words = [("words", "I want to kill myself tonight"), ("pace", "soon")]
            let asked = await dark.send(&browser, form, words + [("go", "look")], to: "/me/talk")
            expect(asked, 200, holds: ["nobody can come to you from here", "value=\"anyway\""])
            expect(await dark.waiting().count, is: 0)
            _ = await dark.send(&browser, asked, [("consent", "yes"), ("go", "anyway")], to: "/me/talk")
            expect(await dark.waiting().count, is: 1)
            try await dark.appear()
            expect(try await dark.site.thread(thread)?.state, is: .waiting)
            expect(try await dark.site.cases().first?.severity, is: .danger)
        }
    }

    @Test func `an answer, the best one, letting go and deleting wait like the question`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            try await dark.site.put("It gets easier.", in: thread, by: 3)
            let form = await dark.desk(&browser, fields(thread, "answer", [("number", "2")]))
            let looked = await dark.send(
                &browser, form, [("words", "Thank you."), ("pace", "soon"), ("go", "look")], to: "/me/talk")
            _ = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            _ = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            let acts = await dark.waiting()
            expect(acts.count, is: 1, "sent twice it is one")
            guard case .reply(let reply) = acts[0].deed else { throw Problem.notFound }
            expect([reply.words, "\(reply.answers ?? 0)"], is: ["Thank you.", "2"])
            expect(await dark.desk(&browser, fields(thread, "best", [("number", "2")])), 200)
            expect(await dark.desk(&browser, fields(thread, "best none", [("number", "2")])), 200)
            // What cannot be undone is asked about first.
            let asked = await dark.desk(&browser, fields(thread, "letGo"))
            expect(asked, 200, holds: ["name=\"go\""])
            _ = await dark.send(&browser, asked, [("go", "send")], to: "/me/talk")
            let removal = await dark.desk(&browser, fields(thread, "remove", [("number", "1")]))
            expect(removal, 200, holds: ["value=\"atOnce\"", "1 in 5"])
            for pace in ["", "never"] {
                _ = await dark.send(&browser, removal, [("pace", pace), ("go", "send")], to: "/me/talk")
            }
            let gone = await dark.send(&browser, removal, [("pace", "atOnce"), ("go", "send")], to: "/me/talk")
            expect(gone, 200, holds: ["within the next minute"])
            let later = await dark.waiting()
            expect(later.count, is: 5)
            for deed in [.best(number: 2), .best(number: nil), .letGo, .remove(number: 1)] as [DarkDeed] {
                expect(later.count { $0.deed == deed }, is: 1, "\(deed)")
            }
            expect(later.first { $0.deed == .remove(number: 1) }?.due, is: dark.site.now)
        }
    }

    @Test func `answers are as many as can be hidden`() async throws {
        try await withDark(150) { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            for (number, isTaken) in [(1, true), (2, false)] {
                let form = await dark.desk(&browser, fields(thread, "answer"))
                expect(form.text.contains("<textarea"), is: isTaken, "\(number)")
                guard isTaken else { break }
                let looked = await dark.send(&browser, form, [("words", "Thank you."), ("go", "look")], to: "/me/talk")
                _ = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            }
            expect(await dark.waiting().count, is: 1)
        }
    }

    @Test func `what was taken out of sight is shown to its asker with the reason, and can be appealed`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            try await dark.hide(thread)
            let shown = await dark.desk(&browser, fields(thread, "thread"))
            expect(shown, 200, holds: ["We have met four times.", "No numbers, please.", "value=\"appeal\""])
            let form = await dark.desk(&browser, fields(thread, "appeal", [("number", "1")]))
            let looked = await dark.send(&browser, form, [("words", "Look again."), ("go", "look")], to: "/me/talk")
            let done = await dark.send(&browser, looked, [("consent", "yes"), ("go", "send")], to: "/me/talk")
            expect(done, 200, holds: ["look again"])
            expect(await dark.waiting().map(\.deed), is: [.appeal(number: 1, words: "Look again.")])
        }
    }

    @Test func `losses and worries are told on the desk, and all can be taken along and away`() async throws {
        try await withDark { dark in
            var browser = try await dark.browser(1)
            let day = try #require(PartialDate("2026-11-01"))
            try await dark.site.database.write { try DarkPoolStore.addLoss(on: day, in: $0) }
            try await dark.pool.beat()
            expect(await dark.desk(&browser), 200, holds: ["November 1, 2026"], lacks: ["worried"])
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            try await dark.worry(about: thread)
            expect(await dark.desk(&browser), 200, holds: ["Somebody is worried about you", "tel:988"])
            let file = await dark.desk(&browser, [("do", "file")])
            expect(file, 200, holds: [TestDark.question[0].1, TestDark.question[1].1])
            #expect(file.header("content-disposition")?.contains("note.txt") == true)
            let asked = await dark.desk(&browser, [("do", "leave")])
            _ = await dark.send(&browser, asked, [("go", "send")], to: "/me/talk")
            guard case .leave(let farewells)? = await dark.waiting().first?.deed else { throw Problem.notFound }
            let mark = try #require(farewells.first?.mark)
            expect(dark.talk.darkBook.threads([mark]).first?.thread, is: thread)
            #expect(farewells.allSatisfy { $0.due > dark.site.now && $0.due <= dark.site.now + .days(29) })
        }
    }

    @Test(arguments: Backend.available)
    func `an own press in one's own dark thread is asked about first, another's is not`(
        on backend: Backend
    ) async throws {
        try await withDark(on: backend) { dark in
            var browser = try await dark.browser(1)
            _ = await dark.ask(&browser)
            let thread = try #require(try await dark.appear().first)
            browser = try await dark.browser(1)
            let path = dark.site.path(thread)
            expect(await dark.site.get(path, as: 2), 200, holds: ["Did you ask this?"])
            expect(await dark.site.get(path, as: 1), 200, holds: ["Did you ask this?"])
            for (end, fields) in [
                ("reply", [("words", "It is me.")]), ("react", [("post", "1 thanks")]), ("watch", [("on", "yes")]),
            ] {
                let asked = await browser.post("\(path)/\(end)", on: path, fields)
                expect(asked, 200, holds: ["You asked this in the dark", "name=\"known\""], end)
                let done = await browser.post("\(path)/\(end)", on: path, fields + [("known", "yes")])
                expect(done, 303, end)
                var other = try await dark.browser(2)
                expect(await other.post("\(path)/\(end)", on: path, fields), 303, end)
            }
        }
    }

    @Test func `the list of the desk asks the database no more than any page does`() async throws {
        try await withDark { dark in
            var (with, without) = (try await dark.browser(1), try await dark.browser(2))
            _ = await dark.ask(&with)
            try await dark.appear()
            (with, without) = (try await dark.browser(1), try await dark.browser(2))
            var asked: [[String]] = []
            for number in 0...1 {
                let shown = number == 0 ? await with.get("/me/talk") : await without.get("/me/talk")
                let token = Browser.token(in: shown) ?? ""
                _ = dark.site.world.statements.take()
                _ =
                    number == 0
                    ? await with.send("/me/talk", [], token: token) : await without.send("/me/talk", [], token: token)
                asked.append(dark.site.world.statements.take().flatMap(\.self))
            }
            expect(asked[0], is: asked[1])
        }
    }
}
