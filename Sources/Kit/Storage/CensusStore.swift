extension Transaction {
    /// Every value of every table with its place: for proofs that something is nowhere, or that two databases are alike.
    /// Reads everything, in constant memory.
    package func forEachValue(
        _ body: (_ table: String, _ column: String, _ value: SQLValue) throws -> Void
    ) throws {
        for (table, columns) in try columnsByTable() {
            var query = SQL()
            query.text = "SELECT \(columns.map(quoted).joined(separator: ", ")) FROM \(quoted(table))"
            try forEach(query) { row in
                for (index, column) in columns.enumerated() { try body(table, column, row.value(index)) }
            }
        }
    }

    private func columnsByTable() throws -> [(table: String, columns: [String])] {
        let query: SQL =
            switch engine {
            case .sqlite:
                """
                SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid
                """
            case .postgres:
                """
                SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
                WHERE table_schema = current_schema() ORDER BY 1, ordinal_position
                """
            }
        var tables: [(table: String, columns: [String])] = []
        for (table, column) in try rows(query, { (try $0.get(0, as: String.self), try $0.get(1, as: String.self)) }) {
            if tables.last?.table != table { tables.append((table, [])) }
            tables[tables.count - 1].columns.append(column)
        }
        return tables
    }

    private func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Row {
    /// A column's value, whatever it is. SQLite keeps truth as a number, and an identifier as bytes.
    fileprivate func value(_ index: Int) -> SQLValue {
        if cells.isNull(index) { return .null }
        if let text = cells.text(index) { return .text(text) }
        if let bytes = cells.bytes(index) { return .bytes(Array(bytes)) }
        if let number = cells.integer(index) { return .integer(number) }
        if let number = cells.double(index) { return .double(number) }
        return cells.boolean(index).map { .boolean($0) } ?? .null
    }
}
