@testable import Accounts
import Markup
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Communities
@testable import Safety

/// Each week a community asks itself something: a question of its moderators, else one that comes with the product.
@Suite struct WeekQuestionTests {
    private static let week = "\(TestTalk.page)/week"

    private func withModerator(on backend: Backend, _ body: (TestTalk) async throws -> Void) async throws {
        try await withTalk(on: backend) { site in
            try await appoint(site)
            try await body(site)
        }
    }

    private func appoint(_ site: TestTalk) async throws {
        try await site.world.grant(.moderator, in: .community(TestTalk.stigma), to: site.people[6])
        try await site.world.grant(.moderator, in: .community(Community.id(slug: "epilepsy")), to: site.people[7])
    }

    private func write(_ words: String, as number: Int = 6, _ site: TestTalk) async -> Exchange {
        await site.post(Self.week, as: number, [("question", words)])
    }

    /// To the Monday after.
    private func nextWeek(_ site: TestTalk) async throws {
        site.time.pass(.days(7))
        try await appoint(site)
    }

    @Test func `a week begins on Monday`() {
        for (day, monday) in [
            ("2026-11-03", "2026-11-02"), ("2026-11-02", "2026-11-02"), ("2026-11-08", "2026-11-02"),
            ("2027-01-01", "2026-12-28"), ("1969-12-31", "1969-12-29"), ("1969-12-28", "1969-12-22"),
        ] {
            let week = PartialDate(day).map { Week($0.start) }
            expect(week?.description, is: monday)
            expect(Week(monday), is: week)
        }
        for text in ["2026-11-03", "2026-11", "", "x", "2026-13-01"] { expect(Week(text) == nil, is: true, text) }
        expect(Week("2026-12-28")?.next.description, is: "2027-01-04")
    }

    @Test func `a dozen come with the product for each theme and for conditions, in each language`() {
        let all = ShippedQuestions.all.byTopic
        expect(Set(all.keys), is: Set(Theme.allCases.map(\.rawValue) + [ShippedQuestions.condition]))
        for (topic, questions) in all {
            expect(questions.count, is: 12, topic)
            expect(Set(questions.map(\.first)).count, is: 12, topic)
            for question in questions {
                expect(question.all.count, is: 2, question.first)
                for (_, words) in question.all {
                    expect(words.utf8.count <= WeekQuestion.longest, is: true, words)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `whoever is first begins the thread about it, and all others come to that, if they may read it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let page = await site.get(TestTalk.page, as: 1)
            expect(page, 200, holds: ["Question of the week", "Be the first to tell"])
            let link = try #require(page.text.firstMatch(of: /\/communities\/stigma\/ask\?[^"]*week=([^"&]+)/))
            let key = String(link.1)
            let form = await site.get(String(link.0.replacing("&amp;", with: "&")), as: 1)
            let title = try #require(form.text.firstMatch(of: /name="title"[^>]* value="([^"]+)"/).map { String($0.1) })
            expect(form, 200, holds: ["name=\"week\" value=\"\(key)\""])
            expect(page.text.contains(title), is: true, "it is the question itself")
            let fields = [("kind", "experience"), ("title", title), ("words", "My sister."), ("week", key)]
            expect(await site.post("\(TestTalk.page)/ask", as: 1, fields + [("readers", "community")]), 303)
            for number in [nil, 2] {
                expect(await site.get(TestTalk.page, as: number), 200, holds: ["Be the first"], lacks: ["Read and add"])
            }
            expect(await site.post("\(TestTalk.page)/ask", as: 2, fields + [("readers", "members")]), 303)
            let joined = await site.get(TestTalk.page, as: 3)
            expect(joined, 200, holds: ["Read and add yours"], lacks: ["Be the first to tell"])
            // A key of another week or another place, and one that was made up, name nothing.
            for (words, made) in [
                ("Slow.", "2026-10-26.1"), ("It did for me.", "\(key)1"), ("How long?", "x"),
                ("My sister.", String(repeating: "9", count: 500)),
            ] {
                let sent = [("kind", "experience"), ("title", TestTalk.words), ("words", words), ("week", made)]
                expect(await site.post("\(TestTalk.page)/ask", as: 3, sent + [("readers", "members")]), 303, made)
            }
            expect(try await site.count("SELECT COUNT(*) FROM threads WHERE week_question IS NOT NULL"), is: 2)
            try await nextWeek(site)
            expect(await site.get(TestTalk.page, as: 3), 200, holds: ["Be the first"], lacks: ["Read and add yours"])
        }
    }

    @Test(arguments: Backend.available)
    func `moderators write ahead, a week after the other, and the same twice is one`(on backend: Backend) async throws {
        try await withModerator(on: backend) { site in
            expect(await site.get(Self.week, as: 6), 200, holds: ["Nothing is written ahead"])
            expect(await write("", site), 422, holds: ["href=\"#question\""])
            for _ in 0..<2 { expect(await write("What made you <b>laugh</b>?", site), 303, to: Self.week) }
            expect(await write("What did you cook?", site), 303)
            expect(
                await site.get(Self.week, as: 6), 200,
                holds: [
                    "What made you &lt;b&gt;laugh&lt;/b&gt;?", "Week of November 9, 2026", "Week of November 16, 2026",
                ], lacks: ["November 23"])
            expect(await site.get(TestTalk.page, as: 6), 200, holds: ["Write the next ones"], lacks: ["laugh"])
            expect(await site.get(TestTalk.page, as: 7), 200, lacks: ["Write the next ones"])
            try await nextWeek(site)
            for number in [nil, 1] {
                expect(
                    await site.get(TestTalk.page, as: number), 200, holds: ["What made you &lt;b&gt;laugh&lt;/b&gt;?"])
            }
            let page = await site.get(Self.week, as: 6)
            let remove = try #require(page.text.firstMatch(of: /\/communities\/stigma\/week\/[0-9a-f-]{36}\/remove/))
            for number in [1, 7] { expect(await site.post(String(remove.0), as: number), 404) }
            expect(await site.post(String(remove.0), as: 6), 303, to: Self.week)
            expect(await site.get(TestTalk.page, as: 1), 200, holds: ["Question of the week"], lacks: ["laugh"])
        }
    }

    @Test(arguments: Backend.available)
    func `nobody else writes or sees what is ahead, and what others should not read is refused`(
        on backend: Backend
    ) async throws {
        try await withModerator(on: backend) { site in
            for number in [1, 7] {
                expect(await site.get(Self.week, as: number), 404)
                expect(await write("What did you cook?", as: number, site), 404)
            }
            for words in [
                "Call me on 603 555 0123, who does?", "Throw your seizure meds away, why are you still on them?",
            ] {
                expect(await write(words, site), 422, holds: ["without a second look", "href=\"#question\""])
            }
            let (now, author) = (site.now, site.people[6])
            try await site.database.write { tx in
                var week = Week(now)
                for number in 1...WeekQuestion.mostAhead {
                    week = week.next
                    _ = try WeekQuestionStore.add(
                        "Number \(number)", .en, to: TestTalk.stigma, for: week, by: author, in: tx)
                }
            }
            expect(
                await write("What did you cook?", site), 422, holds: ["half a year", "value=\"What did you cook?\""])
        }
    }

    @Test(arguments: Backend.available)
    func `it can be reported in its week, not before, and is gone for whom its author is blocked, and with its author`(
        on backend: Backend
    ) async throws {
        try await withModerator(on: backend) { site in
            expect(await write("What did you cook?", site), 303)
            let id = try await site.database.read { tx in
                try tx.first("SELECT id FROM week_questions") { try $0.get(0, as: ID<WeekQuestion>.self) }
            }
            let known = try #require(id)
            let report = "/report/communities.week/\(known)"
            expect(await site.get(report, as: 1), 404)
            try await nextWeek(site)
            expect(await site.get(TestTalk.page, as: 1), 200, holds: ["What did you cook?", report])
            try await site.world.accounts.block(site.people[6], as: site.viewer(2))
            expect(await site.get(TestTalk.page, as: 2), 200, lacks: ["What did you cook?"])
            expect(await site.get(report, as: 2), 404)
            // Moderators are hidden by a moderator only.
            for number in [3, 4] { _ = await site.post(report, on: report, as: number, [("reason", "contact")]) }
            expect(await site.get(TestTalk.page, as: 1), 200, holds: ["What did you cook?"])
            try await site.rule(.hidden)
            let seen = await site.get(TestTalk.page, as: 1)
            expect(seen, 200, holds: ["Question of the week"], lacks: ["What did you cook?"])
            expect(await site.get(report, as: 1), 404)
            _ = try await site.world.accounts.leave(
                site.people[6], .erase, by: site.viewer(6), site.world.features, at: site.now)
            expect(try await site.count("SELECT COUNT(*) FROM week_questions"), is: 0)
        }
    }
}
