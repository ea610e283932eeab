import Foundation
import Post
import Storage
import Synchronization
import Testing
import Web

import World

@testable import Accounts

@Suite struct EraseTests {
    @Test(arguments: Backend.available)
    func `erasing leaves nothing of a member and all of the others`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            for name in ["Marker Heron", "Other Owl"] { try await world.fill(name) }
            let (gone, kept) = (try await world.id(of: "Marker Heron"), try await world.id(of: "Other Owl"))
            #expect(try await world.database.places(of: gone, orWords: ["marker"]).isSuperset(of: Self.filled))
            let before = try await world.database.places(of: kept, orWords: ["owl"])
            _ = try await world.accounts.erase(gone, by: .person(gone, roles: []), [], at: world.time.now)
            #expect(try await world.database.places(of: gone, orWords: ["marker", "heron"]) == [])
            #expect(try await world.database.places(of: kept, orWords: ["owl"]) == before)
            let names = try await world.accounts.pseudonyms(of: [gone, kept])
            #expect(names == [kept: "Other Owl"])
            // The name is free again.
            _ = try await world.member("Marker Heron")
        }
    }

    /// Where `fill` leaves something of a member.
    static let filled: Set<String> = [
        "members.id", "members.pseudonym", "members.pseudonym_key", "credentials.member_id", "contacts.member_id",
        "space_roles.member_id", "member_keys.member_id", "consents.member_id", "receipts.member_id",
        "receipts.reference",
    ]

    /// The control: whatever a table keeps, in whatever shape, is found.
    @Test(arguments: Backend.available)
    func `what is left behind is found`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            try await world.fill("Marker Heron")
            let gone = try await world.id(of: "Marker Heron")
            let leftovers = [gone.description, "decided by \(gone.description.uppercased()).", "said by MARKER"]
            let bytes: [UInt8] = [7] + withUnsafeBytes(of: (gone.high.bigEndian, gone.low.bigEndian)) { Array($0) }
            try await world.database.write { tx in
                try tx.execute("CREATE TABLE leftovers (member UUID, packed BYTEA, note TEXT)")
                for note in leftovers {
                    try tx.execute("INSERT INTO leftovers (note) VALUES (\(note))")
                }
                try tx.execute("INSERT INTO leftovers (member, packed) VALUES (\(gone), \(bytes))")
            }
            _ = try await world.accounts.erase(gone, by: .person(gone, roles: []), [], at: world.time.now)
            let places = try await world.database.places(of: gone, orWords: ["marker"])
            #expect(places == ["leftovers.member", "leftovers.packed", "leftovers.note"])
        }
    }

    /// A room with three pieces of somebody, the second of which cannot be taken out for now.
    private final class Pieces: Sendable {
        struct Stop: Error {}
        private let left = Mutex(3)
        private let fails = Mutex(true)

        func repair() { fails.withLock { $0 = false } }

        func erase() throws -> Bool {
            try left.withLock { left in
                if left < 3, fails.withLock({ $0 }) { throw Stop() }
                left -= 1
                return left > 0
            }
        }
    }

    @Test(arguments: Backend.available)
    func `an erasure that breaks off has closed the account, and is gone on with`(on backend: Backend) async throws {
        let pieces = Pieces()
        var made = try Feature.ofTest("Pieces")
        made.records = [
            RecordSet("pieces", [], .none(because: "test"), erased: .pieces { _, _, _ in try pieces.erase() })
        ]
        let room = made
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", consent: true)
            var browser = try await world.browser(of: ana)
            let first = world.time.now
            await #expect(throws: (any Error).self) {
                _ = try await world.accounts.erase(ana, by: .person(ana, roles: []), [room], at: first)
            }
            #expect(try await world.accounts.pseudonyms(of: [ana]) == [:])
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 1)
            expect(await browser.get("/me/account"), 303)
            // The name is free at once, and opens nothing.
            var signingIn = Browser(site: world.site, language: .en)
            let refused = await signingIn.post(
                "/sign-in", [("pseudonym", "Ana"), ("passphrase", TestAccounts.passphrase)])
            expect(refused, 422)
            pieces.repair()
            // Whoever asks twice has one erasure.
            world.time.pass(.seconds(20))
            let lines: SQL = "SELECT COUNT(*) FROM audit_events WHERE event = 'erased'"
            #expect(try await world.count(lines) == 1)
            for _ in 0..<2 { try await world.accounts.finishErasures([room]) }
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 0)
            #expect(try await world.count(lines) == 1)
        }
    }

    @Test func `the only administrator leaves when somebody else is one`() async throws {
        try await withAccounts { world in
            let root = try await world.member("Root", roles: [RoleTests.root])
            var browser = try await world.browser(of: root)
            let (page, passphrase) = ("/me/account/leave/erase/confirm", [("current", TestAccounts.passphrase)])
            expect(await browser.post(page, passphrase), 422, holds: "Make somebody else administrator first.")
            _ = try await world.member("Second", roles: [RoleTests.root])
            expect(await browser.post(page, passphrase), 303)
        }
    }

    @Test func `a member erases their account in two steps, with the passphrase`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana")
            var browser = try await world.browser(of: ana)
            let first = await browser.get("/me/account/leave/erase")
            expect(first, 200, holds: "/me/account/leave/erase/confirm")
            expect(
                await browser.post("/me/account/leave/erase/confirm", [("current", "not my passphrase")]), 422,
                holds: "This is not your passphrase")
            #expect(try await world.accounts.pseudonyms(of: [ana]).count == 1)
            let done = await browser.post("/me/account/leave/erase/confirm", [("current", TestAccounts.passphrase)])
            #expect(done.status == 303)
            #expect(!browser.isSignedIn)
            #expect(done.header("clear-site-data") != nil)
            let address = try #require(done.header("location"))
            // A reload does no harm.
            for _ in 0..<2 { expect(await browser.get(address), 200, holds: "Your account is erased") }
            #expect(try await world.count("SELECT COUNT(*) FROM members") == 0)
            expect(await browser.get("/me/account"), 303)
            // Nobody is told so who made up an address, or changed the one they have.
            let made = ["no-reference", "0123456789abcdef", "0123456789abcdef.\(String(repeating: "0", count: 32))"]
            for reference in made { expect(await browser.get("/erased/\(reference)"), 404) }
            let other = (address.hasSuffix("0") ? address.dropLast() + "1" : address.dropLast() + "0")
            expect(await browser.get(String(other)), 404)
        }
    }

    @Test func `a member downloads everything, other features' parts too`() async throws {
        struct Part: Encodable, Sendable { let treatment: String }
        var journal = try Feature.ofTest("Journal")
        journal.records = [.one("journal") { _, _ in Part(treatment: "yoga \"daily\"") }]
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
            let records = try #require(json["records"] as? [[String: Any]])
            func part(_ name: String) -> [String: Any]? {
                records.first { $0["part"] as? String == name }?["record"] as? [String: Any]
            }
            #expect(part("accounts/account")?["pseudonym"] as? String == "Marker Heron")
            #expect(part("accounts/contact")?["email"] as? String == "marker.heron@example.org")
            #expect(part("accounts/contact")?["phone"] as? String == "+16035550123")
            #expect(records.count { $0["part"] as? String == "accounts/consents" } == 2)
            #expect(part("journal")?["treatment"] as? String == "yoga \"daily\"")
            #expect(!file.text.contains("argon2"))
            #expect(part("accounts/authenticator") != nil)
            #expect(part("accounts/spare-codes")?["left"] as? Int == 8)
            #expect(part("accounts/passkeys")?["name"] as? String == "marker.heron’s phone")
            let receipts = try await world.receipts(of: id)
            #expect(receipts.first?.use == ReceiptUse.export.code)
        }
    }
}

extension TestAccounts {
    /// A member with a row in every table.
    func fill(_ name: String) async throws {
        let marker = name.lowercased().split(separator: " ").joined(separator: ".")
        let contact = Contact(
            email: MailAddress("\(marker)@example.org"), phone: PhoneNumber("603 555 0123"), wantsMail: true)
        let id = try await member(
            name, contact: contact, recovery: .random(), roles: [HeldRole(.leader, in: .site)], consent: true)
        _ = try await accounts.openSession(of: id)
        let receipt = Receipt(user: .site, use: .sample, at: time.now, reference: marker)
        try await database.write { try AccountsFeature.leaveReceipt(receipt, with: id, in: $0) }
        try await addFactors(to: id, marker: marker)
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
}
