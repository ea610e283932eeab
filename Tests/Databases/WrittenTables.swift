import Storage

extension [String] {
    /// The tables that statements of a transaction write, as `StatementLog` notes them.
    package var writtenTables: Set<String> {
        var tables: Set<String> = []
        for statement in self {
            let words = statement.split(whereSeparator: { " \n\t(,;".utf8.contains($0.utf8.first ?? 0) }).map(
                String.init)
            for (index, word) in words.enumerated() {
                let next = index + 1 < words.count ? words[index + 1] : ""
                switch word.uppercased() {
                case "INTO" where index > 0 && words[index - 1].uppercased() == "INSERT": tables.insert(next)
                case "FROM" where index > 0 && words[index - 1].uppercased() == "DELETE": tables.insert(next)
                // `FOR UPDATE` locks and `DO UPDATE` goes on with an insert.
                case "UPDATE" where index == 0 || !["FOR", "DO"].contains(words[index - 1].uppercased()):
                    tables.insert(next)
                default: break
                }
            }
        }
        return Set(tables.map { $0.filter { $0 != "\"" } })
    }
}

extension Database {
    /// Tables with a row about a member: what refers to `members`, and `members`.
    package func tablesOfMembers() async throws -> Set<String> {
        let query: SQL =
            switch engine {
            case .sqlite:
                """
                SELECT t.name FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f
                WHERE t.type = 'table' AND f."table" = 'members'
                """
            case .postgres:
                """
                SELECT CAST(r.relname AS TEXT) FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
                    JOIN pg_class m ON m.oid = c.confrelid
                WHERE c.contype = 'f' AND m.relname = 'members' AND m.relnamespace = r.relnamespace
                    AND pg_table_is_visible(m.oid)
                """
            }
        return try await read { tx in Set(try tx.rows(query) { try $0.get(0, as: String.self) } + ["members"]) }
    }
}
