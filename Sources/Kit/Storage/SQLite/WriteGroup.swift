import Dispatch

/// Writes that share one commit, so one wait for the disk.
///
/// Whatever has arrived by the time a body is done joins, up to 64 writes or 2 ms after the first began; nobody waits
/// for company. A body that fails takes nobody with it: every one but the first has a savepoint of its own, and the
/// first is alone in the transaction while it runs.
struct WriteGroup {
    private let connection: SQLiteConnection
    private var done: [(work: Work, acknowledge: @Sendable () -> Void)] = []

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// Runs `first`, and what else waits in the queue; acknowledges after the commit.
    mutating func run(_ first: Work, then queue: WorkQueue) {
        if let statement = first.alone { return runAlone(statement, first) }
        let deadline = DispatchTime.now().uptimeNanoseconds + 2_000_000
        do {
            done.append((first, try connection.transaction("BEGIN IMMEDIATE", first)))
        } catch {
            connection.rollBack()
            return first.fail(error)
        }
        while done.count < 64, DispatchTime.now().uptimeNanoseconds < deadline, let next = queue.takeWaiting() {
            guard join(next) else { return runEachAlone() }
        }
        do {
            try connection.control("COMMIT")
            for (_, acknowledge) in done { acknowledge() }
        } catch {
            connection.rollBack()
            if done.count == 1 { return first.fail(error) }
            runEachAlone()
        }
    }

    /// Outside of a transaction; whoever writes meanwhile waits behind it.
    private func runAlone(_ statement: SQL, _ work: Work) {
        do {
            connection.noteWrite()
            try connection.control(statement)
            let nothing = Transaction(connection)
            defer { nothing.end() }
            try work.attempt(nothing)()
        } catch {
            work.fail(error)
        }
    }

    /// Runs a body in a savepoint; `false` when SQLite undid the whole transaction.
    private mutating func join(_ work: Work) -> Bool {
        do {
            let acknowledge = try connection.transaction("SAVEPOINT member", work)
            try connection.control("RELEASE SAVEPOINT member")
            done.append((work, acknowledge))
            return true
        } catch {
            work.fail(error)
            if connection.isOutsideTransaction { return false }
            do {
                try connection.control("ROLLBACK TO SAVEPOINT member")
                try connection.control("RELEASE SAVEPOINT member")
                return true
            } catch {
                connection.rollBack()
                return false
            }
        }
    }

    /// After a commit that failed for all (a deferred constraint of one of them, a full disk): who is to blame?
    private func runEachAlone() {
        for (work, _) in done {
            do {
                let acknowledge = try connection.transaction("BEGIN IMMEDIATE", work)
                try connection.control("COMMIT")
                acknowledge()
            } catch {
                connection.rollBack()
                work.fail(error)
            }
        }
    }
}

extension SQLiteConnection {
    /// Begins in the given way and runs a body; the end is the caller's.
    func transaction(_ begin: SQL, _ work: Work) throws -> @Sendable () -> Void {
        try control(begin)
        let transaction = Transaction(self)
        defer { transaction.end() }
        let acknowledge = try work.attempt(transaction)
        noteWrite()
        return acknowledge
    }

    func control(_ sql: SQL) throws {
        _ = try run(sql) { _ in true }
    }

    /// Undoes a transaction if there is one.
    func rollBack() {
        if !isOutsideTransaction { try? control("ROLLBACK") }
    }
}
