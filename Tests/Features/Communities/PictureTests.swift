import Foundation
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities
@testable import Files
@testable import Safety

/// A picture beside a post: seen by whoever reads the post, when a person has looked at it, and gone with it.
@Suite struct PictureTests {
    /// A PNG of one see-through point.
    private static let dot = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
            ?? Data())

    private func send(
        _ file: [UInt8] = dot, saying description: String = "My quittenbox", at place: PostPlace, by number: Int,
        _ site: TestTalk
    ) async -> Exchange {
        await site.world.upload(
            site.path(place, "picture"), on: TestTalk.page, as: site.viewer(number),
            Multipart([("description", description)], file: file, named: "../x.svg", type: "image/png"))
    }

    /// A picture beside a post, in any state, without the programs that make pictures anew; where it is shown.
    private func put(
        _ state: PostPicture.State = .shown, at place: PostPlace, _ site: TestTalk
    ) async throws -> String {
        let now = site.now
        let file = try await site.database.write { tx in
            let image = Image(kind: .png, bytes: Self.dot, width: 1, height: 1)
            let file = try FileStore.add(image, descriptions: [:], at: now, in: tx)
            try PostPictureStore.add(file, saying: "My quittenbox", state, at: place, in: tx)
            return file.id
        }
        return site.path(place, "picture/\(file)")
    }

    private func files(_ site: TestTalk) async throws -> Int { try await site.count("SELECT COUNT(*) FROM files") }

    private static let programs = ImageReencoder().missing.isEmpty

    // MARK: - From the form to the page

    @Test(.enabled(if: programs, "libvips-tools is not installed: bin/setup test"), arguments: Backend.available)
    func `a picture is seen by its author, by the moderator who has it in hand, and then by who reads the post`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let place = PostPlace(try await site.start(by: 1, .anyone), 1)
            let thread = site.path(place.thread)
            expect(await send(at: place, by: 1, site), 303, to: "\(thread)#p1")
            let own = await site.get(thread, as: 1)
            expect(own, 200, holds: ["alt=\"My quittenbox\"", "Only you can see this picture"])
            let address = try #require(own.text.firstMatch(of: /src="([^"]+\/picture\/[0-9a-f-]{36})"/)).1
            expect(await site.get(String(address), as: 1), 200)
            for number in [nil, 2] {
                expect(await site.get(thread, as: number), 200, lacks: ["quittenbox", "<img"])
                expect(await site.get(String(address), as: number), 404)
            }
            let waiting = try await site.database.read { tx in
                try tx.first("SELECT id FROM safety_cases WHERE state = 'open'") {
                    try $0.get(0, as: ID<SafetyCase>.self)
                }
            }
            let one = try #require(waiting)
            let seen = "/staff/queue/\(one)/picture"
            // Before they have it in hand.
            expect(await site.world.get(seen, as: site.moderator), 303, to: "/staff/queue/\(one)")
            try await site.safety.take(one, as: site.moderator, at: site.now)
            expect(
                await site.world.get("/staff/queue/\(one)", as: site.moderator), 200,
                holds: [seen, "My quittenbox", "A picture"])
            expect(await site.world.get(seen, as: site.moderator), 200)
            expect(await site.get(seen, as: 2), 404)
            try await site.rule(.allowed)
            expect(await site.world.get(seen, as: site.moderator), 303, to: "/staff/queue/\(one)")
            for number in [nil, 2] {
                expect(await site.get(thread, as: number), 200, holds: ["alt=\"My quittenbox\"", "loading=\"lazy\""])
                let file = await site.get(String(address), as: number)
                expect(file, 200)
                expect(file.body.starts(with: [0x89, 0x50]), is: true)
                expect(file.header("cache-control"), is: "public, no-cache")
            }
            expect(try await site.remove(place, by: 1), is: true)
            for number in [nil, 1, 2] { expect(await site.get(String(address), as: number), 404) }
            expect(try await files(site), is: 0)
        }
    }

    @Test(.enabled(if: programs, "libvips-tools is not installed: bin/setup test"), arguments: Backend.available)
    func `a file that lies is refused in words, what was said of it stays, and nothing of it is kept`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put(in: try await site.start(by: 0), by: 1)
            let svg = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".utf8)
            let cases: [(file: [UInt8], said: String)] = [
                (svg, "no picture that can be shown"), (Array(Self.dot.prefix(40)), "cannot be read to its end"),
                ([0xFF, 0xD8, 0xFF] + svg, "cannot be read to its end"), ([], "Choose a picture."),
            ]
            for (file, said) in cases {
                let answer = await send(file, saying: "\"><b hostile>", at: place, by: 1, site)
                expect(answer, 422, holds: [said, "&lt;b hostile&gt;"], lacks: ["<b hostile"])
                expect(answer.doubledIDs, is: [])
            }
            expect(
                await send(saying: " ", at: place, by: 1, site), 422,
                holds: ["Say in a few words what it shows", "Choose the picture once more"])
            let long = String(repeating: "x", count: 301)
            expect(await send(saying: long, at: place, by: 1, site), 422, holds: [long])
            expect(try await files(site), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM post_pictures"), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM safety_cases"), is: 0)
        }
    }

    @Test(.enabled(if: programs, "libvips-tools is not installed: bin/setup test"), arguments: Backend.available)
    func `a post has one picture, and of one member five wait at most`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            var places: [PostPlace] = []
            for _ in 0...PostPicture.mostWaiting { places.append(try await site.put(in: thread, by: 1)) }
            for place in places.dropLast() { expect(await send(at: place, by: 1, site), 303) }
            let last = try #require(places.last)
            expect(await send(at: last, by: 1, site), 422, holds: ["Five of your pictures wait", "My quittenbox"])
            expect(await send(at: places[0], by: 1, site), 303, "in the place of the one before")
            expect(try await files(site), is: PostPicture.mostWaiting)
            let open: SQL = "SELECT COUNT(*) FROM safety_cases WHERE state = 'open'"
            expect(try await site.count(open), is: PostPicture.mostWaiting, "what was replaced waits no more")
            expect(await site.post(site.path(places[0], "picture/remove"), as: 1), 303)
            expect(await send(at: last, by: 1, site), 303)
            expect(try await site.count(open), is: PostPicture.mostWaiting)
        }
    }

    // MARK: - Who sees it

    @Test(arguments: Backend.available)
    func `whoever may not read a post finds no picture of it, whatever address they try`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let closed = PostPlace(try await site.start(by: 1, .community), 1)
            let members = PostPlace(try await site.start(by: 1, .members), 1)
            let blocked = PostPlace(try await site.start(by: 3, .members), 1)
            try await site.world.accounts.block(site.people[2], as: site.viewer(3))
            let thread = try await site.start(by: 1, .members)
            let hidden = try await site.put(in: thread, by: 1, .hidden)
            let answer = try await site.put(in: thread, by: 1)
            let addresses = [
                try await put(at: closed, site), try await put(at: blocked, site), try await put(at: hidden, site),
                try await put(.waiting, at: PostPlace(thread, 1), site), try await put(.refused, at: answer, site),
            ]
            for address in addresses { expect(await site.get(address, as: 2), 404, address) }
            let shown = try await put(at: members, site)
            let file = await site.get(shown, as: 2)
            expect(file, 200)
            expect(file.header("cache-control"), is: "private, no-cache")
            expect(await site.get(shown), 404, "for members only")
            let id = shown.split(separator: "/").last.map(String.init) ?? ""
            for wrong in [
                site.path(PostPlace(thread, 1), "picture/\(id)"),
                site.path(PostPlace(members.thread, 2), "picture/\(id)"),
                "/communities/epilepsy/threads/\(members.thread)/posts/1/picture/\(id)",
                site.path(members, "picture/\(ID<StoredFile>.random())"), site.path(members, "picture/x"),
            ] {
                expect(await site.get(wrong, as: 2), 404, wrong)
            }
            for what in ["picture", "picture/remove"] {
                expect(await site.post(site.path(members, what), as: 2).status >= 400, is: true, what)
            }
            expect(await site.get(site.path(members, "picture"), as: 2), 404, "another's post")
            expect(await send(at: members, by: 2, site), 404)
            expect(await site.world.get(shown, as: site.moderator), 200, "as any member")
            try await site.setHidden(true, members)
            expect(await site.get(shown, as: 2), 404, "gone with the post")
        }
    }

    // MARK: - Whose it is

    @Test(arguments: Backend.available, [LeavingWay.erase, .anonymise])
    func `a picture stands in its member's file, and goes with them whichever way they leave`(
        on backend: Backend, way: LeavingWay
    ) async throws {
        try await withTalk(on: backend) { site in
            let place = PostPlace(try await site.start("Asked by me", by: 1), 1)
            _ = try await put(at: place, site)
            let file = try await site.talk.records.exported(of: site.people[1], from: site.database)
            let picture = file["talk/pictures"]?.first ?? [:]
            expect(picture["description"] as? String, is: "My quittenbox")
            expect(picture["bytes"] as? String, is: Data(Self.dot).base64EncodedString())
            expect(
                try await site.talk.records.exported(of: site.people[2], from: site.database)["talk/pictures"]?.count
                    ?? 0,
                is: 0)
            _ = try await site.world.accounts.leave(
                site.people[1], way, by: site.viewer(1), site.world.features, at: site.now)
            expect(try await files(site), is: 0)
            expect(try await site.database.places(of: site.people[1], orWords: ["quittenbox"]), is: [])
        }
    }
}
