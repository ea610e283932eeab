import Databases
import Journal
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Accounts
@testable import Evidence

/// Whoever leaves without their name leaves behind what others need, and nothing that leads back.
@Suite struct LeavingTests {
    private static let page: String = "/treatments/walking/for/back-pain"

    /// Thirty people who took walking; the first wrote advice, may be asked, and has answered two questions.
    private func record(_ world: TestEvidence) async throws {
        var records = (1...30).map {
            TestEvidence.Record(step: $0 % 5, at: world.now - .milliseconds(12_345), person: world.people[$0])
        }
        records[0].advice = "With breakfast it is easier."
        records[0].side = ["nausea"]
        try await world.record("walking", for: "back-pain", records)
        _ = try await world.evidence.makeRelease()
        _ = try await answer(world, "Six weeks, then it went by itself.", to: 50)
        _ = try await answer(world, "I walked in the evening.", to: 51)
    }

    private func answer(_ world: TestEvidence, _ words: String, to asker: Int) async throws -> ID<Ask> {
        let pair = TestEvidence.pair("walking", "back-pain")
        let ask = Ask(
            id: .random(), treatment: pair.treatment, purpose: pair.purpose, question: "How was it for you?",
            askedAt: world.now)
        let (people, now, author) = (world.people, world.now, world.viewer(1))
        let isSent = try await world.database.write { tx in
            try AskStore.add(ask, as: ask.id, by: people[asker], in: tx)
            try AskOfferStore.offer(ask.id, to: people[1], at: now, in: tx)
            try AskStore.setOpen(true, by: author, at: now, in: tx)
            return try AskOfferStore.answer(ask.id, words, by: author, at: now, in: tx)
        }
        expect(isSent, is: true)
        return ask.id
    }

    private func leave(_ world: TestEvidence, _ way: LeavingWay = .anonymise) async throws -> LeavingWay {
        try await world.world.accounts.leave(
            world.people[1], way, by: .person(world.people[1], roles: []), world.world.features, at: world.now
        ).way
    }

    /// Identifiers that were the member's, of which none may be left.
    private func identifiers(_ world: TestEvidence) async throws -> [ID<Person>] {
        let member = world.people[1]
        return try await world.database.read { tx in
            try tx.rows("SELECT id FROM courses WHERE member_id = \(member)") { try $0.get(0) }
                + tx.rows(
                    "SELECT e.id FROM evaluations e JOIN courses c ON c.id = e.course_id WHERE c.member_id = \(member)"
                ) { try $0.get(0) } + [member]
        }
    }

    @Test(arguments: Backend.available)
    func `ratings, advice and answers stay without their author, and no identifier or time leads back`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            _ = try await world.evidence.makeRelease()
            let before = try await world.figure("walking", for: "back-pain")
            expect(
                await world.get("/me/account/leave/anonymise", as: 1), 200,
                holds: [
                    "1 rating of a treatment", "2 answers", "With breakfast it is easier.", "Six weeks, then",
                    "I walked in the evening.", "/me/answers/", "/advice\"",
                ])
            let theirs = try await identifiers(world)
            expect(theirs.count, is: 3)
            expect(try await leave(world), is: .anonymise)
            for id in theirs { expect(try await world.database.places(of: id, orWords: []), is: []) }
            let times = try await world.database.read { tx in
                try tx.rows(
                    """
                    SELECT created_at FROM courses WHERE member_id IS NULL UNION SELECT last_seen_at FROM courses
                    WHERE member_id IS NULL UNION SELECT e.evaluated_at FROM evaluations e
                    JOIN courses c ON c.id = e.course_id WHERE c.member_id IS NULL UNION SELECT answered_on FROM former_answers
                    """
                ) { try $0.get(0, as: Int.self) }
            }
            expect(times.isEmpty, is: false)
            expect(times.filter { $0 % 86_400_000 != 0 }, is: [])
            expect(
                await world.get("/me/questions", as: 50), 200,
                holds: ["Somebody who has left", "Six weeks, then it went by itself.", "/report/evidence.answer/"],
                lacks: ["I walked in the evening."])
            _ = try await world.evidence.makeRelease()
            let after = try await world.figure("walking", for: "back-pain")
            expect(after?.content.people, is: before?.content.people)
            expect(
                await world.get(Self.page), 200,
                holds: ["With breakfast it is easier.", "from a member who has left"])
            expect(await world.get(Self.page, as: nil, .es), 200, holds: ["de alguien que ya se ha ido"])
        }
    }

    @Test(arguments: Backend.available)
    func `an answer that stays is read, reported, hidden and taken back with its question like any other`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            _ = try await leave(world)
            let page = await world.get("/me/questions", as: 50)
            let report = try #require(page.text.firstMatch(of: /href="(\/report\/evidence\.answer\/[^"#]+)"/)).1
            expect(await world.get(String(report), as: 50), 200, holds: ["Six weeks"])
            expect(await world.get(String(report), as: 51), 404)
            let record = report.split(separator: "/").last.map(String.init) ?? ""
            try await world.database.write { try AskOfferStore.setAnswerHidden(true, record, in: $0) }
            expect(await world.get("/me/questions", as: 50), 200, lacks: ["Six weeks"])
            let ask = try #require(
                await world.get("/me/questions", as: 51).text.firstMatch(of: /\/me\/questions\/([0-9a-f-]+)\/read/)
            ).1
            expect(await world.post("/me/questions/\(ask)/read", on: "/me/questions", as: 51, []), 303)
            expect(await world.get("/me/questions", as: 51), 200, lacks: ["/read\""])
            expect(await world.post("/me/questions/\(ask)/withdraw", on: "/me/questions", as: 51, []), 303)
            let left = try await world.database.read {
                try $0.first("SELECT COUNT(*) FROM former_answers WHERE reply_hidden = FALSE") {
                    try $0.get(0, as: Int.self)
                }
            }
            expect(left, is: 0)
        }
    }

    @Test(arguments: Backend.available, ["no consent", "suspended", "erase"])
    func `nothing stays of whoever has not agreed, is held or erases`(on backend: Backend, why: String) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            if why == "no consent" { try await world.setConsent(false, of: 1) }
            if why == "suspended" {
                try await world.world.accounts.hold(world.people[1], isForGood: false, by: .system(reason: "test"))
            }
            expect(try await leave(world, why == "erase" ? .erase : .anonymise), is: .erase)
            let left = try await world.database.read { tx in
                try tx.first(
                    """
                    SELECT (SELECT COUNT(*) FROM courses WHERE member_id IS NULL) + (SELECT COUNT(*) FROM former_answers)
                        + (SELECT COUNT(*) FROM evaluations WHERE advice IS NOT NULL)
                    """
                ) { try $0.get(0, as: Int.self) }
            }
            expect(left, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `advice that others may not read, reported words and answers across a block go`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            try await world.world.accounts.block(world.people[1], as: world.viewer(50))
            let report = try #require(
                await world.get("/me/questions", as: 51).text.firstMatch(
                    of: /href="(\/report\/evidence\.answer\/[^"#]+)"/)
            ).1
            expect(await world.post(String(report), on: String(report), as: 51, [("reason", "contact")]), 200)
            try await world.database.write {
                try $0.execute("UPDATE evaluations SET advice_state = 'waiting' WHERE advice IS NOT NULL")
            }
            expect(
                await world.get("/me/account/leave/anonymise", as: 1), 200, holds: ["1 rating"],
                lacks: ["answer, with", "With breakfast", "Six weeks", "in the evening"])
            expect(try await leave(world), is: .anonymise)
            let left = try await world.database.read { tx in
                try tx.first(
                    """
                    SELECT (SELECT COUNT(*) FROM evaluations WHERE advice IS NOT NULL) + (SELECT COUNT(*) FROM former_answers)
                    """
                ) { try $0.get(0, as: Int.self) }
            }
            expect(left, is: 0)
            let open = try await world.database.read {
                try $0.first("SELECT COUNT(*) FROM safety_cases WHERE state = 'open'") { try $0.get(0, as: Int.self) }
            }
            expect(open, is: 1, "the case stays for the moderators")
        }
    }

    @Test(arguments: Backend.available)
    func `a course in the member's own words goes`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            let (member, own) = (world.people[1], ID<Treatment>.random())
            try await world.database.write {
                try $0.execute("UPDATE courses SET treatment_id = \(own) WHERE member_id = \(member)")
            }
            expect(await world.get("/me/account/leave/anonymise", as: 1), 200, lacks: ["1 rating", "With breakfast"])
            _ = try await leave(world)
            let left = try await world.database.read {
                try $0.first("SELECT COUNT(*) FROM courses WHERE member_id IS NULL") { try $0.get(0, as: Int.self) }
            }
            expect(left, is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `an answer that one gave is taken back on its own page`(on backend: Backend) async throws {
        try await withEvidence(on: backend) { world in
            try await record(world)
            let page = await world.get("/me/account/leave/anonymise", as: 1)
            let link = try #require(page.text.firstMatch(of: /href="(\/me\/answers\/[0-9a-f-]+)"/)).1
            expect(await world.get(String(link), as: 1), 200, holds: ["Delete my answer"])
            expect(await world.get(String(link), as: 2), 404)
            expect(await world.post(String(link), on: "/me/asks", as: 2, []), 404)
            expect(await world.post(String(link), on: String(link), as: 1, []), 303, to: "/me/asks")
            expect(await world.post(String(link), on: "/me/asks", as: 1, []), 404)
            expect(await world.get("/me/account/leave/anonymise", as: 1), 200, holds: ["1 answer, with"])
        }
    }
}
