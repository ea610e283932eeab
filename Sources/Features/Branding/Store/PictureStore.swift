import Files
import Storage

/// The table `site_pictures`: which file is the site's picture. Everybody may see it.
enum PictureStore {
    static func current(in tx: Transaction) throws -> SitePicture? {
        let id = try tx.first("SELECT file_id FROM site_pictures WHERE slot = 1") {
            try $0.get(0, as: ID<StoredFile>.self)
        }
        return try id.flatMap { try FileStore.file($0, in: tx) }.map { SitePicture(file: $0) }
    }

    /// Makes a file the picture; the one before it is deleted.
    static func set(_ file: StoredFile, in tx: Transaction) throws {
        let old = try current(in: tx)
        try tx.execute(
            """
            INSERT INTO site_pictures (slot, file_id) VALUES (1, \(file.id))
            ON CONFLICT (slot) DO UPDATE SET file_id = excluded.file_id
            """)
        if let old { try FileStore.remove(old.file.id, in: tx) }
    }

    /// Says anew what a picture shows; false where that is not the picture now.
    static func describe(_ id: ID<StoredFile>?, _ descriptions: [String: String], in tx: Transaction) throws -> Bool {
        guard let picture = try current(in: tx), picture.file.id == id else { return false }
        try FileStore.describe(picture.file.id, descriptions, in: tx)
        return true
    }

    /// Takes a picture out; false where that is not the picture now.
    static func remove(_ id: ID<StoredFile>?, in tx: Transaction) throws -> Bool {
        guard let picture = try current(in: tx), picture.file.id == id else { return false }
        try tx.execute("DELETE FROM site_pictures WHERE slot = 1")
        try FileStore.remove(picture.file.id, in: tx)
        return true
    }
}
