import Evidence
import Foundation
import Storage

/// A process that makes a release, and is killed in the middle of it.
enum Killing {
    /// What the other process does: says that it has opened the database, and releases.
    static func release(_ address: String, words: String, at milliseconds: Int64) async throws {
        let rooms = try await Rooms(address, words: words, time: Time(milliseconds))
        print("open")
        fflush(nil)
        try await rooms.evidence.makeRelease()
        print("done")
    }

    /// Answers whether it was killed before it was done.
    static func kill(_ address: String, words: String, at now: Instant, after delay: Duration) async throws -> Bool {
        let (process, said) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--release", address, words, String(now.milliseconds)]
        process.standardOutput = said
        try process.run()
        _ = try said.fileHandleForReading.read(upToCount: 4)
        try await Task.sleep(for: delay)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }
}

extension Twice {
    /// Forty new pairs a time, whose first blocks of both series close, and a kill somewhere among them.
    mutating func killed(_ rounds: Int) async throws {
        var kills = 0
        for round in 0..<rounds {
            let pairs = (0..<40).map { (trial: 0, pair: Self.pair(round * 40 + $0)) }
            try await town.add(Array(people[0..<60]), to: pairs)
            town.rooms.time.pass(.days(1))
            let now = town.rooms.time.now
            try await town.rooms.database.close()
            let isKilled = try await Killing.kill(
                address, words: "\(folder)/words", at: now, after: .milliseconds(.random(in: 0...130)))
            kills += isKilled ? 1 : 0
            try await open(words: "words")
            try await check("killed")
            try await town.rooms.evidence.makeRelease()
            try await check("made after a kill")
            try await town.rooms.evidence.makeRelease()
            try await check("made again after a kill", closes: false)
        }
        if kills < rounds / 4 { note("only \(kills) releases were killed") }
    }

    /// Of those that nothing else here uses.
    private static func pair(_ number: Int) -> Pair { Pair(14 + number / 14, 6 + number % 14) }
}
