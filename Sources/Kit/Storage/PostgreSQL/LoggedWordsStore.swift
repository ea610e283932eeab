/// What keeps members' words out of PostgreSQL's own log: by default it repeats the statement that failed, its values, and
/// the key that was there already (postgresql.org/docs/15/runtime-config-logging.html).
package enum LoggedWords {
    /// Settings and the values that they must have.
    static let wanted: [(name: StaticString, value: StaticString)] = [
        ("log_error_verbosity", "terse"), ("log_min_error_statement", "panic"), ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
    ]

    /// Sets them for a session, as far as its user may: nothing where it may not. Before version 15 only a superuser may.
    static func silence(version: CInt) -> String {
        let settings = wanted.map { "('\($0.name)', '\($0.value)')" }.joined(separator: ", ")
        let may =
            version >= 150_000
            ? "has_parameter_privilege(current_user, name, 'SET')" : "current_setting('is_superuser') = 'on'"
        return """
            SELECT set_config(name, value, FALSE) FROM (VALUES \(settings)) AS wanted (name, value)
            JOIN pg_settings USING (name) WHERE context = 'user' OR \(may)
            """
    }

    /// What a superuser types so that all of them hold; nil where they do, and on SQLite.
    package static func remedy(in tx: Transaction) throws -> String? {
        guard tx.engine == .postgres else { return nil }
        var missing: [String] = []
        for (name, value) in wanted {
            let actual = try tx.first("SELECT current_setting(\("\(name)"), TRUE)") { try $0.get(0) as String? } ?? nil
            // A server that does not know a setting does not log what it would hide.
            if let actual, actual != "\(value)" { missing.append("SET \(name) = '\(value)'") }
        }
        guard !missing.isEmpty else { return nil }
        let role = try tx.first("SELECT quote_ident(current_user)") { try $0.get(0) as String } ?? ""
        return missing.map { "ALTER ROLE \(role) \($0);" }.joined(separator: " ")
    }
}
