import Foundation
import Jobs
import Storage

/// Kills the working process in the middle, again and again, and reads what it wrote down.
struct Killing {
    let address: String
    let ledger: String

    /// The process that is killed: each run writes a line before it returns.
    static func work(_ address: String, _ ledger: String) async throws {
        let sorting = try await Sorting(address)
        let file = open(ledger, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let end = try await sorting.waiting()
        let progress = Progress(total: max(end, 1))
        _ = try await sorting.work { job in
            let line = job.payload + "\n"
            _ = line.utf8CString.withUnsafeBytes { write(file, $0.baseAddress, $0.count - 1) }
            return progress.note(job)
        }
    }

    struct Outcome {
        var kills = 0
        var lost = 0
        /// Runs of jobs of which the database had said that they were done.
        var afterEnd = 0
        /// Runs that were under way when the process was killed, and had to be done again.
        var again = 0
    }

    func run(jobs: Int, kills: Int) async throws -> Outcome {
        var outcome = Outcome()
        let filling = try await Sorting(address)
        try await filling.database.write { try $0.execute("DELETE FROM jobs") }
        try await filling.fill(jobs)
        try await filling.database.close()
        var ended: Set<String> = []
        var linesRead = 0
        while true {
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = ["--work", address, ledger]
            try process.run()
            if outcome.kills < kills {
                // Once it works: a kill while it still opens the database shows nothing.
                let before = size()
                while process.isRunning, size() == before { try await Task.sleep(for: .milliseconds(2)) }
                try await Task.sleep(for: .milliseconds(.random(in: 0...300)))
                kill(process.processIdentifier, SIGKILL)
                outcome.kills += 1
            }
            process.waitUntilExit()
            let lines = runs()
            outcome.afterEnd += lines.dropFirst(linesRead).filter(ended.contains).count
            linesRead = lines.count
            let waiting = try await stillWaiting()
            ended = Set((0..<jobs).map(String.init)).subtracting(waiting)
            if waiting.isEmpty { break }
        }
        let lines = runs()
        outcome.lost = jobs - Set(lines).count
        outcome.again = lines.count - Set(lines).count
        return outcome
    }

    private func size() -> Int {
        var entry = stat()
        return stat(ledger, &entry) == 0 ? Int(entry.st_size) : 0
    }

    private func runs() -> [String] {
        let text = (try? String(contentsOfFile: ledger, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private func stillWaiting() async throws -> Set<String> {
        let sorting = try await Sorting(address)
        let payloads = try await sorting.database.read { tx in
            try tx.rows("SELECT payload FROM jobs WHERE state = 'waiting'") { try $0.get(0, as: String.self) }
        }
        try await sorting.database.close()
        return Set(payloads)
    }
}
