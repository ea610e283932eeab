import Databases
import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import wayfellow

/// A database of the first program, with 2,000 members, sessions that are open and a log, opened by this one.
@Suite struct UpgradeTests {
    @Test(arguments: Backend.available)
    func `nothing of an older database is lost, and people sign in again once`(on backend: Backend) async throws {
        try await withFolder { folder in
            let secret = [UInt8](repeating: 7, count: 32)
            try PrivateFile.create(
                folder.path(percentEncoded: false) + "/account.key", contents: Hex.text(secret) + "\n")
            var settings = try await Settings.read(data: folder.path(percentEncoded: false))
            (settings.content, settings.isDevelopment) = (Project.root, false)
            switch backend {
            case .sqlite: try await check(settings, secret, address: settings.sqlitePath)
            case .postgres(let server):
                try await withPostgresAddress(on: server) { address in
                    settings.databaseURL = address
                    try await check(settings, secret, address: address)
                }
            }
        }
    }

    private func check(_ settings: Settings, _ secret: [UInt8], address: String) async throws {
        let old = try OldDatabase(keys: AccountKeys(secret: secret))
        try await old.fill(address)
        let house = try await House.open(settings)
        let database = house.dependencies.database
        let counts = try await database.read { tx in try OldDatabase.tables.map { try OldDatabase.count($0, in: tx) } }
        #expect(counts == old.counts)
        // Nobody was offered then to say that it got worse.
        let steps: Int? = try await database.read { tx in
            try tx.first("SELECT COUNT(*) FROM evaluations WHERE effectiveness = 3 AND got_worse IS NULL") {
                try $0.get(0)
            }
        }
        #expect(steps == 2_000)
        let roles = try await database.read { try RoleStore.roles(of: old.ana, in: $0) }
        #expect(Set(roles) == [HeldRole(.administrator, in: .site), HeldRole(.steward, in: .site)])
        try await signIn(house, old)
        let verdict = try await house.rooms.accounts.audit.verify(database)
        guard case .whole(_, _, keyedFrom: 4) = verdict else { throw StorageError.other("\(verdict)") }
        try await database.close()
    }

    /// The old cookie leads to the sign-in page; then it is as it was, with a recovery code that opens the new key.
    private func signIn(_ house: House, _ old: OldDatabase) async throws {
        var browser = Browser(site: try house.site(), language: .en)
        browser.cookies["__Host-wayfellow"] = old.token
        expect(await browser.get("/me"), 303, to: "/sign-in?to=%2Fme")
        let credentials = [("pseudonym", "Ana"), ("passphrase", OldDatabase.passphrase)]
        let first = await browser.post("/sign-in", credentials)
        expect(first, 200, holds: ["Your new recovery code"])
        let code = try #require(first.text.firstMatch(of: /<code[^>]*>([0-9A-Z-]{24})<\/code>/)).1
        #expect(RecoveryCode(String(code)) != nil)
        expect(await browser.get("/me/account"), 200, holds: ["Ana"])
        var another = Browser(site: try house.site(), language: .en)
        expect(await another.post("/sign-in", credentials), 303, to: "/me")
    }
}

/// What the first program left behind, written as it wrote it.
struct OldDatabase: Sendable {
    static let passphrase = "heron willow candle stone river"
    static let tables: [SQL] = ["members", "consents", "credentials", "courses", "evaluations", "audit_events"]

    let keys: AccountKeys
    let ana = ID<Person>.new(at: Instant(milliseconds: 1))
    let token = String(repeating: "ab", count: 32)
    /// Rows of `tables`.
    let counts = [2_000, 2_000, 1, 2_000, 2_000, 3]

    static func count(_ table: SQL, in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM \(table)") { try $0.get(0) } ?? 0
    }

    func fill(_ address: String) async throws {
        let database = try await Database.open(address)
        try await database.migrate(
            try Project.migrations(of: ["Jobs"]) + [
                Project.migrations(of: "Accounts", below: 3), Project.migrations(of: "Vocabulary", below: 2),
                Project.migrations(of: "Journal", below: 2), Project.migrations(of: "Evidence", below: 3),
            ])
        let phc = try await PassphraseHashing(pepper: keys.pepper)
            .phc(of: try #require(Passphrase(given: Self.passphrase)))
        try await database.write { tx in
            try addMembers(in: tx)
            try addAccess(phc, in: tx)
            try addRecords(in: tx)
            try addLog(in: tx)
        }
        try await database.close()
    }

    private func member(_ number: Int) -> ID<Person> { number == 0 ? ana : ID(named: "member \(number)") }

    private func addMembers(in tx: Transaction) throws {
        try tx.insert(
            into: "members",
            ["id", "pseudonym", "pseudonym_key", "language", "is_synthetic", "health_consent", "created_at"],
            rows: (0..<2_000).lazy.map { number in
                let name = number == 0 ? "Ana" : "Member \(number)"
                return [
                    member(number).sqlValue, .text(name), .text(PseudonymKey(of: name).text),
                    .text(number.isMultiple(of: 5) ? "es" : "en"), .boolean(number > 0), .boolean(true), .integer(1),
                ]
            })
        try tx.insert(
            into: "consents", ["id", "member_id", "kind", "is_granted", "version", "language", "decided_at"],
            rows: (0..<2_000).lazy.map { number in
                [
                    ID<Person>(named: "consent \(number)").sqlValue, member(number).sqlValue, .text("health_data"),
                    .boolean(true), .integer(1), .text("en"), .integer(1),
                ]
            })
    }

    private func addAccess(_ phc: String, in tx: Transaction) throws {
        let code = [UInt8](repeating: 1, count: 32)
        try tx.execute(
            """
            INSERT INTO credentials (member_id, phc, changed_at, recovery_hash, recovery_made_at)
            VALUES (\(ana), \(phc), 1, \(code), 1)
            """)
        for (space, role) in [("", "administrator"), ("commons", "steward")] {
            try tx.execute(
                "INSERT INTO roles (member_id, space, role, granted_at) VALUES (\(ana), \(space), \(role), 1)")
        }
        for number in 0..<20 {
            let hash = [UInt8](repeating: UInt8(number), count: 32)
            let later = Instant(milliseconds: 4_000_000_000_000)
            try tx.execute(
                """
                INSERT INTO sessions (token_hash, member_id, csrf_secret, created_at, seen_at, expires_at, idle_limit)
                VALUES (\(hash), \(member(number)), 'secret', 1, \(later), \(later), 604800000)
                """)
        }
    }

    private func addRecords(in tx: Transaction) throws {
        let (treatment, purpose) = (ID<Person>(named: "treatment"), ID<Person>(named: "purpose"))
        for number in 0..<2_000 {
            let id = ID<Person>(named: "course \(number)")
            try tx.execute(
                """
                INSERT INTO courses (id, member_id, treatment_id, purpose_id, purpose_kind, created_at, last_seen_at)
                VALUES (\(id), \(member(number)), \(treatment), \(purpose), 'condition', 1, 1)
                """)
            try tx.execute(
                """
                INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, effectiveness, is_current)
                VALUES (\(id), \(id), \(treatment), \(purpose), 1, 3, TRUE)
                """)
        }
    }

    /// Three lines, hashed without a key.
    private func addLog(in tx: Transaction) throws {
        var previous = AuditLine.beginning
        for sequence in 1...3 {
            let line = AuditLine(
                sequence: Int64(sequence), at: Instant(milliseconds: 1), event: "signed-in", subject: "a", actor: "b",
                detail: "", previous: previous)
            try tx.execute(
                """
                INSERT INTO audit_events (sequence, occurred_at, event, subject, actor, detail, previous, hash)
                VALUES (\(line.sequence), \(line.at), \(line.event), 'a', 'b', '', \(Hex.text(previous)),
                        \(Hex.text(line.unkeyedHash)))
                """)
            previous = line.unkeyedHash
        }
        try tx.execute("UPDATE audit_head SET sequence = 3, hash = \(Hex.text(previous)) WHERE id = 1")
    }
}
