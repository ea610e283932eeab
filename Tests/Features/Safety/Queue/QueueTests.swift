import Foundation
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Safety

@Suite struct QueueTests {
    @Test(arguments: Backend.available)
    func `danger comes first, then privacy, then health, then the oldest of the rest`(on backend: Backend) async throws
    {
        try await withQueue(on: backend) { site in
            for (author, reason) in [
                (0, ReportReason.selling), (1, .harmful), (2, .contact), (3, .danger), (4, .selling),
            ] {
                await site.report(author, by: 5, reason)
                site.world.time.pass(.minutes(1))
            }
            var order: [Int?] = []
            while let page = try await site.takeNext(), let id = ID<SafetyCase>(page.dropFirst(13)) {
                let one = try await site.world.database.read { try CaseStore.find(id, in: $0) }
                order.append(site.people.firstIndex { $0 == one?.author })
                try await site.decide(page, "kept")
            }
            expect(order, is: [3, 2, 1, 0, 4])
        }
    }

    @Test(arguments: Backend.available)
    func `two moderators never get one case, and a lease ends`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            let (first, second) = (try await site.moderator(0), try await site.moderator(1))
            async let one = site.safety.takeNext(as: first, at: world.now)
            async let other = site.safety.takeNext(as: second, at: world.now)
            let taken = [try await one, try await other].compactMap { $0 }
            expect(taken.count, is: 1)
            let page = "/staff/queue/\(taken[0])"
            let shown = [await world.get(page, as: first), await world.get(page, as: second)]
            expect(shown.count { $0.text.contains("<blockquote") }, is: 1, "only who has it in hand reads the words")
            for moderator in [first, second] { expect(await world.get("/staff/queue", as: moderator), 200) }
            world.time.pass(.minutes(31))
            // The second step of signing in has grown old, too.
            for moderator in site.moderators { try await world.grant(.moderator, to: moderator) }
            expect(try await site.safety.takeNext(as: second, at: world.now), is: taken[0])
            expect(await world.post("\(page)/hand-over", on: page, as: first), 409)
            expect(await world.post("\(page)/hand-over", on: page, as: second), 303, to: "/staff/queue")
            expect(try await site.safety.takeNext(as: first, at: world.now), is: taken[0])
            expect(await world.post("\(page)/note", on: page, as: first, [("note", "Seen before.")]), 303)
            expect(await world.get(page, as: first), 200, holds: ["Seen before."])
            expect(await world.post("\(page)/alert", on: page, as: second), 409)
            for _ in 1...2 { expect(await world.post("\(page)/alert", on: page, as: first), 303) }
            let alerts = await world.get("/staff/alerts", as: second)
            expect(
                alerts.text.matches(of: /<a class="button[^"]*" href="\/staff\/alerts\/|\/take"/).count, is: 1,
                alerts.text)
        }
    }

    @Test(arguments: Backend.available)
    func `nobody judges their own words or their own report`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            let path = "/report/accounts.name/\(site.moderators[0])"
            expect(await world.post(path, as: try await site.moderator(1), [("reason", "contact")]), 200)
            expect(try await site.takeNext(0) == nil, is: true)
            expect(try await site.takeNext(1) == nil, is: true)
            let id = try await world.database.read { tx in
                try CaseStore.page(about: site.moderators[0], after: nil, limit: 1, in: tx).first?.id
            }
            for number in 0...1 {
                expect(
                    await world.get("/staff/queue/\(try #require(id))", as: try await site.moderator(number)), 404)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a sealed copy outlives its account, and not the decision by more than 20 days`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            let world = site.world
            let name = try await world.accounts.pseudonyms(of: [site.people[0]])[site.people[0]] ?? "–"
            await site.report(0, by: 1, .other, words: "The name sells.")
            let records = site.safety.feature.records
            let ofAuthor = try await records.exported(of: site.people[0], from: world.database)
            expect(ofAuthor["safety/kept"]?.first?["words"] as? String, is: name)
            let ofReporter = try await records.exported(of: site.people[1], from: world.database)
            expect(ofReporter["safety/reports"]?.first?["words"] as? String, is: "The name sells.")
            expect("\(ofAuthor)".contains("The name sells."), is: false)
            try await world.accounts.erase(
                site.people[0], by: .person(site.people[0], roles: []), world.features,
                at: world.now
            ) { _ in }
            let page = try #require(try await site.takeNext())
            expect(
                await world.get(page, as: try await site.moderator(0)), 200,
                holds: [name, "Nobody with an account here"])
            try await site.decide(page, "hidden")
            world.time.pass(.days(19))
            try await world.runJobs()
            expect(try await sealed(site), is: 2)
            world.time.pass(.days(2))
            try await world.runJobs()
            expect(try await sealed(site), is: 0)
        }
    }

    /// How many texts of cases and reports can still be opened.
    private func sealed(_ site: QueueWorld) async throws -> Int {
        try await site.world.database.read { tx in
            try ReportStore.own(as: site.viewer(1), limit: 9, in: tx).reduce(0) { count, report in
                let one = try CaseStore.find(report.safetyCase, in: tx)
                return count + (one?.words == nil || one?.key == nil ? 0 : 1) + (report.words == nil ? 0 : 1)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a suspension ends by itself, and the account says when`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            try await site.decide(try #require(try await site.takeNext()), "hidden", measure: "7")
            let held = await world.get("/me/account/held", as: site.viewer(0))
            expect(held, 200, holds: ["It ends by itself on November 10, 2026", "/me/notices"])
            expect(
                await world.get("/me/notices", as: site.viewer(0)), 200, holds: ["Suspended until November 10, 2026"])
            expect(await world.get("/me/reports", as: site.viewer(0)), 303)
            world.time.pass(.days(8))
            try await world.runJobs()
            expect(await world.get("/me/reports", as: site.viewer(0)), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `an appeal is one, in time, decided by another, and opens the account again`(on backend: Backend) async throws
    {
        try await withQueue(on: backend) { site in
            let world = site.world
            await site.report(0, by: 1, .contact)
            try await site.decide(try #require(try await site.takeNext()), "hidden", measure: "30")
            let appeal = try #require(site.form("/appeal", on: await world.get("/me/notices", as: site.viewer(0))))
            func ask(_ words: String, as number: Int = 0) async -> Exchange {
                await world.post(appeal, on: "/me/notices", as: site.viewer(number), [("words", words)])
            }
            expect(await ask(""), 422, holds: ["Say in a few words why"])
            expect(await ask("Mine.", as: 2), 404)
            expect(await ask("It is a poem."), 200, holds: ["You asked for another look"])
            expect(
                await ask("Again."), 409, holds: ["You asked for another look already", "id=\"kept\"", "Again."])
            expect(try await site.takeNext(0) == nil, is: true, "who decided first does not judge the appeal")
            let page = try #require(try await site.takeNext(1))
            expect(await world.get(page, as: try await site.moderator(1)), 200, holds: ["It is a poem."])
            try await site.decide(page, by: 1, "kept")
            expect(try await site.isHidden(0), is: false)
            expect(await world.get("/me/account/held", as: site.viewer(0)), 303, to: "/me/account")
            expect(await world.get("/me/reports", as: site.viewer(1)), 200, holds: ["The words stay"])
            await site.report(3, by: 1, .contact)
            try await site.decide(try #require(try await site.takeNext()), "hidden")
            let late = try #require(site.form("/appeal", on: await world.get("/me/notices", as: site.viewer(3))))
            world.time.pass(.days(21))
            expect(
                await world.post(late, on: "/me/notices", as: site.viewer(3), [("words", "Late.")]), 409,
                holds: ["is over", "id=\"kept\"", "Late."])
        }
    }

    @Test(arguments: Backend.available)
    func `a text that waits goes on or not as a moderator says, and leaves the queue when it is taken back`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            func submit(_ record: String, _ found: HeldReason) async throws {
                let (safety, now) = (site.safety, world.now)
                let held = HeldText(
                    SubjectReference(kind: "board.note", record: record), by: site.people[0],
                    words: "Call \(record)", found: [found])
                try await world.database.write { try safety.submit(held, at: now, $0) }
            }
            try await submit("a", .contact)
            try await submit("a", .contact)
            try await submit("b", .selling)
            let first = try #require(try await site.takeNext())
            expect(
                await world.get(first, as: try await site.moderator(0)), 200,
                holds: ["Call a", "Contact details", "Let it go on"], lacks: ["value=\"hidden\""])
            expect(try await site.decide(first, "hidden"), 422)
            expect(try await site.decide(first, "allowed"), 303)
            expect(try await site.decide(try #require(try await site.takeNext()), "declined"), 303)
            expect(site.decided.all, is: ["a true", "b false"])
            expect(
                await world.get("/me/notices", as: site.viewer(0)), 200,
                holds: ["Words of yours went on", "Words of yours was not passed on", "A rule of the program"])
            try await submit("c", .stop)
            let (safety, subject) = (site.safety, SubjectReference(kind: "board.note", record: "c"))
            try await world.database.write { try safety.withdraw(subject, $0) }
            expect(try await site.takeNext() == nil, is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `the rules say who reads and count what was done, small numbers never exactly`(on backend: Backend)
        async throws
    {
        try await withQueue(on: backend) { site in
            let world = site.world
            for reporter in 1...3 { await site.report(0, by: reporter, .selling) }
            expect(await world.get("/rules"), 200, holds: ["How we moderate", "fewer than 11"], lacks: ["<dd>3</dd>"])
            for author in 4...7 { for reporter in 1...3 { await site.report(author, by: reporter, .selling) } }
            expect(await world.get("/rules", as: .anonymous, .es), 200, holds: ["menos de 11"], lacks: ["<dd>15</dd>"])
            world.time.pass(.days(31))
            expect(await world.get("/rules"), 200, holds: ["<dd>15</dd>"])
        }
    }
}
