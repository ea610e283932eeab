import Dispatch

/// Writes that share one commit, so one wait for the disk, while all connections are busy.
///
/// Nobody waits for company: what stands in the queue when a write begins joins it, up to 32 writes or 5 ms. Each has a
/// savepoint of its own, so that one that fails takes nobody with it. **Answers are told after the commit, refusals too**:
/// they were given beside what may yet be undone. Where others were in the way the group runs again, then each alone.
extension PostgresSession {
    private static let most = 32
    private static let groupTries = 4
    private static let nanoseconds: UInt64 = 5_000_000

    private enum Outcome {
        case ended(answers: [@Sendable () -> Void])
        case again
        case apart
    }

    /// Runs `first`, and with it what else waits to write.
    mutating func run(_ first: Work, then queue: WorkQueue) {
        guard first.isWrite, let second = queue.takeWaitingWrite() else { return run(first) }
        var members = [first, second]
        for tries in 1...Self.groupTries {
            switch attempt(&members, joinedBy: tries == 1 ? queue : nil) {
            case .ended(let answers): return answers.forEach { $0() }
            case .again: pause(tries)
            case .apart: return members.forEach { run($0) }
            }
        }
        for work in members { run(work) }
    }

    private mutating func attempt(_ members: inout [Work], joinedBy queue: WorkQueue?) -> Outcome {
        do {
            let connection = try connected()
            let answers = try Self.answers(to: &members, joinedBy: queue, on: connection)
            return .ended(answers: try committed(answers, of: members, on: connection))
        } catch {
            let isInTheWay = connection?.failure?.isSerialization == true
            connection?.rollBack()
            if connection?.isLost ?? true { connection = nil }
            return isInTheWay ? .again : .apart
        }
    }

    private static func answers(
        to members: inout [Work], joinedBy queue: WorkQueue?, on connection: PostgresConnection
    ) throws -> [@Sendable () -> Void] {
        connection.begin(isWrite: true)
        let deadline = DispatchTime.now().uptimeNanoseconds + nanoseconds
        var answers: [@Sendable () -> Void] = []
        while answers.count < members.count {
            answers.append(try connection.answer(to: members[answers.count]))
            let isLast = answers.count == members.count && members.count < most
            if isLast, DispatchTime.now().uptimeNanoseconds < deadline, let next = queue?.takeWaitingWrite() {
                members.append(next)
            }
        }
        return answers
    }

    /// What to tell each, once it is on disk, or nobody knows whether it is.
    private mutating func committed(
        _ answers: [@Sendable () -> Void], of members: [Work], on connection: PostgresConnection
    ) throws -> [@Sendable () -> Void] {
        do {
            try connection.commit()
            return answers
        } catch {
            guard connection.isLost else { throw error }
            self.connection = nil
            return members.map { work in { work.fail(StorageError.uncertain) } }
        }
    }
}

extension PostgresConnection {
    private static let savepoint = "SAVEPOINT member"

    /// Runs a body behind a savepoint; what comes back tells its caller, after the commit. Throws where the transaction is
    /// lost for all.
    fileprivate func answer(to work: Work) throws -> @Sendable () -> Void {
        failure = nil
        pendingBegin.append(Self.savepoint)
        let transaction = Transaction(self)
        let outcome = Result {
            defer { transaction.end() }
            return try work.attempt(transaction)
        }
        // Without a statement of the body's the savepoint was not sent.
        let isSent = pendingBegin.last != Self.savepoint
        if !isSent { pendingBegin.removeLast() }
        switch outcome {
        case .success(let acknowledge):
            if isSent { pendingBegin.append("RELEASE SAVEPOINT member") }
            return acknowledge
        case .failure(let error):
            guard !isLost, failure.map({ !$0.isSerialization && !$0.isStalePlan }) ?? true else { throw error }
            if isSent { try script("ROLLBACK TO SAVEPOINT member; RELEASE SAVEPOINT member") }
            failure = nil
            return { work.fail(error) }
        }
    }
}
