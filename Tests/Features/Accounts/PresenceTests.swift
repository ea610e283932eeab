import Foundation
import Logging
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Two databases that differ only in who was here when are the same: to whoever holds copies from before and after, and
/// the logs, a visit could have been anybody's.
@Suite struct PresenceTests {
    @Test(arguments: Backend.available, PresenceWay.allCases)
    func `copies from before and after a visit do not tell whose it was`(
        on backend: Backend, way: PresenceWay
    ) async throws {
        let ana = try await Self.traces(of: "Ana", by: way, on: backend)
        let ben = try await Self.traces(of: "Ben", by: way, on: backend)
        #expect(ana.after == ben.after)
        #expect(ana.changes == ben.changes)
        #expect(ana.log == ben.log)
        // It is seen that somebody came: a comparison of nothing would be equal, too.
        #expect(ana.changes["sessions"]?.come.isEmpty == false)
        // The one of the first day is gone again with its day.
        #expect(ana.changes["used_second_factors"]?.come.count == (way == .passphrase ? nil : 1))
        let kept = ["members", "credentials", "member_keys", "authenticator_apps", "passkeys", "spare_codes"]
        #expect(kept.allSatisfy { ana.changes[$0] == nil })
    }

    /// What would betray a visitor; each must be seen by the comparison above, or it is blind.
    enum Betrayal: String, CaseIterable {
        case seenAt, rewrittenWrap, rowMoved, logLine
    }

    @Test(arguments: Backend.available, Betrayal.allCases)
    func `a trace of who it was would be seen`(on backend: Backend, betrayal: Betrayal) async throws {
        let ana = try await Self.traces(of: "Ana", by: .passphrase, on: backend, betrayal)
        let ben = try await Self.traces(of: "Ben", by: .passphrase, on: backend, betrayal)
        #expect(ana != ben)
    }

    /// What somebody has who copied the database before and after, and every log.
    struct Traces: Equatable {
        var after: DatabaseDump
        var changes: [String: DatabaseDump.Change]
        var log: [String]
    }

    /// Builds the same world, lets one of two people come for some days, and answers what is left of it.
    static func traces(
        of visitor: String, by way: PresenceWay, on backend: Backend, _ betrayal: Betrayal? = nil
    ) async throws -> Traces {
        var traces: Traces?
        try await withAccounts(on: backend) { world in
            let (people, factors) = try await world.peopleAlike(way)
            let before = try await world.database.dump(on: backend)
            try await world.visit(as: visitor, by: way, factors[visitor])
            if let betrayal, let person = people[visitor] { try await world.betray(person, betrayal) }
            let after = try await world.database.dump(on: backend)
            let reading = Reading(world: world, people: people)
            let changes = before.changes(to: after).mapValues {
                DatabaseDump.Change(gone: $0.gone.map(reading.row), come: $0.come.map(reading.row))
            }
            traces = Traces(
                after: after.mapped(reading.row), changes: changes, log: world.world.log.lines.map(reading.row))
        }
        return try #require(traces)
    }

    /// Reads rows as somebody can who knows every member by name, and nothing of the server's keys: random bytes are
    /// their length, identifiers and pseudonyms of known people are their names.
    struct Reading {
        let names: [(text: String, name: String)]

        init(world: TestAccounts, people: [String: ID<Person>]) {
            names = people.sorted { $0.key < $1.key }.flatMap { name, id in
                let hex = id.description.filter { $0 != "-" }
                return [
                    (id.description, name), ("X'\(hex.uppercased())'", name),
                    (world.accounts.audit.pseudonym(id), "pseudonym of \(name)"),
                ]
            }
        }

        /// Columns whose bytes are random, or keyed, to whoever has only the database.
        static let random = [
            "mark", "key_wrap", "phc", "recovery_hash", "passphrase_salt", "passphrase_wrap", "code_salt", "code_wrap",
            "name_mark", "id", "previous", "hash", "secret", "credential_id", "public_key", "name", "code_hash",
        ]

        func row(_ text: String) -> String {
            var known = text
            for (text, name) in names { known = known.replacingOccurrences(of: text, with: name) }
            return known.components(separatedBy: "|").map { column in
                let parts = column.split(separator: "=", maxSplits: 1).map(String.init)
                guard let name = parts.first, let value = parts.last, Self.random.contains(name),
                    !names.contains(where: { $0.name == value })
                else { return column }
                return "\(name): \(value.utf8.count) bytes"
            }.joined(separator: "|")
        }
    }
}

extension TestAccounts {
    func betray(_ member: ID<Person>, _ betrayal: PresenceTests.Betrayal) async throws {
        let now = time.now
        let name = try await accounts.pseudonyms(of: [member])[member] ?? ""
        switch betrayal {
        case .seenAt:
            try await database.write { try $0.execute("UPDATE visits SET seen_at = \(now) WHERE pseudonym = \(name)") }
        case .rewrittenWrap:
            let (wrap, salt) = (RandomBytes.make(MemberKeyWraps.size), RandomBytes.make(16))
            try await database.write {
                try MemberKeyStore.setPassphrase(wrap: wrap, salt: salt, of: member, in: $0)
            }
        case .rowMoved:
            // As it was, but stored anew: behind the others.
            try await database.write { tx in
                try tx.execute("DELETE FROM visits WHERE pseudonym = \(name)")
                try tx.execute("INSERT INTO visits (pseudonym, seen_at) VALUES (\(name), 0)")
            }
        case .logLine: world.dependencies.logger.info("\(name) was here")
        }
    }

    func dump() async throws -> DatabaseDump { try await database.dump(on: backend) }
}
