import Foundation
import Storage
import Testing
import Web

import World

@testable import Accounts

@Suite struct EraseTests {
    /// Every table of Accounts and its columns that could hold something of a person. A new table fails the census
    /// below until it stands here.
    static let columns: [(table: String, values: SQL)] = [
        ("members", "SELECT pseudonym, pseudonym_key, CAST(id AS TEXT) FROM members"),
        ("credentials", "SELECT phc, '', CAST(member_id AS TEXT) FROM credentials"),
        ("contacts", "SELECT '', '', CAST(member_id AS TEXT) FROM contacts"),
        ("sessions", "SELECT CAST(expires_on AS TEXT), '', '' FROM sessions"),
        ("ended_sessions", "SELECT '', '', '' FROM ended_sessions"),
        ("member_keys", "SELECT '', '', CAST(member_id AS TEXT) FROM member_keys"),
        ("spaces", "SELECT code, name, '' FROM spaces"),
        ("space_roles", "SELECT space, role, CAST(member_id AS TEXT) FROM space_roles"),
        ("account_holds", "SELECT kind, '', CAST(member_id AS TEXT) FROM account_holds"),
        ("sign_in_failures", "SELECT CAST(failed_at AS TEXT), '', '' FROM sign_in_failures"),
        ("consents", "SELECT kind, language, CAST(member_id AS TEXT) FROM consents"),
        (
            "receipts",
            "SELECT used_by, purpose || COALESCE(reference, ''), CAST(member_id AS TEXT) FROM receipts WHERE member_id IS NOT NULL"
        ),
        ("profiles", "SELECT about, '', CAST(member_id AS TEXT) FROM profiles"),
        (
            "profile_conditions",
            "SELECT since, CAST(condition_id AS TEXT), CAST(member_id AS TEXT) FROM profile_conditions"
        ),
        ("follows", "SELECT CAST(follower_id AS TEXT), CAST(followed_id AS TEXT), '' FROM follows"),
        ("blocks", "SELECT CAST(blocker_id AS TEXT), CAST(blocked_id AS TEXT), '' FROM blocks"),
        ("audit_events", "SELECT subject || actor, detail, event FROM audit_events"),
        ("audit_head", "SELECT hash, '', '' FROM audit_head"),
    ]

    @Test(arguments: Backend.available)
    func `erasing leaves nothing of a member and all of the others`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            for name in ["Marker Heron", "Other Owl"] { try await world.fill(name) }
            let (gone, kept) = (try await world.id(of: "Marker Heron"), try await world.id(of: "Other Owl"))
            #expect(try await world.rows(of: gone) > 5)
            let before = try await world.rows(of: kept)
            _ = try await world.accounts.erase(gone, by: .person(gone, roles: []), [], at: world.time.now)
            #expect(try await world.rows(of: gone) == 0)
            #expect(try await world.rows(of: kept) == before)
            for (table, values) in Self.columns {
                let texts = try await world.texts(values)
                let found = texts.filter { $0.lowercased().contains("marker") || $0.contains(gone.description) }
                #expect(found.isEmpty, "\(table)")
            }
            let names = try await world.accounts.pseudonyms(of: [gone, kept])
            #expect(names == [kept: "Other Owl"])
            // The name is free again.
            _ = try await world.member("Marker Heron")
        }
    }

    @Test func `the census knows every table`() async throws {
        try await withAccounts { world in
            let tables = try await world.texts(
                "SELECT name, '', '' FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
            let own = tables.filter {
                !$0.isEmpty && !$0.hasPrefix("migration") && !$0.hasPrefix("schema") && $0 != "jobs"
            }
            #expect(Set(own) == Set(Self.columns.map(\.table)))
        }
    }

    @Test(arguments: Backend.available)
    func `other features erase in the same transaction`(on backend: Backend) async throws {
        struct Stop: Error {}
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let failing = Eraser { _, _ in throw Stop() }
            await #expect(throws: Stop.self) {
                _ = try await world.accounts.erase(ana, by: .person(ana, roles: []), [failing], at: world.time.now)
            }
            #expect(try await world.accounts.pseudonyms(of: [ana]) == [ana: "Ana"])
        }
    }

    @Test func `a member erases their account in two steps, with the passphrase`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let first = await browser.get("/me/account/erase")
            expect(first, 200, holds: "/me/account/erase/confirm")
            expect(
                await browser.post("/me/account/erase/confirm", [("current", "not my passphrase")]), 422,
                holds: "This is not your passphrase")
            #expect(try await world.accounts.pseudonyms(of: [ana]).count == 1)
            let done = await browser.post("/me/account/erase/confirm", [("current", TestAccounts.passphrase)])
            #expect(done.status == 303)
            #expect(!browser.isSignedIn)
            #expect(done.header("clear-site-data") != nil)
            let receipt = await browser.get(try #require(done.header("location")))
            expect(receipt, 200, holds: "Your account is erased")
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 0)
            expect(await browser.get("/me/account"), 303)
            expect(await browser.get("/erased/no-reference"), 404)
        }
    }

    @Test func `a member downloads everything, other features' parts too`() async throws {
        struct Part: Encodable, Sendable { let treatment: String }
        var journal = try Feature.ofTest("Journal")
        journal.exporter = Exporter("journal") { _ in Part(treatment: "yoga \"daily\"") }
        try await withAccounts(rooms: [journal]) { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            var browser = try await world.browser(of: id)
            world.time.pass(.minutes(1))
            expect(await browser.post("/me/account/export", [("current", "wrong wrong wrong")]), 422)
            let file = await browser.post("/me/account/export", [("current", TestAccounts.passphrase)])
            expect(file, 200)
            #expect(file.header("content-disposition") == "attachment; filename=\"wayfellow-export.json\"")
            let json = try #require(try JSONSerialization.jsonObject(with: Data(file.body)) as? [String: Any])
            let own = try #require(json["accounts"] as? [String: Any])
            #expect(own["pseudonym"] as? String == "Marker Heron")
            #expect(own["email"] as? String == "marker.heron@example.org")
            #expect(own["phone"] as? String == "+16035550123")
            #expect((own["consents"] as? [Any])?.count == 2)
            #expect((json["journal"] as? [String: Any])?["treatment"] as? String == "yoga \"daily\"")
            #expect(!file.text.contains("argon2"))
            let receipts = try await world.receipts(of: id)
            #expect(receipts.first?.use == ReceiptUse.export.code)
        }
    }
}

extension TestAccounts {
    /// A member with a row in every table.
    func fill(_ name: String) async throws {
        let marker = name.lowercased().split(separator: " ").joined(separator: ".")
        let contact = Contact(email: EmailAddress("\(marker)@example.org"), phone: PhoneNumber("603 555 0123"))
        let id = try await member(
            name, contact: contact, recovery: .random(), roles: [HeldRole(.leader, in: .site)], consent: true)
        _ = try await accounts.openSession(of: id)
        let receipt = Receipt(user: .site, use: .sample, at: time.now, reference: marker)
        try await database.write { try AccountsFeature.leaveReceipt(receipt, with: id, in: $0) }
        var profile = OwnProfile.sample
        profile.about = marker
        try await accounts.setProfile(profile, as: .person(id, roles: []))
        let (followed, blocked) = (
            try await member("Reed \(name.utf8.count)"), try await member("Rush \(name.utf8.count)")
        )
        try await accounts.follow(followed, as: .person(id, roles: []))
        try await accounts.block(blocked, as: .person(id, roles: []))
        _ = try await signIn(name, "\(marker) of a wrong one")
    }

    func id(of name: String) async throws -> ID<Person> {
        let found = try await database.read { try MemberStore.named(PseudonymKey(of: name), in: $0)?.id }
        return try #require(found)
    }

    func texts(_ sql: SQL) async throws -> [String] {
        try await database.read { tx in
            try tx.rows(sql) { row in
                try [row.get(0, as: String?.self), row.get(1, as: String?.self), row.get(2, as: String?.self)]
                    .compactMap { $0 }
            }.flatMap { $0 }
        }
    }

    /// Rows that refer to a member.
    func rows(of member: ID<Person>) async throws -> Int {
        let counts: [SQL] = [
            "SELECT COUNT(*) FROM members WHERE id = \(member)",
            "SELECT COUNT(*) FROM credentials WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM contacts WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM member_keys WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM space_roles WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM account_holds WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM consents WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM receipts WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM profiles WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM profile_conditions WHERE member_id = \(member)",
            "SELECT COUNT(*) FROM follows WHERE follower_id = \(member) OR followed_id = \(member)",
            "SELECT COUNT(*) FROM blocks WHERE blocker_id = \(member) OR blocked_id = \(member)",
        ]
        var sum = 0
        for sql in counts { sum += try await count(sql) }
        return sum
    }
}
