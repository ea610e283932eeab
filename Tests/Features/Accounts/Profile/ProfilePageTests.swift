import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct ProfilePageTests {
    private static let path = "/me/profile"

    @Test(arguments: Backend.available)
    func `a member chooses what others find on their page, part by part`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            world.recorded.set(
                [
                    LivedWith(condition: .sample(1), since: PartialDate("2019-03")), LivedWith(condition: .sample(2)),
                    LivedWith(condition: .sample(3)),
                ], of: ana)
            world.recorded.set([LivedWith(condition: .sample(2))], of: bo)
            // As it begins nobody finds it, and what has no name for others is not offered.
            let empty = await world.world.get(Self.path, as: ana.asViewer)
            expect(
                empty, 200, holds: ["Who sees: Back pain", "Who sees: Depression", "/people/\(ana)"],
                lacks: [ProfileForm.shown(.sample(3)), "⟦"])
            expect(await world.page(of: ana, as: bo.asViewer), 404)
            let saved = await world.send(
                Self.path, on: Self.path, as: ana,
                [
                    ("name-shown", "members"), ("about", " Rowing again. "), ("about-shown", "members"),
                    (ProfileForm.shown(.sample(1)), "members"), (ProfileForm.shown(.sample(2)), "followed-back"),
                    ("since-shown", "members"),
                ])
            expect(saved, 303, to: Self.path)
            let found = await world.page(of: ana, as: bo.asViewer)
            expect(
                found, 200,
                holds: [
                    "<h1>Ana</h1>", "Rowing again.", "href=\"/conditions/back-pain\"", "since March 2019", "Follow Ana",
                    "/report/accounts.about/\(ana)", "/report/accounts.name/\(ana)", "#worry", "href=\"/me/profile\"",
                ], lacks: ["Depression", "⟦", "You too"])
            expect(
                await world.page(of: ana, as: bo.asViewer, .es), 200, holds: ["desde marzo de 2019", "Seguir a Ana"])
            expect(await world.page(of: ana), 404)
            // Who is followed back sees what they live with both.
            try await world.accounts.follow(bo, as: ana.asViewer)
            try await world.accounts.follow(ana, as: bo.asViewer)
            expect(
                await world.page(of: ana, as: bo.asViewer), 200,
                holds: ["href=\"/conditions/depression\"", "You too", "You follow each other", "Stop following Ana"])
            // One's own page is what others see there.
            expect(await world.page(of: ana, as: ana.asViewer), 303, to: "/me/profile/as/member")
        }
    }

    @Test(arguments: Backend.available)
    func `whatever keeps somebody from a page, the answer is the same byte for byte`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let (bo, ana) = (try await world.member("Bo"), try await world.member("Ana"))
            let (cy, di) = (try await world.member("Cy"), try await world.member("Di"))
            let (gone, held) = (try await world.member("Gone"), try await world.member("Held"))
            for member in [cy, di, gone, held] { try await world.show(member, to: .anyone, line: "Hello.") }
            try await world.show(ana, to: .followedBack)
            try await world.accounts.block(bo, as: cy.asViewer)
            try await world.accounts.block(di, as: bo.asViewer)
            _ = try await world.accounts.erase(gone, by: gone.asViewer, world.world.features, at: world.world.now)
            try await world.accounts.hold(held, isForGood: false, by: .system(reason: "test"))
            let never = await world.page(of: .random(), as: bo.asViewer)
            for member in [ana, cy, di, gone, held, .random()] {
                let answer = await world.page(of: member, as: bo.asViewer)
                expect(answer.status, is: 404)
                expect(answer.body.count, is: never.body.count)
                expect(answer.headers.map { $0.name }, is: never.headers.map { $0.name })
                expect(fields(answer), is: fields(never))
                let steady = answer.steady(without: "\(member)")
                expect(steady.contains("someone") && !steady.contains("Hello"), is: true)
            }
            let pages = await [ana, cy, di, gone, held, .random()].asyncMap { member in
                await world.page(of: member, as: bo.asViewer).steady(without: "\(member)")
            }
            expect(Set(pages).count, is: 1)
            // What a block keeps from a member a visitor reads: that is what anyone means.
            expect(await world.page(of: cy), 200, holds: ["Hello.", "Sign in to follow"])
            let visited = await [ana, gone, held, .random()].asyncMap { member in
                await world.page(of: member).steady(without: "\(member)")
            }
            expect(Set(visited).count, is: 1)
            // Following tells nobody more: who blocked, who left and who never was are one.
            let refused = await [cy, di, gone, held, .random()].asyncMap { member in
                await world.send("/people/\(member)/follow", on: Self.path, as: bo).steady(without: "\(member)")
            }
            expect(Set(refused).count, is: 1)
        }
    }

    private func fields(_ answer: Exchange) -> [String] {
        answer.headers.filter { !["date", "set-cookie"].contains($0.name) }.map { "\($0.name): \($0.value)" }
    }

    @Test(arguments: Backend.available)
    func `with others' eyes a member sees what those others see`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo, cy) = (
                try await world.member("Ana"), try await world.member("Bo"), try await world.member("Cy")
            )
            try await world.accounts.follow(bo, as: ana.asViewer)
            try await world.accounts.follow(ana, as: bo.asViewer)
            for name in Visibility.allCases {
                for part in Visibility.allCases {
                    var profile = OwnProfile.sample
                    profile.pseudonymVisibility = name
                    (profile.aboutVisibility, profile.sinceVisibility) = (part, part)
                    profile.conditions[0].visibility = part
                    try await world.accounts.setProfile(profile, as: ana.asViewer)
                    for (looker, viewer) in [
                        (SeenAs.stranger, Viewer.anonymous), (.member, cy.asViewer), (.followedBack, bo.asViewer),
                    ] {
                        let supposed = try await world.accounts.database.read {
                            try ProfileStore.profile(of: ana, seenAs: looker, in: $0)
                        }
                        let real = try await world.accounts.profile(of: ana, as: viewer)
                        expect(supposed, is: real, "\(looker): name \(name), parts \(part)")
                    }
                }
            }
            try await world.show(ana, to: .followedBack, line: "Rowing again.")
            for (looker, holds, lacks) in [
                ("stranger", "They find nothing", "Rowing"), ("member", "They find nothing", "Rowing"),
                ("followed-back", "Rowing again.", "They find nothing"),
            ] {
                expect(
                    await world.world.get("/me/profile/as/\(looker)", as: ana.asViewer), 200, holds: [holds],
                    lacks: [lacks, "⟦", "/report/"])
            }
            expect(await world.world.get("/me/profile/as/owner", as: ana.asViewer), 404)
        }
    }

    @Test(arguments: Backend.available)
    func `what one lives with is shown with a yes to health data, and can be hidden without one`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let ana = try await world.member("Ana")
            world.recorded.set([LivedWith(condition: .sample(1)), LivedWith(condition: .sample(2))], of: ana)
            let field = ProfileForm.shown(.sample(1))
            let fields = [("name-shown", "anyone"), (field, "anyone")]
            expect(await world.send(Self.path, on: Self.path, as: ana, fields), 303)
            expect(await world.page(of: ana), 200, holds: ["Back pain"])
            let no = await world.send("/consent", on: "/consent", as: ana, [("decision", "no")])
            expect(no.status, is: 303)
            expect(await world.page(of: ana), 200, lacks: ["Back pain"])
            // What is shown already can be taken out; nothing comes to it.
            let page = await world.world.get(Self.path, as: ana.asViewer)
            expect(page, 200, holds: [field, "/consent?to=/me/profile"], lacks: [ProfileForm.shown(.sample(2))])
            expect(
                await world.send(Self.path, on: Self.path, as: ana, [(ProfileForm.shown(.sample(2)), "anyone")]), 303)
            expect(await world.send(Self.path, on: Self.path, as: ana, [(field, "only-me")]), 303)
            expect(try await world.accounts.ownProfile(as: ana.asViewer).conditions, is: [])
        }
    }

    @Test func `what cannot be is said, and nothing that was typed is lost`() async throws {
        try await withProfiles { world in
            let ana = try await world.member("Ana")
            let long = String(repeating: "palabra ", count: 40) + "end"
            for (field, value) in [("about", long), ("name-shown", "everybody"), ("about-shown", "\u{0}")] {
                let answer = await world.send(Self.path, on: Self.path, as: ana, [(field, value)])
                expect(answer, 422, holds: ["id=\"error-summary\"", "href=\"#\(field)\""])
                if field == "about" { expect(answer, 422, holds: [long]) }
            }
            let line = await world.send("/me/profile/about", on: "/me/profile/about", as: ana, [("about", long)])
            expect(line, 422, holds: [long, "href=\"#about\""])
            expect(try await world.accounts.ownProfile(as: ana.asViewer), is: OwnProfile())
        }
    }

    @Test func `nobody reads more pages of others in an hour than a person does`() async throws {
        try await withProfiles { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            try await world.show(ana, to: .members)
            for number in 0..<120 {
                // Pages that are not there count too.
                let id = number % 2 == 0 ? ana : .random()
                expect(await world.page(of: id, as: bo.asViewer).status, is: number % 2 == 0 ? 200 : 404)
            }
            expect(await world.page(of: ana, as: bo.asViewer), 429)
            expect(await world.page(of: bo, as: ana.asViewer), 404)
        }
    }

    @Test func `a page says nothing of when its member was here`() async throws {
        try await withProfiles { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            try await world.show(ana, to: .members, line: "Hello.")
            let before = await world.page(of: ana, as: bo.asViewer).steady(without: "\(ana)")
            world.world.time.pass(.days(3))
            for path in ["/me/profile", "/me/following", "/me/account"] {
                expect(await world.world.get(path, as: ana.asViewer), 200)
            }
            expect(await world.page(of: ana, as: bo.asViewer).steady(without: "\(ana)"), is: before)
            expect(before.contains("2026"), is: false)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
