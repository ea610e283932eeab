import Accounts
import Foundation
import Post
import Storage
import Web

/// Kills the sending process in the middle, again and again, and reads what the sink has.
@MainActor
struct Killing {
    let mailing: Mailing
    let address: String
    let sink: Sink

    /// Mails whose end a killed process may not have written down: those in the worker's hands.
    nonisolated static let mostUnderWay = 48

    func run(kills: Int) async throws -> (kills: Int, lost: Int, twice: Int) {
        // All that was sent is put down once more, under new keys. SQLite's file belongs to one process at a time.
        let members = try await mailing.putDownAgain(atMost: 20_000)
        try await mailing.database.close()
        var (killed, came): (Int, [String]) = (0, [])
        var isWaiting = true
        while isWaiting {
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = [folder, postgres, "--work", address, "\(sink.port)", "\(killed * 11)"]
            try process.run()
            if killed < kills {
                try await Task.sleep(for: .milliseconds(.random(in: 300...900)))
                kill(process.processIdentifier, SIGKILL)
                killed += 1
            }
            process.waitUntilExit()
            came += try sink.takeLedger()
            let look = try await Mailing(address, key: key)
            isWaiting = try await !look.waiting().isEmpty
            try await look.database.close()
            guard killed <= kills, process.terminationReason == .uncaughtSignal || process.terminationStatus == 0 else {
                throw CocoaError(.fileReadUnknown)
            }
        }
        let readers = Set(came.map { mailing.member(of: $0) })
        return (killed, members.count - readers.count, came.count - Set(came).count)
    }
}

extension Mailing {
    /// Whose mail it was, which its message id says to whoever has the key.
    func member(of messageID: String) -> ID<Person>? {
        accounts.mailSeal.open(messageID.dropFirst().prefix { $0 != "@" }, for: .message)?.member
    }

    func putDownAgain(atMost count: Int) async throws -> [ID<Person>] {
        try await database.write { tx in
            let members = try tx.rows("SELECT member_id FROM contacts LIMIT \(count)") { try $0.get(0) as ID<Person> }
            for member in members {
                try dependencies.outbox.add("news", to: member, key: "again:\(member)", in: tx)
            }
            return members
        }
    }
}
