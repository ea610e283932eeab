import Crypto
import Storage
import Testing
import Web
import World

@testable import Accounts

/// The chain is bound with a key that is not in the database: who can write the tables cannot write a chain.
@Suite struct AuditChainTests {
    @Test(arguments: Backend.available)
    func `lines from before the chain was keyed hold, and keyed ones go on from them`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            try await world.write(lines: 5)
            try await world.rewriteUnkeyed(keyedFrom: 6)
            try await world.write(lines: 7)
            guard case .whole(12, _, keyedFrom: 6) = try await world.verdict() else {
                Issue.record("\(try await world.verdict())")
                return
            }
            try await world.database.write { try $0.execute("UPDATE audit_events SET detail = 'x' WHERE sequence = 3") }
            #expect(try await world.verdict() == .broken(at: 3))
        }
    }

    @Test(arguments: Backend.available)
    func `a keyed line that was rewritten with all behind it is found`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            try await world.write(lines: 9)
            try await world.database.write { try $0.execute("UPDATE audit_events SET detail = 'x' WHERE sequence = 4") }
            #expect(try await world.verdict() == .broken(at: 4))
            // With another key, or none, the rest does not fit either.
            try await world.rewrite(from: 4) { $0.hash(under: SymmetricKey(size: .bits256)) }
            #expect(try await world.verdict() == .broken(at: 4))
            try await world.rewrite(from: 4) { $0.unkeyedHash }
            #expect(try await world.verdict() == .broken(at: 4))
            try await world.rewrite(from: 1) { $0.unkeyedHash }
            #expect(try await world.verdict() == .broken(at: 1))
        }
    }

    @Test(arguments: Backend.available)
    func `who also says that the key is younger is found by a head kept elsewhere`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            try await world.write(lines: 9)
            guard case .whole(let length, let head, _) = try await world.verdict() else {
                Issue.record("broken"); return
            }
            try await world.database.write { try $0.execute("UPDATE audit_events SET detail = 'x' WHERE sequence = 4") }
            try await world.rewriteUnkeyed(keyedFrom: 10)
            // By itself it looks like a log from before; the command says what vouches for such lines.
            guard case .whole(9, _, keyedFrom: 10) = try await world.verdict() else { Issue.record("broken"); return }
            #expect(try await world.run("audit verify")[0].contains("Lines before 10"))
            let verdict = try await world.accounts.audit.verify(world.database, against: (length, head))
            #expect(verdict == .broken(at: 9))
        }
    }

    @Test(arguments: Backend.available)
    func `the command prints a head, takes one, and says where it breaks`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            try await world.write(lines: 4)
            let said = try await world.run("audit verify")
            #expect(said.count == 2 && said[0].hasPrefix("The audit log is whole."))
            let head = try #require(said.last)
            #expect(head.hasPrefix("4:") && head.utf8.count == 66)
            try await world.write(lines: 2)
            #expect(try await world.run("audit verify", "--head", head)[1].hasPrefix("6:"))
            for wrong in ["", "4", "four:ff", "-1:ff"] {
                await #expect(throws: CommandError.self) { try await world.run("audit verify", "--head=\(wrong)") }
            }
            // Cut off together with the head: only the one kept elsewhere shows it.
            try await world.database.write { tx in
                try tx.execute("DELETE FROM audit_events WHERE sequence > 3")
                try tx.execute(
                    """
                    UPDATE audit_head SET sequence = 3, hash = (SELECT hash FROM audit_events WHERE sequence = 3)
                    """)
            }
            #expect(try await world.run("audit verify")[1].hasPrefix("3:"))
            do {
                try await world.run("audit verify", "--head", head)
                Issue.record("the cut was not seen")
            } catch let error as CommandError {
                #expect(error.description.contains("broken at line 4"))
            }
        }
    }

    @Test(arguments: Backend.available)
    func `signing in, reading and signing out leave no line`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            _ = try await world.member("Ana")
            let before = try await world.verdict()
            try await world.visit(as: "Ana", by: .passphrase, nil)
            #expect(try await world.verdict() == before)
        }
    }
}

extension TestAccounts {
    /// As who can write the tables would: every line from one on bound anew, and the head after it.
    func rewrite(from first: Int64, keyedFrom: Int64 = 1, _ hash: @escaping @Sendable (AuditLine) -> [UInt8])
        async throws
    {
        try await database.write { tx in
            var previous = AuditLine.beginning
            let lines = try tx.rows(
                """
                SELECT sequence, occurred_at, event, subject, actor, detail, previous, hash FROM audit_events
                ORDER BY sequence
                """
            ) { row in
                let line = AuditLine(
                    sequence: try row.get(0), at: try row.get(1), event: try row.get(2), subject: try row.get(3),
                    actor: try row.get(4), detail: try row.get(5), previous: [])
                return (line, try row.get(7, as: String.self))
            }
            for (line, kept) in lines {
                guard line.sequence >= first else {
                    previous = Hex.bytes(kept) ?? []
                    continue
                }
                let bound = AuditLine(
                    sequence: line.sequence, at: line.at, event: line.event, subject: line.subject, actor: line.actor,
                    detail: line.detail, previous: previous)
                let hash = hash(bound)
                try tx.execute(
                    """
                    UPDATE audit_events SET previous = \(Hex.text(previous)), hash = \(Hex.text(hash))
                    WHERE sequence = \(line.sequence)
                    """)
                previous = hash
            }
            try tx.execute(
                "UPDATE audit_head SET hash = \(Hex.text(previous)), keyed_from = \(keyedFrom) WHERE id = 1")
        }
    }

    func rewriteUnkeyed(keyedFrom: Int64) async throws {
        try await rewrite(from: 1, keyedFrom: keyedFrom) { $0.unkeyedHash }
    }
}
