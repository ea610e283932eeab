import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

/// Who may judge, on which words a decision falls, and what it says of who reported.
@Suite struct JudgingTests {
    /// Another name in the place of a member's own, as no page lets them do it.
    private func rename(_ author: Int, _ site: QueueWorld) async throws {
        let id = site.people[author]
        try await site.world.database.write { tx in
            try tx.execute("UPDATE members SET pseudonym = 'Late Heron' WHERE id = \(id)")
        }
    }

    @Test(arguments: Backend.available)
    func `who decided first judges the appeal where every other moderator reported the words`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            let world = site.world
            let sent = await world.post(
                site.path(0), as: try await site.moderator(1), [("reason", "contact"), ("words", "")])
            expect(sent, 200)
            try await site.decide(try #require(try await site.takeNext()), "hidden")
            let appeal = try #require(site.form("/appeal", on: await world.get("/me/notices", as: site.viewer(0))))
            expect(await world.post(appeal, on: "/me/notices", as: site.viewer(0), [("words", "A poem.")]), 200)
            expect(try await site.takeNext(1) == nil, is: true, "it is their own report")
            let page = try #require(try await site.takeNext(0))
            try await site.decide(page, "kept")
            expect(try await site.isHidden(0), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `a decision does nothing to words that came after those it is about`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            await site.report(0, by: 1, .contact)
            let page = try #require(try await site.takeNext())
            try await rename(0, site)
            let decided = try await site.decide(page, "hidden")
            expect(decided, 303, to: "/staff/queue")
            expect(decided.cookies.contains { $0.contains("safety.case.otherWords.stand") }, is: true)
            expect(try await site.isHidden(0), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `a decision to keep brings no words back that it is not about`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            for reporter in 1...2 { await site.report(0, by: reporter, .contact) }
            expect(try await site.isHidden(0), is: true)
            let page = try #require(try await site.takeNext())
            try await rename(0, site)
            try await site.decide(page, "kept")
            expect(try await site.isHidden(0), is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `who is worried about other words opens a case about these`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            await site.report(0, by: 1, .contact)
            try await rename(0, site)
            expect(await site.world.post(site.path(0) + "/worry", on: site.path(0), as: site.viewer(2)), 200)
            let open = try await site.world.database.read { tx in
                try tx.first("SELECT COUNT(*) FROM safety_cases WHERE state = 'open'") { try $0.get(0, as: Int.self) }
            }
            expect(open, is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `an author reads what the moderator wrote before any rule is named`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            await site.report(0, by: 1, .contact)
            try await site.decide(
                try #require(try await site.takeNext()), "hidden", measure: "warned", why: "I know that you meant well."
            )
            let notice = await site.world.get("/me/notices", as: site.viewer(0)).text
            let mine = notice.split(separator: "I know that you meant well.")
            expect(mine.count, is: 2, "once")
            for rule in ["Ways to contact a person", "The rules of this site", "This is a warning", "What you wrote"] {
                expect(mine[0].contains(rule), is: false, rule)
                expect(mine[1].contains(rule), is: true, rule)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `words that were kept while their author was warned are no report that was dismissed`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            for reporter in 1...2 { await site.report(0, by: reporter, .contact) }
            try await site.decide(try #require(try await site.takeNext()), "kept", measure: "warned")
            for reporter in 4...5 { await site.report(0, by: reporter, .contact) }
            expect(try await site.isHidden(0), is: true, "no more are needed than the first time")
            for reporter in 1...2 { await site.report(3, by: reporter, .contact) }
            expect(try await site.isHidden(3), is: true, "who reported before counts")
        }
    }

    @Test(arguments: Backend.available)
    func `whoever takes an alert about words that wait reads them, also once they are decided`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            let (world, safety, now) = (site.world, site.safety, site.world.now)
            let words = "I am going to kill myself tonight."
            let held = HeldText(
                SubjectReference(kind: "board.note", record: "7"), by: site.people[0], words: words, found: [.danger])
            try await world.database.write { try safety.submit(held, at: now, $0) }
            let alert = try #require(try await world.database.read { try AlertStore.allOpen(in: $0).first })
            let (page, moderator) = ("/staff/alerts/\(alert.id)", try await site.moderator(0))
            expect(await world.post("\(page)/take", on: page, as: moderator), 303)
            expect(
                await world.get(page, as: moderator), 200, holds: [words, "The words wait in the review queue"])
            try await site.decide(try #require(try await site.takeNext(1)), by: 1, "declined")
            expect(
                await world.get(page, as: moderator), 200, holds: [words],
                lacks: ["The words wait in the review queue"])
        }
    }
}
