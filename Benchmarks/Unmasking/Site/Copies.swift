import Foundation
import Storage

/// Every change of every row, as whoever reads the database live or compares hourly copies gets it: each table has triggers
/// of the bench's that write down what came, changed and went.
struct Copies: Sendable {
    /// A change as it was written down.
    struct Row: Sendable {
        /// The transaction, where the engine tells it.
        let transaction: Int64
        let table: String
        let what: String
        /// Names of the columns that changed.
        let changed: String
        /// Columns as `name=value`, each value at most 80 characters, between separators.
        let text: String
    }

    let database: Database

    /// Puts the triggers in place.
    init(_ rooms: Rooms) async throws {
        database = rooms.database
        let tables = try await database.read { try Self.tables($0) }
        let text = database.engine == .sqlite ? Self.sqlite(tables) : Self.postgres(tables)
        guard let file = Migrations.File(name: "001_copies.sql", text: text) else { return }
        try await database.migrate(rooms.migrations + [Migrations(feature: "Copies", files: [file])])
    }

    /// What has changed since the last time, in order.
    func take() async throws -> [Row] {
        let rows = try await database.read { tx in
            try tx.rows("SELECT tx, name, what, changed, text FROM copies ORDER BY seq") { row in
                Row(
                    transaction: try row.get(0), table: try row.get(1), what: try row.get(2), changed: try row.get(3),
                    text: try row.get(4))
            }
        }
        if !rows.isEmpty { try await database.write { try $0.execute("DELETE FROM copies") } }
        return rows
    }

    private static func tables(_ tx: Transaction) throws -> [(name: String, columns: [String])] {
        // An index of words has tables of its own, which take no triggers; it follows from rows that have them.
        let query: SQL =
            tx.engine == .sqlite
            ? """
            SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.sql NOT LIKE 'CREATE VIRTUAL%'
                AND NOT EXISTS (SELECT 1 FROM sqlite_master v WHERE v.sql LIKE 'CREATE VIRTUAL%'
                    AND t.name LIKE v.name || '\\_%' ESCAPE '\\')
            ORDER BY t.name, c.cid
            """
            : """
            SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY 1, ordinal_position
            """
        var tables: [(name: String, columns: [String])] = []
        let columns = try tx.rows(query) { (try $0.get(0, as: String.self), try $0.get(1, as: String.self)) }
        for (table, column) in columns where table != "copies" {
            if tables.last?.name != table { tables.append((table, [])) }
            tables[tables.count - 1].columns.append(column)
        }
        return tables
    }

    private static func sqlite(_ tables: [(name: String, columns: [String])]) -> String {
        func row(_ side: String, _ columns: [String]) -> String {
            columns.map { "'\($0)=' || substr(quote(\(side).\"\($0)\"), 1, 80)" }.joined(separator: " || char(31) || ")
        }
        let triggers = tables.flatMap { name, columns in
            ["INSERT", "DELETE", "UPDATE"].map { what in
                let changed = columns.map { "CASE WHEN OLD.\"\($0)\" IS NOT NEW.\"\($0)\" THEN ' \($0)' ELSE '' END" }
                let names = what == "UPDATE" ? changed.joined(separator: " || ") : "''"
                return """
                    CREATE TRIGGER "copies_\(name)_\(what)" AFTER \(what) ON "\(name)" BEGIN
                        INSERT INTO copies (tx, name, what, changed, text)
                        VALUES (0, '\(name)', '\(what)', \(names), \(row(what == "DELETE" ? "OLD" : "NEW", columns)));
                    END;
                    """
            }
        }
        return """
            CREATE TABLE copies (seq INTEGER PRIMARY KEY, tx BIGINT NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL,
                changed TEXT NOT NULL, text TEXT NOT NULL);
            \(triggers.joined(separator: "\n"))
            """
    }

    private static func postgres(_ tables: [(name: String, columns: [String])]) -> String {
        """
        CREATE TABLE copies (seq BIGSERIAL PRIMARY KEY, tx BIGINT NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL,
            changed TEXT NOT NULL, text TEXT NOT NULL);
        CREATE FUNCTION note_copy() RETURNS TRIGGER LANGUAGE plpgsql AS $$
        DECLARE
            one JSONB := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            changes TEXT := '';
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                SELECT COALESCE(string_agg(' ' || n.key, '' ORDER BY n.key), '') INTO changes
                FROM jsonb_each(one) n JOIN jsonb_each(to_jsonb(OLD)) o ON o.key = n.key AND o.value <> n.value;
            END IF;
            INSERT INTO copies (tx, name, what, changed, text)
            SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT), TG_TABLE_NAME, TG_OP, changes,
                string_agg(key || '=' || COALESCE(left(value, 80), ''), chr(31) ORDER BY key)
            FROM jsonb_each_text(one);
            RETURN NULL;
        END $$;
        \(tables.map { name, _ in
            """
            CREATE TRIGGER copies_\(name) AFTER INSERT OR UPDATE OR DELETE ON "\(name)"
                FOR EACH ROW EXECUTE FUNCTION note_copy();
            """
        }.joined(separator: "\n"))
        """
    }
}
