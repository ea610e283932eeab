import Accounts
import Storage
import Testing
import Web
import World

@testable import Safety

/// What reports alone can do, and what many accounts of one person cannot.
@Suite struct HidingTests {
    @Test(arguments: Backend.available)
    func `two reports of contact details hide until a person has looked, else three`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            await site.report(0, by: 1, .contact)
            expect(try await site.isHidden(0), is: false)
            await site.report(0, by: 2, .danger)
            expect(try await site.isHidden(0), is: true)
            expect(
                await site.world.get("/me/notices", as: site.viewer(0)), 200,
                holds: ["out of sight for now", "Several reports, without a person"], lacks: ["/appeal"])
            for reporter in 1...2 { await site.report(3, by: reporter, .selling) }
            expect(try await site.isHidden(3), is: false)
            await site.report(3, by: 4, .other, words: "Hm")
            expect(try await site.isHidden(3), is: true)
            let page = try #require(try await site.takeNext())
            expect(try await site.decide(page, "kept"), 303)
            expect(try await site.isHidden(0), is: false)
            expect(await site.world.get("/me/notices", as: site.viewer(0)), 200, holds: ["A name of yours stays"])
        }
    }

    @Test(arguments: Backend.available)
    func `accounts that joined in a row, or lately, do not hide anything`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            let now = world.now
            let inARow = try await world.accounts.createSynthetic(count: 12, seed: 3) { now - .days(30) + .minutes($0) }
            let late = try await world.accounts.createSynthetic(count: 12, seed: 4) { now - .days($0 % 12) }
            for puppet in inARow + late {
                let sent = await world.post(
                    site.path(0), as: .person(puppet, roles: []), [("reason", "danger")])
                expect(sent, 200, holds: ["Your report is with the moderators"])
            }
            expect(try await site.isHidden(0), is: false)
            await site.report(0, by: 1, .contact)
            expect(try await site.isHidden(0), is: true, "one more person is enough")
        }
    }

    @Test(arguments: Backend.available)
    func `however many reports weigh nothing, they keep none out that weighs`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            let now = site.world.now
            for puppet in try await site.world.accounts.createSynthetic(count: 201, seed: 5, joined: { _ in now }) {
                expect(try await report(site.people[0], by: puppet, .other, site), is: .sent)
            }
            site.world.time.pass(.minutes(1))
            for reporter in 1...2 { await site.report(0, by: reporter, .contact) }
            expect(try await site.isHidden(0), is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `all who joined lately call the duty ten times a day together, and nobody else less for it`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            let (accounts, now) = (site.world.accounts, site.world.now)
            let others = try await accounts.createSynthetic(count: 24, seed: 6) { _ in now - .days(40) }
            let puppets = try await accounts.createSynthetic(count: 12, seed: 7) { _ in now }
            for (puppet, other) in zip(puppets, others) {
                expect(try await report(other, by: puppet, .danger, site), is: .sent)
            }
            expect(try await alerts(site), is: 10)
            for (puppet, other) in zip(puppets, others.suffix(12)) {
                let outcome = try await site.safety.worry(
                    about: SubjectReference(kind: "accounts.name", record: "\(other)"),
                    in: PublishedTexts(of: site.world.features), as: .person(puppet, roles: []), at: now)
                expect(outcome, is: .sent)
            }
            expect(try await alerts(site), is: 20)
            let cases = try await site.world.database.read { tx in
                try tx.first("SELECT COUNT(*) FROM safety_cases WHERE state = 'open'") { try $0.get(0, as: Int.self) }
            }
            expect(cases ?? 0, is: 24, "all of them are to be looked at within the hour")
            expect(try await report(site.people[0], by: site.people[1], .danger, site), is: .sent)
            expect(try await alerts(site), is: 21)
            site.world.time.pass(.minutes(24 * 60 + 1))
            expect(try await report(site.people[2], by: puppets[11], .danger, site), is: .sent)
            expect(try await alerts(site), is: 22)
        }
    }

    /// A report of a name past the page.
    private func report(
        _ author: ID<Person>, by reporter: ID<Person>, _ reason: ReportReason, _ site: QueueWorld
    ) async throws -> ReportOutcome {
        try await site.safety.report(
            SubjectReference(kind: "accounts.name", record: "\(author)"), reason, words: "",
            in: PublishedTexts(of: site.world.features), as: .person(reporter, roles: []), at: site.world.now)
    }

    private func alerts(_ site: QueueWorld) async throws -> Int {
        try await site.world.database.read { tx in
            try tx.first("SELECT COUNT(*) FROM alerts") { try $0.get(0, as: Int.self) }
        } ?? 0
    }

    @Test(arguments: Backend.available)
    func `who reported what was kept counts for nothing for a month, and kept words are harder to hide`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            for reporter in 1...2 { await site.report(0, by: reporter, .contact) }
            try await site.decide(try #require(try await site.takeNext()), "kept")
            for reporter in 1...2 { await site.report(3, by: reporter, .contact) }
            expect(try await site.isHidden(3), is: false)
            for reporter in 4...6 { await site.report(0, by: reporter, .contact) }
            expect(try await site.isHidden(0), is: false, "two more are needed than the first time")
            await site.report(0, by: 7, .contact)
            expect(try await site.isHidden(0), is: true)
            try await site.decide(try #require(try await site.takeNext()), "kept")
            site.world.time.pass(.days(31))
            for reporter in 1...2 { await site.report(5, by: reporter, .contact) }
            expect(try await site.isHidden(5), is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `the same few hide two texts at most before a person has looked`(on backend: Backend) async throws {
        try await withQueue(on: backend) { site in
            for author in [0, 1, 2] { for reporter in [6, 7] { await site.report(author, by: reporter, .danger) } }
            var hidden = 0
            for author in [0, 1, 2] where try await site.isHidden(author) { hidden += 1 }
            expect(hidden, is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `a moderator's words and those of a year without a decision are hidden by a moderator only`(
        on backend: Backend
    ) async throws {
        try await withQueue(on: backend) { site in
            let world = site.world
            let now = world.now
            let old = try await world.accounts.createSynthetic(count: 1, seed: 5) { _ in now - .days(366) }
            for trusted in [old[0], site.moderators[0]] {
                for reporter in 0..<8 {
                    let path = "/report/accounts.name/\(trusted)"
                    expect(await world.post(path, as: site.viewer(reporter), [("reason", "contact")]), 200)
                }
                let names = try await world.accounts.pseudonyms(of: [trusted])
                expect(names[trusted] == "•••", is: false)
                world.time.pass(.minutes(1))
            }
            let page = try #require(try await site.takeNext(1))
            try await site.decide(page, by: 1, "hidden")
            let names = try await world.accounts.pseudonyms(of: [old[0]])
            expect(names[old[0]], is: "•••")
        }
    }
}
