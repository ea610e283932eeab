import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities
@testable import Safety

/// What two write to each other is nobody else's, and what one takes back is gone for both.
@Suite struct LetterSecrecyTests {
    private static let secret = "My quittenword is nobody else's"

    private func places(_ site: TestTalk, of number: Int? = nil) async throws -> Set<String> {
        let member = number.map { site.people[$0] } ?? ID<Person>.random()
        return try await site.database.places(of: member, orWords: ["quittenword"])
    }

    @Test(arguments: Backend.available)
    func `to anybody else none of it exists, and no word stands in the database`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, Self.secret)
            await site.write("Another quittenword", in: id, by: 2)
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: ["quittenword is", "Another quittenword"])
            expect(try await places(site), is: [], "sealed")
            let none = ID<Correspondence>.random()
            for path in ["", "/leave", "/1/delete"] {
                for one in [id, none] { expect(await site.get(site.letterbox(one, path), as: 3), 404, path) }
            }
            let forms = [
                ("", ("words", "Let me in")), ("/answer", ("answer", "yes")), ("/read", ("x", "y")),
                ("/block", ("x", "y")), ("/leave", ("letters", "take")), ("/1/delete", ("x", "y")),
            ]
            for (path, field) in forms {
                expect(await site.post(site.letterbox(id, path), as: 3, [field]), 404, path)
            }
            // A letter of the other's is not one's own to delete, and numbers that are none are none.
            for number in ["2", "0", "9", "-1", "1.1", "99999999999999999999", "x"] {
                expect(await site.post(site.letterbox(id, "/\(number)/delete"), as: 1), 404, number)
            }
            for query in ["?before=0", "?before=x", "?before=99999999999999999999"] {
                expect(await site.get(site.letterbox(id, query), as: 1), 404, query)
            }
            for number in [3, 4] {
                expect(
                    await site.get("/report/communities.letters/\(id).1", as: number), 404)
            }
            expect(await site.get("/report/communities.letters/\(id).1", as: 2), 200, holds: ["quittenword"])
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 2)
        }
    }

    @Test(arguments: Backend.available)
    func `looking writes nothing, and what is new stays so until its reader says that they read it`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.asked(1, 2)
            func news(_ number: Int) async throws -> Int {
                try await site.count("SELECT COUNT(*) FROM letter_news WHERE member_id = \(site.people[number])")
            }
            for path in [site.letterbox(id), "/me/letters", site.letterbox(id)] { _ = await site.get(path, as: 2) }
            expect(try await news(2), is: 1)
            expect(await site.post(site.letterbox(id, "/answer"), as: 2, [("answer", "yes")]), 303)
            expect(try await [news(1), news(2)], is: [1, 0])
            await site.write("Hello back", in: id, by: 2)
            let shown = await site.get(site.letterbox(id), as: 1)
            expect(shown, 200, holds: ["class=\"new-since\"", "I have read it"])
            expect(await site.get("/me/letters", as: 1), 200, holds: ["<strong>New</strong>"])
            expect(await site.post(site.letterbox(id, "/read"), as: 1), 303, to: site.letterbox(id))
            expect(await site.get(site.letterbox(id), as: 1), 200, lacks: ["class=\"new-since\"", "I have read it"])
            expect(await site.get("/me/letters", as: 1), 200, lacks: ["<strong>New</strong>", "new messages from"])
            // What was taken back before it was read is no news.
            await site.write("Never mind", in: id, by: 2)
            expect(try await news(1), is: 1)
            expect(await site.post(site.letterbox(id, "/3/delete"), as: 2), 303)
            expect(try await news(1), is: 0)
            for number in [1, 2] { expect(await site.get(site.letterbox(id), as: number), 200, lacks: ["Never mind"]) }
        }
    }

    @Test(arguments: Backend.available, [1, 2])
    func `after a block each has their own words and nothing of the other's`(
        on backend: Backend, blocker: Int
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, "Words of one")
            await site.write("Words of two", in: id, by: 2)
            let names = [1: try await site.name(1), 2: try await site.name(2)]
            expect(await site.post(site.letterbox(id, "/block"), as: blocker), 303, to: "/me/letters")
            for (number, own, other) in [(1, "Words of one", "Words of two"), (2, "Words of two", "Words of one")] {
                let name = try #require(names[3 - number])
                let page = await site.get(site.letterbox(id), as: number)
                expect(
                    page, 200, holds: [own, "Nobody can write here"],
                    lacks: [other, name, "\(site.people[3 - number])"])
                expect(await site.get("/me/letters", as: number), 200, lacks: [name])
                expect(await site.write("More", in: id, by: number), 422)
                expect(await site.get(site.letterPath(3 - number), as: number).status, is: 404)
                expect(await site.ask(number, 3 - number), 404)
                expect(await site.get("/report/communities.letters/\(id).\(3 - number)", as: number), 404)
                let file = try await site.talk.letterRecords.exported(of: site.people[number], from: site.database)
                expect(file["talk/letters"]?.compactMap { $0["words"] as? String }, is: [own])
            }
            // Pressed twice it is one, and whoever was blocked can block, too, and learns nothing by it.
            for number in [blocker, 3 - blocker] {
                expect(await site.post(site.letterbox(id, "/block"), as: number), 303, to: "/me/letters")
            }
            expect(try await site.count("SELECT COUNT(*) FROM blocks"), is: 2)
            try await site.world.accounts.unblock(site.people[blocker], as: site.viewer(3 - blocker))
            // Taken back, it brings nothing back that was ended.
            try await site.world.accounts.unblock(site.people[3 - blocker], as: site.viewer(blocker))
            expect(await site.write("More", in: id, by: 3 - blocker), 422)
        }
    }

    @Test(arguments: Backend.available)
    func `who asked and was blocked sees what who gets no answer sees`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.asked(1, 2)
            for _ in 0..<2 { expect(await site.post(site.letterbox(id, "/block"), as: 2), 303, to: "/me/letters") }
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: [TestTalk.hello, "They may answer or not"])
            expect(await site.get(site.letterbox(id), as: 2), 404)
            expect(await site.get("/me/letters", as: 2), 200, lacks: ["\(id)"])
        }
    }

    @Test(arguments: Backend.available, [LeavingWay.erase, .anonymise])
    func `who leaves takes their letters along, and the other keeps their own`(
        on backend: Backend, way: LeavingWay
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, "Words of one")
            await site.write("Words of two", in: id, by: 2)
            let asked = try await site.asked(1, 3)
            _ = try await site.world.accounts.leave(
                site.people[1], way, by: site.viewer(1), site.world.features, at: site.now)
            expect(try await site.database.places(of: site.people[1]), is: [])
            expect(try await site.count("SELECT COUNT(*) FROM letters"), is: 1)
            expect(
                await site.get(site.letterbox(id), as: 2), 200, holds: ["Words of two", "Nobody can write here"],
                lacks: ["Words of one"])
            expect(await site.get(site.letterbox(asked), as: 3), 404)
            expect(await site.get("/me/letters", as: 3), 200, lacks: ["\(asked)", "new messages"])
            _ = try await site.world.accounts.leave(
                site.people[2], way, by: site.viewer(2), site.world.features, at: site.now)
            for table: SQL in ["letters", "correspondences", "letter_news"] {
                expect(try await site.count("SELECT COUNT(*) FROM \(table)"), is: 0)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the file holds one's own letters and those to oneself, with a name and nothing else of the other`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, "Words of one")
            await site.write("Words of two", in: id, by: 2)
            try await site.talk.database.write { _ = try LetterStore.setState(.hidden, LetterPlace(id, 2), in: $0) }
            await site.write("More of two", in: id, by: 2)
            await site.wish(.onlyMe, of: 1)
            let file = try await site.talk.letterRecords.exported(of: site.people[1], from: site.database)
            let letters = file["talk/letters"] ?? []
            expect(letters.compactMap { $0["words"] as? String }, is: ["Words of one", "More of two"])
            expect(letters.compactMap { $0["by"] as? String }, is: ["me", "other"])
            let name = try await site.name(2)
            expect(letters.compactMap { $0["with"] as? String }, is: [name, name])
            expect(file["talk/letter-wish"]?.compactMap { $0["firstFrom"] as? String }, is: ["only-me"])
            expect("\(file)".contains("\(site.people[2])"), is: false)
            let other = try await site.talk.letterRecords.exported(of: site.people[3], from: site.database)
            expect(other["talk/letters"]?.count ?? 0, is: 0)
        }
    }
}
