import Synchronization

/// The catalogue as it is now. Whoever answers a request takes `current` once and works with that one.
package final class Catalogues: Sendable {
    private let files: CatalogueRows
    private let newest: Mutex<Catalogue>

    /// - Throws: what is wrong with the files.
    convenience init(files: CatalogueRows) throws(CatalogueError) {
        self.init(files, try Catalogue(files))
    }

    /// Reads the files of a folder, unless the last that were read were the same: a server does it once, its tests hundreds of
    /// times.
    /// - Throws: what is wrong with the files.
    convenience init(folder: String) throws(CatalogueError) {
        let bytes = try CatalogueFiles.bytes(folder: folder)
        if let last = Self.last.withLock({ $0 }), last.bytes == bytes {
            self.init(last.files, last.catalogue)
            return
        }
        let files = CatalogueFiles.rows(of: bytes)
        let catalogue = try Catalogue(files)
        Self.last.withLock { $0 = Read(bytes: bytes, files: files, catalogue: catalogue) }
        self.init(files, catalogue)
    }

    private init(_ files: CatalogueRows, _ catalogue: Catalogue) {
        self.files = files
        newest = Mutex(catalogue)
    }

    private struct Read: Sendable {
        let bytes: [String: [UInt8]]
        let files: CatalogueRows
        let catalogue: Catalogue
    }
    private static let last = Mutex<Read?>(nil)

    /// The newest.
    package var current: Catalogue {
        newest.withLock { $0 }
    }

    /// Makes a catalogue of the files and these words current, unless a newer one is.
    func replace(words: [MemberWord], version: Int) throws(CatalogueError) {
        let catalogue = try Catalogue(files.adding(words), version: version)
        newest.withLock { newest in
            if newest.version < version { newest = catalogue }
        }
    }
}
