import Accounts
import Recurrence
import Storage
import Testing
import Web
import World

@testable import Groups

/// Who leads is named by a coordinator of the organization, and the form tells nobody who has an account here.
@Suite struct LeadersTests {
    private func lead(_ slug: String, _ member: ID<Person>, _ site: TestStaff) async throws {
        let id = try await site.series(slug).id
        let leader = SeriesLeader(id: .random(), scope: .all, member: member, part: .leader, shownAs: "Bo, volunteer")
        try await site.database.write { try LeaderStore.add(leader, to: id, in: $0) }
    }

    private func name(_ name: String, in slug: String, _ site: TestStaff) async -> Exchange {
        await site.post(
            site.page(slug, "/leaders"), [("part", "leader"), ("shownAs", "Bo, volunteer"), ("member", name)])
    }

    @Test(arguments: Backend.available)
    func `what a leader does in another organization stands in no one's way here, and is not told`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("count", "2"), ("first-hour", "10")])
            let made = await site.post(
                "\(TestStaff.elsewhere)/series/new", as: TestStaff.coordinatorElsewhere,
                TestStaff.twelve([("title", "Quiet drinking"), ("count", "2")]) + [("seen", "yes"), ("open", "yes")])
            expect(made, 303)
            let link = try #require(made.header("location"))
            let other = try #require(link.split(separator: "/").last.map(String.init))
            for group in [slug, other] { try await lead(group, site.people[TestStaff.leader], site) }
            let date = try await site.sessions(slug)[0]
            let page = site.page(slug, "/dates/\(date.id.recurrence)")
            let onto = TestStaff.change(date, [("starts-hour", "18"), ("yes", "yes")])
            expect(await site.post(page, onto), 303, to: site.page(slug))
            expect(
                await site.get(site.page(slug, "/leaders")), 200,
                lacks: ["Quiet drinking", "another group", "leads two groups"])
            // Of this organization it is told.
            let own = try await site.open([("title", "Cooking"), ("count", "2"), ("place", "new")])
            try await lead(own, site.people[TestStaff.leader], site)
            let second = try await site.sessions(slug)[1]
            let again = TestStaff.change(second, [("starts-hour", "18"), ("yes", "yes")])
            expect(
                await site.post(site.page(slug, "/dates/\(second.id.recurrence)"), again), 422,
                holds: ["A leader leads Cooking then:"], lacks: ["Quiet drinking", "another group"])
        }
    }

    @Test(arguments: Backend.available)
    func `only who holds the role of leader here is named, and every other name is answered the same`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            let elsewhere = TestStaff.member + 1
            try await site.world.grant(.leader, in: TestStaff.hospital.space, to: site.people[elsewhere])
            let leader = try await site.name(TestStaff.leader)
            let others = [
                "Nobody At All", try await site.name(TestStaff.member), try await site.name(elsewhere),
                try await site.name(TestStaff.coordinator), leader + "s",
            ]
            var answers: Set<String> = []
            for other in others {
                let answer = await name(other, in: slug, site)
                expect(
                    answer, 422,
                    holds: ["holds the role of leader here", "Ask whoever runs this site", "href=\"#member\""])
                answers.insert(answer.text.replacing(/value="[^"]*"/, with: ""))
            }
            expect(answers.count, is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM series_leaders WHERE member_id IS NOT NULL"), is: 0)
            expect(await name(leader, in: slug, site), 303, to: site.page(slug, "/leaders"))
            expect(try await site.count("SELECT COUNT(*) FROM series_leaders WHERE member_id IS NOT NULL"), is: 1)
            // Whoever has no account here is named without one.
            expect(await name("", in: slug, site), 303, to: site.page(slug, "/leaders"))
        }
    }

    @Test func `names are not tried out one after the other`() async throws {
        try await withStaff(rateLimits: true) { site in
            let slug = try await site.open()
            var statuses: [Int] = []
            while statuses.count < 100, statuses.last != 429 {
                statuses.append(await name("Nobody \(statuses.count)", in: slug, site).status)
            }
            expect(statuses.last, is: 429)
            expect(Set(statuses.dropLast()), is: [422])
            expect(statuses.count, is: 31)
        }
    }

    @Test(arguments: Backend.available)
    func `whoever leads another group at the same hours is named, and the dates are told`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let leader = try await site.name(TestStaff.leader)
            let slug = try await site.open([("count", "3")])
            let other = try await site.open([("title", "Cooking"), ("count", "2"), ("first-hour", "19")])
            let free = try await site.open([("title", "Walking"), ("count", "2"), ("first-hour", "8")])
            for group in [free, other] { expect(await name(leader, in: group, site), 303) }
            expect(await site.get(site.page(other, "/leaders")), 200, lacks: ["leads two groups"])
            expect(await name(leader, in: slug, site), 303, to: site.page(slug, "/leaders"))
            let page = await site.get(site.page(slug, "/leaders"))
            expect(
                page, 200,
                holds: ["leads two groups at once", "Bo, volunteer leads Cooking then", "Thursday, February 25"],
                lacks: ["Walking", "leads Living with pain then"])
            expect(page.text.ranges(of: "leads Cooking then").count, is: 2)
            expect(await site.get(site.page(slug, "/leaders"), .es), 200, holds: ["dirige a la vez Cooking"])
            expect(try await site.count("SELECT COUNT(*) FROM series_leaders WHERE member_id IS NOT NULL"), is: 3)
        }
    }
}
