// What is stored can be read without its shape only from inside Storage, which a release build does not let in.
#if DEBUG
    @testable package import Storage

    extension Database {
        /// Where in the database somebody is still found: every `table.column` that holds their identifier (as 16 bytes, or
        /// written out in a text) or one of these words, whatever the case.
        package func places<Kind>(of id: ID<Kind>, orWords words: [String] = []) async throws -> Set<String> {
            let text = id.description.lowercased()
            let needles = ([text, text.split(separator: "-").joined()] + words.map { $0.lowercased() }).map {
                Array($0.utf8)
            }
            let bytes = withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { Array($0) }
            return try await read { tx in
                var places: Set<String> = []
                try tx.forEachValue { table, column, value in
                    let isHit =
                        switch value {
                        case .text(let text): needles.contains { Array(text.lowercased().utf8).holds($0) }
                        case .bytes(let found): ([bytes] + needles).contains { found.holds($0) }
                        default: false
                        }
                    if isHit { places.insert("\(table).\(column)") }
                }
                return places
            }
        }

        /// What stands in each table, as a number a table, in whatever order its rows come: where nothing was written in
        /// between, two of them are alike.
        package func marks() async throws -> [String: Int] {
            try await read { tx in
                var marks: [String: Int] = [:]
                try tx.forEachValue { table, column, value in
                    var hasher = Hasher()
                    hasher.combine(column)
                    hasher.combine(value)
                    marks[table, default: 0] &+= hasher.finalize()
                }
                return marks
            }
        }
    }

    extension [UInt8] {
        /// Whether another run of bytes stands somewhere in this one.
        fileprivate func holds(_ other: [UInt8]) -> Bool {
            guard !other.isEmpty, count >= other.count else { return false }
            return (0...(count - other.count)).contains { self[$0] == other[0] && self[$0...].starts(with: other) }
        }
    }

    extension Transaction {
        /// Every value of every table with its place: for proofs that something is nowhere, or that two databases are alike.
        /// Reads everything, in constant memory.
        fileprivate func forEachValue(
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
            for (table, column) in try rows(query, { (try $0.get(0, as: String.self), try $0.get(1, as: String.self)) })
            {
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
#endif
