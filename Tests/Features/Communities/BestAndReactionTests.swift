import Accounts
import Storage
import Testing
import Web
import World

@testable import Communities

/// The best answer is its asker's to choose; what is pressed counts once for each person.
@Suite struct BestAndReactionTests {
    private func pressed(_ place: PostPlace, _ site: TestTalk) async throws -> [Int] {
        try await site.database.read { tx in
            try tx.first(
                """
                SELECT me_too, thanks, hope FROM posts WHERE thread_id = \(place.thread) AND number = \(place.number)
                """
            ) { [try $0.get(0), try $0.get(1), try $0.get(2)] } ?? []
        }
    }

    // MARK: - Best answer

    @Test(arguments: Backend.available)
    func `only who asked says which answer was best, of another's that others read`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let answer = try await site.put(in: thread, by: 1)
            let own = try await site.put(in: thread, by: 0)
            var refused = [1, own.number, 99]
            for state in [PostState.waiting, .refused, .hidden, .gone] {
                refused.append(try await site.put(in: thread, by: 2, state).number)
            }
            for number in refused { expect(try await site.choose(number, of: thread, by: 0), is: false, "\(number)") }
            for person in [1, 2, 3] { expect(try await site.choose(answer.number, of: thread, by: person), is: false) }
            expect(try await site.thread(thread)?.best, is: nil)
            expect(try await site.choose(answer.number, of: thread, by: 0), is: true)
            expect(try await site.choose(nil, of: thread, by: 3), is: false, "nor takes it back")
            expect(try await site.thread(thread)?.best, is: answer.number)
            expect(await site.get(site.path(thread), as: 5), 200, holds: ["Best answer, says the one who asked"])
            expect(try await site.choose(nil, of: thread, by: 0), is: true)
            expect(try await site.thread(thread)?.best, is: nil)
            let story = try await site.start(by: 0, .members, .experience)
            let comment = try await site.put(in: story, by: 1)
            expect(try await site.choose(comment.number, of: story, by: 0), is: false, "a story has no best answer")
        }
    }

    @Test(arguments: Backend.available)
    func `over the address only the asker chooses, and all else is not found`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await site.put(in: thread, by: 1)
            let react = "\(site.path(thread))/react"
            for (number, best) in [(1, "2"), (2, "2"), (0, "1"), (0, "3"), (0, "9999999")] {
                expect(await site.post(react, as: number, [("best", best)]), 404, "\(number) chooses \(best)")
            }
            for best in ["-1", "x", "99999999999999999999", "2 "] {
                expect(await site.post(react, as: 0, [("best", best)]).status < 500, is: true, best)
            }
            expect(await site.post(react, as: 0, [("best", "2")]), 303, to: "\(site.path(thread))#p2")
            try await site.world.runJobs()
            expect(await site.get("/me/talk", as: 1), 200, holds: ["your answer was found the best"])
            // The asker thinks again.
            expect(await site.post(react, as: 0, [("best", "0")]), 303, to: site.path(thread))
            expect(await site.get("/me/talk", as: 1), 200, lacks: ["your answer was found the best"])
        }
    }

    @Test(arguments: Backend.available)
    func `the best answer that its author takes back is best no more, and the next can be`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let answer = try await site.put("The best of all", in: thread, by: 1)
            try await site.put(in: thread, by: 2)
            _ = try await site.choose(answer.number, of: thread, by: 0)
            _ = try await site.remove(answer, by: 1)
            expect(try await site.thread(thread)?.best, is: nil)
            expect(await site.get(site.path(thread), as: 5), 200, lacks: ["The best of all", "Best answer, says"])
            expect(try await site.choose(3, of: thread, by: 0), is: true)
        }
    }

    @Test(arguments: Backend.available)
    func `whom a block hides from the asker cannot be chosen, as if the answer were out of sight`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            try await site.put(in: thread, by: 1, .hidden)
            try await site.put(in: thread, by: 2)
            try await site.world.accounts.block(site.people[0], as: site.viewer(2))
            let react = "\(site.path(thread))/react"
            let hidden = await site.post(react, as: 0, [("best", "2")])
            let blocked = await site.post(react, as: 0, [("best", "3")])
            expect([hidden.status, blocked.status], is: [404, 404], "or the asker learns who blocked them")
        }
    }

    // MARK: - Reactions

    @Test(arguments: Backend.available)
    func `what is pressed counts once for each person and kind, and is taken back, however often either is sent`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let place = try await site.put(in: try await site.start(by: 0), by: 1)
            let react = "\(site.path(place.thread))/react"
            for number in [0, 2, 3] {
                expect(
                    await site.post(react, as: number, [("post", "2 thanks")]), 303, to: "\(site.path(place.thread))#p2"
                )
            }
            for _ in 0..<2 { try await site.press(.hope, at: place, by: 2) }
            expect(try await pressed(place, site), is: [0, 3, 1], "two presses on a slow line are one")
            expect(
                await site.get(site.path(place.thread), as: 2), 200,
                holds: ["Thank you 3", "Hope 1", "value=\"2 thanks back\"", "value=\"2 meToo\""])
            for _ in 0..<2 { expect(await site.post(react, as: 3, [("post", "2 thanks back")]), 303) }
            expect(try await pressed(place, site), is: [0, 2, 1])
            // An account that is erased takes along what it pressed.
            for set in site.talk.records {
                guard case .pieces(let piece) = set.erasing else { continue }
                let member = site.people[2]
                while try await site.database.write({ try piece(member, 200, $0) }) {}
            }
            expect(try await pressed(place, site), is: [0, 1, 0])
        }
    }

    @Test(arguments: Backend.available)
    func `nothing can be pressed under one's own words, or what one does not read`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let own = try await site.put(in: thread, by: 1)
            var places = [own]
            for state in [PostState.waiting, .refused, .hidden, .gone] {
                places.append(try await site.put(in: thread, by: 2, state))
            }
            places.append(try await site.put(in: thread, by: 3))
            try await site.world.accounts.block(site.people[1], as: site.viewer(3))
            let community = try await site.put(in: try await site.start(by: 2, .community), by: 2)
            for place in places { try await site.press(.meToo, at: place, by: 1) }
            for place in places { expect(try await pressed(place, site), is: [0, 0, 0], "post \(place.number)") }
            let react = "\(site.path(community.thread))/react"
            expect(await site.post(react, as: 1, [("post", "2 meToo")]), 404)
            let known = "\(site.path(thread))/react"
            for crafted in [
                "", "2", "2 love", "0 hope", "-1 hope", "x hope", "2 hope 3", "2 hope back back", "2 back",
                "99999999999 hope",
            ] {
                expect(await site.post(known, as: 1, [("post", crafted)]), 404, crafted)
            }
            expect(try await site.count("SELECT COUNT(*) FROM reactions"), is: 0)
        }
    }
}
