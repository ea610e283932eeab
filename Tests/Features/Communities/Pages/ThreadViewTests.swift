import Storage
import Testing
import Web
import World

@testable import Communities

/// What stands on the page of a thread around its posts.
@Suite struct ThreadViewTests {
    @Test func `a question that nobody has answered says what becomes of it`() async throws {
        try await withTalk { site in
            let (asker, reader) = ("we show your question to a few people", "One line from your own life")
            let question = site.path(try await site.start(by: 1))
            expect(await site.get(question, as: 1), 200, holds: [asker], lacks: [reader])
            expect(await site.get(question, as: 2), 200, holds: [reader], lacks: [asker])
            let answered = try await site.start(by: 1)
            try await site.put(in: answered, by: 2)
            let story = try await site.start("A walk", by: 1, .members, .experience)
            for path in [site.path(answered), site.path(story)] {
                for number in [1, 2] { expect(await site.get(path, as: number), 200, lacks: ["No answer yet"], path) }
            }
        }
    }

    @Test func `who reads that somebody is in danger can say so under their words`() async throws {
        try await withTalk { site in
            let thread = try await site.start(by: 1)
            let worry = "/report/communities.post/\(PostPlace(thread, 1).record)#worry"
            expect(await site.get(site.path(thread), as: 2), 200, holds: [worry, "I am worried about this person"])
            expect(await site.get(site.path(thread), as: 1), 200, lacks: [worry])
        }
    }

    @Test func `a thread and a place that speak of danger say where somebody is awake`() async throws {
        try await withTalk { site in
            let line = "the number at the top of every page is for you"
            let thread = try await site.start("At school", "I was cutting myself then.", by: 1, .anyone)
            let other = try await site.start(by: 1, .anyone)
            for number in [nil, 2] {
                expect(await site.get(site.path(thread), as: number), 200, holds: [line])
                expect(await site.get(site.path(other), as: number), 200, lacks: [line])
            }
            // Not of what its reader may not read.
            try await site.put("I was cutting myself then.", in: other, by: 3, .hidden)
            expect(await site.get(site.path(other), as: 2), 200, lacks: [line])
            let (place, now) = (
                Community(id: Community.id(slug: "self-harm"), slug: "self-harm", kind: .condition), site.now
            )
            _ = try await site.database.write { try CommunityStore.open(place, at: now, in: $0) }
            expect(await site.get("/communities/self-harm"), 200, holds: ["class=\"crisis-card"])
            expect(await site.get(TestTalk.page), 200, lacks: ["class=\"crisis-card"])
        }
    }

    @Test func `the best answer stands beneath the heading of the answers`() async throws {
        try await withTalk { site in
            let thread = try await site.start(by: 1)
            for number in [2, 3] { try await site.put(in: thread, by: number) }
            expect(try await site.choose(3, of: thread, by: 1), is: true)
            let page = await site.get(site.path(thread), as: 4).text
            let heading = try #require(page.firstRange(of: "Answers</h2>"))
            let best = try #require(page.firstRange(of: "post-best"))
            #expect(heading.upperBound <= best.lowerBound)
        }
    }

    @Test(arguments: [PostState.waiting, .refused, .hidden])
    func `what others do not read says so once to its author, and where the reasons stand`(
        _ state: PostState
    ) async throws {
        try await withTalk { site in
            let thread = try await site.start(by: 1, state: state)
            let page = await site.get(site.path(thread), as: 1)
            expect(page, 200)
            expect(page.text.ranges(of: "flash flash-notice").count, is: 1, "\(state)")
            let reasons = "<p class=\"note\"><a href=\"/me/notices\">"
            expect(page.text.contains(reasons), is: state != .waiting, "\(state)")
        }
    }

    @Test func `who writes reads under which name, for whom, and what cannot wait for an answer`() async throws {
        try await withTalk { site in
            let name = try await site.name(2)
            let thread = try await site.start(by: 1, .anyone)
            expect(
                await site.get(site.path(thread), as: 2), 200,
                holds: ["You answer as \(name). Anyone on the internet can read it."])
            let (reply, asker) = ("\(site.path(thread))/reply?answers=", try await site.name(1))
            let hidden = try await site.put(in: thread, by: 3, .hidden)
            expect(await site.get("\(reply)1", as: 2), 200, holds: ["In answer to \(asker)"])
            expect(await site.get("\(reply)\(hidden.number)", as: 2), 200, lacks: ["In answer to"])
            let ask = "\(TestTalk.page)/ask?kind="
            expect(
                await site.get(ask + "question", as: 2), 200, holds: ["You write as \(name).", "in an emergency"])
            // What somebody read has a form of its own.
            let told = await site.get(ask + "experience", as: 2)
            expect(told, 200, holds: ["ask?kind=claim"], lacks: ["in an emergency"])
        }
    }
}
