import Storage

/// The table `rewritten_tables`, and what PostgreSQL says of tables: on PostgreSQL only.
enum RewrittenTableStore {
    /// Rows that each table has lost or had changed, as a text that differs when one more was; the count begins anew after a
    /// crash, so the text says since when.
    static func losses(in tx: Transaction) throws -> [String: String] {
        let losses = try tx.rows(
            """
            SELECT relname::TEXT, (n_tup_upd + n_tup_del) || ' since ' || COALESCE(stats_reset::TEXT, '')
            FROM pg_stat_user_tables CROSS JOIN pg_stat_bgwriter
            WHERE schemaname = current_schema() AND current_setting('track_counts') = 'on'
            """
        ) { (try $0.get(0, as: String.self), try $0.get(1, as: String.self)) }
        return Dictionary(losses) { $1 }
    }

    /// What was noted when each was last rewritten.
    static func noted(in tx: Transaction) throws -> [String: String] {
        let noted = try tx.rows("SELECT table_name, rows_lost FROM rewritten_tables") {
            (try $0.get(0, as: String.self), try $0.get(1, as: String.self))
        }
        return Dictionary(noted) { $1 }
    }

    static func note(_ table: String, _ losses: String, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO rewritten_tables (table_name, rows_lost) VALUES (\(table), \(losses))
            ON CONFLICT (table_name) DO UPDATE SET rows_lost = excluded.rows_lost
            """)
    }

    static func forget(in tx: Transaction) throws {
        try tx.execute("DELETE FROM rewritten_tables")
    }

    /// Columns, `table.column`, of which the planner's statistics may keep values.
    static func sampled(in tx: Transaction) throws -> [String: SampledColumn] {
        let columns = try tx.rows(
            """
            SELECT c.relname::TEXT || '.' || a.attname::TEXT, s.attname IS NOT NULL,
                a.atttypid = 'bytea'::REGTYPE
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            LEFT JOIN pg_stats s ON s.schemaname = current_schema() AND s.tablename = c.relname AND s.attname = a.attname
            WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind = 'r'
                AND a.attnum > 0 AND NOT a.attisdropped AND COALESCE(a.attstattarget, -1) <> 0
            """
        ) { (try $0.get(0, as: String.self), SampledColumn(hasSamples: try $0.get(1), isBytes: try $0.get(2))) }
        return Dictionary(columns) { $1 }
    }

    /// Has the planner keep no values of a column; those that it kept go.
    static func stopSampling(
        _ column: String, of table: String, _ sampled: SampledColumn, in tx: Transaction
    ) throws {
        guard let table = SQL(name: table), let column = SQL(name: column) else { return }
        try tx.execute("ALTER TABLE \(table) ALTER COLUMN \(column) SET STATISTICS 0")
        guard sampled.hasSamples else { return }
        // The same type again changes nothing but that samples are dropped.
        try tx.execute("ALTER TABLE \(table) ALTER COLUMN \(column) TYPE \(sampled.isBytes ? "BYTEA" : "TEXT" as SQL)")
    }

    /// What the server lets this user do.
    static func rights(in tx: Transaction) throws -> ServerRights {
        try tx.first(
            """
            SELECT current_setting('is_superuser') = 'on' OR pg_has_role(datdba, 'USAGE'),
                current_setting('is_superuser') = 'on' OR EXISTS (
                    SELECT 1 FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')),
                has_function_privilege('pg_switch_wal()', 'EXECUTE'),
                COALESCE(current_setting('wal_recycle', TRUE), 'off') = 'on',
                quote_ident(current_user), quote_ident(current_database())
            FROM pg_database WHERE datname = current_database()
            """
        ) {
            ServerRights(
                statistics: try $0.get(0), checkpoint: try $0.get(1), log: try $0.get(2),
                recyclesLog: try $0.get(3), role: try $0.get(4), database: try $0.get(5))
        }
            ?? ServerRights(
                statistics: false, checkpoint: false, log: false, recyclesLog: true, role: "", database: "")
    }

    /// A table anew, without what was removed, and sampled anew: the planner keeps values of keys, which it needs. Tells
    /// `rowsKept`.
    static func rewriting(_ table: String) -> SQL? { SQL(name: table).map { "VACUUM (FULL, VERBOSE, ANALYZE) \($0)" } }

    /// Removed rows that `rewriting` wrote along, for some transaction may still see them: "0 dead row versions cannot be
    /// removed yet." (postgresql.org/docs/15/sql-vacuum.html). Every language that PostgreSQL speaks begins with the number.
    static func rowsKept(_ details: [String]) -> Int? {
        details.compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }.max()
    }

    static let rewritingStatistics: SQL = "VACUUM (FULL) pg_statistic"
    /// Ends a file of the write-ahead log.
    static let switchingLog: SQL = "SELECT pg_switch_wal()"
    /// Lets files of the write-ahead log go that nothing needs any more.
    static let checkpoint: SQL = "CHECKPOINT"
}

/// A column with words, as the planner sees it.
struct SampledColumn: Sendable {
    let hasSamples: Bool
    /// BYTEA; else TEXT.
    let isBytes: Bool
}

/// What of PostgreSQL's own files this server can empty.
struct ServerRights: Sendable {
    let statistics: Bool
    let checkpoint: Bool
    let log: Bool
    /// Files of the write-ahead log are kept under another name to be written over, with all that stands in them
    /// (postgresql.org/docs/15/runtime-config-wal.html, `wal_recycle`).
    let recyclesLog: Bool
    let role: String
    let database: String

    /// What a superuser types; empty when nothing is missing.
    var remedies: [String] {
        [
            statistics ? nil : "ALTER DATABASE \(database) OWNER TO \(role);",
            checkpoint ? nil : "GRANT pg_checkpoint TO \(role);",
            log ? nil : "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO \(role);",
            recyclesLog ? "ALTER SYSTEM SET wal_recycle = off; SELECT pg_reload_conf();" : nil,
        ].compactMap { $0 }
    }
}
