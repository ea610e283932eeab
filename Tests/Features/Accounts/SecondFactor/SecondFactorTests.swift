import World
import Storage
import Testing
import Web
import World

@testable import Accounts

/// What is checked and used up, on both engines.
@Suite struct SecondFactorTests {
    @Test(arguments: Backend.available)
    func `a code opens once, and the next code again`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            let code = world.code(ana.app)
            for (given, opens) in [
                (code, true), (code, false), (world.code(ana.app, later: -1), true),
                (world.code(ana.app, later: -1), false), (world.code(ana.app, later: 2), false),
            ] {
                #expect(try await world.check(world.answer(given), of: ana.member) == opens)
            }
            world.time.pass(.seconds(30))
            #expect(try await world.check(world.answer(code), of: ana.member) == false)
            #expect(try await world.check(world.answer(world.code(ana.app)), of: ana.member))
        }
    }

    @Test(arguments: Backend.available)
    func `of nine who bring the same at the same time one is let in`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            let code = try #require(world.answer(world.code(ana.app)))
            #expect(await world.letIn(code, of: ana.member, tries: 9) == 1)
            #expect(await world.letIn(.spare(ana.codes[0]), of: ana.member, tries: 9) <= 1)
            #expect(try await world.count("SELECT COUNT(*) FROM used_second_factors") == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `after ten wrong codes even the right one waits, and nothing was written`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.protected("Ana"), try await world.protected("Bo"))
            for _ in 0..<FailedTries.most {
                #expect(try await world.check(world.answer(world.wrongCode(ana.app)), of: ana.member) == false)
            }
            for answer in [world.answer(world.code(ana.app)), .spare(ana.codes[0])] {
                await #expect(throws: Problem.self) { try await world.check(answer, of: ana.member) }
            }
            #expect(try await world.count("SELECT COUNT(*) FROM used_second_factors") == 0)
            #expect(try await world.count("SELECT COUNT(*) FROM sessions") == 0)
            #expect(
                try await world.count("SELECT COUNT(*) FROM spare_codes WHERE member_id = \(ana.member)")
                    == SpareCode.count)
            // Nobody else waits, and after a quarter of an hour nobody does.
            #expect(try await world.check(world.answer(world.code(bo.app)), of: bo.member))
            world.time.pass(.minutes(15))
            #expect(try await world.check(world.answer(world.code(ana.app)), of: ana.member))
        }
    }

    @Test(arguments: Backend.available)
    func `each spare code opens once, for its owner`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.protected("Ana"), try await world.protected("Bo"))
            #expect(try await world.check(.spare(ana.codes[0]), of: bo.member) == false)
            for code in ana.codes {
                #expect(try await world.check(.spare(code), of: ana.member))
                #expect(try await world.check(.spare(code), of: ana.member) == false)
            }
            // Without spare codes the app still stands.
            #expect(try await world.accounts.hasSecondFactor(ana.member))
        }
    }

    @Test(arguments: Backend.available)
    func `what follows a code is kept with it or not at all`(on backend: Backend) async throws {
        struct Stop: Error {}
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            let answer = try #require(world.answer(world.code(ana.app)))
            await #expect(throws: Stop.self) {
                _ = try await world.accounts.check(answer, of: ana.member, at: world.time.now) { tx in
                    try SecondFactorStore.removeAll(of: ana.member, in: tx)
                    throw Stop()
                }
            }
            #expect(try await world.accounts.hasSecondFactor(ana.member))
            #expect(try await world.check(answer, of: ana.member))
        }
    }

    @Test(arguments: Backend.available)
    func `marks of used codes go with their day and name nobody`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            #expect(try await world.check(world.answer(world.code(ana.app)), of: ana.member))
            let days = try await world.texts("SELECT CAST(last_day AS TEXT), '', '' FROM used_second_factors")
            #expect(days.first == "\(world.time.now.milliseconds / 86_400_000)")
            world.time.pass(.days(1))
            try await world.accounts.forgetUsedSecondFactors()
            #expect(try await world.count("SELECT COUNT(*) FROM used_second_factors") == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `using factors changes no row of their owner`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana")
            let passkey = TestAuthenticator()
            let seal = world.accounts.keys.secondFactor.seal
            try await world.database.write {
                try PasskeyStore.add(
                    .init(id: passkey.id, publicKey: passkey.publicKey), named: "mine", of: ana.member, seal: seal,
                    in: $0)
            }
            let before = try await world.ownRows()
            #expect(try await world.check(world.answer(world.code(ana.app)), of: ana.member))
            let challenge = PasskeyTicket.newChallenge()
            let ceremony = PasskeyCeremony(challenge: challenge, origin: "https://localhost", site: "localhost")
            let answer = try #require(try passkey.parsedAnswer(challenge))
            #expect(await world.letIn(.passkey(answer, ceremony), of: ana.member, tries: 5) == 1)
            #expect(try await world.ownRows() == before)
        }
    }

    @Test(arguments: Backend.available)
    func `a passkey is its owner's alone`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let passkey = TestAuthenticator()
            let credential = AuthenticatorData.Credential(id: passkey.id, publicKey: passkey.publicKey)
            let seal = world.accounts.keys.secondFactor.seal
            @Sendable func add(_ member: ID<Person>) async throws {
                try await world.database.write {
                    try PasskeyStore.add(credential, named: "mine", of: member, seal: seal, in: $0)
                }
            }
            try await add(ana)
            await #expect(throws: StorageError.self) { try await add(bo) }
            let challenge = PasskeyTicket.newChallenge()
            let ceremony = PasskeyCeremony(challenge: challenge, origin: "https://localhost", site: "localhost")
            let answer = SecondFactorAnswer.passkey(try #require(try passkey.parsedAnswer(challenge)), ceremony)
            #expect(try await world.check(answer, of: bo) == false)
            #expect(try await world.check(answer, of: ana))
        }
    }

    @Test(arguments: Backend.available)
    func `whoever runs the server takes factors away by the exact name`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.protected("Ana Owl")
            _ = try await world.member("Bo")
            let session = try await world.accounts.openSession(of: ana.member)
            for name in ["ana owl", "Ana 0wl", ""] {
                await #expect(throws: AccountNameError.self) {
                    try await world.accounts.resetSecondFactor(of: name)
                }
            }
            for (name, outcome) in [
                ("Bo", SecondFactorReset.nothingToReset), (" Ana  Owl ", .done), ("Ana Owl", .nothingToReset),
            ] {
                #expect(try await world.accounts.resetSecondFactor(of: name) == outcome)
            }
            #expect(try await world.accounts.authenticate(session) == nil)
            #expect(try await world.count("SELECT COUNT(*) FROM spare_codes") == 0)
            let lines = try await world.texts(
                "SELECT event, subject, actor FROM audit_events WHERE event = 'second-factor-reset'")
            #expect(
                lines == [
                    "second-factor-reset", world.accounts.audit.pseudonym(ana.member), "system: command line",
                ])
        }
    }
}

extension TestAccounts {
    /// Everything that the database keeps of members' factors.
    fileprivate func ownRows() async throws -> [String] {
        try await database.read { tx in
            try tx.rows("SELECT secret FROM authenticator_apps") { Hex.text(try $0.get(0, as: [UInt8].self)) }
                + tx.rows("SELECT public_key, name FROM passkeys ORDER BY id") {
                    Hex.text(try $0.get(0, as: [UInt8].self) + $0.get(1, as: [UInt8].self))
                }
                + tx.rows("SELECT code_hash FROM spare_codes ORDER BY code_hash") {
                    Hex.text(try $0.get(0, as: [UInt8].self))
                }
        }
    }
}
