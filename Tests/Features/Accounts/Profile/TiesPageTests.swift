import Storage
import Testing
import Web
import World

@testable import Accounts

@Suite struct TiesPageTests {
    @Test(arguments: Backend.available)
    func `a member follows from a page, is followed back from the list, and nobody is told`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            try await world.show(ana, to: .members)
            try await world.show(bo, to: .followedBack)
            let page = "/people/\(ana)"
            expect(await world.send("\(page)/follow", on: page, as: bo), 303, to: page)
            expect(await world.send("\(page)/follow", on: page, as: bo), 303, to: page)
            expect(try await world.database.read { try $0.jobCount() }, is: 0)
            // Bo shows his page only to those who follow him, too: the list says who he is all the same.
            expect(await world.page(of: bo, as: ana.asViewer), 404)
            let list = await world.world.get("/me/following", as: ana.asViewer)
            expect(
                list, 200, holds: ["Bo", "You follow nobody yet", "Follow Bo", "/report/accounts.name/\(bo)"],
                lacks: ["⟦", "You follow each other"])
            let back = await world.send("/people/\(bo)/follow", on: "/me/following", as: ana, [("list", "yes")])
            expect(back, 303, to: "/me/following")
            expect(
                await world.world.get("/me/following", as: ana.asViewer, .es), 200,
                holds: ["Se siguen mutuamente", "href=\"/people/\(bo)\"", "Dejar de seguir a Bo"], lacks: ["⟦"])
            // Who ends it loses a page that only those see who follow each other, and lands on the list.
            expect(await world.send("/people/\(bo)/unfollow", on: "/me/following", as: ana), 303)
            expect(await world.send("/people/\(ana)/unfollow", on: page, as: bo), 303, to: page)
            expect(await world.page(of: bo, as: ana.asViewer), 404)
            expect(
                await world.world.get("/me/following", as: ana.asViewer), 200,
                holds: ["You follow nobody yet", "Nobody follows you yet"])
        }
    }

    @Test(arguments: Backend.available)
    func `a block hides both from each other at once, and its owner takes it back`(on backend: Backend) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            for member in [ana, bo] { try await world.show(member, to: .members, line: "Hello.") }
            try await world.accounts.follow(ana, as: bo.asViewer)
            let page = "/people/\(bo)"
            expect(await world.send("\(page)/block", on: page, as: ana), 303, to: "/me/blocked")
            for (one, other) in [(ana, bo), (bo, ana)] {
                expect(await world.page(of: one, as: other.asViewer), 404)
                expect(
                    await world.world.get("/me/following", as: one.asViewer), 200, lacks: ["Follow Bo", "Follow Ana"])
            }
            expect(await world.world.get("/report/accounts.about/\(ana)", as: bo.asViewer), 404)
            expect(await world.world.get("/me/blocked", as: bo.asViewer), 200, lacks: ["Ana"])
            expect(await world.world.get("/me/blocked", as: ana.asViewer), 200, holds: ["Unblock Bo"], lacks: ["⟦"])
            expect(await world.send("\(page)/unblock", on: "/me/blocked", as: ana), 303, to: "/me/blocked")
            expect(await world.world.get("/me/blocked", as: ana.asViewer, .es), 200, lacks: ["a Bo<", "⟦"])
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["Follow Ana"])
        }
    }

    @Test(arguments: Backend.available)
    func `long lists come a page at a time, each name once, and without those one cannot meet`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let ana = try await world.member("Ana")
            let now = world.world.now
            let crowd = try await world.accounts.createSynthetic(count: 120, seed: 7, joined: { _ in now })
            for member in crowd {
                try await world.accounts.follow(member, as: ana.asViewer)
                try await world.accounts.follow(ana, as: member.asViewer)
            }
            try await world.accounts.hold(crowd[0], isForGood: false, by: .system(reason: "test"))
            var (followed, followers): ([String], [String]) = ([], [])
            for number in 1...3 {
                let page = await world.world.get("/me/following?page=\(number)", as: ana.asViewer)
                followed += members(in: page, ofList: 0)
            }
            var next: String? = "/me/following"
            while let path = next {
                let page = await world.world.get(path, as: ana.asViewer)
                followers += members(in: page, ofList: 1)
                next = page.text.firstMatch(of: /href="(\/me\/following\?after=[0-9a-f-]+)"/).map { String($0.1) }
            }
            let met = Set(crowd.dropFirst().map(\.description))
            expect(followed.count, is: 119)
            expect(Set(followed), is: met)
            expect(followers.count, is: 119)
            expect(Set(followers), is: met)
            for odd in ["page=0", "page=-3", "page=99", "page=x", "after=x", "after="] {
                expect(await world.world.get("/me/following?\(odd)", as: ana.asViewer), 200, odd)
            }
        }
    }

    /// Whom the forms of a card are about.
    private func members(in page: Exchange, ofList number: Int) -> [String] {
        let cards = page.text.split(separator: "<section class=\"card").map(String.init)
        guard cards.count > number + 1 else { return [] }
        return cards[number + 1].matches(of: /action="\/people\/([0-9a-f-]{36})\/unfollow"/).map { String($0.1) }
    }

    @Test(arguments: Backend.available)
    func `a name that a moderator took out of sight is dots on every page but its owner's`(
        on backend: Backend
    ) async throws {
        try await withProfiles(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            try await world.show(ana, to: .members, line: "Hello.")
            try await world.accounts.follow(ana, as: bo.asViewer)
            try await world.accounts.follow(bo, as: ana.asViewer)
            try await world.accounts.database.write { try MemberStore.setNameHidden(true, of: "\(ana)", in: $0) }
            expect(await world.page(of: ana, as: bo.asViewer), 200, holds: ["<h1>•••</h1>"], lacks: ["Ana"])
            expect(await world.world.get("/me/following", as: bo.asViewer), 200, holds: ["•••"], lacks: ["Ana"])
            expect(try await world.accounts.profile(of: ana, as: ana.asViewer)?.pseudonym, is: "Ana")
            try await world.accounts.block(ana, as: bo.asViewer)
            expect(await world.world.get("/me/blocked", as: bo.asViewer), 200, holds: ["•••"], lacks: ["Ana"])
        }
    }
}

extension ProfileWorld {
    var database: Database { world.database }
}

extension Transaction {
    fileprivate func jobCount() throws -> Int { try first("SELECT COUNT(*) FROM jobs") { try $0.get(0) } ?? 0 }
}
