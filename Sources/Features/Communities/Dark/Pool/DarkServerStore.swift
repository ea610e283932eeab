import Storage

/// What a database server keeps beside the tables that would tell who asks in the dark: statements with their hour, values, the
/// hour of each commit.
enum DarkServerStore {
    /// Settings of a session and the values of which each must have one.
    private static let ofRole: [(name: StaticString, values: [String])] = [
        ("log_statement", ["none", "ddl"]), ("log_min_duration_statement", ["-1"]),
        ("log_min_duration_sample", ["-1"]), ("log_transaction_sample_rate", ["0"]), ("log_duration", ["off"]),
        ("pgaudit.log", ["none", ""]), ("auto_explain.log_min_duration", ["-1"]),
    ]

    /// What a superuser types so that nothing of it is kept; empty where all is well, and on SQLite, which keeps nothing.
    static func remedies(in tx: Transaction) throws -> [String] {
        guard tx.engine == .postgres else { return [] }
        var remedies = [try LoggedWords.remedy(in: tx)].compactMap { $0 }
        let role = try tx.first("SELECT quote_ident(current_user)") { try $0.get(0) as String } ?? ""
        for (name, values) in ofRole {
            // A server that does not know a setting does not do what it would stop.
            if let actual = try setting(name, tx), !values.contains(actual), let wanted = values.first {
                remedies.append("ALTER ROLE \(role) SET \(name) = '\(wanted)';")
            }
        }
        if try setting("track_commit_timestamp", tx) ?? "off" != "off" {
            remedies.append("ALTER SYSTEM SET track_commit_timestamp = off;")
        }
        return remedies
    }

    private static func setting(_ name: StaticString, _ tx: Transaction) throws -> String? {
        try tx.first("SELECT current_setting(\("\(name)"), TRUE)") { try $0.get(0) as String? } ?? nil
    }
}
