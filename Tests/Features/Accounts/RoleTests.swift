import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct RoleTests {
    static let root = HeldRole(.administrator, in: .site)

    @Test(arguments: Backend.available)
    func `a role opens its own space and no other`(on backend: Backend) async throws {
        let room = try Self.desks()
        try await withAccounts(on: backend, rooms: [room]) { world in
            let (ours, theirs) = (ID<Space>.random(), ID<Space>.random())
            try await world.database.write { tx in
                for id in [ours, theirs] {
                    try AccountsFeature.addSpace(.community(id), named: "\(id)", in: tx)
                    try AccountsFeature.addSpace(.organization(id), named: "\(id)", in: tx)
                }
            }
            let paths = [
                "/communities/\(ours)/desk", "/communities/\(theirs)/desk", "/organizations/\(ours)/desk",
                "/site/desk", "/county/desk",
            ]
            let spaces: [Space] = [.community(ours), .community(theirs), .organization(ours), .site, .county]
            for (number, space) in spaces.enumerated() {
                let member = try await world.member("Member \(number)", roles: [HeldRole(.moderator, in: space)])
                var browser = world.browser()
                browser.cookies["__Host-wayfellow"] = try await world.accounts.openSession(
                    of: member, hasSecondStep: true)
                for (place, path) in paths.enumerated() { expect(await browser.get(path), place == number ? 200 : 404) }
                expect(await browser.get("/desks"), 200)
                for path in ["/communities/\(ID<Space>.random())/desk", "/communities/none/desk", "/admin"] {
                    expect(await browser.get(path), 404)
                }
            }
            // Another role in the same space is not that role.
            let leader = try await world.member("Leader", roles: [HeldRole(.leader, in: .community(ours)), Self.root])
            let cookie = try await world.accounts.openSession(of: leader, hasSecondStep: true)
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = cookie
            for path in paths + ["/desks"] { expect(await browser.get(path), 404) }
            expect(await browser.get("/admin"), 200)
        }
    }

    @Test(arguments: Backend.available)
    func `when a space goes, the roles in it go with it`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ours, theirs) = (Space.community(.random()), Space.community(.random()))
            try await world.database.write { tx in
                for space in [ours, theirs] { try AccountsFeature.addSpace(space, named: "Some", in: tx) }
            }
            let held = [HeldRole(.leader, in: ours), HeldRole(.leader, in: theirs), HeldRole(.leader, in: .site)]
            let ana = try await world.member("Ana", roles: held)
            let cookie = try await world.accounts.openSession(of: ana)
            try await world.database.write { try AccountsFeature.removeSpace(ours, in: $0) }
            #expect(try await world.session(cookie)?.appointments == Set(held.dropFirst()))
            await #expect(throws: AppointmentError.noSuchSpace) {
                try await world.accounts.grant(held[0], to: ana, by: .system(reason: "test"))
            }
            let holders = try await world.database.read { try AccountsFeature.holders(of: .leader, in: theirs, in: $0) }
            #expect(holders == [ana])
        }
    }

    @Test(arguments: Backend.available)
    func `of administrators who remove each other at the same time one is left`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            for round in 0..<6 {
                let pair = [
                    try await world.member("One \(round)", roles: [Self.root]),
                    try await world.member("Two \(round)", roles: [Self.root]),
                ]
                let accounts = world.accounts
                await withTaskGroup(of: Void.self) { group in
                    for (number, member) in pair.enumerated() {
                        group.addTask {
                            // One of the two is refused.
                            if (round + number).isMultiple(of: 2) {
                                try? await accounts.revoke(Self.root, from: member, by: .system(reason: "test"))
                            } else {
                                try? await accounts.hold(member, isForGood: false, by: .system(reason: "test"))
                            }
                        }
                    }
                }
                let left = try await world.database.read {
                    try RoleStore.openAdministrators(at: world.time.now, in: $0)
                }
                #expect(left.count == 1)
                for member in left {
                    _ = try await accounts.erase(member, by: .person(member, roles: []), [], at: world.time.now)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `whatever is given, taken, shut or opened stands in the audit log`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let root = try await world.member("Root", roles: [Self.root])
            let ana = try await world.member("Ana")
            let (held, actor) = (HeldRole(.steward, in: .county), Viewer.person(root, roles: [Self.root]))
            try await world.accounts.grant(held, to: ana, by: actor)
            try await world.accounts.revoke(held, from: ana, by: actor)
            try await world.accounts.hold(ana, isForGood: false, by: actor)
            try await world.accounts.hold(ana, isForGood: true, by: actor)
            try await world.accounts.liftHold(from: ana, by: actor)
            let (subject, by) = (world.accounts.audit.pseudonym(ana), world.accounts.audit.pseudonym(root))
            let expected = [
                ["role-granted", subject, by, "steward county"], ["role-taken", subject, by, "steward county"],
                ["account-held", subject, by, "suspended"], ["account-held", subject, by, "closed"],
                ["account-reopened", subject, by, ""],
            ]
            #expect(try await world.lastAudit(5) == expected)
        }
    }

    @Test(arguments: Backend.available)
    func `what a page reads for somebody counts their roles only while they are awake`(on backend: Backend) async throws
    {
        let held = HeldRole(.steward, in: .site)
        var room = try Feature.ofTest("Mirror")
        room.routes = { _ in
            [
                .get("/mirror", .anyone) { visit in
                    let who = visit.viewer.personID == nil ? "nobody" : "somebody"
                    return .plain("\(who) \(visit.viewer.has(held.role, in: held.space))")
                }
            ]
        }
        try await withAccounts(on: backend, rooms: [room]) { world in
            let ana = try await world.member("Ana", roles: [held])
            var plain = try await world.browser(of: ana)
            #expect(await plain.get("/mirror").text == "somebody false")
            var browser = world.browser()
            browser.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            #expect(await browser.get("/mirror").text == "somebody true")
            world.time.pass(.minutes(30))
            #expect(await browser.get("/mirror").text == "somebody false")
            try await world.accounts.hold(ana, isForGood: false, by: .system(reason: "test"))
            var later = world.browser()
            later.cookies["__Host-wayfellow"] = try await world.accounts.openSession(of: ana, hasSecondStep: true)
            #expect(await later.get("/mirror").text == "nobody false")
        }
    }

    private static func desks() throws -> Feature {
        var room = try Feature.ofTest("Desks")
        let spaces: [(String, RouteSpace)] = [
            ("/communities/:which/desk", .community(parameter: "which")),
            ("/organizations/:which/desk", .organization(parameter: "which")), ("/site/desk", .site),
            ("/county/desk", .county), ("/desks", .anywhere),
        ]
        let routes = spaces.map { path, space in
            Route.get(path, .role(.moderator, in: space)) { $0.page("Desk", "<p>desk</p>") }
        }
        room.routes = { _ in routes }
        return room
    }
}

@Suite struct RoleCommandTests {
    @Test(arguments: Backend.available)
    func `roles are given, listed and taken by the exact name`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ours = Space.community(.random())
            try await world.database.write { try AccountsFeature.addSpace(ours, named: "Ours", in: $0) }
            _ = try await world.member("Root", roles: [RoleTests.root])
            let ana = try await world.member("Ana")
            #expect(
                try await world.run("account grant", "Ana", "leader", "--space", ours.code, answer: "yes")
                    == ["\"Ana\" is leader in \(ours.code)."])
            #expect(
                try await world.run("account grant", "Ana", "leader", "--space", "community:Ours", answer: "yes")
                    == ["\"Ana\" is leader in \(ours.code)."], "by its name, too")
            #expect(
                try await world.run("account roles") == ["\(ours.code)\tleader\tAna", "site\tadministrator\tRoot"])
            #expect(Set(try await world.run("account spaces")) == ["site", "county", "\(ours.code)\tOurs"])
            #expect(
                try await world.run("account revoke", "Ana", "leader", "--space", ours.code, "--yes")
                    == ["\"Ana\" is no longer leader in \(ours.code)."])
            try await world.run("account suspend", "Ana", "--yes")
            #expect(try await world.database.read { try HoldStore.find(ana, in: $0)?.kind } == .suspended)
            try await world.run("account close", "Ana", "--yes")
            #expect(try await world.database.read { try HoldStore.find(ana, in: $0)?.kind } == .closed)
            #expect(try await world.run("account reopen", "Ana", "--yes") == ["The account of \"Ana\" is open."])
            #expect(try await world.database.read { try HoldStore.find(ana, in: $0) } == nil)
            #expect(try await world.lastAudit(1)[0][2] == "system: command line")
        }
    }

    @Test(
        arguments: Backend.available,
        [
            (["account grant", "Ana", "king"], "No role is called \"king\""),
            (["account grant", "Ana", "leader", "--space", "kingdom"], "\"kingdom\" is no space"),
            (["account grant", "Ana", "leader", "--space", "community:0190"], "is no space"),
            (
                ["account grant", "Ana", "leader", "--space", "community:01900000-0000-7000-8000-000000000000"],
                "That space does not exist"
            ),
            (["account grant", "Ana", "administrator", "--space", "county"], "grant it in the space \"site\""),
            (["account grant", "ana", "leader"], "There is \"Ana\""),
            (["account grant", "Аna", "leader"], "There is \"Ana\""),
            (["account grant", "Nobody", "leader"], "No account is called \"Nobody\""),
            (["account revoke", "Ana", "leader"], "does not have that role"),
            (["account revoke", "Root", "administrator"], "the last administrator"),
            (["account suspend", "Root"], "the last administrator"),
            (["account close", "Root"], "the last administrator"),
            (["account suspend", "root"], "There is \"Root\""), (["account reopen", "anna"], "No account is called"),
        ] as [([String], String)])
    func `what cannot be done is said in plain words, and nothing is changed`(
        on backend: Backend, typed: ([String], String)
    ) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Root", roles: [RoleTests.root])
            _ = try await world.member("Ana")
            let before = try await world.dump()
            let words = Array(typed.0.dropFirst()) + ["--yes"]
            do {
                try await world.run(typed.0[0], words)
                Issue.record("it was done: \(typed.0)")
            } catch let error as CommandError {
                #expect(error.description.contains(typed.1), "\(error.description)")
            }
            #expect(try await world.dump() == before)
        }
    }

    @Test func `without a yes nothing happens`() async throws {
        try await withAccounts { world in
            _ = try await world.member("Root", roles: [RoleTests.root])
            _ = try await world.member("Ana", roles: [HeldRole(.leader, in: .site)])
            let before = try await world.dump()
            for words in [
                ["grant", "Ana", "steward"], ["revoke", "Ana", "leader"], ["suspend", "Ana"], ["close", "Ana"],
            ] {
                for answer in ["", "no", "Yes?"] {
                    await #expect(throws: CommandError.self) {
                        try await world.run("account \(words[0])", Array(words.dropFirst()), answer: answer)
                    }
                }
            }
            #expect(try await world.dump() == before)
        }
    }
}
