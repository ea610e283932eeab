import Jobs
import Logging
import Markup
import Storage
import Synchronization
import Web

/// Takes removed words out of the files of the engine, where that does not happen by itself: on PostgreSQL, which keeps
/// them in the table, in samples for its planner, and in its write-ahead log; on SQLite, which overwrites what is removed
/// but not what it moved from one page to another before. docs/erasing.md says when.
struct WordBytes: Sendable {
    let database: Database
    let logger: Logger
    var file = RewrittenFile()
    let tables: @Sendable () -> [RecordSet.Table]

    /// Has the planner keep no samples of words; nothing to do but for the first start after a new table.
    func stopSampling() async {
        guard database.engine == .postgres else { return }
        let tables = tables()
        do {
            let sampled = try await database.read { try RewrittenTableStore.sampled(in: $0) }
            for table in tables {
                for column in table.words {
                    guard let found = sampled["\(table.name).\(column)"] else { continue }
                    try await database.write {
                        try RewrittenTableStore.stopSampling(column, of: table.name, found, in: $0)
                    }
                }
            }
        } catch {
            logger.warning("PostgreSQL goes on sampling members' words", metadata: ["error": "\(error)"])
        }
    }

    /// Rewrites the tables that lost rows since they were last rewritten, then empties the log of them.
    ///
    /// A table is locked for as long as that takes. Where the lock is not to be had at once, or an older transaction may still
    /// see what was removed, the others are done first, and the job comes back for the rest a minute later.
    func rewrite() async throws {
        guard database.engine == .postgres else { return try await rewriteFile() }
        let (losses, noted, rights) = try await database.read { tx in
            (
                try RewrittenTableStore.losses(in: tx), try RewrittenTableStore.noted(in: tx),
                try RewrittenTableStore.rights(in: tx)
            )
        }
        var done: [(table: String, lost: String)] = []
        var (hasRewritten, waiting) = (false, 0)
        for table in tables() {
            let lost = losses[table.name]
            if let lost, noted[table.name] == lost { continue }
            do {
                let told = try await database.maintain([RewrittenTableStore.rewriting(table.name)].compactMap { $0 })
                hasRewritten = true
                switch RewrittenTableStore.rowsKept(told) {
                // The count of before: what was lost meanwhile is seen the next night.
                case 0: if let lost { done.append((table.name, lost)) }
                case nil: logger.warning("PostgreSQL did not tell whether a table is rid of what was removed")
                default: waiting += 1
                }
            } catch {
                waiting += 1
                guard error as? StorageError != .busy else { continue }
                logger.warning(
                    "a table could not be rewritten", metadata: ["table": "\(table.name)", "error": "\(error)"])
            }
        }
        if hasRewritten { try await emptyLog(rights) }
        // Not before the log is rid of them: where that fails, the job does all of it again.
        let rewritten = done
        try await database.write { tx in
            for (table, lost) in rewritten { try RewrittenTableStore.note(table, lost, in: tx) }
        }
        if waiting > 0 {
            throw JobFailure("\(waiting) tables are not rid of what was removed", retry: .after(.seconds(60)))
        }
    }

    /// SQLite's file, where something was taken from sight since this process last wrote it anew. Readers go on; who writes
    /// waits.
    private func rewriteFile() async throws {
        let takedowns = try await database.takedowns()
        guard file.takedowns.withLock({ $0 != takedowns }) else { return }
        try await database.maintain(["VACUUM"])
        file.takedowns.withLock { $0 = takedowns }
    }

    /// What was in the log when this began is in a file that is no longer used: three files back, as tried with PostgreSQL 15.
    private func emptyLog(_ rights: ServerRights) async throws {
        if rights.statistics { try await database.maintain([RewrittenTableStore.rewritingStatistics]) }
        for _ in 0..<3 {
            if rights.log { try await database.maintain([RewrittenTableStore.switchingLog]) }
            if rights.checkpoint { try await database.maintain([RewrittenTableStore.checkpoint]) }
        }
    }

    /// For `doctor`: what keeps removed words for longer than is said.
    func findings() async throws -> [CheckFinding] {
        if let age = database.logAge, age > .seconds(60) {
            return [CheckFinding(.warning, "accounts.doctor.bytes.reader")]
        }
        guard database.engine == .postgres else { return [] }
        let tables = tables()
        return try await database.read { tx in
            var findings: [CheckFinding] = []
            if let remedy = try LoggedWords.remedy(in: tx) {
                findings.append(CheckFinding(.warning, "accounts.doctor.bytes.log", ["sql": .text(remedy)]))
            }
            let remedies = try RewrittenTableStore.rights(in: tx).remedies
            if !remedies.isEmpty {
                let sql = TextValue.text(remedies.joined(separator: " "))
                findings.append(CheckFinding(.warning, "accounts.doctor.bytes.rights", ["sql": sql]))
            }
            let sampled = try RewrittenTableStore.sampled(in: tx)
            let columns = tables.flatMap { table in table.words.map { "\(table.name).\($0)" } }
            if columns.contains(where: { sampled[$0] != nil }) {
                findings.append(CheckFinding(.warning, "accounts.doctor.bytes.samples"))
            }
            return findings
        }
    }
}

/// What this process knows of SQLite's file: how often something had been taken from sight when it was last written anew; nil
/// before the first time.
final class RewrittenFile: Sendable {
    let takedowns = Mutex<Int?>(nil)
}
