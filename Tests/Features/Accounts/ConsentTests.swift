import Crypto
import Markup
import Storage
import Testing
import Web

import World

@testable import Accounts

@Suite struct ConsentTests {
    @Test(arguments: Backend.available)
    func `every decision is kept, and the last one counts`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            for (isGranted, language) in [(true, Language.en), (false, .es), (true, .en)] {
                try await world.decide(isGranted, by: ana, language)
                #expect(try await world.agrees(ana) == isGranted)
                world.time.pass(.days(1))
            }
            let history = try await world.database.read {
                try ConsentStore.history(as: .person(ana, roles: []), in: $0)
            }
            #expect(history.map(\.kind) == [.rules, .healthData, .healthData, .healthData])
            #expect(history.map(\.isGranted) == [true, true, false, true])
            #expect(history.map(\.language) == ["en", "en", "es", "en"])
            #expect(history.map(\.version) == [1, 2, 2, 2])
        }
    }

    @Test(arguments: Backend.available)
    func `the fragment is true of who agrees, and of nobody else`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", consent: true)
            let bo = try await world.member("Bo")
            let cy = try await world.member("Cy", consent: true)
            try await world.decide(false, by: cy, .en)
            for (id, expected) in [(ana, true), (bo, false), (cy, false), (ID<Person>.random(), false)] {
                #expect(try await world.agrees(id) == expected)
            }
            #expect(try await world.agrees(nil) == false)
        }
    }

    @Test(arguments: Backend.available)
    func `a receipt for all is seen by those who agreed at that time`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", consent: true)
            let bo = try await world.member("Bo")
            func release(_ name: String) async throws {
                let receipt = Receipt(user: .site, use: .sample, at: world.time.now, reference: name)
                try await world.database.write { try AccountsFeature.leaveReceiptWithAll(receipt, in: $0) }
                world.time.pass(.days(1))
            }
            world.time.pass(.days(1))
            try await release("first")
            try await world.decide(false, by: ana, .en)
            try await world.decide(true, by: bo, .en)
            try await release("second")
            try await world.decide(true, by: ana, .en)
            try await release("third")
            let own = Receipt(user: .role(.steward), use: .sample, at: world.time.now)
            try await world.database.write { try AccountsFeature.leaveReceipt(own, with: ana, in: $0) }
            #expect(try await world.receipts(of: ana).map(\.reference) == [nil, "third", "first"])
            #expect(try await world.receipts(of: ana).first == own)
            #expect(try await world.receipts(of: bo).map(\.reference) == ["third", "second"])
        }
    }

    /// Whoever changes the words raises `ConsentKind.version` and adds the new words' digest here; a line is never
    /// changed, for members agreed to those words.
    @Test(arguments: [
        (Language.en, 1, "3f42436e9a9599f4"), (Language.es, 1, "cf9d67959a8919b1"),
        (Language.en, 2, "5fe3d3c81a45be37"), (Language.es, 2, "1bdde5d522d7e0fb"),
    ])
    func `the words agreed to are those of their version`(language: Language, version: Int, digest: String) throws {
        let words = ConsentPage.words(try allTexts()[language], site: "Wayfellow").map { "\($0.term)\n\($0.body)\n" }
        guard version == ConsentKind.healthData.version else { return }
        #expect(Hex.text(Array(SHA256.hash(data: Array(words.joined().utf8))).prefix(8)) == digest)
    }
}

extension TestAccounts {
    func decide(_ isGranted: Bool, by member: ID<Person>, _ language: Language) async throws {
        let (audit, now) = (accounts.audit, time.now)
        try await database.write {
            try AccountsFeature.decide(
                .healthData, isGranted, by: member, language: language, audit: audit, at: now, in: $0)
        }
    }

    func agrees(_ member: ID<Person>?) async throws -> Bool {
        try await database.read { tx in
            try tx.first(
                """
                SELECT COUNT(*) FROM (SELECT \(member) AS member_id) AS asked
                WHERE \(AccountsFeature.hasHealthConsent("asked.member_id"))
                """
            ) { try $0.get(0, as: Int.self) == 1 } ?? false
        }
    }

    func receipts(of member: ID<Person>) async throws -> [Receipt] {
        let viewer = Viewer.person(member, roles: [])
        return try await database.read { tx in
            try ReceiptStore.own(as: viewer, consents: try ConsentStore.history(as: viewer, in: tx), limit: 50, in: tx)
        }
    }
}
