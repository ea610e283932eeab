import Foundation
import World

@testable import Accounts
@testable import Storage

/// Everything that stands in a database, as who copied it would read it: each table's rows as text, in the order in which
/// they are stored.
struct DatabaseDump: Equatable {
    var tables: [String: [String]] = [:]

    /// Rows that are in another dump and not in this one, and the reverse, by table.
    func changes(to later: DatabaseDump) -> [String: Change] {
        var changes: [String: Change] = [:]
        for table in Set(tables.keys).union(later.tables.keys) {
            let (before, after) = (tables[table] ?? [], later.tables[table] ?? [])
            let change = Change(
                gone: after.isEmpty ? before : before.filter { !after.contains($0) },
                come: after.filter { !before.contains($0) })
            if !change.gone.isEmpty || !change.come.isEmpty { changes[table] = change }
        }
        return changes
    }

    struct Change: Equatable {
        var gone: [String]
        var come: [String]
    }

    /// The same with every row's text rewritten.
    func mapped(_ rewrite: (String) -> String) -> DatabaseDump {
        DatabaseDump(tables: tables.mapValues { $0.map(rewrite) })
    }
}

extension Backend {
    /// Table and column of everything there is, in order; the engines' own tables apart.
    fileprivate var columns: SQL {
        switch self {
        case .sqlite:
            """
            SELECT sqlite_master.name, columns.name FROM sqlite_master, pragma_table_info(sqlite_master.name) AS columns
            WHERE sqlite_master.type = 'table' AND sqlite_master.name NOT LIKE 'sqlite%'
            ORDER BY sqlite_master.name, columns.cid
            """
        case .postgres:
            """
            SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
            WHERE table_schema = CAST(current_schema() AS TEXT) ORDER BY 1, ordinal_position
            """
        }
    }

    fileprivate func text(of column: String) -> String {
        switch self {
        case .sqlite: "quote(\(column))"
        case .postgres: "COALESCE(CAST(\(column) AS TEXT), 'NULL')"
        }
    }
}

extension Database {
    /// Columns of a row stand as `name=value`, with a bar between.
    func dump(on backend: Backend) async throws -> DatabaseDump {
        try await read { tx in
            var names: [String: [String]] = [:]
            try tx.forEach(backend.columns) { row in names[try row.get(0), default: []].append(try row.get(1)) }
            var dump = DatabaseDump()
            for (table, columns) in names {
                // Only here does a name become part of a statement: those of tables cannot be bound.
                var sql = SQL()
                sql.text =
                    "SELECT " + columns.map { "'\($0)=' || \(backend.text(of: $0))" }.joined(separator: " || '|' || ")
                sql.text += " FROM \(table)"
                dump.tables[table] = try tx.rows(sql) { try $0.get(0) }
            }
            return dump
        }
    }
}
