import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// What a moderator refused is read by others once another look says that it may be.
@Suite struct AppealTests {
    private static let number = "It helped me, call me on 603 555 0123 and I tell you more."
    private static let held = [("words", number), ("person", "yes")]

    /// Refused, and with another look allowed; what reads it says whether it is shown.
    private func refuseThenAllow(_ site: TestTalk, isRead: () async throws -> Bool) async throws {
        // Decisions are told apart by their times.
        site.time.pass(.seconds(60))
        expect(try await isRead(), is: false, "while it waits")
        try await site.rule(.declined)
        expect(try await isRead(), is: false, "refused")
        site.time.pass(.seconds(60))
        try await site.appeal(by: 1)
        expect(try await isRead(), is: false, "while it waits for another look")
        try await site.rule(.allowed)
        expect(try await isRead(), is: true, "allowed")
    }

    @Test(arguments: Backend.available)
    func `an answer, and a thread with its title`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            expect(await site.post("\(site.path(thread))/reply", as: 1, Self.held), 303)
            try await refuseThenAllow(site) { await site.get(site.path(thread), as: 5).text.contains("603 555") }
            expect(try await site.state(PostPlace(thread, 2)), is: .shown)
            expect(try await site.thread(thread)?.replies, is: 1)

            let own = try await site.start(by: 1)
            let fields = Self.held + [("title", "How long did it take?")]
            expect(await site.post(site.path(PostPlace(own, 1), "edit"), as: 1, fields), 303)
            try await refuseThenAllow(site) { await site.get(site.path(own), as: 5).status == 200 }
            expect(try await site.thread(own)?.state, is: .shown)
        }
    }

    @Test(arguments: Backend.available)
    func `a no that stays a no leaves it refused`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            expect(await site.post("\(site.path(thread))/reply", as: 1, Self.held), 303)
            try await site.rule(.declined)
            site.time.pass(.seconds(60))
            try await site.appeal(by: 1)
            try await site.rule(.declined)
            expect(try await site.state(PostPlace(thread, 2)), is: .refused)
        }
    }

    @Test(arguments: Backend.available)
    func `a first letter, which is new for who gets it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.befriend(1, 2)
            let sent = await site.ask(1, 2, Self.held)
            let path = try #require(sent.header("location"))
            try await refuseThenAllow(site) { await site.get(path, as: 2).text.contains("603 555") }
            expect(try await site.count("SELECT COUNT(*) FROM letter_news"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a poll`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 1)
            let options = [("options", "Call me on 603 555 0123\nNo")]
            for _ in 0..<3 { _ = await site.post("\(site.path(thread))/poll", as: 1, options) }
            try await refuseThenAllow(site) { await site.get(site.path(thread), as: 2).text.contains("603 555") }
        }
    }

    @Test(arguments: Backend.available)
    func `what was shown or hidden meanwhile is not decided by a late word about what waited`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            for state in PostState.allCases {
                let place = try await site.put(in: thread, by: 1, state)
                let isOpen = [.waiting, .refused].contains(state)
                expect(try await site.decide(place, isAllowed: true), is: isOpen, state.rawValue)
                expect(try await site.state(place), is: isOpen ? .shown : state, state.rawValue)
            }
        }
    }
}
