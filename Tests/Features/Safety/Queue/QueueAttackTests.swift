@testable import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

/// What a report, a case or an alert must not do, tell or lose.
@Suite struct QueueAttackTests {
    private func alerts(_ site: QueueWorld) async throws -> Int {
        try await site.world.database.read { try AlertStore.allOpen(in: $0).count }
    }

    @Test(arguments: Backend.available)
    func `who reported the same words before and now reports danger calls somebody`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            expect(await site.report(0, by: 1, .selling), 200)
            expect(await site.report(0, by: 1, .danger, words: "She wrote me that she has the pills ready."), 200)
            expect(try await alerts(site), is: 1)
            let page = try #require(try await site.takeNext())
            expect(await site.world.get(page, as: try await site.moderator(0)), 200, holds: ["pills ready"])
        }
    }

    @Test(arguments: Backend.available)
    func `a new account does not wake the duty for every name there is`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let now = site.world.now
            let new = try await site.world.accounts.createSynthetic(count: 1, seed: 9) { _ in now }[0]
            for author in 0..<8 {
                _ = await site.world.post(
                    site.path(author), as: .person(new, roles: []), [("reason", "danger"), ("words", "")])
            }
            #expect(try await alerts(site) <= 3)
        }
    }

    @Test(arguments: Backend.available)
    func `the file of a member does not tell that somebody was worried`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            expect(await site.world.post(site.path(0) + "/worry", on: site.path(0), as: site.viewer(1)), 200)
            let records = site.safety.feature.records
            let file = try await records.exported(of: site.people[0], from: site.world.database)
            expect("\(file)".contains("worry"), is: false)
        }
    }

    @Test(arguments: Backend.available)
    func `another look at one case opens no account that another case suspended`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            let one = try #require(try await site.takeNext())
            // The second case is about other words of the same member.
            let other = try await world.database.write { tx in
                let now = world.now
                let new = try site.safety.newCase(
                    .reported, SubjectReference(kind: "accounts.name", record: "\(site.people[0])"), words: "other",
                    by: site.people[0], in: .site, .contact, at: now)
                try CaseStore.add(new, in: tx)
                return new.id
            }
            try await site.safety.take(other, as: try await site.moderator(0), at: world.now)
            expect(try await site.decide(one, "hidden", measure: "30"), 303)
            expect(try await site.decide("/staff/queue/\(other)", "hidden", measure: "1"), 303)
            let notice = try await world.database.read { tx in
                try tx.first("SELECT id FROM safety_decisions WHERE case_id = \(other)") {
                    try $0.get(0, as: ID<Decision>.self)
                }
            }
            try await site.safety.appeal(try #require(notice), words: "Why?", as: site.viewer(0), at: world.now)
            try await site.safety.take(other, as: try await site.moderator(1), at: world.now)
            expect(try await site.decide("/staff/queue/\(other)", by: 1, "kept"), 303)
            let held = try await world.database.read { try HoldStore.find(site.people[0], in: $0) }
            #expect(held != nil)
        }
    }

    @Test(arguments: Backend.available)
    func `a longer suspension outlasts a shorter one`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            let one = try #require(try await site.takeNext())
            expect(try await site.decide(one, "hidden", measure: "1"), 303)
            let other = try await world.database.write { tx in
                let new = try site.safety.newCase(
                    .reported, SubjectReference(kind: "accounts.name", record: "\(site.people[0])"), words: "other",
                    by: site.people[0], in: .site, .contact, at: world.now)
                try CaseStore.add(new, in: tx)
                return new.id
            }
            try await site.safety.take(other, as: try await site.moderator(0), at: world.now)
            expect(try await site.decide("/staff/queue/\(other)", "hidden", measure: "30"), 303)
            world.time.pass(.days(2))
            try await world.accounts.liftEndedHolds()
            let held = try await world.database.read { try HoldStore.find(site.people[0], in: $0) }
            #expect(held != nil)
        }
    }

    @Test(arguments: Backend.available)
    func `suspending who alone runs the server says so, and the reasons are not lost`(on backend: Backend) async throws
    {
        try await withQueue(on: backend) { site in
            try await site.world.grant(.administrator, to: site.people[0])
            await site.report(0, by: 1, .contact)
            let page = try #require(try await site.takeNext())
            let answer = try await site.decide(page, "hidden", measure: "7", why: "A long reason that took time.")
            expect(answer, 422, holds: ["A long reason that took time."])
        }
    }

    @Test(arguments: Backend.available)
    func `reasons that took longer than the lease are not lost`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            await site.report(0, by: 1, .contact)
            let page = try #require(try await site.takeNext())
            site.world.time.pass(.minutes(31))
            for moderator in site.moderators { try await site.world.grant(.moderator, to: moderator) }
            let words = "A long reason that took time."
            // Somebody else takes it meanwhile, and goes away again.
            expect(await site.world.post("\(page)/take", on: page, as: try await site.moderator(1)), 303)
            let note = [("note", words)]
            let noted = await site.world.post("\(page)/note", on: "/staff/queue", as: try await site.moderator(0), note)
            expect(noted, 409, holds: [words, "You do not have this in hand"])
            let refused = await site.world.post(
                "\(page)/decide", on: "/staff/queue", as: try await site.moderator(0),
                [("outcome", "hidden"), ("category", "contact"), ("explanation", words)])
            expect(refused, 409, holds: [words, "You do not have this in hand"])
            expect(await site.world.post("\(page)/hand-over", on: page, as: try await site.moderator(1)), 303)
            expect(try await site.decide(page, "hidden", why: words), 303, to: "/staff/queue")
            expect(await site.world.get("/me/notices", as: site.viewer(0)), 200, holds: [words])
        }
    }

    @Test(arguments: Backend.available)
    func `nobody is told that words from elsewhere are their own`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let page = "/report/board.quote/1"
            expect(await site.world.post("\(page)/worry", on: "/me/reports", as: site.viewer(1)), 404)
            expect(
                await site.world.get(page, as: site.viewer(1)), 200, holds: ["Words from elsewhere."],
                lacks: ["/worry"])
        }
    }

    @Test(arguments: Backend.available)
    func `a milder report made again takes nothing from the one before`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            expect(await site.report(0, by: 1, .danger, words: "She has the pills ready."), 200)
            expect(await site.report(0, by: 1, .selling), 200)
            let report = try #require(
                try await site.world.database.read { try ReportStore.own(as: site.viewer(1), limit: 1, in: $0).first })
            expect(report.reason, is: .danger)
            #expect(report.words != nil)
        }
    }

    @Test(arguments: Backend.available)
    func `a moderator does not learn of a case of their own`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let own = site.moderators[0]
            expect(
                await site.world.post(
                    "/report/accounts.name/\(own)/worry", on: "/report/accounts.name/\(own)", as: site.viewer(1)), 200)
            let moderator = try await site.moderator(0)
            let list = await site.world.get("/staff/alerts", as: moderator)
            let menu = await site.world.get("/staff/queue", as: moderator)
            let alert = try #require(try await site.world.database.read { try AlertStore.allOpen(in: $0).first })
            expect(await site.world.get("/staff/alerts/\(alert.id)", as: moderator), 404)
            #expect(!list.text.contains("/staff/alerts/\(alert.id)"), "their own alert stands on their list")
            #expect(!menu.text.contains("One text waits"), "the badge counts a case that the list does not show")
        }
    }

    @Test(arguments: Backend.available)
    func `whoever takes an alert reads the sealed words of what its author deleted`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let name = try await site.world.accounts.pseudonyms(of: [site.people[0]])[site.people[0]] ?? "–"
            await site.report(0, by: 1, .danger)
            try await site.world.accounts.erase(
                site.people[0], by: .person(site.people[0], roles: []),
                site.world.features, at: site.world.now
            ) { _ in }
            let alert = try #require(try await site.world.database.read { try AlertStore.allOpen(in: $0).first })
            let moderator = try await site.moderator(0)
            let page = "/staff/alerts/\(alert.id)"
            expect(await site.world.post("\(page)/take", on: page, as: moderator), 303)
            let shown = await site.world.get(page, as: moderator)
            #expect(shown.text.contains(name) || shown.text.contains("/staff/queue/"))
        }
    }

    @Test(arguments: Backend.available)
    func `who counts in two hidden texts counts in no third`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            // 7 reports everything first; others then hide two each.
            for author in 0..<4 { await site.report(author, by: 7, .contact) }
            for author in 0..<2 { await site.report(author, by: 6, .contact) }
            for author in 2..<4 { await site.report(author, by: 5, .contact) }
            var hidden = 0
            for author in 0..<4 where try await site.isHidden(author) { hidden += 1 }
            expect(hidden, is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a report that was dismissed weighs nothing in what waits already`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            for author in 0..<3 { await site.report(author, by: 7, .contact) }
            let page = try #require(try await site.takeNext())
            expect(try await site.decide(page, "kept"), 303)
            for author in 0..<3 { await site.report(author, by: 6, .contact) }
            var hidden = 0
            for author in 0..<3 where try await site.isHidden(author) { hidden += 1 }
            expect(hidden, is: 0)
        }
    }
}
