extension Transaction {
    /// The table that remembers what was applied.
    func prepareMigrations() throws {
        try execute(
            """
            CREATE TABLE IF NOT EXISTS migrations (
                feature TEXT NOT NULL,
                number BIGINT NOT NULL,
                name TEXT NOT NULL,
                checksum TEXT NOT NULL,
                PRIMARY KEY (feature, number)
            )
            """)
    }

    func wasMigrated(for feature: String) throws -> Bool {
        do {
            return try attempt {
                try first("SELECT 1 FROM migrations WHERE feature = \(feature) AND number = 1") { _ in true } ?? false
            }
        } catch is StorageError {
            // No such table, or another program's.
            return false
        }
    }

    /// Refuses a database that holds tables of a feature which is not among these.
    func checkFeatures(_ known: [String]) throws {
        let applied = try rows("SELECT DISTINCT feature FROM migrations ORDER BY feature") {
            try $0.get(0, as: String.self)
        }
        let unknown = applied.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw StorageError.other(
                "the database has migrations of \(unknown.joined(separator: ", ")), which this program does not have: "
                    + "start the program that made it or a newer one, or restore a backup that was made with this one")
        }
    }

    /// Compares what was applied with the files at hand.
    func checkMigrations(of feature: String, _ files: [Migrations.File]) throws {
        let applied = try rows(
            "SELECT number, name, checksum FROM migrations WHERE feature = \(feature) ORDER BY number"
        ) {
            (
                number: try $0.get(0, as: Int.self), name: try $0.get(1, as: String.self),
                checksum: try $0.get(2, as: String.self)
            )
        }
        for old in applied {
            guard let file = files.first(where: { $0.number == old.number }) else {
                throw StorageError.other(
                    "the database has migration \(feature)/\(old.number) \(old.name), which this program does not know: "
                        + "it is older than the database. Start the program that made it or a newer one")
            }
            guard file.checksum == old.checksum else {
                throw StorageError.other(
                    "migration \(feature)/\(old.number) \(old.name) was edited after it was applied: "
                        + "restore the file and write a new one")
            }
        }
        if let newest = applied.last?.number,
            let late = files.first(where: { file in
                file.number < newest && !applied.contains { $0.number == file.number }
            })
        {
            throw StorageError.other(
                "migration \(feature)/\(late.number) \(late.name) comes before one already applied")
        }
    }

    /// Runs a file unless it was run before.
    func apply(_ file: Migrations.File, of feature: String) throws {
        // The lock comes before the snapshot, so that the process that waited sees what the other one did.
        if engine == .postgres {
            try execute("SET LOCAL lock_timeout = '10min'")
            try execute("LOCK TABLE migrations IN EXCLUSIVE MODE")
        }
        let isApplied =
            try first(
                "SELECT 1 FROM migrations WHERE feature = \(feature) AND number = \(file.number)"
            ) { _ in true } ?? false
        if isApplied { return }
        do {
            try script(file.text(for: engine))
        } catch StorageError.other(let reason) {
            throw StorageError.other("migration \(feature)/\(file.number) \(file.name): \(reason)")
        }
        try execute(
            """
            INSERT INTO migrations (feature, number, name, checksum)
            VALUES (\(feature), \(file.number), \(file.name), \(file.checksum))
            """)
    }
}
