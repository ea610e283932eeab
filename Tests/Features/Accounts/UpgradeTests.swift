import Crypto
import Foundation
import Storage
import Testing
import Web
import World

@testable import Accounts

/// A database of an earlier program is brought up to date, and loses nothing but what said who was here.
@Suite struct UpgradeTests {
    @Test(arguments: Backend.available)
    func `roles, audit lines and accounts of an earlier program go on, and its sessions end`(
        on backend: Backend
    ) async throws {
        let all = try Migrations(feature: "Accounts", bundle: .module).files()
        let earlier = Migrations(feature: "Accounts", files: all.filter { $0.number <= 2 })
        try await withDatabase(on: backend, migrations: [earlier]) { database in
            let ana = ID<Person>.random()
            let keys = try AccountKeys.ephemeral()
            try await Self.fill(database, ana)
            try await database.migrate([Migrations(feature: "Accounts", files: all)])
            let audit = Audit(key: keys.audit, chain: keys.auditChain)
            guard case .whole(3, _, keyedFrom: 4) = try await audit.verify(database) else {
                Issue.record("\(try await audit.verify(database))")
                return
            }
            try await database.write {
                try audit.record(
                    .exported, about: ana, by: .person(ana, roles: []), at: Instant(milliseconds: 4), in: $0)
            }
            guard case .whole(4, _, keyedFrom: 4) = try await audit.verify(database) else {
                Issue.record("\(try await audit.verify(database))")
                return
            }
            let roles = try await database.read { try RoleStore.roles(of: ana, in: $0) }
            #expect(
                Set(roles) == [
                    HeldRole(.administrator, in: .site), HeldRole(.leader, in: .site), HeldRole(.steward, in: .site),
                ])
            let (sessions, provisional) = try await database.read { tx in
                (
                    try tx.first("SELECT COUNT(*) FROM sessions") { try $0.get(0, as: Int.self) },
                    try CredentialStore.own(as: .person(ana, roles: []), in: tx)?.provisionalUntil
                )
            }
            #expect(sessions == 0 && provisional == nil)
        }
    }

    /// A member as the earlier program kept them: two roles of the server, one elsewhere, a session, three audit lines.
    private static func fill(_ database: Database, _ member: ID<Person>) async throws {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO members (id, pseudonym, pseudonym_key, language, is_synthetic, health_consent, created_at)
                VALUES (\(member), 'Ana', 'ana', 'en', FALSE, FALSE, 1)
                """)
            try tx.execute("INSERT INTO credentials (member_id, phc, changed_at) VALUES (\(member), 'phc', 1)")
            for (space, role) in [
                ("", "administrator"), ("", "steward"), ("commons", "steward"), ("commons", "leader"),
                ("x", "moderator"),
            ] {
                try tx.execute(
                    "INSERT INTO roles (member_id, space, role, granted_at) VALUES (\(member), \(space), \(role), 1)")
            }
            try tx.execute(
                """
                INSERT INTO sessions
                    (token_hash, member_id, csrf_secret, created_at, seen_at, expires_at, idle_limit)
                VALUES (\([UInt8](repeating: 1, count: 32)), \(member), 'secret', 1, 1, 9000000000000, 9000000000000)
                """)
            var previous = AuditLine.beginning
            for number in 1...3 {
                let line = AuditLine(
                    sequence: Int64(number), at: Instant(milliseconds: Int64(number)), event: "signed-in",
                    subject: "s", actor: "a", detail: "", previous: previous)
                try tx.execute(
                    """
                    INSERT INTO audit_events (sequence, occurred_at, event, subject, actor, detail, previous, hash)
                    VALUES (\(line.sequence), \(line.at), \(line.event), \(line.subject), \(line.actor),
                            \(line.detail), \(Hex.text(previous)), \(Hex.text(line.unkeyedHash)))
                    """)
                previous = line.unkeyedHash
            }
            try tx.execute("UPDATE audit_head SET sequence = 3, hash = \(Hex.text(previous)) WHERE id = 1")
        }
    }
}
