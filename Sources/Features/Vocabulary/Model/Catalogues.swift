import Synchronization

/// The catalogue as it is now. Whoever answers a request takes `current` once and works with that one.
package final class Catalogues: Sendable {
    private let files: CatalogueRows
    private let newest: Mutex<Catalogue>

    /// - Throws: what is wrong with the files.
    init(files: CatalogueRows) throws(CatalogueError) {
        self.files = files
        newest = Mutex(try Catalogue(files))
    }

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
