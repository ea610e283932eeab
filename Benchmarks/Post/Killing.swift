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
        // All that was sent is put down once more, under new keys.
        let members = try await mailing.putDownAgain(atMost: 20_000)
        var (killed, came): (Int, [String]) = (0, [])
        while true {
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
            if try await mailing.waiting().isEmpty { break }
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
