import Accounts
import Foundation
import Logging
import Safety
import Storage
import Synchronization

/// Everything that can happen to alerts, on one engine.
struct Trial {
    let address: String
    let folder: String
    let alerts: Int
    let lives: Int
    let hasGuard: Bool

    private var ledger: Ledger { Ledger(path: "\(folder)/ledger") }
    private var clockFile: String { "\(folder)/clock" }

    /// What is done before a process begins, and the clock's offset in hours while it lives.
    private enum Trouble: CaseIterable {
        case none, deadWorkers, suspendedOwner, erasedWriter, emptyRoster, anHourOn, anHourBack, aYearOn, aYearBack
    }

    private(set) var kills = 0
    private(set) var offset: Int64 = 0

    /// Lives one life after the other, each killed in its middle, and judges what is left.
    mutating func run() async throws -> Verdict {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for life in 0..<lives {
            let trouble = Trouble.allCases[life % Trouble.allCases.count]
            try await prepare(trouble)
            // So many by the end of this life: each kill finds alerts that are being raised.
            let goal = alerts * (life + 1) / lives
            let count = Database.isPostgres(address) ? 2 : 1
            let processes = try (0..<count).map { _ in try begin(trouble, goal: goal) }
            // Once it works: a kill while it still opens the database shows nothing.
            let before = ledger.size
            for _ in 0..<1_500 where processes.allSatisfy(\.isRunning) && ledger.size == before {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await Task.sleep(for: .milliseconds(.random(in: 300...900)))
            // Also in the middle of a life.
            if trouble == .anHourOn || trouble == .anHourBack {
                try set(offset + (trouble == .anHourOn ? 3_600_000 : -3_600_000))
            }
            try await Task.sleep(for: .milliseconds(.random(in: 50...300)))
            for process in processes {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                kills += 1
            }
        }
        return try await judge()
    }

    private mutating func prepare(_ trouble: Trouble) async throws {
        switch trouble {
        case .aYearOn: try set(offset + 365 * 86_400_000)
        case .aYearBack: try set(offset - 365 * 86_400_000)
        default: break
        }
        let site = try await Site(address, clock: clockFile)
        let people = try await site.people()
        let reason = Viewer.system(reason: "bench")
        // A year away nobody has a shift; so it is in the life after a jump.
        if trouble != .aYearOn && trouble != .aYearBack { try await site.setRoster(isEmpty: trouble == .emptyRoster) }
        if trouble == .suspendedOwner {
            try await site.accounts.hold(people.moderators[0], isForGood: false, by: reason)
        } else {
            try await site.accounts.liftHold(from: people.moderators[0], by: reason)
        }
        if trouble == .erasedWriter, let writer = people.writers.first, people.writers.count > 20 {
            try await site.database.write { try $0.execute("DELETE FROM members WHERE id = \(writer)") }
        }
        try await site.database.close()
    }

    private mutating func set(_ offset: Int64) throws {
        self.offset = offset
        try String(offset).write(toFile: clockFile, atomically: true, encoding: .utf8)
    }

    private func begin(_ trouble: Trouble, goal: Int) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "--live", address, clockFile, ledger.path, String(goal), trouble == .deadWorkers ? "dead" : "working",
            hasGuard ? "guarded" : "unguarded",
        ]
        try process.run()
        return process
    }

    /// Time passes, an hour and a minute at a time, with what moves alerts at work and nobody to take them; then every alert
    /// is looked at.
    private mutating func judge() async throws -> Verdict {
        let sounds = Sounds()
        let site = try await Site(
            address, clock: clockFile, logger: Logger(label: "bench") { _ in Sounds.Handler(sounds: sounds) })
        try await site.setRoster(isEmpty: false)
        try await site.accounts.hold(
            try await site.people().moderators[0], isForGood: false, by: .system(reason: "bench"))
        for _ in 0..<4 {
            try set(offset + 61 * 60_000)
            if hasGuard { while try await site.safety.escalate(at: site.clock.now()) > 0 {} }
        }
        let watch = Task { await site.safety.keepWatch(every: .milliseconds(20)) }
        for _ in 0..<200 where sounds.count == 0 { try await Task.sleep(for: .milliseconds(10)) }
        watch.cancel()
        await watch.value
        var verdict = try await Verdict(site, ledger)
        (verdict.kills, verdict.hasSounded) = (kills, sounds.count > 0)
        try await site.database.close()
        return verdict
    }
}

/// Counts what is logged as critical.
final class Sounds: Sendable {
    private let critical = Mutex(0)
    var count: Int { critical.withLock { $0 } }

    struct Handler: LogHandler {
        let sounds: Sounds
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .critical

        init(sounds: Sounds) { self.sounds = sounds }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { sounds.critical.withLock { $0 += 1 } }
    }
}
