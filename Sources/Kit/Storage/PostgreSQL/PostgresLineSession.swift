import Dispatch
import Logging

/// The thread of the line with its connection: up to 32 writes or 10 ms a turn, each a transaction of its own, so one that
/// fails takes nobody with it; then one wait for the disk for all of them, in which another process has its turn.
///
/// **Answers are told after that wait, refusals too**: they were given beside what was not on disk yet.
struct PostgresLineSession {
    private static let most = 32
    private static let nanoseconds: UInt64 = 10_000_000
    /// Tries of a write that somebody outside of the line was in the way of; then it joins those outside.
    private static let tries = 4

    private enum Outcome {
        case committed(@Sendable () -> Void)
        case refused(any Error)
        /// Others were in the way, or the connection was lost before the commit: it may run again.
        case again
        /// The connection was lost while committing.
        case uncertain
    }

    private let line: PostgresLine
    private var session: PostgresSession
    /// For what must run when nobody else does any more.
    private var outside: PostgresSession

    init(
        line: PostgresLine, connect: @escaping @Sendable () throws(StorageError) -> PostgresConnection, logger: Logger
    ) {
        self.line = line
        session = PostgresSession(
            line: nil,
            connect: { () throws(StorageError) in
                let connection = try connect()
                try connection.beLine()
                return connection
            }, logger: logger)
        outside = PostgresSession(line: nil, connect: connect, logger: logger)
    }

    /// Runs `first`, and what stands behind it.
    mutating func run(_ first: Work) {
        line.note(isRunning: true)
        defer { line.note(isRunning: false) }
        let connection: PostgresConnection
        do {
            connection = try session.connected()
        } catch {
            // A server that gives out no more connections still has those of the others.
            return tell(first, .again, isOnDisk: false)
        }
        let hasTurn = connection.takeTurn()
        var outcomes: [(work: Work, outcome: Outcome)] = []
        let deadline = DispatchTime.now().uptimeNanoseconds + Self.nanoseconds
        var next: Work? = first
        while let work = next {
            line.note(isRunning: true)
            outcomes.append((work, attempt(work, on: connection)))
            let isOver = outcomes.count >= Self.most || DispatchTime.now().uptimeNanoseconds >= deadline
            next = isOver || connection.isLost ? nil : line.queue.takeWaiting()
        }
        line.note(isRunning: true)
        let isOnDisk = !connection.isLost && (try? connection.endTurn(hasTurn)) != nil
        // With the connection goes a turn that could not be ended.
        if !isOnDisk { session.connection = nil }
        for (work, outcome) in outcomes { tell(work, outcome, isOnDisk: isOnDisk) }
    }

    private mutating func tell(_ work: Work, _ outcome: Outcome, isOnDisk: Bool) {
        switch outcome {
        case .committed(let acknowledge) where isOnDisk: acknowledge()
        case .committed, .uncertain: work.fail(StorageError.uncertain)
        case .refused(let error): work.fail(error)
        case .again:
            if !line.sendBack(work) { outside.run(work) }
        }
    }

    private func attempt(_ work: Work, on connection: PostgresConnection) -> Outcome {
        for _ in 1...Self.tries {
            var isCommitting = false
            do {
                connection.beginInLine()
                let transaction = Transaction(connection)
                defer { transaction.end() }
                let acknowledge = try work.attempt(transaction)
                isCommitting = true
                try connection.commit()
                return .committed(acknowledge)
            } catch {
                if connection.isLost { return isCommitting ? .uncertain : .again }
                let failure = connection.failure
                connection.rollBack()
                if connection.isLost { return .again }
                if failure?.isStalePlan == true { connection.forgetStatements() }
                guard failure?.isSerialization == true || failure?.isStalePlan == true else { return .refused(error) }
            }
        }
        return .again
    }
}
