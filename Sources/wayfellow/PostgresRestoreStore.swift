import Storage

/// How a dump comes into a database: through a schema of its own, because a dump names `public` itself.
enum PostgresRestoreStore {
    static let beforeLoading = [
        discard[0], "ALTER SCHEMA public RENAME TO wayfellow_before", "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO PUBLIC",
    ]
    static let afterLoading = [
        "ALTER SCHEMA public RENAME TO wayfellow_restoring", "ALTER SCHEMA wayfellow_before RENAME TO public",
    ]
    static let takePlace = ["DROP SCHEMA public CASCADE", "ALTER SCHEMA wayfellow_restoring RENAME TO public"]
    static let discard = ["DROP SCHEMA IF EXISTS wayfellow_restoring CASCADE"]

    /// Whether another Wayfellow has the database open.
    static func isServed(in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'wayfellow'
                AND pid <> pg_backend_pid() LIMIT 1
            """
        ) { _ in true } ?? false
    }
}
