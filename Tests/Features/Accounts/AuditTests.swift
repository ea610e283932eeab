import Storage
import Testing

import World

@testable import Accounts

@Suite struct AuditTests {
    @Test(arguments: Backend.available)
    func `an untouched log is whole`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            #expect(
                try await world.verdict() == .whole(length: 0, head: String(repeating: "0", count: 64), keyedFrom: 1))
            try await world.write(lines: 12)
            guard case .whole(let length, let head, _) = try await world.verdict() else {
                Issue.record("broken"); return
            }
            #expect(length == 12)
            try await world.write(lines: 3)
            #expect(try await world.accounts.audit.verify(world.database, against: (length, head)) != .broken(at: 12))
        }
    }

    @Test(arguments: Backend.available, Tampering.allCases)
    func `whatever is done to it is found`(on backend: Backend, tampering: Tampering) async throws {
        try await withAccounts(on: backend) { world in
            try await world.write(lines: 20)
            guard case .whole(let length, let head, _) = try await world.verdict() else {
                Issue.record("broken"); return
            }
            try await world.database.write { tx in for statement in tampering.statements { try tx.execute(statement) } }
            let verdict = try await world.accounts.audit.verify(world.database, against: (length, head))
            #expect(verdict == .broken(at: tampering.place))
        }
    }

    /// Statements that only a thief of the database could run.
    enum Tampering: String, CaseIterable, CustomTestStringConvertible {
        case edit, editSubject, editTime, delete, deleteFirst, swap, insert, cutOff, cutOffWithHead, editHash,
            rewriteHead

        var testDescription: String { rawValue }

        var statements: [SQL] {
            switch self {
            case .edit: ["UPDATE audit_events SET detail = 'nothing' WHERE sequence = 7"]
            case .editSubject: ["UPDATE audit_events SET subject = '' WHERE sequence = 7"]
            case .editTime: ["UPDATE audit_events SET occurred_at = occurred_at + 1 WHERE sequence = 7"]
            case .delete: ["DELETE FROM audit_events WHERE sequence = 7"]
            case .deleteFirst: ["DELETE FROM audit_events WHERE sequence = 1"]
            case .swap:
                [
                    "UPDATE audit_events SET sequence = 0 WHERE sequence = 7",
                    "UPDATE audit_events SET sequence = 7 WHERE sequence = 8",
                    "UPDATE audit_events SET sequence = 8 WHERE sequence = 0",
                ]
            case .insert:
                [
                    """
                    INSERT INTO audit_events (sequence, occurred_at, event, subject, actor, detail, previous, hash)
                    SELECT 21, occurred_at, event, subject, actor, detail, previous, hash FROM audit_events
                    WHERE sequence = 20
                    """
                ]
            case .cutOff: ["DELETE FROM audit_events WHERE sequence > 15"]
            case .cutOffWithHead:
                [
                    "DELETE FROM audit_events WHERE sequence > 15",
                    """
                    UPDATE audit_head SET sequence = 15, hash = (SELECT hash FROM audit_events WHERE sequence = 15)
                    """,
                ]
            case .editHash: ["UPDATE audit_events SET hash = 'ff' WHERE sequence = 20"]
            case .rewriteHead: ["UPDATE audit_head SET hash = 'ff'"]
            }
        }

        var place: Int64 {
            switch self {
            case .edit, .editSubject, .editTime, .delete, .swap: 7
            case .deleteFirst: 1
            case .insert, .rewriteHead: 21
            case .cutOff: 16
            // Only the head that was kept elsewhere shows it.
            case .cutOffWithHead, .editHash: 20
            }
        }
    }

    @Test(arguments: Backend.available)
    func `writers at the same time make one chain`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { try await world.write(lines: 1) } }
                try await group.waitForAll()
            }
            guard case .whole(let length, _, _) = try await world.verdict() else { Issue.record("broken"); return }
            #expect(length == 16)
        }
    }

    @Test func `the log names nobody`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", roles: [HeldRole(.leader, in: .site)], consent: true)
            let lines = try await world.database.read { tx in
                try tx.rows("SELECT subject, actor, detail FROM audit_events ORDER BY sequence") {
                    [try $0.get(0, as: String.self), try $0.get(1), try $0.get(2)]
                }
            }
            #expect(lines.count == 4)
            #expect(Set(lines.map { $0[0] }) == [world.accounts.audit.pseudonym(ana)])
            #expect(!lines.joined().contains { $0.contains(ana.description) || $0.lowercased().contains("ana") })
        }
    }
}

extension TestAccounts {
    func verdict() async throws -> AuditVerdict { try await accounts.audit.verify(database) }

    func write(lines: Int) async throws {
        let (audit, now) = (accounts.audit, time.now)
        for number in 0..<lines {
            try await database.write {
                try audit.record(
                    .signedUp, about: ID(named: "\(number)"), by: .system(reason: "test"), detail: "line \(number)",
                    at: now, in: $0)
            }
        }
    }
}
