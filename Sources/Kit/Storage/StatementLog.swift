import Synchronization

/// What a database was asked, transaction by transaction: for tests that hold a page to a budget, where a query in a loop
/// shows as the same statement twice; an insert of many rows is noted by its table, the script of a migration not. A
/// transaction that ran again counts once, a refused one not at all.
package final class StatementLog: Sendable {
    private let transactions = Mutex<[[String]]>([])

    package init() {}

    /// The statements since the last time, as they stand in the source, in a list for each transaction.
    package func take() -> [[String]] {
        transactions.withLock { transactions in
            defer { transactions = [] }
            return transactions
        }
    }

    func add(_ statements: [String]) {
        transactions.withLock { $0.append(statements) }
    }
}

extension Database {
    /// The same database; what is asked through this value is noted.
    package func noting(in log: StatementLog) -> Database {
        Database(driver, log: log, takedowns: takedownCount, removals: removals)
    }
}
