// The shape of a database can be read only from inside Storage, which a release build does not let in.
#if DEBUG
    @testable package import Storage

    /// A column of a table.
    package struct SchemaColumn: Hashable, Sendable {
        package let table: String
        package let name: String
        /// As the engine says it, in lower case: `text`, `bytea`, `uuid`, `bigint`.
        package let type: String
    }

    /// A column that refers to a row of another table.
    package struct SchemaReference: Hashable, Sendable {
        package let table: String
        package let column: String
        package let target: String
        /// Whether its row goes with the row it refers to.
        package let goesAlong: Bool
    }

    extension Database {
        /// Every column of every table, of rooms and of the kit. Tables in which FTS5 keeps what stands in one of another name
        /// are not among them.
        package func schema() async throws -> (columns: [SchemaColumn], references: [SchemaReference]) {
            try await read { tx in (try tx.schemaColumns(), try tx.schemaReferences()) }
        }
    }

    extension Transaction {
        fileprivate func schemaColumns() throws -> [SchemaColumn] {
            let query: SQL =
                switch engine {
                case .sqlite:
                    """
                    SELECT t.name, c.name, LOWER(c.type) FROM sqlite_master t JOIN pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
                        AND t.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
                    ORDER BY t.name, c.cid
                    """
                case .postgres:
                    """
                    SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT)
                    FROM information_schema.columns WHERE table_schema = current_schema()
                    ORDER BY 1, ordinal_position
                    """
                }
            return try rows(query) { row in
                SchemaColumn(table: try row.get(0), name: try row.get(1), type: try row.get(2))
            }
        }

        fileprivate func schemaReferences() throws -> [SchemaReference] {
            let query: SQL =
                switch engine {
                case .sqlite:
                    """
                    SELECT t.name, f."from", f."table", f.on_delete FROM sqlite_master t
                    JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY t.name, f.id
                    """
                case .postgres:
                    """
                    SELECT CAST(k.table_name AS TEXT), CAST(k.column_name AS TEXT), CAST(u.table_name AS TEXT),
                        CAST(r.delete_rule AS TEXT)
                    FROM information_schema.referential_constraints r
                    JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name
                        AND k.constraint_schema = r.constraint_schema
                    JOIN information_schema.constraint_column_usage u ON u.constraint_name = r.constraint_name
                        AND u.constraint_schema = r.constraint_schema
                    WHERE r.constraint_schema = current_schema() ORDER BY 1, 2
                    """
                }
            return try rows(query) { row in
                SchemaReference(
                    table: try row.get(0), column: try row.get(1), target: try row.get(2),
                    goesAlong: try row.get(3, as: String.self) == "CASCADE")
            }
        }
    }
#endif
