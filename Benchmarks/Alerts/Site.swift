import Accounts
import Foundation
import Jobs
import Logging
import Safety
import Storage
import Web

/// The rooms that alerts need, over a database, with a clock that the bench sets in a file.
struct Site: Sendable {
    static let moderators = 3
    static let writers = 40

    let database: Database
    let accounts: AccountsFeature
    let safety: SafetyFeature
    let worker: Worker
    let clock: Storage.Clock

    init(_ address: String, clock file: String, logger: Logger = quiet) async throws {
        clock = Storage.Clock {
            let offset = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { Int64($0) } ?? 0
            return Storage.Clock.system.now() + offset
        }
        database = try await Database.open(address)
        let dependencies = Dependencies(database: database, clock: clock, settings: SiteSettings(), logger: logger)
        accounts = try AccountsFeature(dependencies, keys: .ephemeral())
        safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
        worker = Worker(
            dependencies.queue, handlers: (accounts.feature.jobs + safety.feature.jobs), logger: logger)
        try await database.migrate(
            [Queue.migrations, accounts.feature.migrations, safety.feature.migrations])
    }

    /// Members, of whom the first hold the role; made once.
    func people() async throws -> (moderators: [ID<Person>], writers: [ID<Person>]) {
        let space = Space.site
        let moderators = try await database.read { tx in
            try tx.rows(
                """
                SELECT member_id FROM space_roles WHERE role = 'moderator' AND space = \(space.code)
                ORDER BY granted_at, member_id
                """
            ) { try $0.get(0, as: ID<Person>.self) }
        }
        if moderators.isEmpty {
            let now = Storage.Clock.system.now()
            let made = try await accounts.createSynthetic(
                count: Self.moderators + Self.writers, seed: 7, joined: { _ in now })
            for person in made.prefix(Self.moderators) {
                try await accounts.grant(HeldRole(.moderator, in: space), to: person, by: .system(reason: "bench"))
            }
            return try await people()
        }
        let known = Set(moderators)
        let members = try await database.read { tx in
            try tx.rows("SELECT id FROM members ORDER BY id") { try $0.get(0, as: ID<Person>.self) }
        }
        return (moderators, members.filter { !known.contains($0) })
    }

    /// The first moderator first, the second second, for a day around now; or nobody.
    func setRoster(isEmpty: Bool) async throws {
        let (safety, now) = (safety, clock.now())
        let moderators = try await people().moderators
        try await database.write { tx in
            try tx.execute("DELETE FROM duty_shifts")
            if isEmpty { return }
            for (number, member) in moderators.prefix(2).enumerated() {
                try safety.putOnDuty(
                    member, isSecond: number == 1, from: now - .days(1), to: now + .days(1), in: .site, tx)
            }
        }
    }

    func viewer(_ person: ID<Person>) -> Viewer { .person(person, roles: [HeldRole(.moderator, in: .site)]) }
}

/// A file to which several processes write whole lines, each after its transaction was on disk.
struct Ledger: Sendable {
    let path: String

    func write(_ line: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
    }

    /// What stands behind a word, by line.
    func words(after first: String) -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix(first + " ") }.map {
            String($0.dropFirst(first.count + 1))
        }
    }

    var size: Int {
        var entry = stat()
        return stat(path, &entry) == 0 ? Int(entry.st_size) : 0
    }
}
