import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What a moderator does with words of which nobody knows whose they are.
@Suite struct DarkModerationTests {
    private let contact = "Call me at 603 555 0142 tonight."
    private let danger = "I want to die tonight."

    @Test(arguments: Backend.available)
    func `what the rules find is held when it appears, and the case names nobody`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let held = try await site.askInTheDark("May I call somebody?", contact)
            expect(try await site.thread(held)?.state, is: .waiting)
            expect(await site.get(site.path(held), as: 1), 404)
            let one = try #require(try await site.cases().first)
            expect([one.author == nil, one.origin == .held], is: [true, true])
            expect(one.found.contains(.contact), is: true)
            expect(try await site.count("SELECT COUNT(*) FROM safety_review_tries"), is: 0)
            try await site.rule(.allowed)
            expect(try await site.thread(held)?.state, is: .shown)
            // What waits can be changed, and goes on where nothing is found any more.
            let second = try await site.askInTheDark("May I call somebody?", contact, by: 2)
            try await site.release(
                .change(number: 1, title: nil, words: "May I call somebody?", warning: nil), by: 2)
            expect(try await site.thread(second)?.state, is: .shown)
            expect(try await site.cases().allSatisfy { $0.state != .open }, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `danger is first in the queue with its hour, and nobody is called who could reach nobody`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            try await site.release(.ask(site.question("A number", contact)), by: 1)
            // The writer saw the card; the rules find nothing.
            try await site.release(.ask(site.question("It is enough", "Good night all.", isDanger: true)), by: 2)
            try await site.release(.ask(site.question("It is enough", danger)), by: 3)
            let cases = try await site.cases()
            expect(cases.map(\.severity), is: [.danger, .danger, .privacy])
            expect(cases.first?.dueAt, is: site.now + .hours(1))
            expect(try await site.count("SELECT COUNT(*) FROM alerts"), is: 0)
            let page = await site.world.get("/staff/queue/\(cases[0].id)", as: site.moderator)
            expect(page, 200, holds: ["Somebody who asked in the dark"], lacks: ["Nobody with an account here"])
        }
    }

    @Test(arguments: Backend.available)
    func `reports hide it, a decision stands in the book, and its asker asks for another look once`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            let place = PostPlace(thread, 1)
            for number in [5, 6, 7] { try await site.report(place, by: number) }
            expect(try await site.state(place), is: .hidden)
            try await site.rule(.hidden)
            try await site.talk.rereadDark()
            let entry = try #require(site.talk.darkBook.entry(thread))
            let ruling = try #require(entry.rulings[1])
            expect([ruling.isHidden, ruling.isDecided], is: [true, true])
            expect(ruling.explanation, is: "No numbers, please.")
            expect(ruling.appealUntil, is: site.now + .days(20))
            expect(entry.posts.first?.words, is: TestTalk.words, "its asker reads it on")
            try await site.release(.appeal(number: 1, words: "Nothing \u{201C}bad\u{201D} is in it."), by: 3)
            expect(try await site.cases().first?.state, is: .decided, "another's mark")
            try await site.release(.appeal(number: 1, words: "Nothing \u{201C}bad\u{201D} is in it."))
            expect(try await site.cases().first?.state, is: .appealed)
            expect(site.talk.darkBook.entry(thread)?.rulings[1]?.appealUntil == nil, is: true)
            try await site.rule(.hidden)
            try await site.release(.appeal(number: 1, words: "Once more."))
            expect(try await site.cases().first?.state, is: .decided, "once")
        }
    }

    @Test(arguments: Backend.available)
    func `changed after it was taken out of sight, it comes back by a moderator's word only`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            try await site.setHidden(true, PostPlace(thread, 1))
            try await site.release(.change(number: 1, title: nil, words: "In other words.", warning: nil))
            expect(try await site.thread(thread)?.state, is: .waiting)
            try await site.rule(.allowed)
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["In other words."])
        }
    }

    // MARK: - Bars

    private func bar(_ thread: ID<CommunityThread>, _ days: String, as viewer: Viewer, _ site: TestTalk) async
        -> Exchange
    {
        let page = "\(site.path(thread))/bar"
        return await site.world.post(page, on: TestTalk.page, as: viewer, [("days", days)])
    }

    @Test(arguments: Backend.available)
    func `a moderator bars whoever asked, on their mark, without learning who it is`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            let open = try await site.start(by: 1)
            expect(
                await site.world.get(site.path(thread), as: site.moderator), 200, holds: ["\(site.path(thread))/bar"])
            expect(await site.get(site.path(thread), as: 1), 200, lacks: ["/bar\""])
            expect(await site.get("\(site.path(thread))/bar", as: 1), 404)
            expect(await site.world.get("\(site.path(open))/bar", as: site.moderator), 404, "a member asked it")
            expect(await bar(thread, "30", as: site.viewer(1), site), 404)
            for crafted in ["", "31", "-1", "x"] {
                expect(await bar(thread, crafted, as: site.moderator, site), 303, to: "\(site.path(thread))/bar")
            }
            expect(await bar(thread, "30", as: site.moderator, site), 303, to: site.path(thread))
            let book = site.talk.darkBook
            let (mine, others) = (Set([TestTalk.mark(1), TestTalk.mark(9)]), Set([TestTalk.mark(2)]))
            let last = PartialDate(site.now + .days(30))
            expect(book.barredUntil(mine, on: PartialDate(site.now)), is: last)
            expect([book.mayWrite(mine, on: last), book.mayWrite(others, on: last)], is: [false, true])
            expect(book.mayWrite(mine, on: PartialDate(site.now + .days(31))), is: true)
            // What waited is not done; what takes away is.
            try await site.release(
                .reply(site.reply("I write on.")), .change(number: 1, title: nil, words: "Other.", warning: nil), .letGo
            )
            expect(try await site.thread(thread)?.lastNumber, is: 1)
            expect(try await site.words(PostPlace(thread, 1)), is: TestTalk.words)
            expect(try await site.row(1)?.thread, is: thread, "they cannot slip away")
            expect(await bar(thread, "0", as: site.moderator, site), 303)
            expect(book.mayWrite(mine, on: PartialDate(site.now)), is: true)
            try await site.release(.letGo)
            expect(try await site.row(1)?.thread == nil, is: true)
            expect(
                await site.world.get("\(site.path(thread))/bar", as: site.moderator), 200,
                holds: ["has let it go"], lacks: ["name=\"days\""])
        }
    }

    @Test(arguments: Backend.available)
    func `nobody lets go of what a moderator has yet to judge`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark()
            try await site.report(PostPlace(thread, 1), by: 5)
            try await site.release(.letGo)
            expect(try await site.row(1)?.thread, is: thread)
            try await site.rule(.kept)
            try await site.release(.letGo)
            expect(try await site.row(1)?.thread == nil, is: true)
            try await site.talk.rereadDark()
            expect(site.talk.darkBook.threads([TestTalk.mark(1)]).count, is: 1, "spent")
            expect(site.talk.darkBook.entry(thread) == nil, is: true)
            try await site.release(.remove(number: 1))
            expect(try await site.words(PostPlace(thread, 1)), is: TestTalk.words, "it is nobody's now")
            expect(await site.get(site.path(thread), as: 1), 200, holds: ["The person who asked"])
        }
    }

    @Test(arguments: Backend.available)
    func `a mark goes when its epoch and its bar are over and nothing of its asker is left`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            _ = try await site.askInTheDark("Stays", by: 1)
            _ = try await site.askInTheDark("Goes", by: 2)
            let barred = try await site.askInTheDark("Barred", by: 3)
            try await site.release(.remove(number: 1), by: 2)
            expect(await bar(barred, "90", as: site.moderator, site), 303)
            try await site.release(.remove(number: 1), by: 3)
            for (days, left) in [(0, [1, 2, 3]), (56, [1, 3]), (50, [1])] as [(Int, [UInt8])] {
                site.time.pass(.days(days))
                try await site.talk.cleanDark()
                for mark in [1, 2, 3] as [UInt8] {
                    expect(try await site.row(mark) != nil, is: left.contains(mark), "\(mark), \(days) days on")
                }
            }
        }
    }

    // MARK: - In other words

    @Test(arguments: Backend.available)
    func `a question that is to be worded is read as a moderator puts it, and of the first words none is left`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let question = site.question("A quittentitle", "A quittenword.", isToBeWorded: true)
            try await site.release(.ask(question))
            let (thread, page) = (question.thread, "\(site.path(question.thread))/wording")
            let one = try #require(try await site.cases().first)
            expect(one.found, is: [.wording])
            expect(await site.get(page, as: 1), 404)
            let post = PostPlace(thread, 1)
            try await site.safety.take(one.id, as: site.moderator, at: site.now)
            expect(
                await site.world.get("/staff/queue/\(one.id)", as: site.moderator), 200,
                holds: ["href=\"\(page)\"", "Put it in other words"], lacks: ["A rule found"])
            expect(try await site.decide(post, isAllowed: true), is: false, "nobody lets the first words through")
            expect(try await site.state(post), is: .waiting)
            expect(await site.world.get(page, as: site.moderator), 200, holds: ["A quittenword."])
            expect(await site.world.post(page, as: site.moderator, [("title", "Tired?"), ("words", "")]), 422)
            let worded = [("title", "Who is tired, too?"), ("words", "Is anybody *tired* at noon?")]
            expect(await site.post(page, as: 1, worded), 404)
            expect(await site.world.post(page, as: site.moderator, worded), 303, to: site.path(thread))
            expect(
                await site.get(site.path(thread), as: 1), 200,
                holds: ["Who is tired, too?", "Is anybody *tired* at noon?", "The person who asked"], lacks: ["edited"])
            try await site.database.purge(PostIndexStore.index)
            let places = try await site.database.places(
                of: ID<Person>.random(), orWords: ["quittentitle", "quittenword"])
            expect(places, is: [])
            expect(try await site.cases().first?.words == nil, is: true)
            expect(await site.world.get(page, as: site.moderator), 404, "once")
            // What its asker writes in its place waits for a moderator's words again.
            try await site.release(.change(number: 1, title: nil, words: "In mine.", warning: nil))
            expect(try await site.state(post), is: .waiting)
        }
    }

    @Test(arguments: Backend.available)
    func `somebody's worry waits where whoever asked reads what became of it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.askInTheDark("It is enough", "Good night all.")
            let asked = CommunitiesFeature.subject(PostPlace(thread, 1))
            let report = "/report/\(asked.kind)/\(asked.record)"
            expect(await site.get(report, as: 2), 200, holds: ["\(report)/worry"])
            let outcome = try await site.safety.worry(
                about: asked, in: PublishedTexts(of: site.world.features), as: site.viewer(2), at: site.now)
            expect(outcome, is: .sent)
            expect(try await site.count("SELECT COUNT(*) FROM safety_cards"), is: 0)
            try await site.talk.rereadDark()
            expect(site.talk.darkBook.isWorried(about: thread), is: true)
            site.time.pass(.days(4))
            try await site.talk.rereadDark()
            expect(site.talk.darkBook.isWorried(about: thread), is: false)
        }
    }
}
