import Storage

/// The tables `files` and `file_descriptions`.
enum FileStore {
    static func add(_ file: StoredFile, _ bytes: [UInt8], at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO files (id, media_type, bytes, width, height, created_at)
            VALUES (\(file.id), \(file.mediaType), \(bytes), \(file.width), \(file.height), \(now))
            """)
        try describe(file.id, file.descriptions, in: tx)
    }

    static func file(_ id: ID<StoredFile>, in tx: Transaction) throws -> StoredFile? {
        let descriptions = try tx.rows("SELECT language, description FROM file_descriptions WHERE file_id = \(id)") {
            (try $0.get(0, as: String.self), try $0.get(1, as: String.self))
        }
        return try tx.first("SELECT media_type, width, height FROM files WHERE id = \(id)") { row in
            StoredFile(
                id: id, mediaType: try row.get(0), width: try row.get(1), height: try row.get(2),
                descriptions: Dictionary(descriptions) { $1 })
        }
    }

    static func bytes(of id: ID<StoredFile>, in tx: Transaction) throws -> [UInt8]? {
        try tx.first("SELECT bytes FROM files WHERE id = \(id)") { try $0.get(0) }
    }

    static func describe(_ id: ID<StoredFile>, _ descriptions: [String: String], in tx: Transaction) throws {
        try tx.execute("DELETE FROM file_descriptions WHERE file_id = \(id)")
        for (language, description) in descriptions.sorted(by: { $0.key < $1.key }) {
            try tx.execute(
                """
                INSERT INTO file_descriptions (file_id, language, description)
                VALUES (\(id), \(language), \(description))
                """)
        }
    }

    static func remove(_ id: ID<StoredFile>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM files WHERE id = \(id)")
    }
}
