import World
import Storage
import Testing
import Web

@testable import Accounts

@Suite struct SessionTests {
    @Test(arguments: Backend.available)
    func `a token tells who is signed in, with roles and consent`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member(
                "Ana", roles: [("commons", .leader), ("other", .leader), ("commons", .steward)])
            let token = try await world.accounts.openSession(of: ana)
            let session = try #require(try await world.accounts.authenticate(token))
            #expect(session.person == ana)
            #expect(session.pseudonym == "Ana")
            #expect(session.roles == [.leader, .steward])
            #expect(!session.hasHealthConsent)
            try await world.accounts.grant(.moderator, in: "commons", to: ana, by: .system(reason: "test"))
            try await world.accounts.take(.leader, in: "other", from: ana, by: .system(reason: "test"))
            try await world.accounts.take(.leader, in: "commons", from: ana, by: .system(reason: "test"))
            #expect(try await world.accounts.authenticate(token)?.roles == [.moderator, .steward])
        }
    }

    @Test(arguments: Backend.available)
    func `nothing but the token opens a session`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let token = try await world.accounts.openSession(of: try await world.member("Ana"))
            let hash = hexadecimal(SessionTerms.hash(ofToken: token))
            for wrong in ["", hash, token.uppercased(), String(token.dropLast()), token + "0", Session.newToken()] {
                #expect(try await world.accounts.authenticate(wrong) == nil)
            }
            let kept = try await world.database.read {
                try $0.rows("SELECT token_hash FROM sessions") { try $0.get(0, as: [UInt8].self) }
            }
            #expect(kept.map(hexadecimal) == [hash])
        }
    }

    @Test(arguments: Backend.available)
    func `a session ends after seven days without a page`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let token = try await world.accounts.openSession(of: try await world.member("Ana"))
            world.time.pass(.days(6))
            #expect(try await world.accounts.authenticate(token) != nil)
            #expect(try await world.hasNoted(token))
            world.time.pass(.days(6))
            #expect(try await world.accounts.authenticate(token) != nil)
            world.time.pass(.days(7) + .minutes(3))
            #expect(try await world.accounts.authenticate(token) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `a session ends after thirty days in any case`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let token = try await world.accounts.openSession(of: try await world.member("Ana"))
            for _ in 0..<29 {
                world.time.pass(.days(1))
                #expect(try await world.accounts.authenticate(token) != nil)
            }
            world.time.pass(.days(1))
            #expect(try await world.accounts.authenticate(token) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `on a shared phone half an hour is enough`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let token = try await world.accounts.openSession(of: try await world.member("Ana"), isShared: true)
            world.time.pass(.minutes(29))
            #expect(try await world.accounts.authenticate(token) != nil)
            world.time.pass(.minutes(29))
            #expect(try await world.accounts.authenticate(token) != nil)
            world.time.pass(.minutes(31))
            #expect(try await world.accounts.authenticate(token) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `reading pages writes nothing for two minutes, then once`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let token = try await world.accounts.openSession(of: try await world.member("Ana"))
            let start = world.time.now
            world.time.pass(.minutes(1))
            _ = try await world.accounts.authenticate(token)
            #expect(world.accounts.activity.lastNoted(SessionTerms.hash(ofToken: token)) == nil)
            world.time.pass(.minutes(2))
            _ = try await world.accounts.authenticate(token)
            await world.accounts.activity.write()
            #expect(try await world.seen(token) == start + .minutes(3))
        }
    }

    @Test(arguments: Backend.available)
    func `signing in sweeps out what has ended`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            for member in [ana, bo] { _ = try await world.accounts.openSession(of: member) }
            world.time.pass(.days(8))
            _ = try await world.accounts.openSession(of: ana)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 2)
            world.time.pass(.days(23))
            _ = try await world.accounts.openSession(of: bo)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 2)
        }
    }
}

extension TestAccounts {
    func count(_ sql: SQL) async throws -> Int {
        try await database.read { try $0.first(sql) { try $0.get(0) } ?? 0 }
    }

    func seen(_ token: String) async throws -> Instant? {
        let hash = SessionTerms.hash(ofToken: token)
        return try await database.read {
            try $0.first("SELECT seen_at FROM sessions WHERE token_hash = \(hash)") { try $0.get(0) }
        }
    }

    /// Waits for the note that the last `authenticate` began to write, and says whether it is there.
    func hasNoted(_ token: String) async throws -> Bool {
        await accounts.activity.write()
        return try await seen(token) == time.now
    }
}
