package import Foundation
package import Storage

/// A small file in the database, as rooms know it: without its bytes, which only whoever serves it reads.
package struct StoredFile: Sendable, Hashable {
    /// Bytes of the largest file that is kept.
    package static let mostBytes = 512 * 1_024

    package let id: ID<StoredFile>
    package let mediaType: String
    /// Of what it shows, in pixels.
    package let width: Int
    package let height: Int
    /// What it shows, by language.
    package let descriptions: [String: String]

    package init(
        id: ID<StoredFile>, mediaType: String, width: Int, height: Int, descriptions: [String: String]
    ) {
        self.id = id
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.descriptions = descriptions
    }
}

/// Where small files are kept. A room keeps the identifier in a row of its own and decides who may see the file; there is
/// no page that shows a file by its identifier.
package enum Files {
    /// For `Database.migrate`, before those of the rooms.
    package static let migrations = Migrations(feature: "Files", bundle: .module)

    /// Keeps a file with what it shows, by language.
    package static func add(
        _ image: Image, descriptions: [String: String], at now: Instant, in tx: Transaction
    ) throws -> StoredFile {
        let file = StoredFile(
            id: .random(), mediaType: image.kind.mediaType, width: image.width, height: image.height,
            descriptions: descriptions)
        try FileStore.add(file, image.bytes, at: now, in: tx)
        return file
    }

    /// What is known of a file; nil where there is none.
    package static func file(_ id: ID<StoredFile>, in tx: Transaction) throws -> StoredFile? {
        try FileStore.file(id, in: tx)
    }

    /// Its bytes; nil where there is no such file.
    package static func bytes(of id: ID<StoredFile>, in tx: Transaction) throws -> [UInt8]? {
        try FileStore.bytes(of: id, in: tx)
    }

    /// Says anew what a file shows.
    package static func describe(
        _ id: ID<StoredFile>, _ descriptions: [String: String], in tx: Transaction
    ) throws {
        try FileStore.describe(id, descriptions, in: tx)
    }

    /// Takes a file out for good.
    package static func remove(_ id: ID<StoredFile>, in tx: Transaction) throws {
        try FileStore.remove(id, in: tx)
    }
}
