import Foundation
package import Storage

/// Where small files are kept: the tables `files` and `file_descriptions`. A room keeps the identifier in a row of its own
/// and decides who may see the file; there is no page that shows a file by its identifier.
package enum FileStore {
    /// For `Database.migrate`, before those of the rooms.
    package static let migrations = Migrations(feature: "Files", bundle: .module)

    /// Keeps a file with what it shows, by language.
    package static func add(
        _ image: Image, descriptions: [String: String], at now: Instant, in tx: Transaction
    ) throws -> StoredFile {
        let file = StoredFile(
            id: .random(), mediaType: image.kind.mediaType, width: image.width, height: image.height,
            descriptions: descriptions)
        try tx.execute(
            """
            INSERT INTO files (id, media_type, bytes, width, height, created_at)
            VALUES (\(file.id), \(file.mediaType), \(image.bytes), \(file.width), \(file.height), \(now))
            """)
        try describe(file.id, descriptions, in: tx)
        return file
    }

    /// What is known of a file; nil where there is none.
    package static func file(_ id: ID<StoredFile>, in tx: Transaction) throws -> StoredFile? {
        let descriptions = try tx.rows("SELECT language, description FROM file_descriptions WHERE file_id = \(id)") {
            (try $0.get(0, as: String.self), try $0.get(1, as: String.self))
        }
        return try tx.first("SELECT media_type, width, height FROM files WHERE id = \(id)") { row in
            StoredFile(
                id: id, mediaType: try row.get(0), width: try row.get(1), height: try row.get(2),
                descriptions: Dictionary(descriptions) { $1 })
        }
    }

    /// Its bytes; nil where there is no such file.
    package static func bytes(of id: ID<StoredFile>, in tx: Transaction) throws -> [UInt8]? {
        try tx.first("SELECT bytes FROM files WHERE id = \(id)") { try $0.get(0) }
    }

    /// Says anew what a file shows.
    package static func describe(_ id: ID<StoredFile>, _ descriptions: [String: String], in tx: Transaction) throws {
        try tx.execute("DELETE FROM file_descriptions WHERE file_id = \(id)")
        for (language, description) in descriptions.sorted(by: { $0.key < $1.key }) {
            try tx.execute(
                """
                INSERT INTO file_descriptions (file_id, language, description)
                VALUES (\(id), \(language), \(description))
                """)
        }
    }

    /// Takes a file out for good.
    package static func remove(_ id: ID<StoredFile>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM files WHERE id = \(id)")
    }
}
